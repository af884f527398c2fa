"""What is to be so in a case, as a test says it after `then`: of its items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from kvalitet_core.casetypes.status import Status
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases_course import Course
from kvalitet_core.testing.cases_values import Named, named_path
from kvalitet_core.values import Deadline

__all__ = [
    "Claim",
    "available",
    "done",
    "due",
    "held",
    "left",
    "no",
    "overdue",
    "reachable",
    "skipped",
    "under_way",
    "waiting",
]


@attrs.frozen(kw_only=True)
class Claim:
    """Something that is to be so.

    Attributes:
        found: Looks; gives whether it is so, and what was found.
        words: What is to be so, in Danish and in English.
        item: The item that it is about, as it was named.
        about_refusal: Whether it is about a step that was refused.
    """

    found: Callable[[Course], tuple[bool, str]] = attrs.field(repr=False)
    words: tuple[str, str]
    item: Named | None = None
    about_refusal: bool = False

    def text(self, language: Language) -> str:
        """Say what is to be so."""
        return self.words[language != "da"]


def no(claim: Claim) -> Claim:
    """Say that something is not to be so: `no(available("opstart.forvent"))`."""

    def found(course: Course) -> tuple[bool, str]:
        holds, what = claim.found(course)
        return not holds, what

    words = (f"ikke: {claim.words[0]}", f"not: {claim.words[1]}")
    return attrs.evolve(claim, found=found, words=words)


_STATUSES: Final[dict[str, tuple[str, str]]] = {
    "available": ("kan udføres", "can be done"),
    "done": ("er udført", "is done"),
    "waiting": ("venter", "waits"),
    "left": ("er afsluttet før tid", "is ended early"),
    "skipped": ("er sprunget over", "is skipped"),
    "under_way": ("er i gang", "is under way"),
}


def _status(what: str, item: Named, *statuses: Status) -> Claim:
    def found(course: Course) -> tuple[bool, str]:
        status = course.work(item).status
        return status in statuses, f"{course.path(item)}: {status}"

    title, said = named_path(item), _STATUSES[what]
    words = (f"»{title}« {said[0]}", f"“{title}” {said[1]}")
    return Claim(found=found, words=words, item=item)


def available(item: Named) -> Claim:
    """An item can be done now, or somebody is at it."""
    return _status("available", item, *(each for each in Status if each.is_open))


def waiting(item: Named) -> Claim:
    """An item or a stage waits, for whatever it is."""
    return _status("waiting", item, Status.WAITING)


def done(item: Named) -> Claim:
    """An item is done, decided or reached; or a stage is completed."""
    return _status("done", item, Status.DONE)


def left(stage: Named) -> Claim:
    """A stage was ended early."""
    return _status("left", stage, Status.LEFT)


def skipped(item: Named) -> Claim:
    """A task was left out."""
    return _status("skipped", item, Status.SKIPPED)


def under_way(item: Named) -> Claim:
    """A stage is active, or somebody is at an item."""
    return _status("under_way", item, Status.ACTIVE, Status.STARTED, Status.CLAIMED)


def reachable(item: Named) -> Claim:
    """An item or a stage is not done, and still can be."""

    def found(course: Course) -> tuple[bool, str]:
        path = course.path(item)
        possible = path in course.settlement.possible
        return possible, f"{path}: {course.work(item).status}, {_POSSIBLE[possible]}"

    title = named_path(item)
    words = (f"»{title}« kan stadig nås", f"“{title}” can still be reached")
    return Claim(found=found, words=words, item=item)


_POSSIBLE: Final = {True: "still possible", False: "not possible"}


def held(item: Named, by: str) -> Claim:
    """Somebody has a task."""

    def found(course: Course) -> tuple[bool, str]:
        work = course.work(item)
        at_it = work.status in (Status.CLAIMED, Status.STARTED)
        who = work.holder if at_it else None
        return who == by, f"{course.path(item)}: {work.status}, {who or 'nobody'}"

    title = named_path(item)
    words = (f"{by} har »{title}«", f"{by} has “{title}”")
    return Claim(found=found, words=words)


def due(item: Named, on: str | None) -> Claim:
    """An item must be done by then; None where no deadline runs."""
    expected = Deadline(on) if on is not None else None

    def found(course: Course) -> tuple[bool, str]:
        proof = course.work(item).proof
        deadline = proof.deadline if proof is not None else None
        return deadline == expected, f"{course.path(item)}: {deadline or 'no deadline'}"

    title = named_path(item)
    words = (
        f"»{title}« har frist {on or 'ingen'}",
        f"“{title}” is due {on or 'never'}",
    )
    return Claim(found=found, words=words)


def overdue(item: Named) -> Claim:
    """An item's deadline passed before it was done."""

    def found(course: Course) -> tuple[bool, str]:
        passed = course.work(item).passed
        what = f"passed {passed}" if passed is not None else "none has passed"
        return passed is not None, f"{course.path(item)}: {what}"

    title = named_path(item)
    words = (f"»{title}« er over fristen", f"“{title}” is overdue")
    return Claim(found=found, words=words)
