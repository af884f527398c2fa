"""What can happen to a budget frame. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Money, ReasonCode

__all__ = [
    "AmountChanged",
    "Change",
    "Committed",
    "Corrected",
    "Event",
    "Registered",
    "Released",
    "TermsSet",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Registered:
    """A budget frame was registered: money that grants can be given from.

    Attributes:
        title: What people call it.
        amount: How much there is to give.
        finance_act_account: The account in the finance act: `§ 15.75.55.10`.
        year: The year of the finance act.
        call: The call that the money is given through, where there is one.
        source: The document that all this comes from.
        effective_from: The first day that grants can be given from it.
    """

    title: str
    amount: Money
    finance_act_account: str
    year: int
    call: StreamId | None = None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class AmountChanged:
    """The amount of a frame was changed.

    Attributes:
        amount: How much there is to give.
        reason: Why, as a code; nothing about a person.
        source: The document that it comes from.
        effective_from: The first day that this amount holds.
    """

    amount: Money
    reason: ReasonCode
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class TermsSet:
    """The terms that grants of a frame are given on were set.

    Attributes:
        terms: The terms.
        effective_from: The first day that they hold.
    """

    terms: GrantTerms
    effective_from: date


@attrs.frozen(kw_only=True)
class Committed:
    """Money of a frame was committed to a grant.

    Attributes:
        grant: The grant's stream.
        amount: How much.
        effective_from: The first day that the commitment holds.
    """

    grant: StreamId
    amount: Money
    effective_from: date


@attrs.frozen(kw_only=True)
class Released:
    """Money that was committed to a grant can be committed again.

    Attributes:
        grant: The grant's stream.
        amount: How much.
        effective_from: The first day that it can.
    """

    grant: StreamId
    amount: Money
    effective_from: date


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a frame was put right; the rest stands.

    Attributes:
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        finance_act_account: The account in the finance act.
        year: The year of the finance act.
        call: The call that the money is given through.
        source: The document that it comes from.
    """

    reason: ReasonCode
    title: str | None = None
    finance_act_account: str | None = None
    year: int | None = None
    call: StreamId | None = None
    source: str | None = None


Change: TypeAlias = AmountChanged | TermsSet | Committed | Released | Corrected
Event: TypeAlias = Registered | Change
