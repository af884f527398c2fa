"""The steps of a proof: what was done, from which day to which, and on which law.

*These names and fields are stored. Do not rename; add a version.*

Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias

import attrs

from kvalitet_core.deadlines.units import Unit
from kvalitet_core.values import Hjemmel

__all__ = ["Done", "Skipped", "Step"]

Done: TypeAlias = Literal["counted", "extended", "credited", "rolled", "stopped"]
"""What a step did; stored by these words."""


@attrs.frozen(kw_only=True)
class Skipped:
    """Days in a row that were passed over for one reason.

    Attributes:
        first: The first of them.
        last: The last of them.
        sort: Whether the calendar has them closed, or the term was suspended.
        why: The calendar's code for it, or the cause of the suspension.
    """

    first: date
    last: date
    sort: Literal["closed", "suspended"]
    why: str

    @property
    def days(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1

    def leads_to(self, later: Skipped) -> bool:
        """Tell whether the other begins the day after, for the same reason."""
        same = (self.sort, self.why) == (later.sort, later.why)
        return same and later.first - self.last == timedelta(days=1)


@attrs.frozen(kw_only=True)
class Step:
    """One thing that was done to get from the trigger to the deadline.

    Attributes:
        done: What was done: the term counted, extended, credited with suspended days,
            rolled to the next day that is possible, or stopped for now.
        from_day: The day that it began from.
        to_day: The day that it led to; None where the term stands still.
        count: How many were counted or credited, or are left to run; None where it
            is not about a number.
        unit: What the number is of; None where there is none.
        skipped: The days that were passed over, in order.
        reason: The code of why it was extended; None for other steps.
        law: What it rests on, where that is known.
    """

    done: Done
    from_day: date
    to_day: date | None
    count: int | None = None
    unit: Unit | None = None
    skipped: tuple[Skipped, ...] = ()
    reason: str | None = None
    law: Hjemmel | None = None
