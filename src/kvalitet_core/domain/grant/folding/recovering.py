"""How what is to be repaid of a grant is claimed, repaid or let go."""

from __future__ import annotations

from typing import assert_never

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.events import (
    ClaimLetGo,
    Collected,
    Recovered,
    Repaid,
    RepaymentDemanded,
    RepaymentReturned,
)
from kvalitet_core.domain.grant.folding.changing import with_changed, with_one
from kvalitet_core.domain.grant.state import Claim, Grant

__all__ = ["recovered"]


def recovered(known: Grant, event: Recovered) -> Grant:
    """Give the grant with a claim as the event says."""
    match event:
        case RepaymentDemanded(number=number, ground=ground, of=of):
            made = Claim(
                ground=ground,
                of=of,
                amount=event.amount,
                due=event.due,
                version=known.version,
            )
            claims = with_one(known.claims, number, made)
        case Collected(claim=number, step=step):
            claims = with_changed(known.claims, number, step=step)
        case Repaid(claim=number, amount=amount, reference=reference):
            claims = dict(known.claims)
            if number in claims:
                claim = claims[number]
                repayments = with_one(claim.repayments, reference, amount)
                claims[number] = altered(claim, repayments=repayments)
        case RepaymentReturned(claim=number):
            claims = dict(known.claims)
            if number in claims:
                claims[number] = _unrepaid(claims[number], event)
        case ClaimLetGo(claim=number, amount=amount):
            claims = dict(known.claims)
            if number in claims:
                let_go = claims[number].let_go + amount
                claims[number] = altered(claims[number], let_go=let_go)
        case _:
            assert_never(event)
    return altered(known, claims=claims)


def _unrepaid(claim: Claim, event: RepaymentReturned) -> Claim:
    left = {name: e for name, e in claim.repayments.items() if name != event.reference}
    returned = claim.returned | {(event.reference, event.returned_on)}
    return altered(claim, repayments=left, returned=returned)
