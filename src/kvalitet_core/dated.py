"""What held when: periods of dates, and values that change from date to date.

Two times meet in a record. *Virkning* is when something holds in the world: that is
what `Dated` keeps. *Registrering* is when the journal learned of it: that is the
journal's own axis, and asking the journal what was known on an instant gives the
`Dated` as it stood then.

Pure: dates are arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, Generic, TypeVar

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["Dated", "Period", "Span", "later_than"]

T = TypeVar("T")


def later_than(start: str) -> Callable[[Any, attrs.Attribute[Any], date | None], None]:
    """Check, as an attrs validator, that a period's end is later than its start.

    Args:
        start: The name of the field that holds the period's first day. A start or an
            end of None leaves the period open, and is right.
    """

    def check(instance: Any, attribute: attrs.Attribute[Any], end: date | None) -> None:
        begin: date | None = getattr(instance, start)
        if end is None and (begin is None or type(begin) is date):
            return
        for name, day in ((start, begin), (attribute.name, end)):
            if day is not None and type(day) is not date:
                raise Malformed(f"{name} {day!r}", "expected a date")
        if begin is not None and end is not None and end <= begin:
            raise Malformed(
                f"{attribute.name} {end}", f"expected a date later than {start} {begin}"
            )

    return check


@attrs.frozen(kw_only=True)
class Period:
    """A run of days, with its first day and without its last.

    Attributes:
        start: The first day.
        end: The first day after it; None while it has no end.
    """

    start: date
    end: date | None = attrs.field(default=None, validator=later_than("start"))

    def contains(self, day: date) -> bool:
        """Tell whether the day is one of the period's."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two have a day in common."""
        return self.contains(other.start) or other.contains(self.start)

    def minus(self, other: Period) -> tuple[Period, ...]:
        """Take the other's days away: what is left is none, one or two periods."""
        if not self.overlaps(other):
            return (self,)
        left = []
        if self.start < other.start:
            left.append(Period(start=self.start, end=other.start))
        if other.end is not None and (self.end is None or other.end < self.end):
            left.append(Period(start=other.end, end=self.end))
        return tuple(left)

    def __str__(self) -> str:
        if self.end is None:
            return f"from {self.start}"
        return f"from {self.start} until {self.end}"


@attrs.frozen(kw_only=True)
class Span(Generic[T]):
    """A value and the days that it holds.

    Attributes:
        value: What holds.
        period: When it holds.
    """

    value: T
    period: Period


def _in_order(
    _: object, attribute: attrs.Attribute[Any], spans: tuple[Span[Any], ...]
) -> None:
    if len(spans) < 2:  # noqa: PLR2004 - one is in order by itself
        return
    for one, other in pairwise(spans):
        earlier, later = one.period, other.period
        if earlier.end is None or later.start < earlier.end:
            raise Malformed(
                f"{attribute.name} {earlier}, {later}",
                "expected periods in order, without overlap",
            )


@attrs.frozen(kw_only=True)
class Dated(Generic[T]):
    """A value that changes from date to date, as far as it is known.

    It is made of statements laid over one another: where a later statement says
    something it wins, and elsewhere the earlier ones stand. Days that no statement
    covers have no value.

    Spans that touch and hold equal values are left as they are: to merge them would
    be to compare values, and what is `Personal` refuses that while a rule decides.
    So two that hold the same on every day can be unequal; `holds` asks about days.

    Attributes:
        spans: What holds when, in the order of time, without overlap.
    """

    spans: tuple[Span[T], ...] = attrs.field(default=(), validator=_in_order)

    @classmethod
    def of(cls, value: T, from_: date, to: date | None = None) -> Dated[T]:
        """Begin with one statement: this holds from a day on, or for a while."""
        return cls(spans=(Span(value=value, period=Period(start=from_, end=to)),))

    def asserted(self, value: T, from_: date, to: date | None = None) -> Dated[T]:
        """Lay a statement over what is known: it wins on the days that it covers."""
        said = Span(value=value, period=Period(start=from_, end=to))
        if to is None:
            return Dated(spans=(*self._before(from_), said))
        spans = (*self._outside(said.period), said)
        return Dated(spans=tuple(sorted(spans, key=_start)))

    def ended(self, from_: date) -> Dated[T]:
        """Let nothing hold from this day on."""
        Period(start=from_)
        return Dated(spans=self._before(from_))

    def on(self, day: date) -> T | None:
        """Give what holds on the day, or None."""
        for span in self.spans:
            if span.period.contains(day):
                return span.value
        return None

    def holds(self, value: T, from_: date, to: date | None = None) -> bool:
        """Tell whether this value holds on every day from the one to the other.

        It compares values, so it is not for what is `Personal`.
        """
        open_days: tuple[Period, ...] = (Period(start=from_, end=to),)
        for span in self.spans:
            if span.value == value:
                open_days = tuple(
                    left for days in open_days for left in days.minus(span.period)
                )
        return not open_days

    def ends_by(self, day: date) -> bool:
        """Tell whether nothing holds on this day or later."""
        ends = [span.period.end for span in self.spans]
        return all(end is not None and end <= day for end in ends)

    @property
    def newest(self) -> T | None:
        """What holds latest of all, even if it is over or still to come."""
        return self.spans[-1].value if self.spans else None

    def _before(self, day: date) -> tuple[Span[T], ...]:
        """What holds before a day."""
        spans = self.spans
        while spans and spans[-1].period.start >= day:
            spans = spans[:-1]
        if spans:
            last = spans[-1]
            end = last.period.end
            if end is None or end > day:
                cut = Period(start=last.period.start, end=day)
                return (*spans[:-1], Span(value=last.value, period=cut))
        return spans

    def _outside(self, period: Period) -> tuple[Span[T], ...]:
        return tuple(
            Span(value=span.value, period=left)
            for span in self.spans
            for left in span.period.minus(period)
        )


def _start(span: Span[Any]) -> date:
    return span.period.start
