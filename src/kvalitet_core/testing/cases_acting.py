"""What people do with the items of a case, as a test says it: a verb for each command.

Items are named by path, by title, or as themselves: `Ansoegning.afgoer`. People are
named by short ids, and act in the item's role unless another is said; who is not said
is somebody for that item alone, or whoever has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kvalitet_core.deadlines import Extension
from kvalitet_core.deadlines.units import plural
from kvalitet_core.domain import case as cases
from kvalitet_core.ids import ActorId
from kvalitet_core.testing.cases_course import Asked, Course, Step
from kvalitet_core.testing.cases_values import (
    Named,
    When,
    day_of,
    named_path,
)
from kvalitet_core.values import ReasonCode

__all__ = [
    "acted",
    "claim",
    "correct_task",
    "delegate",
    "extend",
    "fail",
    "follow_up",
    "plan",
    "release",
    "reopen_item",
    "repeat",
    "skip",
    "start",
]

Make = Callable[[Course, str], Any]


def acted(
    item: Named,
    make: Make,
    *,
    by: str | None,
    role: str | None,
    on_behalf_of: str | None,
    words: tuple[str, str],
) -> Step:
    """A step that somebody takes with an item."""

    def asks(course: Course) -> Iterator[Asked]:
        path = course.path(item)
        actor = course.by(by, path, role=role, on_behalf_of=on_behalf_of)
        yield make(course, path), actor

    who = by or "nogen", by or "somebody"
    title = named_path(item)
    da, en = (text.format(title) for text in words)
    return Step(asks=asks, words=(f"{who[0]} {da}", f"{who[1]} {en}"), item=item)


def claim(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    on_behalf_of: str | None = None,
) -> Step:
    """Let somebody say to do a task."""
    return acted(
        item,
        lambda course, path: cases.Claim(case=course.stream, item=path),
        by=by,
        role=role,
        on_behalf_of=on_behalf_of,
        words=("tager »{}«", "claims “{}”"),
    )


def start(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    on_behalf_of: str | None = None,
) -> Step:
    """Let somebody begin on a task."""
    return acted(
        item,
        lambda course, path: cases.Start(case=course.stream, item=path),
        by=by,
        role=role,
        on_behalf_of=on_behalf_of,
        words=("begynder på »{}«", "starts “{}”"),
    )


def release(item: Named, *, by: str | None = None, role: str | None = None) -> Step:
    """Let whoever has a task let it go."""
    return acted(
        item,
        lambda course, path: cases.Release(case=course.stream, item=path),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("slipper »{}«", "releases “{}”"),
    )


def delegate(
    item: Named,
    *,
    to: str,
    by: str | None = None,
    role: str | None = None,
    reason: str = "fordeling",
) -> Step:
    """Let somebody hand a task on."""
    return acted(
        item,
        lambda course, path: cases.Delegate(
            case=course.stream, item=path, to=ActorId(to), reason=ReasonCode(reason)
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=(f"giver »{{}}« til {to}", f"hands “{{}}” to {to}"),
    )


def skip(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "ikke_noedvendig",
) -> Step:
    """Let somebody leave a task out that may be left out."""
    return acted(
        item,
        lambda course, path: cases.Skip(
            case=course.stream, item=path, reason=ReasonCode(reason)
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("springer »{}« over", "skips “{}”"),
    )


def fail(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "ikke_muligt",
) -> Step:
    """Let somebody say that a task could not be done."""
    return acted(
        item,
        lambda course, path: cases.Fail(
            case=course.stream, item=path, reason=ReasonCode(reason)
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("må opgive »{}«", "fails “{}”"),
    )


def plan(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "behov",
) -> Step:
    """Let somebody who may decide that a discretionary item is to be done."""

    def asks(course: Course) -> Iterator[Asked]:
        path = course.path(item)
        known = course.definition.items.get(path)
        may = getattr(known, "planned_by", ()) or (course.role_of(path),)
        yield (
            cases.Plan(case=course.stream, item=path, reason=ReasonCode(reason)),
            course.by(by, path, role=role or may[0]),
        )

    title = named_path(item)
    words = (
        f"{by or 'nogen'} planlægger »{title}«",
        f"{by or 'somebody'} plans “{title}”",
    )
    return Step(asks=asks, words=words, item=item)


def reopen_item(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "nye_oplysninger",
) -> Step:
    """Let an item be done again, and what depends on it with it."""
    return acted(
        item,
        lambda course, path: cases.ReopenItem(
            case=course.stream, item=path, reason=ReasonCode(reason)
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("genåbner »{}«", "reopens “{}”"),
    )


def repeat(
    item: Named,
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "behov",
) -> Step:
    """Let a task that is repeatable be done once more."""
    return acted(
        item,
        lambda course, path: cases.Repeat(
            case=course.stream, item=path, reason=ReasonCode(reason)
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("gentager »{}«", "repeats “{}”"),
    )


def follow_up(
    item: Named, on: When | None, *, by: str | None = None, role: str | None = None
) -> Step:
    """Set the day on which somebody comes back to an item; None for no day."""
    day = day_of(on) if on is not None else None
    return acted(
        item,
        lambda course, path: cases.SetFollowUp(case=course.stream, item=path, on=day),
        by=by,
        role=role,
        on_behalf_of=None,
        words=(f"følger op på »{{}}« {on}", f"follows up “{{}}” {on}"),
    )


def correct_task(
    item: Named,
    *,
    done_by: str,
    by: str | None = None,
    role: str | None = None,
    reason: str = "fejl",
) -> Step:
    """Put right who did a task."""
    return acted(
        item,
        lambda course, path: cases.CorrectTask(
            case=course.stream,
            item=path,
            done_by=ActorId(done_by),
            reason=ReasonCode(reason),
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=("retter »{}«", "corrects “{}”"),
    )


def extend(
    item: Named,
    count: int,
    unit: Any = "days",
    *,
    by: str | None = None,
    role: str | None = None,
    reason: str = "kompleks_sag",
) -> Step:
    """Give an item longer time: `extend("ansoegning.afgoer", 2, "weeks")`."""
    longer = Extension(count=count, unit=plural(unit), reason=reason)
    return acted(
        item,
        lambda course, path: cases.Extend(
            case=course.stream, item=path, extension=longer
        ),
        by=by,
        role=role,
        on_behalf_of=None,
        words=(
            f"forlænger »{{}}« med {count} {unit}",
            f"extends “{{}}” by {count} {unit}",
        ),
    )
