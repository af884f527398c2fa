"""How a grant's duties to report are met, and what its accounts come to."""

from __future__ import annotations

from typing import Final, assert_never

from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.grant.budget import total
from kvalitet_core.domain.grant.events import (
    AccountsApproved,
    AccountsReceived,
    AccountsRejected,
    AccountsReopened,
    DutiesSet,
    Reported,
    ReportReceived,
)
from kvalitet_core.domain.grant.folding.changing import with_changed, with_one
from kvalitet_core.domain.grant.state import Accounts, Grant
from kvalitet_core.values import Money

__all__ = ["reported"]

_NONE: Final = Money(oere=0)


def reported(known: Grant, event: Reported) -> Grant:
    """Give the grant with its reports and accounts as the event says."""
    match event:
        case DutiesSet(duties=duties):
            return altered(known, duties={each.code: each for each in duties})
        case ReportReceived():
            reports = (*known.reports, event)
            return _handed_in(altered(known, reports=reports), event)
        case AccountsReceived(number=number):
            got = with_one(known.accounts, number, Accounts(received=event))
            return _handed_in(altered(known, accounts=got), event)
        case AccountsRejected(accounts=number):
            got = with_changed(known.accounts, number, approved=False)
            return _sent_back(altered(known, accounts=got), number)
        case AccountsApproved(accounts=number, used=used, carried=carried):
            kept = total(line.amount for line in carried)
            got = with_changed(
                known.accounts, number, approved=True, used=used, carried=kept
            )
            return altered(known, accounts=got)
        case AccountsReopened(accounts=number):
            waiting = {"approved": None, "used": _NONE, "carried": _NONE}
            got = with_changed(known.accounts, number, **waiting)
            return altered(known, accounts=got)
        case _:
            assert_never(event)


def _handed_in(known: Grant, event: ReportReceived | AccountsReceived) -> Grant:
    """Note when a duty was met; the first time counts."""
    if event.duty is None or event.duty in known.handed_in:
        return known
    handed_in = with_one(known.handed_in, event.duty, event.received)
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
