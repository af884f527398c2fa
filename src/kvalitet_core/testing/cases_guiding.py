"""How a case is guided, as a test says it: waiting, more tasks, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kvalitet_core.actor import Actor
from kvalitet_core.domain import case as cases
from kvalitet_core.ids import StreamId
from kvalitet_core.testing.cases_course import Asked, Course, Step
from kvalitet_core.testing.cases_values import (
    Named,
    When,
    day_of,
    named_path,
)
from kvalitet_core.values import Deadline, ReasonCode

__all__ = [
    "add_task",
    "close",
    "do",
    "link",
    "look_again",
    "migrate",
    "reopen",
    "resume",
    "suspend",
    "waive",
]


def add_task(
    title: str,
    *,
    role: str,
    by: str | None = None,
    due: str | None = None,
    reason: str = "behov",
) -> Step:
    """Add a task that the case type does not have; it is named by its title."""

    def asks(course: Course) -> Iterator[Asked]:
        yield (
            cases.AddTask(
                case=course.stream,
                title=title,
                role=role,
                reason=ReasonCode(reason),
                due=Deadline(due) if due is not None else None,
            ),
            course.by(by, None, role=role),
        )

    return Step(asks=asks, words=(f"opgaven »{title}« føjes til", f"adds “{title}”"))


def suspend(cause: str, *, since: When | None = None, by: str | None = None) -> Step:
    """Let the case wait for something; terms that this suspends do not run.

    Args:
        cause: What it waits for: `partshoering`.

        since: The first day that does not run; today unless it is told.

        by: Who says so.
    """
    day = day_of(since) if since is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        command = cases.Suspend(
            case=course.stream, cause=ReasonCode(cause), start=day or course.today
        )
        yield command, course.by(by)

    return Step(asks=asks, words=(f"sagen afventer {cause}", f"waits for {cause}"))


def resume(cause: str, *, on: When | None = None, by: str | None = None) -> Step:
    """Let the case go on that waited; `on` is the first day that runs again."""
    day = day_of(on) if on is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        command = cases.Resume(
            case=course.stream, cause=ReasonCode(cause), end=day or course.today
        )
        yield command, course.by(by)

    words = (f"sagen afventer ikke længere {cause}", f"no longer waits for {cause}")
    return Step(asks=asks, words=words)


def waive(owed: Named, *, by: str | None = None, reason: str = "ikke_relevant") -> Step:
    """Let something that is owed not be done.

    Args:
        owed: The obligation's code, or the item that is owed.

        by: Who waives it.

        reason: Why.
    """

    def asks(course: Course) -> Iterator[Asked]:
        code = named_path(owed)
        for each in course.definition.obliges:
            if ">" not in code and each.owed == course.path(owed):
                code = each.code
        command = cases.Waive(
            case=course.stream, obligation=code, reason=ReasonCode(reason)
        )
        yield command, course.by(by)

    title = named_path(owed)
    return Step(asks=asks, words=(f"frafalder »{title}«", f"waives “{title}”"))


def close(*, by: str | None = None, reason: str = "afsluttet") -> Step:
    """Let the case be closed."""
    return _of_case(
        lambda case: cases.Close(case=case, reason=ReasonCode(reason)),
        by=by,
        words=("lukker sagen", "closes the case"),
    )


def reopen(*, by: str | None = None, reason: str = "nye_oplysninger") -> Step:
    """Let a closed case be opened again."""
    return _of_case(
        lambda case: cases.Reopen(case=case, reason=ReasonCode(reason)),
        by=by,
        words=("genåbner sagen", "reopens the case"),
    )


def migrate(to: str, *, reason: str = "ny_version", by: str | None = None) -> Step:
    """Let the case go on under another version of its case type."""
    return _of_case(
        lambda case: cases.Migrate(case=case, to=to, reason=ReasonCode(reason)),
        by=by,
        words=(f"overfører sagen til {to}", f"moves the case to {to}"),
    )


def link(to: str, relation: str, *, by: str | None = None) -> Step:
    """Tie the case to another stream."""
    return _of_case(
        lambda case: cases.LinkTo(
            case=case, to=StreamId(to), relation=ReasonCode(relation)
        ),
        by=by,
        words=(f"knytter sagen til {to}", f"ties the case to {to}"),
    )


def look_again() -> Step:
    """Work out how the case stands, where what it depends on lies elsewhere."""
    return _of_case(
        lambda case: cases.LookAgain(case=case),
        by=None,
        words=("ser på sagen igen", "looks at the case again"),
    )


def _of_case(
    make: Callable[[StreamId], Any], *, by: str | None, words: tuple[str, str]
) -> Step:
    def asks(course: Course) -> Iterator[Asked]:
        yield make(course.stream), course.by(by)

    who = by or "nogen", by or "somebody"
    return Step(asks=asks, words=(f"{who[0]} {words[0]}", f"{who[1]} {words[1]}"))


def do(command: Callable[[StreamId], Any], *, by: Actor | str | None = None) -> Step:
    """Give any other command, made of the case's stream.

    Args:
        command: What makes it.

        by: Who gives it.
    """

    def asks(course: Course) -> Iterator[Asked]:
        actor = by if isinstance(by, Actor) else course.by(by)
        yield command(course.stream), actor

    return Step(asks=asks, words=("en kommando gives", "a command is given"))
