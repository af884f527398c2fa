"""Counting rules: where a number of days, weeks, months or years ends.

The first day counted is the day after. Weeks end on the same weekday. Months and years
end on the same date, or on the month's last day where there is no such date, as
forældelsesloven § 27, stk. 1, has it. Working days are the open days of a calendar.

Pure.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeAlias

import attrs

from kvalitet_core.deadlines.steps import Skipped
from kvalitet_core.deadlines.units import Unit
from kvalitet_core.errors import Malformed

__all__ = ["Counted", "Passing", "counted", "passed"]

_DAY: Final = timedelta(days=1)
_LAST: Final = date.max - _DAY
_LONGEST: Final = 366

Passing: TypeAlias = Callable[[date], Skipped | None]
"""Why a day is passed over, as a run of that one day, or None where it counts."""


@attrs.frozen(kw_only=True)
class Counted:
    """What counting came to.

    Attributes:
        to: The last day counted, or the last before counting was stopped for good.
        left: How many were left to count when it was; 0 where it was not.
        skipped: The days passed over, in order.
    """

    to: date
    left: int
    skipped: tuple[Skipped, ...]


def counted(start: date, count: int, unit: Unit, passing: Passing) -> Counted:
    """Count from the day after the start, as if nothing were suspended.

    Args:
        start: The day that counting is from; not counted itself.

        count: How many.

        unit: Of what.

        passing: Why a day is no working day; asked for working days only.

    Raises:
        Malformed: It ends later than dates go.
    """
    if unit == "working_days":
        return passed(start, count, passing)
    try:
        end = _ended(start, count, unit)
    except (OverflowError, ValueError) as error:
        raise _too_far(start) from error
    if end > _LAST:
        raise _too_far(start)
    return Counted(to=end, left=0, skipped=())


def passed(
    start: date, count: int, passing: Passing, *, endless: date | None = None
) -> Counted:
    """Count days that are not passed over, from the day after the start.

    Args:
        start: The day that counting is from; not counted itself.

        count: How many days are to count.

        passing: Why a day is passed over.

        endless: The first day from which on none counts; None where there is none.

    Raises:
        Malformed: It ends later than dates go, or the calendar is closed for a year.
    """
    day, left, closed, skipped = start, count, 0, list[Skipped]()
    while left and not (endless is not None and day + _DAY >= endless):
        if day >= _LAST:
            raise _too_far(start)
        day += _DAY
        why = passing(day)
        if why is None:
            left -= 1
        else:
            _append(skipped, why)
        closed = closed + 1 if why is not None and why.sort == "closed" else 0
        if closed > _LONGEST:
            raise Malformed(
                "calendar", f"expected a working day within a year of {day}, found none"
            )
    return Counted(to=day, left=left, skipped=tuple(skipped))


def _append(skipped: list[Skipped], day: Skipped) -> None:
    """Add a day to the run that it continues, or as a run of its own."""
    if skipped and skipped[-1].leads_to(day):
        skipped[-1] = attrs.evolve(skipped[-1], last=day.last)
    else:
        skipped.append(day)


def _ended(start: date, count: int, unit: Unit) -> date:
    if unit == "days":
        return start + timedelta(days=count)
    if unit == "weeks":
        return start + timedelta(weeks=count)
    months = count if unit == "months" else 12 * count
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(start.day, last))


def _too_far(start: date) -> Malformed:
    return Malformed(
        f"term from {start}", f"expected to end by {_LAST}, the last day that ends"
    )
