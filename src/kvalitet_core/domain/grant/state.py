"""A grant as it is known: what was given, planned, paid, accounted for and owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.domain.grant.budget import Budget
from kvalitet_core.domain.grant.events import (
    AccountsReceived,
    ChangeRequested,
    Collection,
    Committed,
    LapseGround,
    Raised,
    RecoveryGround,
    ReportReceived,
)
from kvalitet_core.domain.grant.ledger import Account, Entry, balances
from kvalitet_core.domain.grant.plan import Duty, GrantCondition, Instalment
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, Money, ReasonCode

__all__ = ["Accounts", "Claim", "Grant", "Payment", "Request"]

_NOTHING: Final = Money(oere=0)


@attrs.frozen(kw_only=True)
class Payment:
    """An instalment that was paid.

    Attributes:
        amount: How much.
        paid_on: The day.
        version: The place in the stream of the event that paid it.
    """

    amount: Money
    paid_on: date
    version: int


@attrs.frozen(kw_only=True, slots=False)
class Request:
    """A change that was asked for.

    Attributes:
        asked: What was asked.
        approved: Whether it was approved; None until it is decided.
    """

    asked: ChangeRequested
    approved: bool | None = None


@attrs.frozen(kw_only=True, slots=False)
class Accounts:
    """Accounts of a year.

    Attributes:
        received: What was received.
        approved: Whether they are approved; None until that is decided.
        used: What the grant covers of them, once approved.
        carried: What is kept for the next year, once approved.
    """

    received: AccountsReceived
    approved: bool | None = None
    used: Money = _NOTHING
    carried: Money = _NOTHING

    @property
    def is_complete(self) -> bool:
        """Whether they are signed and audited, and were not sent back."""
        given = self.received
        return None not in (given.signed_on, given.audit) and self.approved is not False


@attrs.frozen(kw_only=True, slots=False)
class Claim:
    """Something that is to be repaid.

    Attributes:
        ground: Why.
        of: The duty or condition that it is about, where it is one.
        amount: How much.
        repayments: What was repaid of it, by what the bank called each.
        returned: Those that went back, and when.
        let_go: What was let go of it.
        step: How it is collected.
        due: The last time to repay it.
        version: The place in the stream of the event that demanded it.
    """

    ground: RecoveryGround
    of: ReasonCode | None
    amount: Money
    repayments: Mapping[str, Money] = attrs.field(factory=dict)
    returned: frozenset[tuple[str, date]] = frozenset()
    let_go: Money = _NOTHING
    step: Collection = Collection.VOLUNTARY
    due: Deadline
    version: int

    @property
    def repaid(self) -> Money:
        """What was repaid of it."""
        return sum(self.repayments.values(), start=_NOTHING)

    @property
    def left(self) -> Money:
        """What is still owed."""
        return self.amount - self.repaid - self.let_go


@attrs.frozen(kw_only=True, slots=False)
class Grant:
    """A grant as it is known.

    Attributes:
        frame: The budget frame that it is given from.
        recipient: Who it is given to.
        application: The application that it answers, where there is one.
        title: What people call it.
        committed: All that was granted, however much was released since.
        starts: The first day of the grant's period.
        ends: The first day after it.
        acknowledge_by: The last time for the tilkendegivelse, as it stands.
        acknowledged: When the tilkendegivelse was received, if it was.
        in_time: Whether it was received in time.
        conditions: What it is given on.
        met: The conditions that are met, and from when.
        terms: The terms that hold when.
        source: The tilskudsbrev.
        effective_from: The first day that the commitment holds.
        budget: The newest approved budget.
        requests: The changes asked for, by number.
        instalments: What is to be paid when.
        planned: The place in the stream of the event that said so.
        payments: The instalments that are paid, by number.
        stops: When all payments are stopped, and why.
        begun: The first day of the project, once it has begun.
        duties: What is to be handed in, by code.
        handed_in: When each was first received, by code.
        accounts: The accounts received, by number.
        claims: What is to be repaid, by number.
        lapsed: Why it lapsed, if it did.
        closed: The first day that it is closed, if it is.
        ledger: Every posting, in order.
        given: The commitment as it was made at first.
        raised: What was granted on top of it since.
        returned: The instalments that came back, and when.
        reports: What was handed in besides accounts.
        version: The place in the stream of the newest event.
    """

    frame: StreamId
    recipient: StreamId
    application: StreamId | None = None
    title: str
    committed: Money
    starts: date
    ends: date
    acknowledge_by: Deadline
    acknowledged: datetime | None = None
    in_time: bool = False
    conditions: tuple[GrantCondition, ...] = ()
    met: Mapping[ReasonCode, date] = attrs.field(factory=dict)
    terms: Dated[GrantTerms]
    source: str
    effective_from: date
    budget: Budget | None = None
    requests: Mapping[int, Request] = attrs.field(factory=dict)
    instalments: tuple[Instalment, ...] = ()
    planned: int | None = None
    payments: Mapping[int, Payment] = attrs.field(factory=dict)
    stops: Dated[ReasonCode] = Dated()  # noqa: RUF009 - it is frozen
    begun: date | None = None
    duties: Mapping[ReasonCode, Duty] = attrs.field(factory=dict)
    handed_in: Mapping[ReasonCode, datetime] = attrs.field(factory=dict)
    accounts: Mapping[int, Accounts] = attrs.field(factory=dict)
    claims: Mapping[int, Claim] = attrs.field(factory=dict)
    lapsed: LapseGround | None = None
    closed: date | None = None
    ledger: tuple[Entry, ...] = ()
    given: Committed
    raised: tuple[Raised, ...] = ()
    returned: frozenset[tuple[int, date]] = frozenset()
    reports: tuple[ReportReceived, ...] = ()
    version: int = 1

    @property
    def period(self) -> Period:
        """From when the commitment holds until the grant is closed."""
        return Period(start=self.effective_from, end=self.closed)

    @property
    def balances(self) -> Mapping[Account, Money]:
        """What stands on each account."""
        return balances(self.ledger)

    @property
    def payable(self) -> Money:
        """What is promised and neither paid nor settled: no payment goes beyond it."""
        on = self.balances
        return _NOTHING - on[Account.COMMITMENT] - on[Account.ADVANCE]

    @property
    def owing(self) -> Money:
        """What approved accounts show beyond what was paid: due even after a lapse."""
        return _NOTHING - min(self.balances[Account.ADVANCE], _NOTHING)

    @property
    def unpaid(self) -> Money:
        """What is promised beyond what was paid, and would fall away in a lapse."""
        on = self.balances
        advance = max(on[Account.ADVANCE], _NOTHING)
        return _NOTHING - on[Account.COMMITMENT] - advance

    @property
    def paid(self) -> Money:
        """What was paid, less what came back."""
        return sum((each.amount for each in self.payments.values()), start=_NOTHING)

    @property
    def demanded(self) -> Money:
        """All that was to be repaid, whatever became of it."""
        return sum((each.amount for each in self.claims.values()), start=_NOTHING)

    @property
    def stopped(self) -> bool:
        """Whether all payments are stopped, and nothing says that they go on."""
        spans = self.stops.spans
        return bool(spans) and spans[-1].period.end is None

    def approved(self, year: int) -> Accounts | None:
        """The approved accounts of a year."""
        found = [
            each
            for each in self.accounts.values()
            if each.received.year == year and each.approved
        ]
        return found[-1] if found else None

    def late(self, when: datetime) -> tuple[Duty, ...]:
        """The duties that should have been met by an instant, and were not."""
        return tuple(
            duty
            for code, duty in self.duties.items()
            if code not in self.handed_in and not duty.due.met_by(when)
        )
