"""How decisions change a case."""

from __future__ import annotations

from typing import Any

from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.case import events as e
from kvalitet_core.domain.case.folding.changing import Fields, anew, persons, worked
from kvalitet_core.domain.case.state import Case, DecisionTaken, Vote

__all__ = ["decided", "notified", "revoked", "voted"]


def voted(case: Case, event: e.Voted, _: int) -> Fields:
    """One of several has said what they find; what they said before is gone."""
    vote = Vote(event.outcome, persons(event.by, event.on_behalf_of))
    others = (
        each for each in case.votes.get(event.item, ()) if each.persons != vote.persons
    )
    return {"votes": {**case.votes, event.item: (*others, vote)}}


def decided(case: Case, event: e.Decided, version: int) -> Fields:
    """It is decided, or the case is sent back."""
    taken = DecisionTaken(
        number=event.number,
        item=event.item,
        outcome=event.outcome,
        decided_on=event.decided_on,
        effective_from=event.effective_from,
        version=version,
        supersedes=event.supersedes,
    )
    decisions = (*case.decisions, taken)
    if event.invalidated:
        return {**anew(case, event.invalidated, version), "decisions": decisions}
    voters = (vote.persons for vote in case.votes.get(event.item, ()))
    return {
        "decisions": decisions,
        "outcomes": {**case.outcomes, event.item: (event.outcome, event.number)},
        **worked(
            case,
            event.item,
            version=version,
            status=Status.DONE,
            holder=event.by,
            persons=persons(event.by, event.on_behalf_of).union(*voters),
            follow_up=None,
        ),
    }


def notified(case: Case, event: e.Notified, _: int) -> Fields:
    """The party was told."""
    return _on_decision(case, event.number, notified=event.on)


def revoked(case: Case, event: e.Revoked, version: int) -> Fields:
    """It does not hold any more."""
    return {
        **anew(case, event.invalidated, version),
        **_on_decision(case, event.number, revoked=event.effective_from),
    }


def _on_decision(case: Case, number: int, **changes: Any) -> Fields:
    return {
        "decisions": tuple(
            altered(taken, **changes) if taken.number == number else taken
            for taken in case.decisions
        )
    }
