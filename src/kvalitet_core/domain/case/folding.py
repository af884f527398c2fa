"""How each event changes a case.

A table, and no `match`: a case has some thirty events, and long histories are folded
often. A test holds that every event is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.dated import Dated
from kvalitet_core.deadlines import Suspension
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.state import (
    Added,
    Case,
    DecisionTaken,
    Link,
    Told,
    Vote,
    Work,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.values import danish_date

__all__ = ["FOLDS", "evolve"]

Fields = dict[str, Any]


def evolve(state: Case | None, event: e.Event) -> Case:
    """Give the case after the event."""
    if isinstance(event, e.Opened):
        return _opened(event)
    case = existing(state, event)
    version = case.events + 1
    changed = FOLDS[type(event)](case, event, version)
    return attrs.evolve(case, events=version, **changed)


def _opened(event: e.Opened) -> Case:
    day = danish_date(event.received)
    return Case(
        definition=event.definition,
        version=event.version,
        digest=event.digest,
        title=event.title,
        handles=event.handles,
        received=event.received,
        facts={
            stated.fact: Dated.of(Told(stated.value, 1), day) for stated in event.facts
        },
        events=1,
    )


def _fact(case: Case, event: e.FactRecorded | e.FactCorrected, version: int) -> Fields:
    return _told(case, event.fact, event.value, event.effective_from, version)


def _document(case: Case, event: e.DocumentReceived, version: int) -> Fields:
    digest = str(event.attachment.sha256)
    return _told(case, event.document, digest, event.effective_from, version)


def _told(
    case: Case, fact: str, value: e.FactValue | None, day: date, version: int
) -> Fields:
    known: Dated[Told] = case.facts.get(fact, Dated())
    return {"facts": {**case.facts, fact: known.asserted(Told(value, version), day)}}


def _worked(case: Case, item: str, version: int, **changes: Any) -> Fields:
    work = attrs.evolve(case.work(item), version=version, **changes)
    return {"works": {**case.works, item: work}}


def _claimed(case: Case, event: e.TaskClaimed, version: int) -> Fields:
    return _worked(case, event.item, version, status=Status.CLAIMED, holder=event.by)


def _started(case: Case, event: e.TaskStarted, version: int) -> Fields:
    return _worked(case, event.item, version, status=Status.STARTED, holder=event.by)


def _delegated(case: Case, event: e.TaskDelegated, version: int) -> Fields:
    return _worked(case, event.item, version, status=Status.CLAIMED, holder=event.to)


def _released(case: Case, event: e.TaskReleased, version: int) -> Fields:
    return _worked(case, event.item, version, status=Status.AVAILABLE, holder=None)


def _completed(case: Case, event: e.TaskCompleted, version: int) -> Fields:
    persons = _persons(event.by, event.on_behalf_of)
    return _worked(
        case,
        event.item,
        version,
        status=Status.DONE,
        holder=event.by,
        persons=persons,
    )


def _skipped(case: Case, event: e.TaskSkipped, version: int) -> Fields:
    return _worked(
        case,
        event.item,
        version,
        status=Status.SKIPPED,
        holder=event.by,
        persons=frozenset({event.by}),
    )


def _failed(case: Case, event: e.TaskFailed, version: int) -> Fields:
    return _worked(case, event.item, version, status=Status.FAILED, holder=event.by)


def _planned(case: Case, event: e.ItemPlanned, _: int) -> Fields:
    return {"planned": case.planned | {event.item}}


def _added(case: Case, event: e.TaskAdded, version: int) -> Fields:
    added = Added(title=event.title, role=event.role, due=event.due)
    return {
        "added": {**case.added, event.item: added},
        **_worked(
            case, event.item, version, status=Status.AVAILABLE, role=event.role
        ),
    }


def _invalidated(case: Case, items: Iterable[str], version: int) -> Fields:
    """Let items be done anew: what they came to does not count any more."""
    again = {*items}
    works = {
        **case.works,
        **{
            item: Work(version=version, extensions=case.work(item).extensions)
            for item in again
            if item in case.works
        },
    }
    return {
        "works": works,
        "votes": _without(case.votes, again),
        "outcomes": _without(case.outcomes, again),
    }


def _without(kept: Mapping[str, Any], gone: set[str]) -> Mapping[str, Any]:
    return {name: value for name, value in kept.items() if name not in gone}


def _item_reopened(case: Case, event: e.ItemReopened, version: int) -> Fields:
    return _invalidated(case, event.invalidated, version)


def _voted(case: Case, event: e.Voted, _: int) -> Fields:
    vote = Vote(event.outcome, _persons(event.by, event.on_behalf_of))
    votes = (*case.votes.get(event.item, ()), vote)
    return {"votes": {**case.votes, event.item: votes}}


def _decided(case: Case, event: e.Decided, version: int) -> Fields:
    taken = DecisionTaken(
        number=event.number,
        item=event.item,
        outcome=event.outcome,
        effective_from=event.effective_from,
        version=version,
        supersedes=event.supersedes,
    )
    decisions = (*case.decisions, taken)
    if event.invalidated:
        changed = _invalidated(case, event.invalidated, version)
        return {**changed, "decisions": decisions}
    persons = _persons(event.by, event.on_behalf_of).union(
        *(vote.persons for vote in case.votes.get(event.item, ()))
    )
    return {
        "decisions": decisions,
        "outcomes": {**case.outcomes, event.item: (event.outcome, event.number)},
        **_worked(
            case,
            event.item,
            version,
            status=Status.DONE,
            holder=event.by,
            persons=persons,
        ),
    }


def _notified(case: Case, event: e.Notified, _: int) -> Fields:
    return _on_decision(case, event.number, notified=event.on)


def _revoked(case: Case, event: e.Revoked, version: int) -> Fields:
    return {
        **_invalidated(case, event.invalidated, version),
        **_on_decision(case, event.number, revoked=event.effective_from),
    }


def _on_decision(case: Case, number: int, **changes: Any) -> Fields:
    return {
        "decisions": tuple(
            attrs.evolve(taken, **changes) if taken.number == number else taken
            for taken in case.decisions
        )
    }


def _suspended(case: Case, event: e.Suspended, _: int) -> Fields:
    waits = Suspension(cause=event.cause, start=event.start)
    return {"suspensions": (*case.suspensions, waits)}


def _resumed(case: Case, event: e.Resumed, _: int) -> Fields:
    return {
        "suspensions": tuple(
            attrs.evolve(each, end=event.end)
            if each.cause == event.cause and each.end is None
            else each
            for each in case.suspensions
        )
    }


def _extended(case: Case, event: e.Extended, _: int) -> Fields:
    work = case.work(event.item)
    longer = attrs.evolve(work, extensions=(*work.extensions, event.extension))
    return {"works": {**case.works, event.item: longer}}


def _waived(case: Case, event: e.ObligationWaived, _: int) -> Fields:
    gone = {event.obligation}
    return {"owed": _without(case.owed, gone), "waived": case.waived | gone}


def _linked(case: Case, event: e.Linked, _: int) -> Fields:
    return {"links": (*case.links, Link(event.to, event.relation))}


def _migrated(case: Case, event: e.Migrated, _: int) -> Fields:
    now = dict(each.split(">") for each in event.paths)

    def moved(kept: Mapping[str, Any]) -> Mapping[str, Any]:
        return {now.get(path, path): value for path, value in kept.items()}

    return {
        "version": event.to_version,
        "digest": event.to_digest,
        "works": moved(case.works),
        "votes": moved(case.votes),
        "outcomes": moved(case.outcomes),
        "planned": frozenset(now.get(path, path) for path in case.planned),
    }


def _closed(_: Case, event: e.Closed, __: int) -> Fields:
    return {"closed": event.reason}


def _reopened(_: Case, __: e.Reopened, ___: int) -> Fields:
    return {"closed": None}


def _settled(case: Case, event: e.Settled, version: int) -> Fields:
    works = dict(case.works)
    for change in event.changes:
        before = works.get(change.part, _NEW)
        works[change.part] = attrs.evolve(
            before,
            status=change.to,
            version=version,
            role=change.role or before.role,
        )
    for due in event.dues:
        works[due.item] = attrs.evolve(works.get(due.item, _NEW), proof=due.proof)
    changed: Fields = {"works": works}
    if event.owed or event.met:
        owed = {**case.owed}
        for each in event.owed:
            if each.proof is None:
                owed.pop(each.obligation, None)
            else:
                owed[each.obligation] = each.proof
        changed["owed"] = _without(owed, {*event.met})
        changed["breached"] = case.breached.intersection(changed["owed"])
    if event.breaches:
        found = {each.invariant: each.truth for each in event.breaches}
        changed["breaches"] = {
            code: truth
            for code, truth in {**case.breaches, **found}.items()
            if truth is Truth.FALSE
        }
    return changed


_NEW: Final = Work()


def _reminded(case: Case, event: e.ReminderDue, _: int) -> Fields:
    work = case.work(event.item)
    reminded = work.reminded | {(event.deadline, event.days)}
    return {"works": {**case.works, event.item: attrs.evolve(work, reminded=reminded)}}


def _passed(case: Case, event: e.DeadlinePassed, _: int) -> Fields:
    work = attrs.evolve(case.work(event.item), passed=event.deadline)
    return {"works": {**case.works, event.item: work}}


def _breached(case: Case, event: e.ObligationBreached, _: int) -> Fields:
    return {"breached": case.breached | {event.obligation}}


def _persons(by: str, on_behalf_of: str | None) -> frozenset[str]:
    return frozenset({by, on_behalf_of} - {None})  # type: ignore[arg-type]


FOLDS: Final[Mapping[type[Any], Callable[[Case, Any, int], Fields]]] = {
    e.FactRecorded: _fact,
    e.FactCorrected: _fact,
    e.DocumentReceived: _document,
    e.TaskClaimed: _claimed,
    e.TaskStarted: _started,
    e.TaskDelegated: _delegated,
    e.TaskReleased: _released,
    e.TaskCompleted: _completed,
    e.TaskSkipped: _skipped,
    e.TaskFailed: _failed,
    e.ItemPlanned: _planned,
    e.TaskAdded: _added,
    e.ItemReopened: _item_reopened,
    e.Voted: _voted,
    e.Decided: _decided,
    e.Notified: _notified,
    e.Revoked: _revoked,
    e.Suspended: _suspended,
    e.Resumed: _resumed,
    e.Extended: _extended,
    e.ObligationWaived: _waived,
    e.Linked: _linked,
    e.Migrated: _migrated,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Settled: _settled,
    e.ReminderDue: _reminded,
    e.DeadlinePassed: _passed,
    e.ObligationBreached: _breached,
}
"""Each event after the first, and what it changes."""
