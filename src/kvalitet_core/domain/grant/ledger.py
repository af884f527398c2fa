"""The ledger of a grant: double entry in whole øre, each posting with its decision.

Every posting moves an amount from one account to another, so all of them together
always come to nothing. A posting names the event that decided it, and can be found
from it: `decided_by` and `resting_on` lead both ways.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import Money

__all__ = [
    "Account",
    "Basis",
    "Entry",
    "Posting",
    "Purpose",
    "balances",
    "decided_by",
    "resting_on",
]

# These names and fields are stored. Do not rename; add a version.


class Account(StrEnum):
    """The chart of accounts: what an amount is, as the authority keeps its books.

    Attributes:
        COST: What the grant costs the frame; charged when it is committed.
        COMMITMENT: What is promised, and not yet settled by approved accounts.
        ADVANCE: What is paid, and not yet accounted for; below nothing where approved
            accounts show more than was paid so far.
        BANK: What left the bank, less what came back.
        CLAIM: What the recipient is to repay.
        LOSS: What was let go, since it is too little to collect.
    """

    COST = "cost"
    COMMITMENT = "commitment"
    ADVANCE = "advance"
    BANK = "bank"
    CLAIM = "claim"
    LOSS = "loss"


class Purpose(StrEnum):
    """Why something is posted.

    Attributes:
        COMMITTED: The grant is given, or raised.
        PAID: An instalment is paid.
        RETURNED: A payment came back, or was never made.
        SETTLED: Approved accounts show what was used.
        RELEASED: What is promised and not paid falls away.
        WITHDRAWN: What is to be repaid is no longer granted.
        CLAIMED: Something is to be repaid.
        REOPENED: Accounts are no longer approved.
        REPAID: Something was repaid.
        UNREPAID: A repayment went back, or never came.
        LET_GO: A claim is too little to collect.
    """

    COMMITTED = "committed"
    PAID = "paid"
    RETURNED = "returned"
    SETTLED = "settled"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    CLAIMED = "claimed"
    REOPENED = "reopened"
    REPAID = "repaid"
    UNREPAID = "unrepaid"
    LET_GO = "let_go"


@attrs.frozen(kw_only=True)
class Basis:
    """The decision that something rests on.

    Attributes:
        event: The event's own id.
        stream: The stream that it stands in.
        version: Its place in that stream.
    """

    event: EventId
    stream: StreamId
    version: int


@attrs.frozen(kw_only=True)
class Posting:
    """An amount that moves from one account to another.

    Attributes:
        debit: The account that it goes to.
        credit: The account that it comes from.
        amount: How much; more than nothing.
        purpose: Why.
        decision: The decision that it rests on.
        posted_on: The day that it counts.
    """

    debit: Account
    credit: Account
    amount: Money
    purpose: Purpose
    decision: Basis
    posted_on: date


@attrs.frozen(kw_only=True)
class Entry:
    """A posting as it stands in a grant's ledger.

    Attributes:
        number: Its place in the ledger, from 1.
        version: The place in the grant's stream of the event that posted it.
        posting: The posting.
    """

    number: int
    version: int
    posting: Posting


_NOTHING: Final = Money(oere=0)


def balances(ledger: Iterable[Entry]) -> Mapping[Account, Money]:
    """What stands on each account: debits less credits. Together they are nothing."""
    found = dict.fromkeys(Account, _NOTHING)
    for entry in ledger:
        posting = entry.posting
        found[posting.debit] += posting.amount
        found[posting.credit] -= posting.amount
    return found


def decided_by(ledger: Iterable[Entry], number: int) -> Basis | None:
    """The decision that a posting rests on, or None where there is no such posting."""
    return next((e.posting.decision for e in ledger if e.number == number), None)


def resting_on(ledger: Iterable[Entry], event: EventId) -> tuple[Entry, ...]:
    """Every posting that rests on a decision, by the id of its event."""
    return tuple(e for e in ledger if e.posting.decision.event == event)
