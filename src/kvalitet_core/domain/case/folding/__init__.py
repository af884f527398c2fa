"""How each event changes a case.

A table, and no `match`: a case has some thirty events, and long histories are folded
often. A test holds that every event is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding import (
    course,
    deciding,
    following,
    telling,
    working,
)
from kvalitet_core.domain.case.folding.changing import Fields, changed
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import existing

__all__ = ["FOLDS", "evolve"]


def evolve(state: Case | None, event: e.Event) -> Case:
    """Give the case after the event."""
    if isinstance(event, e.Opened):
        return telling.opened(event)
    case = state or existing(state, event)
    version = case.events + 1
    fields = FOLDS[event.__class__](case, event, version)
    fields["events"] = version
    return changed(case, fields)


FOLDS: Final[Mapping[type[Any], Callable[[Case, Any, int], Fields]]] = {
    e.FactRecorded: telling.fact,
    e.FactCorrected: telling.fact,
    e.DocumentReceived: telling.document,
    e.Linked: telling.linked,
    e.Cited: telling.cited,
    e.TaskClaimed: working.claimed,
    e.TaskStarted: working.started,
    e.TaskDelegated: working.delegated,
    e.TaskReleased: working.released,
    e.TaskCompleted: working.completed,
    e.TaskSkipped: working.skipped,
    e.TaskFailed: working.failed,
    e.TaskCorrected: working.corrected,
    e.TaskRepeated: working.repeated,
    e.FollowUpSet: working.follow_up,
    e.ItemPlanned: working.planned,
    e.TaskAdded: working.added,
    e.ItemReopened: working.reopened,
    e.Voted: deciding.voted,
    e.Decided: deciding.decided,
    e.Notified: deciding.notified,
    e.Revoked: deciding.revoked,
    e.Suspended: course.suspended,
    e.Resumed: course.resumed,
    e.Extended: course.extended,
    e.ObligationWaived: course.waived,
    e.Migrated: course.migrated,
    e.Closed: course.closed,
    e.Reopened: course.reopened,
    e.Settled: following.settled,
    e.ReminderDue: following.reminded,
    e.FollowUpDue: following.followed_up,
    e.DeadlinePassed: following.passed,
    e.ObligationBreached: following.breached,
}
"""Each event after the first, and what it changes."""
