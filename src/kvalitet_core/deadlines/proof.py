"""The proof of a deadline: all that it came from, kept so that it can be counted anew.

*These names and fields are stored. Do not rename; add a version.*

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

import attrs

from kvalitet_core.deadlines.calendar import Calendar
from kvalitet_core.deadlines.danish import DANISH
from kvalitet_core.deadlines.reckoning import Reckoned, reckoned
from kvalitet_core.deadlines.stated import (
    CalendarUsed,
    Extension,
    FixedDeadline,
    StartingPoint,
    StatedTerm,
)
from kvalitet_core.deadlines.steps import Step
from kvalitet_core.deadlines.suspending import Suspended, Suspension
from kvalitet_core.deadlines.telling import Teller
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.spoken import checked_language
from kvalitet_core.values import Deadline

__all__ = ["Due", "Proof", "proved", "used"]


@attrs.frozen(kw_only=True)
class Proof:
    """How a deadline was got at: enough to count it again without anything else.

    A deadline is either counted, and then has a trigger, a term and a calendar, or
    fixed by an authority, and then has none of them.

    Attributes:
        deadline: What it came to; None while a suspension without an end stops it.
        trigger: What it was counted from.
        term: The term that was counted.
        calendar: The calendar that it was counted by.
        steps: What was done, in order.
        suspensions: The suspensions that it was counted with, the earliest first.
        extensions: The extensions, in the order they were granted.
        as_of: The day on which suspensions without an end were taken to end; None
            where that changed nothing.
        fixed: What an authority has set.
    """

    deadline: Deadline | None
    trigger: StartingPoint | None = None
    term: StatedTerm | None = None
    calendar: CalendarUsed | None = None
    steps: tuple[Step, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    as_of: date | None = None
    fixed: FixedDeadline | None = None

    def __attrs_post_init__(self) -> None:
        counted = self.fixed is None
        if not (
            (self.trigger is not None)
            is (self.term is not None)
            is (self.calendar is not None)
            is counted
        ):
            raise Malformed(
                f"proof of {self.deadline}",
                "expected a trigger, a term and a calendar, or else what was fixed",
            )

    def recompute(self, calendar: Calendar | None = None) -> Due:
        """Count the deadline again, from what stands in the proof alone.

        Args:
            calendar: A calendar to count by. None counts by the closed days that the
                proof names, which needs no calendar. One with the digest in the proof
                must give what the proof says. Another one may give another deadline:
                `differences` says what changed.

        Raises:
            Malformed: It does not come to what the proof says; every difference is
                named.
        """
        again = self._again(calendar)
        if again.calendar == self.calendar:
            problems = tuple(_unlike(self, again))
            if problems:
                raise Malformed(f"proof of {self.deadline}", *problems)
        return Due(proof=again)

    def text(self, language: str, *, calendar: Calendar = DANISH) -> str:
        """Tell it in lines that can be followed with a calendar at hand.

        Args:
            language: `da` or `en`.

            calendar: Where the names of closed days are looked up.
        """
        teller = Teller(language=checked_language(language), calendar=calendar)
        return "\n".join(teller.lines(self))

    def _again(self, calendar: Calendar | None) -> Proof:
        trigger, term = self.trigger, self.term
        if trigger is None or term is None or self.calendar is None:
            deadline = None if self.fixed is None else self.fixed.deadline
            return Proof(deadline=deadline, fixed=self.fixed)
        by = self.calendar if calendar is None else used(calendar)

        def reckon(days: Suspended) -> Reckoned:
            return reckoned(
                term,
                trigger.day,
                extensions=self.extensions,
                suspended=days,
                closed=self._seen if calendar is None else calendar.closed,
                law=by.hjemmel,
            )

        return proved(
            term,
            trigger,
            suspended=Suspended.of(self.suspensions),
            extensions=self.extensions,
            calendar=by,
            reckon=reckon,
            as_of=self.as_of,
        )

    def _seen(self, day: date) -> str | None:
        """Say why a day is closed, as far as the steps had to look."""
        for step in self.steps:
            for run in step.skipped:
                if run.sort == "closed" and run.first <= day <= run.last:
                    return run.why
        return None


@attrs.frozen(kw_only=True)
class Due:
    """When something is due, with the proof of it.

    Attributes:
        proof: The proof, which says it all.
    """

    proof: Proof

    @property
    def deadline(self) -> Deadline | None:
        """The deadline; None while a suspension without an end stops it."""
        return self.proof.deadline

    @property
    def provisional(self) -> bool:
        """Whether it would be none, had suspensions not been taken to end on a day."""
        return self.proof.as_of is not None


@lru_cache
def used(calendar: Calendar) -> CalendarUsed:
    """Name a calendar as a proof does."""
    return CalendarUsed(
        name=calendar.name,
        version=calendar.version,
        digest=calendar.digest,
        hjemmel=calendar.hjemmel,
    )


def proved(
    term: StatedTerm,
    trigger: StartingPoint,
    *,
    suspended: Suspended,
    extensions: Sequence[Extension],
    calendar: CalendarUsed,
    reckon: Callable[[Suspended], Reckoned],
    as_of: date | None,
) -> Proof:
    """Count a term, and keep how.

    Args:
        term: The term.

        trigger: What it is counted from.

        suspended: The days on which it does not run.

        extensions: What it was extended by, in the order it was granted.

        calendar: What the calendar is called.

        reckon: Counts it, where it does not run on some days.

        as_of: The day on which suspensions without an end are taken to end.
    """
    result, taken = reckon(suspended), None
    if result.day is None and as_of is not None:
        result, taken = reckon(suspended.ended_on(as_of)), as_of
    return Proof(
        deadline=None if result.day is None else Deadline(result.day.isoformat()),
        trigger=trigger,
        term=term,
        calendar=calendar,
        steps=result.steps,
        suspensions=suspended.by,
        extensions=tuple(extensions),
        as_of=taken,
    )


def _unlike(proof: Proof, again: Proof) -> Iterator[Problem]:
    """Name every field in which a proof is not what it comes to."""
    for field in attrs.fields(Proof):
        said, comes = getattr(proof, field.name), getattr(again, field.name)
        if said != comes:
            text = f"expected {comes!r}, got {said!r}"
            yield Problem(path=f"$.{field.name}", text=text)
