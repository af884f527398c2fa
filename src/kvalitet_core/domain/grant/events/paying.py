"""What happens when a grant is paid. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.grant.ledger import Posting
from kvalitet_core.domain.grant.plan import Instalment
from kvalitet_core.values import Money, ReasonCode

__all__ = [
    "InstalmentPaid",
    "InstalmentsPlanned",
    "Paying",
    "PaymentReturned",
    "PaymentsResumed",
    "PaymentsStopped",
]

# These names and fields are stored. Do not rename; add a version.


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


Paying: TypeAlias = (
    InstalmentsPlanned
    | InstalmentPaid
    | PaymentReturned
    | PaymentsStopped
    | PaymentsResumed
)
