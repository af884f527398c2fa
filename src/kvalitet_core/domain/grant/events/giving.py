"""What happens when a grant is given and taken. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.domain.grant.ledger import Posting
from kvalitet_core.domain.grant.plan import GrantCondition
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, Instant, Money, ReasonCode

__all__ = [
    "Acknowledged",
    "AcknowledgementMoved",
    "Begun",
    "Committed",
    "ConditionMet",
    "Corrected",
    "Raised",
    "Taken",
    "TermsAdopted",
]

# These names and fields are stored. Do not rename; add a version.


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
class Begun:
    """The project has begun.

    Attributes:
        effective_from: Its first day.
    """

    effective_from: date


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a grant was put right; the rest stands.

    Attributes:
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        recipient: Who it is given to.
        application: The application that it answers.
        source: The tilskudsbrev.
        acknowledged: When the tilkendegivelse was received.
        in_time: Whether that was in time, where the time was put right.
        begun: The first day of the project.
    """

    reason: ReasonCode
    title: str | None = None
    recipient: StreamId | None = None
    application: StreamId | None = None
    source: str | None = None
    acknowledged: Instant | None = None
    in_time: bool | None = None
    begun: date | None = None


Taken: TypeAlias = (
    Raised
    | TermsAdopted
    | AcknowledgementMoved
    | Acknowledged
    | ConditionMet
    | Begun
    | Corrected
)
