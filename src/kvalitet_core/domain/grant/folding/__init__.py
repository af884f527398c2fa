"""How each event changes a grant: no rule, only what the event says.

A module a part, as events are: `giving`, `budgeting`, `paying`, `reporting` and
`recovering`.
"""

from __future__ import annotations

from typing import assert_never

from kvalitet_core.dated import Dated
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.events import (
    AccountsApproved,
    AccountsReceived,
    AccountsRejected,
    AccountsReopened,
    Acknowledged,
    AcknowledgementMoved,
    Begun,
    BudgetApproved,
    Change,
    ChangeRefused,
    ChangeRequested,
    ClaimLetGo,
    Closed,
    Collected,
    Committed,
    ConditionMet,
    Corrected,
    DutiesSet,
    Event,
    InstalmentPaid,
    InstalmentsPlanned,
    Lapsed,
    PaymentReturned,
    PaymentsResumed,
    PaymentsStopped,
    Raised,
    Repaid,
    RepaymentDemanded,
    RepaymentReturned,
    ReportReceived,
    TermsAdopted,
)
from kvalitet_core.domain.grant.folding.budgeting import budgeted
from kvalitet_core.domain.grant.folding.giving import taken
from kvalitet_core.domain.grant.folding.paying import paid
from kvalitet_core.domain.grant.folding.recovering import recovered
from kvalitet_core.domain.grant.folding.reporting import reported
from kvalitet_core.domain.grant.ledger import Entry
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import existing

__all__ = ["evolve"]


def evolve(state: Grant | None, event: Event) -> Grant:
    """Give the grant as it is after the event."""
    if isinstance(event, Committed):
        return _posted(_given(event), event)
    known = existing(state, event)
    known = altered(known, version=known.version + 1)
    return _posted(_changed(known, event), event)


def _given(event: Committed) -> Grant:
    return Grant(
        frame=event.frame,
        recipient=event.recipient,
        application=event.application,
        title=event.title,
        committed=event.amount,
        starts=event.starts,
        ends=event.ends,
        acknowledge_by=event.acknowledge_by,
        conditions=event.conditions,
        terms=Dated.of(event.terms, event.effective_from),
        source=event.source,
        effective_from=event.effective_from,
        given=event,
    )


def _posted(known: Grant, event: Event) -> Grant:
    """Enter what an event posts in the ledger."""
    postings = getattr(event, "postings", ())
    if not postings:
        return known
    entries = tuple(
        Entry(number=number, version=known.version, posting=posting)
        for number, posting in enumerate(postings, start=len(known.ledger) + 1)
    )
    return altered(known, ledger=(*known.ledger, *entries))


def _changed(  # noqa: PLR0911 - one line a part
    known: Grant, event: Change
) -> Grant:
    match event:
        case (
            Raised()
            | TermsAdopted()
            | AcknowledgementMoved()
            | Acknowledged()
            | ConditionMet()
            | Begun()
            | Corrected()
        ):
            return taken(known, event)
        case BudgetApproved() | ChangeRequested() | ChangeRefused():
            return budgeted(known, event)
        case (
            InstalmentsPlanned()
            | InstalmentPaid()
            | PaymentReturned()
            | PaymentsStopped()
            | PaymentsResumed()
        ):
            return paid(known, event)
        case (
            DutiesSet()
            | ReportReceived()
            | AccountsReceived()
            | AccountsRejected()
            | AccountsApproved()
            | AccountsReopened()
        ):
            return reported(known, event)
        case (
            RepaymentDemanded()
            | Collected()
            | Repaid()
            | RepaymentReturned()
            | ClaimLetGo()
        ):
            return recovered(known, event)
        case Lapsed(ground=ground):
            return altered(known, lapsed=ground)
        case Closed(effective_from=day):
            return altered(known, closed=day)
        case _:
            assert_never(event)
