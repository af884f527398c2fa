"""Who signs up, waits, is offered a seat, and leaves. These are what is stored."""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.course_run.events.parts import GroupMember, PlaceInOrder
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, Instant, ReasonCode

__all__ = [
    "GroupSignedUp",
    "OfferAccepted",
    "OfferChange",
    "OfferDeclined",
    "OfferLapsed",
    "Offered",
    "ParticipantNamed",
    "SeatingChange",
    "SignedOff",
    "SignedUp",
    "TransferredIn",
    "TransferredOut",
]

_NO_ANSWERS: Final = Answers({})

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class SignedUp:
    """Somebody signed up, and has a seat or waits.

    Attributes:
        number: The sign-up's number in the run, from 1.
        participant: Who takes part.
        card: How to reach the participant.
        target_group: Which target group the participant says to belong to, if any.
        workplace: The tilbud where the participant works, if one is named.
        answers: What else was asked, by name; nothing about a person.
        received: When it was received.
        seated: Whether there was a seat; else it waits.
    """

    number: int
    participant: PersonId
    card: Personal[ContactCard] = personal(subject="participant")
    target_group: str | None = None
    workplace: StreamId | None = None
    answers: Answers = _NO_ANSWERS
    received: Instant
    seated: bool


@attrs.frozen(kw_only=True)
class GroupSignedUp:
    """Several signed up together.

    Attributes:
        number: The sign-up's number in the run. One that may be split is a sign-up a
            member, numbered from this one on in the order of the members.
        contact: Who signed them up.
        card: How to reach that person.
        members: Who takes part.
        split: Whether they may be split; else all have a seat or none.
        workplace: The tilbud where they work, if one is named.
        answers: What else was asked, by name; nothing about a person.
        received: When it was received.
        seated: How many of them had a seat at once, the first of them; the others wait.
    """

    number: int
    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    members: tuple[GroupMember, ...]
    split: bool
    workplace: StreamId | None = None
    answers: Answers = _NO_ANSWERS
    received: Instant
    seated: int


@attrs.frozen(kw_only=True)
class ParticipantNamed:
    """It was told how to reach a participant.

    Attributes:
        participant: The participant.
        card: How to reach the participant.
    """

    participant: PersonId
    card: Personal[ContactCard] = personal(subject="participant")


@attrs.frozen(kw_only=True)
class Offered:
    """One who waited was offered a seat, or a group its seats.

    Attributes:
        number: The sign-up's number.
        order: Its place in the order, and what that rests on.
        expires: The last instant to accept.
    """

    number: int
    order: PlaceInOrder
    expires: Instant


@attrs.frozen(kw_only=True)
class OfferAccepted:
    """An offer was accepted: the sign-up has its seats.

    Attributes:
        number: The sign-up's number.
    """

    number: int


@attrs.frozen(kw_only=True)
class OfferDeclined:
    """An offer was declined: the sign-up waits no more.

    Attributes:
        number: The sign-up's number.
    """

    number: int


@attrs.frozen(kw_only=True)
class OfferLapsed:
    """An offer was not answered in time: the sign-up waits no more.

    Attributes:
        number: The sign-up's number.
        expired: The last instant at which it could be accepted.
    """

    number: int
    expired: Instant


@attrs.frozen(kw_only=True)
class SignedOff:
    """Participants were signed off: they have no seats, and do not wait.

    Attributes:
        participants: Who.
        reason: Why, as a code; nothing about a person.
    """

    participants: tuple[PersonId, ...]
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TransferredOut:
    """Participants were moved to another run of the course.

    Attributes:
        participants: Who.
        to_run: The other run.
        reason: Why, as a code; nothing about a person.
    """

    participants: tuple[PersonId, ...]
    to_run: StreamId
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class TransferredIn:
    """A participant came from another run of the course, to a seat.

    Attributes:
        number: The sign-up's number in this run.
        participant: Who.
        target_group: Which target group the participant says to belong to, if any.
        workplace: The tilbud where the participant works, if one is named.
        answers: What else was asked, by name; nothing about a person.
        received: When the sign-up for the other run was received.
        from_run: The other run.
    """

    number: int
    participant: PersonId
    target_group: str | None = None
    workplace: StreamId | None = None
    answers: Answers = _NO_ANSWERS
    received: Instant
    from_run: StreamId


OfferChange: TypeAlias = Offered | OfferAccepted | OfferDeclined | OfferLapsed
SeatingChange: TypeAlias = (
    SignedUp
    | GroupSignedUp
    | ParticipantNamed
    | SignedOff
    | TransferredOut
    | TransferredIn
    | OfferChange
)
