"""Suspensions: days on which a term does not run, and which it gets back.

What is conserved is the number of running days. A term that takes so many days without
any suspension takes as many days that are not suspended, and so ends later by one day
for each suspended day between its beginning and its end, however many suspensions that
day is in; the days that it gets back may run into a further suspension. Of a term of
working days it is the working days that are conserved.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import attrs

from kvalitet_core.deadlines.checking import code, is_day
from kvalitet_core.deadlines.steps import Skipped
from kvalitet_core.errors import Malformed, Problem

__all__ = ["Suspended", "Suspension", "checked_suspensions"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Suspension:
    """Days on which a term does not run, because something has to be waited for.

    Attributes:
        cause: The code of what is waited for: `partshoering`.
        start: The first day that does not run.
        end: The first day that runs again, which may be the start itself: then no day
            is lost. None while nobody knows.
        set_by: The event that suspended it; None where no event did.
    """

    cause: str = attrs.field(validator=code)
    start: date
    end: date | None = None
    set_by: str | None = None

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(path=f"$.{name}", text=f"expected a date, got {day!r}")
            for name, day in (("start", self.start), ("end", self.end))
            if not is_day(day) and not (day is None and name == "end")
        ]
        if not problems and self.end is not None and self.end < self.start:
            text = f"expected no earlier than the start {self.start}, got {self.end}"
            problems.append(Problem(path="$.end", text=text))
        if problems:
            raise Malformed(f"suspension {self.cause!r}", *problems)

    def contains(self, day: date) -> bool:
        """Tell whether the term does not run on the day."""
        return self.start <= day and (self.end is None or day < self.end)

    def __str__(self) -> str:
        by = f" by {self.set_by}" if self.set_by else ""
        return f"{self.cause} {self.start}/{self.end or '..'}{by}"


@attrs.frozen
class Suspended:
    """Suspensions laid over one another: a day in several of them is one day.

    Attributes:
        by: The suspensions, those that begin first before the others.
    """

    by: tuple[Suspension, ...]

    @classmethod
    def of(cls, suspensions: Iterable[Suspension]) -> Suspended:
        """Take suspensions in any order; one that is given twice counts once."""
        given = set(suspensions)
        return cls(tuple(sorted(given, key=_order))) if given else _NONE

    @property
    def endless(self) -> date | None:
        """The day from which on none runs; None where every suspension has an end."""
        return min((each.start for each in self.by if each.end is None), default=None)

    def ended_on(self, day: date) -> Suspended:
        """Give the same as if those without an end ended on the day, or at once."""
        return Suspended.of(
            each if each.end else attrs.evolve(each, end=max(day, each.start))
            for each in self.by
        )

    def passing(self, day: date) -> Skipped | None:
        """Say why the day does not run, or None: by the suspension that began first."""
        for each in self.by:
            if each.contains(day):
                return Skipped(first=day, last=day, sort="suspended", why=each.cause)
        return None


_NONE: Final = Suspended(())


def checked_suspensions(
    suspensions: Iterable[Suspension], allowed: Iterable[str]
) -> Suspended:
    """Take suspensions whose causes suspend the term.

    Raises:
        Malformed: Some do not; every one is named.
    """
    known, given = tuple(allowed), Suspended.of(suspensions)
    if not given.by:
        return given
    expected = (
        f"expected a cause among {', '.join(known)}" if known else "expected none"
    )
    problems = [
        Problem(path=f"$.suspensions[{number}]", text=f"{expected}, got {each}")
        for number, each in enumerate(given.by)
        if each.cause not in known
    ]
    if problems:
        raise Malformed("suspensions of the term", *problems)
    return given


def _order(each: Suspension) -> tuple[date, bool, date, str, str]:
    return (
        each.start,
        each.end is None,
        each.end or each.start,
        each.cause,
        each.set_by or "",
    )
