"""What happens when money comes back, and a grant ends. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.domain.grant.ledger import Posting
from kvalitet_core.values import Deadline, Money, ReasonCode

__all__ = [
    "ClaimLetGo",
    "Closed",
    "Collected",
    "Collection",
    "LapseGround",
    "Lapsed",
    "Recovered",
    "RecoveryGround",
    "Repaid",
    "RepaymentDemanded",
    "RepaymentReturned",
]

# These names and fields are stored. Do not rename; add a version.


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
class RepaymentReturned:
    """A repayment went back, or was registered though it never came.

    Attributes:
        claim: The number of its claim.
        reference: What the bank calls the payment.
        reason: Why, as a code; nothing about a person.
        returned_on: The day.
        postings: What it posts.
    """

    claim: int
    reference: str
    reason: ReasonCode
    returned_on: date
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


Recovered: TypeAlias = (
    RepaymentDemanded | Collected | Repaid | RepaymentReturned | ClaimLetGo
)
