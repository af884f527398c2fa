"""What happens to a case.

What follows from something is in the `Settled` event after it, in the same commit, with
what made it so: nothing is worked out when a case is read.
"""

from __future__ import annotations

from typing import TypeAlias

from kvalitet_core.domain.case.events.course import (
    Closed,
    Extended,
    Migrated,
    Moved,
    ObligationWaived,
    Reopened,
    Resumed,
    Suspended,
)
from kvalitet_core.domain.case.events.deciding import (
    Decided,
    Discharged,
    Mandated,
    Notified,
    Revoked,
    Voted,
    Way,
)
from kvalitet_core.domain.case.events.following import (
    DeadlinePassed,
    FollowUpDue,
    ObligationBreached,
    ReminderDue,
    Settled,
)
from kvalitet_core.domain.case.events.telling import (
    Cited,
    DocumentReceived,
    FactCorrected,
    FactRecorded,
    FactValue,
    Linked,
    Opened,
    Stated,
)
from kvalitet_core.domain.case.events.working import (
    FollowUpSet,
    ItemPlanned,
    ItemReopened,
    KeptApart,
    TaskAdded,
    TaskClaimed,
    TaskCompleted,
    TaskCorrected,
    TaskDelegated,
    TaskFailed,
    TaskReleased,
    TaskRepeated,
    TaskSkipped,
    TaskStarted,
)

__all__ = [
    "Cited",
    "Closed",
    "DeadlinePassed",
    "Decided",
    "Discharged",
    "DocumentReceived",
    "Event",
    "Extended",
    "FactCorrected",
    "FactRecorded",
    "FactValue",
    "FollowUpDue",
    "FollowUpSet",
    "ItemPlanned",
    "ItemReopened",
    "KeptApart",
    "Linked",
    "Mandated",
    "Migrated",
    "Moved",
    "Notified",
    "ObligationBreached",
    "ObligationWaived",
    "Opened",
    "ReminderDue",
    "Reopened",
    "Resumed",
    "Revoked",
    "Settled",
    "Stated",
    "Suspended",
    "TaskAdded",
    "TaskClaimed",
    "TaskCompleted",
    "TaskCorrected",
    "TaskDelegated",
    "TaskFailed",
    "TaskReleased",
    "TaskRepeated",
    "TaskSkipped",
    "TaskStarted",
    "Voted",
    "Way",
]

Event: TypeAlias = (
    Opened
    | FactRecorded
    | FactCorrected
    | DocumentReceived
    | Linked
    | Cited
    | TaskClaimed
    | TaskStarted
    | TaskDelegated
    | TaskReleased
    | TaskCompleted
    | TaskSkipped
    | TaskFailed
    | TaskCorrected
    | TaskRepeated
    | FollowUpSet
    | ItemPlanned
    | TaskAdded
    | ItemReopened
    | Voted
    | Decided
    | Notified
    | Revoked
    | Suspended
    | Resumed
    | Extended
    | ObligationWaived
    | Migrated
    | Closed
    | Reopened
    | Settled
    | ReminderDue
    | FollowUpDue
    | DeadlinePassed
    | ObligationBreached
)
