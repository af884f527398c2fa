"""How work on its tasks changes a case."""

from __future__ import annotations

from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding.changing import (
    Fields,
    anew,
    changed,
    persons,
    worked,
)
from kvalitet_core.domain.case.state import Added, Case

__all__ = [
    "added",
    "claimed",
    "completed",
    "corrected",
    "delegated",
    "failed",
    "follow_up",
    "planned",
    "released",
    "reopened",
    "repeated",
    "skipped",
    "started",
]


def claimed(case: Case, event: e.TaskClaimed, version: int) -> Fields:
    """Somebody has it."""
    return worked(
        case, event.item, version=version, status=Status.CLAIMED, holder=event.by
    )


def started(case: Case, event: e.TaskStarted, version: int) -> Fields:
    """Somebody is at it."""
    return worked(
        case, event.item, version=version, status=Status.STARTED, holder=event.by
    )


def delegated(case: Case, event: e.TaskDelegated, version: int) -> Fields:
    """Somebody else has it."""
    return worked(
        case, event.item, version=version, status=Status.CLAIMED, holder=event.to
    )


def released(case: Case, event: e.TaskReleased, version: int) -> Fields:
    """Nobody has it."""
    return worked(
        case, event.item, version=version, status=Status.AVAILABLE, holder=None
    )


def completed(case: Case, event: e.TaskCompleted, version: int) -> Fields:
    """It is done."""
    return worked(
        case,
        event.item,
        version=version,
        status=Status.DONE,
        holder=event.by,
        persons=persons(event.by, event.on_behalf_of),
        follow_up=None,
        note=event.note,
    )


def skipped(case: Case, event: e.TaskSkipped, version: int) -> Fields:
    """It is left out."""
    return worked(
        case,
        event.item,
        version=version,
        status=Status.SKIPPED,
        holder=event.by,
        persons=persons(event.by, event.on_behalf_of),
        follow_up=None,
    )


def failed(case: Case, event: e.TaskFailed, version: int) -> Fields:
    """It was tried."""
    return worked(
        case, event.item, version=version, status=Status.FAILED, holder=event.by
    )


def corrected(case: Case, event: e.TaskCorrected, _: int) -> Fields:
    """Others did it than was recorded; since when it is done does not change."""
    before = case.work(event.item)
    did = persons(event.done_by, event.on_behalf_of)
    return worked(
        case,
        event.item,
        holder=event.done_by,
        persons=did,
        denied=((before.persons | before.denied) & {event.by}) - did,
        note=event.note,
    )


def repeated(case: Case, event: e.TaskRepeated, version: int) -> Fields:
    """It can be done once more."""
    again = Added(title=event.title, role=event.role, repeats=event.repeats)
    return _another(case, event.item, again, version)


def follow_up(case: Case, event: e.FollowUpSet, _: int) -> Fields:
    """It is to be come back to."""
    return worked(case, event.item, follow_up=event.on)


def planned(case: Case, event: e.ItemPlanned, _: int) -> Fields:
    """It is part of the case."""
    return {"planned": case.planned | {event.item}}


def added(case: Case, event: e.TaskAdded, version: int) -> Fields:
    """It can be done."""
    task = Added(title=event.title, role=event.role, due=event.due)
    return _another(case, event.item, task, version)


def reopened(case: Case, event: e.ItemReopened, version: int) -> Fields:
    """It is to be done anew; a task that no definition has can be done at once."""
    fields = anew(case, event.invalidated, version)
    for item in case.added.keys() & set(event.invalidated):
        again = {"status": Status.AVAILABLE, "role": case.added[item].role}
        fields["works"][item] = changed(fields["works"][item], again)
    return fields


def _another(case: Case, item: str, task: Added, version: int) -> Fields:
    return {
        "added": {**case.added, item: task},
        **worked(case, item, version=version, status=Status.AVAILABLE, role=task.role),
    }
