"""How what follows by itself changes a case: it stands in the events, ready."""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.status import DONE, OPEN, Change, Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding.changing import Fields, changed, without, worked
from kvalitet_core.domain.case.state import Case, Work

__all__ = ["breached", "followed_up", "passed", "reminded", "settled"]

_NEW: Final = Work()


def settled(case: Case, event: e.Settled, version: int) -> Fields:
    """Take over what was worked out."""
    fields: Fields = {}
    if event.changes or event.dues:
        fields["works"] = works = dict(case.works)
        for change in event.changes:
            before = works.get(change.part, _NEW)
            works[change.part] = _moved(before, change, version)
        for due in event.dues:
            before = works.get(due.item, _NEW)
            works[due.item] = changed(before, {"proof": due.proof})
        if case.votes:
            idle = {each.part for each in event.changes if each.to is Status.WAITING}
            fields["votes"] = without(case.votes, idle)
    if event.owed or event.met:
        fields |= _owed(case, event)
    if event.breaches:
        found = {each.invariant: each.truth for each in event.breaches}
        fields["breaches"] = {
            code: truth
            for code, truth in {**case.breaches, **found}.items()
            if truth is Truth.FALSE
        }
    return fields


def _moved(before: Work, change: Change, version: int) -> Work:
    """A part that came to stand otherwise; what is not done any more is nobody's."""
    fields = {
        "status": change.to,
        "version": version,
        "role": change.role or before.role,
        "holder": before.holder if change.to in DONE else None,
        "follow_up": before.follow_up if change.to in OPEN else None,
    }
    return changed(before, fields)


def _owed(case: Case, event: e.Settled) -> Fields:
    told = {each.obligation: each.proof for each in event.owed}
    owed = {**case.owed, **{code: proof for code, proof in told.items() if proof}}
    moved = {code for code, proof in told.items() if proof != case.owed.get(code)}
    gone = {*event.met, *(code for code, proof in told.items() if proof is None)}
    return {
        "owed": without(owed, gone),
        "breached": case.breached - moved - {*event.met},
        "waived": case.waived.difference(told),
    }


def reminded(case: Case, event: e.ReminderDue, _: int) -> Fields:
    """It was reminded of."""
    told = {(event.deadline, event.days)}
    reminded = case.work(event.item).reminded | told
    return worked(case, event.item, reminded=reminded)


def followed_up(case: Case, event: e.FollowUpDue, _: int) -> Fields:
    """The day to come back to it is here."""
    return worked(case, event.item, follow_up=None)


def passed(case: Case, event: e.DeadlinePassed, _: int) -> Fields:
    """It was not done in time."""
    return worked(case, event.item, passed=event.deadline)


def breached(case: Case, event: e.ObligationBreached, _: int) -> Fields:
    """What was owed was not done in time."""
    return {"breached": case.breached | {event.obligation}}
