"""From a term and a day to a deadline, step by step.

Where a term is extended before it moves on, the term and its extensions are one longer
term: each is counted from where the one before it ends, what was suspended is credited
to the whole, and the end moves on once. Where it moves on first, each extension is a
leg of its own, from the deadline as it was moved.

A deadline is never on a day on which the term does not run: where the end moves on, it
passes closed days and suspended days alike.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import attrs

from kvalitet_core.deadlines.counting import counted, passed
from kvalitet_core.deadlines.stated import Extension, StatedTerm
from kvalitet_core.deadlines.steps import Skipped, Step
from kvalitet_core.deadlines.suspending import Suspended
from kvalitet_core.deadlines.units import Running
from kvalitet_core.values import Hjemmel

__all__ = ["Closed", "Reckoned", "reckoned"]

Closed: TypeAlias = Callable[[date], str | None]
"""Why a day is closed, or None where it is open."""

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Reckoned:
    """What a term came to.

    Attributes:
        day: The last day; None while a suspension without an end stops it.
        steps: How it was got at.
    """

    day: date | None
    steps: tuple[Step, ...]


def reckoned(
    term: StatedTerm,
    start: date,
    *,
    extensions: Sequence[Extension],
    suspended: Suspended,
    closed: Closed,
    law: Hjemmel | None,
) -> Reckoned:
    """Count a term from a day.

    Args:
        term: The term.

        start: The day that it is counted from; not counted itself.

        extensions: What it was extended by, in the order it was granted.

        suspended: The days on which it does not run.

        closed: Why a day is closed.

        law: What the choice of closed days follows.
    """
    parts: tuple[StatedTerm | Extension, ...] = (term, *extensions)
    moved_first = term.order == "roll_then_extend"
    legs = [(part,) for part in parts] if moved_first else [parts]
    course = _Course(rolls=term.end == "roll", days=suspended, closed=closed, law=law)
    day: date | None = start
    for leg in legs:
        if day is not None:
            day = course.leg(day, leg)
    return Reckoned(day=day, steps=tuple(course.steps))


@attrs.define(kw_only=True)
class _Course:
    """A term on its way, and the steps behind it."""

    rolls: bool
    days: Suspended
    closed: Closed
    law: Hjemmel | None
    steps: list[Step] = attrs.field(factory=list)

    def leg(self, start: date, parts: Sequence[StatedTerm | Extension]) -> date | None:
        """Count parts on end, credit what was suspended, and move the end on."""
        end, to_run = start, list[tuple[Running, int]]()
        for part in parts:
            before, end = end, self._counted(end, part)
            if part.unit == "working_days":
                to_run.append(("working_days", part.count))
            else:
                to_run.append(("days", (end - before).days))
        last = self._credited(start, end, to_run)
        return self._rolled(last) if last and self.rolls else last

    def _counted(self, start: date, part: StatedTerm | Extension) -> date:
        """Count a part as if nothing were suspended."""
        came = counted(start, part.count, part.unit, self._closed)
        extends = isinstance(part, Extension)
        step = Step(
            done="extended" if extends else "counted",
            from_day=start,
            to_day=came.to,
            count=part.count,
            unit=part.unit,
            skipped=came.skipped,
            reason=part.reason if isinstance(part, Extension) else None,
            law=part.hjemmel if isinstance(part, StatedTerm) else None,
        )
        self.steps.append(step)
        return came.to

    def _credited(
        self, start: date, end: date, to_run: Sequence[tuple[Running, int]]
    ) -> date | None:
        """Let as many days run that are not suspended."""
        day, skipped = start, list[Skipped]()
        for number, (kind, count) in enumerate(to_run):
            passing = self._either if kind == "working_days" else self.days.passing
            came = passed(day, count, passing, endless=self.days.endless)
            day, skipped = came.to, [*skipped, *came.skipped]
            if came.left:
                left = ((kind, came.left), *to_run[number + 1 :])
                self._stop(day, left, tuple(skipped))
                return None
        lost = sum(run.days for run in skipped if run.sort == "suspended")
        if lost:
            step = Step(
                done="credited",
                from_day=end,
                to_day=day,
                count=lost,
                unit=_common(kind for kind, _ in to_run),
                skipped=tuple(skipped),
            )
            self.steps.append(step)
        return day

    def _rolled(self, end: date) -> date | None:
        """Move on from a day that is closed or suspended."""
        came = passed(end - _DAY, 1, self._either, endless=self.days.endless)
        if came.left:
            self._stop(came.to, (("days", 0),), came.skipped)
            return None
        if came.skipped:
            step = Step(
                done="rolled",
                from_day=end,
                to_day=came.to,
                skipped=came.skipped,
                law=self.law if came.skipped[0].sort == "closed" else None,
            )
            self.steps.append(step)
        return came.to

    def _stop(
        self,
        last: date,
        left: Sequence[tuple[Running, int]],
        skipped: tuple[Skipped, ...],
    ) -> None:
        """Leave it standing after a day, with so many days to run when it goes on."""
        for unit, count in left:
            step = Step(
                done="stopped",
                from_day=last + _DAY,
                to_day=None,
                count=count,
                unit=unit,
                skipped=skipped,
            )
            self.steps.append(step)

    def _closed(self, day: date) -> Skipped | None:
        why = self.closed(day)
        if why is None:
            return None
        return Skipped(first=day, last=day, sort="closed", why=why)

    def _either(self, day: date) -> Skipped | None:
        return self._closed(day) or self.days.passing(day)


def _common(units: Iterable[Running]) -> Running:
    """Give the unit that all have, or days where they have not one."""
    return "working_days" if set(units) == {"working_days"} else "days"
