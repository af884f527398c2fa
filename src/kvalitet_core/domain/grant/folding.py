"""How each event changes a grant: no rule, only what the event says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar, assert_never

import attrs

from kvalitet_core.dated import Dated
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.budget import total
from kvalitet_core.domain.grant.events import (
    AccountsApproved,
    AccountsReceived,
    AccountsRejected,
    AccountsReopened,
    Acknowledged,
    AcknowledgementMoved,
    Begun,
    BudgetApproved,
    Budgeted,
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
    Paying,
    PaymentReturned,
    PaymentsResumed,
    PaymentsStopped,
    Raised,
    Recovered,
    Repaid,
    RepaymentDemanded,
    RepaymentReturned,
    Reported,
    ReportReceived,
    Taken,
    TermsAdopted,
)
from kvalitet_core.domain.grant.ledger import Entry
from kvalitet_core.domain.grant.state import Accounts, Claim, Grant, Payment, Request
from kvalitet_core.domain.rules import existing
from kvalitet_core.values import Money

__all__ = ["evolve"]

NONE: Final = Money(oere=0)
K = TypeVar("K")
V = TypeVar("V")


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
            return _taken(known, event)
        case BudgetApproved() | ChangeRequested() | ChangeRefused():
            return _budgeted(known, event)
        case (
            InstalmentsPlanned()
            | InstalmentPaid()
            | PaymentReturned()
            | PaymentsStopped()
            | PaymentsResumed()
        ):
            return _paid(known, event)
        case (
            DutiesSet()
            | ReportReceived()
            | AccountsReceived()
            | AccountsRejected()
            | AccountsApproved()
            | AccountsReopened()
        ):
            return _reported(known, event)
        case (
            RepaymentDemanded()
            | Collected()
            | Repaid()
            | RepaymentReturned()
            | ClaimLetGo()
        ):
            return _recovered(known, event)
        case Lapsed(ground=ground):
            return altered(known, lapsed=ground)
        case Closed(effective_from=day):
            return altered(known, closed=day)
        case _:
            assert_never(event)


def _taken(  # noqa: PLR0911 - one line an event
    known: Grant, event: Taken
) -> Grant:
    match event:
        case Raised(amount=amount):
            committed = known.committed + amount
            return altered(known, committed=committed, raised=(*known.raised, event))
        case TermsAdopted(terms=terms, effective_from=day):
            return altered(known, terms=known.terms.asserted(terms, day))
        case AcknowledgementMoved(acknowledge_by=last, in_time=in_time):
            return altered(known, acknowledge_by=last, in_time=in_time)
        case Acknowledged(received=received, in_time=in_time):
            return altered(known, acknowledged=received, in_time=in_time)
        case ConditionMet(condition=code, effective_from=day):
            return altered(known, met=_with(known.met, code, day))
        case Begun(effective_from=day):
            return altered(known, begun=day)
        case Corrected():
            return _put_right(known, event)
        case _:
            assert_never(event)


_CORRECTED: Final = (
    "title",
    "recipient",
    "application",
    "source",
    "acknowledged",
    "in_time",
    "begun",
)


def _put_right(known: Grant, event: Corrected) -> Grant:
    right = {name: getattr(event, name) for name in _CORRECTED}
    given = {name: told for name, told in right.items() if told is not None}
    return altered(known, **given)


def _budgeted(known: Grant, event: Budgeted) -> Grant:
    match event:
        case BudgetApproved(budget=budget, request=request, ends=ends):
            known = altered(known, budget=budget, ends=ends or known.ends)
            return _answered(known, request, approved=True)
        case ChangeRequested(number=number):
            asked = Request(asked=event)
            return altered(known, requests=_with(known.requests, number, asked))
        case ChangeRefused(request=request):
            return _answered(known, request, approved=False)
        case _:
            assert_never(event)


def _answered(known: Grant, number: int | None, *, approved: bool) -> Grant:
    changed = _at(known.requests, number, approved=approved)
    return altered(known, requests=changed)


def _paid(known: Grant, event: Paying) -> Grant:
    match event:
        case InstalmentsPlanned(instalments=instalments):
            return altered(known, instalments=instalments, planned=known.version)
        case InstalmentPaid(instalment=number, amount=amount, paid_on=day):
            made = Payment(amount=amount, paid_on=day, version=known.version)
            return altered(known, payments=_with(known.payments, number, made))
        case PaymentReturned(instalment=number):
            left = {n: each for n, each in known.payments.items() if n != number}
            returned = known.returned | {(number, event.returned_on)}
            return altered(known, payments=left, returned=returned)
        case PaymentsStopped(reason=reason, effective_from=day):
            return altered(known, stops=known.stops.asserted(reason, day))
        case PaymentsResumed(effective_from=day):
            return altered(known, stops=known.stops.ended(day))
        case _:
            assert_never(event)


def _reported(known: Grant, event: Reported) -> Grant:
    match event:
        case DutiesSet(duties=duties):
            return altered(known, duties={each.code: each for each in duties})
        case ReportReceived():
            reports = (*known.reports, event)
            return _handed_in(altered(known, reports=reports), event)
        case AccountsReceived(number=number):
            got = _with(known.accounts, number, Accounts(received=event))
            return _handed_in(altered(known, accounts=got), event)
        case AccountsRejected(accounts=number):
            got = _at(known.accounts, number, approved=False)
            return _sent_back(altered(known, accounts=got), number)
        case AccountsApproved(accounts=number, used=used, carried=carried):
            kept = total(line.amount for line in carried)
            got = _at(known.accounts, number, approved=True, used=used, carried=kept)
            return altered(known, accounts=got)
        case AccountsReopened(accounts=number):
            waiting = {"approved": None, "used": NONE, "carried": NONE}
            got = _at(known.accounts, number, **waiting)
            return altered(known, accounts=got)
        case _:
            assert_never(event)


def _handed_in(known: Grant, event: ReportReceived | AccountsReceived) -> Grant:
    """Note when a duty was met; the first time counts."""
    if event.duty is None or event.duty in known.handed_in:
        return known
    handed_in = _with(known.handed_in, event.duty, event.received)
    return altered(known, handed_in=handed_in)


def _sent_back(known: Grant, number: int) -> Grant:
    """What was sent back is to be handed in again, unless other accounts stand."""
    duty = known.accounts[number].received.duty if number in known.accounts else None
    left = {code: when for code, when in known.handed_in.items() if code != duty}
    standing = altered(known, handed_in=left)
    for each in known.accounts.values():
        if each.received.duty == duty and each.approved is not False:
            standing = _handed_in(standing, each.received)
    return standing


def _recovered(known: Grant, event: Recovered) -> Grant:
    match event:
        case RepaymentDemanded(number=number, ground=ground, of=of):
            made = Claim(
                ground=ground,
                of=of,
                amount=event.amount,
                due=event.due,
                version=known.version,
            )
            claims = _with(known.claims, number, made)
        case Collected(claim=number, step=step):
            claims = _at(known.claims, number, step=step)
        case Repaid(claim=number, amount=amount, reference=reference):
            claims = dict(known.claims)
            if number in claims:
                claim = claims[number]
                repayments = _with(claim.repayments, reference, amount)
                claims[number] = attrs.evolve(claim, repayments=repayments)
        case RepaymentReturned(claim=number):
            claims = dict(known.claims)
            if number in claims:
                claims[number] = _unrepaid(claims[number], event)
        case ClaimLetGo(claim=number, amount=amount):
            claims = dict(known.claims)
            if number in claims:
                let_go = claims[number].let_go + amount
                claims[number] = attrs.evolve(claims[number], let_go=let_go)
        case _:
            assert_never(event)
    return altered(known, claims=claims)


def _unrepaid(claim: Claim, event: RepaymentReturned) -> Claim:
    left = {name: e for name, e in claim.repayments.items() if name != event.reference}
    returned = claim.returned | {(event.reference, event.returned_on)}
    return attrs.evolve(claim, repayments=left, returned=returned)


def _with(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    return {**mapping, key: value}


def _at(
    mapping: Mapping[int, Any], number: int | None, **changes: Any
) -> dict[int, Any]:
    """Change what stands under a number; nothing where nothing does."""
    return {
        n: attrs.evolve(each, **changes) if n == number else each
        for n, each in mapping.items()
    }
