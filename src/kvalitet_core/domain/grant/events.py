"""What can happen to a grant. These are what is stored.

Those that move money carry their postings, as they were decided.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.frame.terms import Auditor, GrantTerms
from kvalitet_core.domain.grant.budget import AccountLine, Budget, Financing
from kvalitet_core.domain.grant.ledger import Posting
from kvalitet_core.domain.grant.plan import Duty, DutyKind, GrantCondition, Instalment
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, Instant, Money, ReasonCode

__all__ = [
    "AccountsApproved",
    "AccountsReceived",
    "AccountsRejected",
    "Acknowledged",
    "AcknowledgementMoved",
    "AuditDone",
    "Begun",
    "BudgetApproved",
    "Change",
    "ChangeKind",
    "ChangeRefused",
    "ChangeRequested",
    "ClaimLetGo",
    "Closed",
    "Collected",
    "Collection",
    "Committed",
    "ConditionMet",
    "DutiesSet",
    "Event",
    "InstalmentPaid",
    "InstalmentsPlanned",
    "LapseGround",
    "Lapsed",
    "PaymentReturned",
    "PaymentsResumed",
    "PaymentsStopped",
    "Raised",
    "RecoveryGround",
    "Repaid",
    "RepaymentDemanded",
    "ReportReceived",
    "TermsAdopted",
]

# These names and fields are stored. Do not rename; add a version.


class ChangeKind(StrEnum):
    """What a recipient asks to change.

    Attributes:
        BUDGET: How the costs of a year are split.
        TRANSFER: To move unused money to another year.
        PROJECT: The project itself, within its purpose and target group.
        EXTENSION: To have longer.
    """

    BUDGET = "budget"
    TRANSFER = "transfer"
    PROJECT = "project"
    EXTENSION = "extension"


class LapseGround(StrEnum):
    """Why a grant lapses.

    Attributes:
        NOT_ACKNOWLEDGED: No tilkendegivelse in time.
        NOT_BEGUN: The project had not begun in time.
        GIVEN_UP: The recipient gave it up.
    """

    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_BEGUN = "not_begun"
    GIVEN_UP = "given_up"


class RecoveryGround(StrEnum):
    """Why something is to be repaid.

    Attributes:
        UNUSED: It was not used.
        NOT_TRANSFERRED: It was not used, and not approved for the next period.
        NO_ACCOUNTS: There are no complete accounts, audited and signed.
        LATE: Accounts or a report were not there in time.
        CONDITION_BREACHED: A condition of the grant was not kept.
    """

    UNUSED = "unused"
    NOT_TRANSFERRED = "not_transferred"
    NO_ACCOUNTS = "no_accounts"
    LATE = "late"
    CONDITION_BREACHED = "condition_breached"


class Collection(StrEnum):
    """How a claim is collected.

    Attributes:
        VOLUNTARY: The recipient is asked to repay.
        INVOICED: An invoice was sent.
        DEBT_AUTHORITY: Gældsstyrelsen collects it.
    """

    VOLUNTARY = "voluntary"
    INVOICED = "invoiced"
    DEBT_AUTHORITY = "debt_authority"


@attrs.frozen(kw_only=True)
class AuditDone:
    """How accounts were audited.

    Attributes:
        auditor: Who audited them.
        performance: Whether economy, productivity and effectiveness were audited too.
        statement: Whether the auditor's statement came with the accounts.
        long_form: Whether the long-form report (protokollat) came with them.
    """

    auditor: Auditor
    performance: bool
    statement: bool
    long_form: bool


@attrs.frozen(kw_only=True)
class Committed:
    """A grant was given: the commitment, or tilsagn.

    Attributes:
        frame: The budget frame that it is given from.
        recipient: Who it is given to: a municipality or a tilbud.
        application: The application that it answers, where there is one.
        title: What people call it.
        amount: How much is granted.
        starts: The first day of the grant's period.
        ends: The first day after it.
        acknowledge_by: The last time for the recipient's tilkendegivelse.
        conditions: What it is given on.
        terms: The terms of the frame, as they held when it was given.
        source: The tilskudsbrev.
        effective_from: The first day that the commitment holds.
        postings: What it posts.
    """

    frame: StreamId
    recipient: StreamId
    application: StreamId | None = None
    title: str
    amount: Money
    starts: date
    ends: date
    acknowledge_by: Deadline
    conditions: tuple[GrantCondition, ...] = ()
    terms: GrantTerms
    source: str
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class Raised:
    """More was granted.

    Attributes:
        amount: How much more.
        reason: Why, as a code; nothing about a person.
        source: The document that it comes from.
        effective_from: The first day that it holds.
        postings: What it posts.
    """

    amount: Money
    reason: ReasonCode
    source: str
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class TermsAdopted:
    """A grant came under the terms that its frame has.

    Attributes:
        terms: The terms, as the frame has them on that day.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they hold.
    """

    terms: GrantTerms
    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class AcknowledgementMoved:
    """The last time for the tilkendegivelse was moved.

    Attributes:
        acknowledge_by: The last time.
        reason: Why, as a code; nothing about a person.
        in_time: Whether what was received so far is in time by it.
    """

    acknowledge_by: Deadline
    reason: ReasonCode
    in_time: bool


@attrs.frozen(kw_only=True)
class Acknowledged:
    """The recipient's tilkendegivelse was received: it takes the grant on its terms.

    Attributes:
        received: When it was received.
        in_time: Whether that was in time, by the deadline as it stood.
    """

    received: Instant
    in_time: bool


@attrs.frozen(kw_only=True)
class ConditionMet:
    """A condition of the grant was met.

    Attributes:
        condition: Which one, by its code.
        source: The document that shows it.
        effective_from: The first day that it is met.
    """

    condition: ReasonCode
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class BudgetApproved:
    """A budget was approved: the first one, or one that was asked for since.

    Attributes:
        budget: The budget.
        request: The number of the request that it answers; None for the first one.
        ends: The first day after the grant's period, where that was moved.
        source: The written approval.
        effective_from: The first day that it holds.
    """

    budget: Budget
    request: int | None = None
    ends: date | None = None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class ChangeRequested:
    """The recipient asked for a change, with a revised budget.

    Attributes:
        number: Which request, from 1.
        kind: What is to be changed.
        budget: The revised budget.
        ends: The first day after the period that is asked for, in an extension.
        reasons: Why, as codes; nothing about a person.
        received: When it was received.
    """

    number: int
    kind: ChangeKind
    budget: Budget
    ends: date | None = None
    reasons: tuple[ReasonCode, ...]
    received: Instant


@attrs.frozen(kw_only=True)
class ChangeRefused:
    """A change that was asked for was refused.

    Attributes:
        request: The number of the request.
        reasons: Why, as codes; nothing about a person.
        effective_from: The first day that the refusal holds.
    """

    request: int
    reasons: tuple[ReasonCode, ...]
    effective_from: date


@attrs.frozen(kw_only=True)
class InstalmentsPlanned:
    """It was decided when the grant is paid, as the tilskudsbrev says.

    Attributes:
        instalments: Every instalment; those that are paid stand as they were.
        source: The tilskudsbrev, or what changed it.
    """

    instalments: tuple[Instalment, ...]
    source: str


@attrs.frozen(kw_only=True)
class InstalmentPaid:
    """An instalment was paid to the recipient's NemKonto.

    Attributes:
        instalment: Its number.
        amount: How much.
        paid_on: The day.
        despite: What was late, and did not stop it, by the codes of the duties.
        postings: What it posts.
    """

    instalment: int
    amount: Money
    paid_on: date
    despite: frozenset[str] = frozenset()
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class PaymentReturned:
    """A payment came back, or was registered though it was never made.

    Attributes:
        instalment: Its number; it can be paid again.
        reason: Why, as a code; nothing about a person.
        returned_on: The day.
        postings: What it posts.
    """

    instalment: int
    reason: ReasonCode
    returned_on: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class PaymentsStopped:
    """All payments were stopped.

    Attributes:
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that nothing is paid.
    """

    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class PaymentsResumed:
    """Payments may go on.

    Attributes:
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they may.
    """

    reason: ReasonCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Begun:
    """The project has begun.

    Attributes:
        effective_from: Its first day.
    """

    effective_from: date


@attrs.frozen(kw_only=True)
class DutiesSet:
    """What the recipient is to hand in, and by when, was set by the tilskudsbrev.

    Attributes:
        duties: Every duty.
        source: The tilskudsbrev, or what changed it.
    """

    duties: tuple[Duty, ...]
    source: str


@attrs.frozen(kw_only=True)
class ReportReceived:
    """Something that the recipient is to hand in was received, other than accounts.

    Attributes:
        kind: What it is.
        duty: The duty that it meets, by its code, where there is one.
        received: When it was received.
        document: The document, where it is kept.
    """

    kind: DutyKind
    duty: ReasonCode | None = None
    received: Instant
    document: Attachment | None = None


@attrs.frozen(kw_only=True)
class AccountsReceived:
    """Accounts of a year were received.

    Attributes:
        number: Which accounts, from 1.
        year: The project year.
        duty: The duty that they meet, by its code, where there is one.
        received: When they were received.
        lines: What was spent on each post.
        income: What the year was paid with; the grant is an income of its own.
        signed_on: The day that the recipient signed them, if they are signed.
        audit: How they were audited, if they were.
        document: The accounts themselves, where they are kept.
    """

    number: int
    year: int
    duty: ReasonCode | None = None
    received: Instant
    lines: tuple[AccountLine, ...]
    income: tuple[Financing, ...]
    signed_on: date | None = None
    audit: AuditDone | None = None
    document: Attachment | None = None


@attrs.frozen(kw_only=True)
class AccountsRejected:
    """Accounts were sent back.

    Attributes:
        accounts: Their number.
        reasons: Why, as codes; nothing about a person.
    """

    accounts: int
    reasons: tuple[ReasonCode, ...]


@attrs.frozen(kw_only=True)
class AccountsApproved:
    """Accounts were approved.

    Attributes:
        accounts: Their number.
        used: What the grant covers of them.
        unused: What the grant was to cover in the year, and does not.
        carried: What of that the recipient keeps for the next year, by post.
        effective_from: The first day that the approval holds.
        postings: What it posts.
    """

    accounts: int
    used: Money
    unused: Money
    carried: tuple[AccountLine, ...] = ()
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class RepaymentDemanded:
    """Something is to be repaid.

    Attributes:
        number: Which claim, from 1.
        ground: Why.
        of: The duty or the condition that it is about, by its code, where it is one.
        amount: How much.
        due: The last time to repay it.
        effective_from: The first day that the demand holds.
        postings: What it posts.
    """

    number: int
    ground: RecoveryGround
    of: ReasonCode | None = None
    amount: Money
    due: Deadline
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class Collected:
    """The collection of a claim went a step further.

    Attributes:
        claim: Its number.
        step: How it is collected now.
        effective_from: The first day that it is.
    """

    claim: int
    step: Collection
    effective_from: date


@attrs.frozen(kw_only=True)
class Repaid:
    """Something of a claim was repaid.

    Attributes:
        claim: Its number.
        amount: How much.
        reference: What the bank calls the payment.
        received_on: The day.
        postings: What it posts.
    """

    claim: int
    amount: Money
    reference: str
    received_on: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class ClaimLetGo:
    """What is left of a claim was let go, since it is too little to collect.

    Attributes:
        claim: Its number.
        amount: How much.
        effective_from: The first day that it is no longer owed.
        postings: What it posts.
    """

    claim: int
    amount: Money
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class Lapsed:
    """A grant lapsed: nothing more is paid.

    Attributes:
        ground: Why.
        released: What was promised and not paid, and falls away.
        to_frame: Whether the frame can commit that again.
        effective_from: The first day that it has lapsed.
        postings: What it posts.
    """

    ground: LapseGround
    released: Money
    to_frame: bool
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class Closed:
    """A grant was closed: all is accounted for, and nothing is owed.

    Attributes:
        released: What was promised and not paid, and falls away.
        to_frame: Whether the frame can commit that again.
        effective_from: The first day that it is closed.
        postings: What it posts.
    """

    released: Money
    to_frame: bool
    effective_from: date
    postings: tuple[Posting, ...]


Change: TypeAlias = (
    Raised
    | TermsAdopted
    | AcknowledgementMoved
    | Acknowledged
    | ConditionMet
    | BudgetApproved
    | ChangeRequested
    | ChangeRefused
    | InstalmentsPlanned
    | InstalmentPaid
    | PaymentReturned
    | PaymentsStopped
    | PaymentsResumed
    | Begun
    | DutiesSet
    | ReportReceived
    | AccountsReceived
    | AccountsRejected
    | AccountsApproved
    | RepaymentDemanded
    | Collected
    | Repaid
    | ClaimLetGo
    | Lapsed
    | Closed
)
Event: TypeAlias = Committed | Change
