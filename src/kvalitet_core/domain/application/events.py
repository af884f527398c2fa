"""What can happen to an application. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Deadline, Instant, ReasonCode

__all__ = [
    "Assessed",
    "Change",
    "Corrected",
    "Decided",
    "Drafted",
    "Event",
    "InformationRequested",
    "Outcome",
    "Submitted",
    "Supplemented",
    "Withdrawn",
]

# These names and fields are stored. Do not rename; add a version.
# So are the words about each, in a released schema: an applicant is a municipality too.


class Outcome(StrEnum):
    """What an application came to.

    Attributes:
        IMOEDEKOMMET: It is granted as it was applied for.
        DELVIST: It is granted in part.
        AFSLAG: It is refused.
    """

    IMOEDEKOMMET = "imoedekommet"
    DELVIST = "delvist"
    AFSLAG = "afslag"


@attrs.frozen(kw_only=True)
class Drafted:
    """An application was begun, or its draft was written anew.

    Attributes:
        round: The round that it is for.
        applicant: The tilbud that applies.
        number: Which of the tilbud's applications in the round it is, from 1.
        answers: The answers of the form; nothing about a person.
        contact_id: The person to ask about it.
        contact: How to reach that person.
        description: What is wished for and why, in free text.
        attachments: What goes with it.
    """

    round: StreamId
    applicant: StreamId
    number: int = 1
    answers: Answers
    contact_id: PersonId
    contact: Personal[ContactCard] = personal(subject="contact_id")
    description: Personal[str] = personal(subject="contact_id")
    attachments: tuple[Attachment, ...] = ()


@attrs.frozen(kw_only=True)
class Submitted:
    """An application was received, in time or late.

    Attributes:
        round: The round that it is for.
        applicant: The tilbud that applies.
        number: Which of the tilbud's applications in the round it is, from 1.
        received: When it was received.
        answers: The answers of the form; nothing about a person.
        contact_id: The person to ask about it.
        contact: How to reach that person.
        description: What is wished for and why, in free text.
        attachments: What went with it.
    """

    round: StreamId
    applicant: StreamId
    number: int = 1
    received: Instant
    answers: Answers
    contact_id: PersonId
    contact: Personal[ContactCard] = personal(subject="contact_id")
    description: Personal[str] = personal(subject="contact_id")
    attachments: tuple[Attachment, ...] = ()


@attrs.frozen(kw_only=True)
class Supplemented:
    """The applicant added to an application.

    Attributes:
        received: When it was received.
        answers: The answers that are given anew; the others stand.
        attachments: What came with it.
    """

    received: Instant
    answers: Answers
    attachments: tuple[Attachment, ...] = ()


@attrs.frozen(kw_only=True)
class Withdrawn:
    """The applicant withdrew an application.

    Attributes:
        reason: Why, as a code; nothing about a person.
    """

    reason: ReasonCode


@attrs.frozen(kw_only=True)
class InformationRequested:
    """The applicant was asked for what is missing.

    Attributes:
        fields: The questions of the form that are to be answered.
        until: The last time to answer.
    """

    fields: frozenset[str]
    until: Deadline


@attrs.frozen(kw_only=True)
class Assessed:
    """An application was held against the rules of its programme.

    Attributes:
        findings: What each rule came to, and on which facts; one a rule.
    """

    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class Decided:
    """An application was decided, for the first time or anew.

    Attributes:
        number: Which of the application's decisions it is, from 1.
        outcome: What it came to.
        reasons: Why, each a text to the applicant. They name no person.
        despite: The rules that it was granted against.
        supersedes: The number of the decision that this one takes the place of.
        effective_from: The first day that the decision holds.
    """

    number: int
    outcome: Outcome
    reasons: tuple[str, ...]
    despite: frozenset[str] = frozenset()
    supersedes: int | None = None
    effective_from: date


@attrs.frozen(kw_only=True)
class Corrected:
    """An answer that was registered wrongly was put right.

    Attributes:
        answers: The answers as they should have stood; the others stand.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they should have stood so.
    """

    answers: Answers
    reason: ReasonCode
    effective_from: date


Change: TypeAlias = (
    Supplemented | Withdrawn | InformationRequested | Assessed | Decided | Corrected
)
Event: TypeAlias = Drafted | Submitted | Change
