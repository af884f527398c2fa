"""What follows by itself, worked out when something else was decided or fell due."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.casetypes.status import Breach, Change, DueSet, Owed
from kvalitet_core.values import Deadline

__all__ = [
    "DeadlinePassed",
    "FollowUpDue",
    "ObligationBreached",
    "ReminderDue",
    "Settled",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Settled:
    """What followed, and on which facts.

    Attributes:
        changes: The stages and items that came to stand otherwise.
        dues: The deadlines that were set, moved or dropped.
        owed: What is owed from now on, or not any more.
        met: The obligations that are met.
        breaches: The invariants that do not hold any more, or do again.
    """

    changes: tuple[Change, ...] = ()
    dues: tuple[DueSet, ...] = ()
    owed: tuple[Owed, ...] = ()
    met: tuple[str, ...] = ()
    breaches: tuple[Breach, ...] = ()


@attrs.frozen(kw_only=True)
class ReminderDue:
    """It is time to remind of a deadline.

    Attributes:
        item: The item's path.
        deadline: The deadline that is reminded of.
        days: How many days before it.
    """

    item: str
    deadline: Deadline
    days: int


@attrs.frozen(kw_only=True)
class FollowUpDue:
    """The day came on which to come back to a task.

    Attributes:
        item: The task's path.
        on: The day.
    """

    item: str
    on: date


@attrs.frozen(kw_only=True)
class DeadlinePassed:
    """A deadline passed, and the item was not done.

    Attributes:
        item: The item's path.
        deadline: The deadline.
    """

    item: str
    deadline: Deadline


@attrs.frozen(kw_only=True)
class ObligationBreached:
    """Something that was owed was not done in time.

    Attributes:
        obligation: Which obligation.
        deadline: When it should have been met.
    """

    obligation: str
    deadline: Deadline
