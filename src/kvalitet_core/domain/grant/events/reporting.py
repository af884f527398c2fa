"""What happens to what a recipient hands in. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.frame.terms import Auditor
from kvalitet_core.domain.grant.budget import AccountLine, Disallowed, Financing
from kvalitet_core.domain.grant.ledger import Posting
from kvalitet_core.domain.grant.plan import Duty, DutyKind
from kvalitet_core.values import Instant, Money, ReasonCode

__all__ = [
    "AccountsApproved",
    "AccountsReceived",
    "AccountsRejected",
    "AccountsReopened",
    "AuditDone",
    "DutiesSet",
    "ReportReceived",
    "Reported",
]

# These names and fields are stored. Do not rename; add a version.


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
        disallowed: What it does not cover, and why.
        unused: What the grant was to cover in the year, and does not.
        carried: What of that the recipient keeps for the next year, by post.
        effective_from: The first day that the approval holds.
        postings: What it posts.
    """

    accounts: int
    used: Money
    disallowed: tuple[Disallowed, ...] = ()
    unused: Money
    carried: tuple[AccountLine, ...] = ()
    effective_from: date
    postings: tuple[Posting, ...]


@attrs.frozen(kw_only=True)
class AccountsReopened:
    """The approval of accounts was taken back; they wait to be decided anew.

    Attributes:
        accounts: Their number.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they are not approved.
        postings: What it posts.
    """

    accounts: int
    reason: ReasonCode
    effective_from: date
    postings: tuple[Posting, ...]


Reported: TypeAlias = (
    DutiesSet
    | ReportReceived
    | AccountsReceived
    | AccountsRejected
    | AccountsApproved
    | AccountsReopened
)
