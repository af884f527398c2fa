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
from typing import TypeAlias

import attrs

from kvalitet_core.deadlines.steps import Skipped
from kvalitet_core.deadlines.units import Unit
from kvalitet_core.errors import Malformed

__all__ = ["Counted", "Passing", "counted", "passed"]

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
        return Counted(to=_ended(start, count, unit), left=0, skipped=())
    except (OverflowError, ValueError) as error:
        raise _too_far(start, count, unit) from error


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
        Malformed: It ends later than dates go.
    """
    day, left, skipped = start, count, list[Skipped]()
    while left:
        if day == date.max:
            raise _too_far(start, count, "days")
        day += timedelta(days=1)
        if endless is not None and day >= endless:
            return Counted(
                to=day - timedelta(days=1), left=left, skipped=tuple(skipped)
            )
        why = passing(day)
        if why is None:
            left -= 1
        elif skipped and skipped[-1].leads_to(why):
            skipped[-1] = attrs.evolve(skipped[-1], last=day)
        else:
            skipped.append(why)
    return Counted(to=day, left=0, skipped=tuple(skipped))


def _ended(start: date, count: int, unit: Unit) -> date:
    if unit == "days":
        return start + timedelta(days=count)
    if unit == "weeks":
        return start + timedelta(weeks=count)
    months = count if unit == "months" else 12 * count
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(start.day, last))


def _too_far(start: date, count: int, unit: Unit) -> Malformed:
    return Malformed(
        f"{count} {unit.replace('_', ' ')} from {start}",
        f"expected to end by {date.max}, the last date there is",
    )
