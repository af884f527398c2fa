"""What can happen to a network. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, ReasonCode

__all__ = [
    "AdmissionChanged",
    "AgendaSet",
    "AttendanceCorrected",
    "CardGiven",
    "Change",
    "Closed",
    "Contributed",
    "Corrected",
    "Established",
    "Event",
    "Informed",
    "MeetingCancelled",
    "MeetingChange",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingPlanned",
    "MemberChange",
    "MemberLeft",
    "MinutesFiled",
    "OrganisationAdmitted",
    "PersonAdmitted",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Established:
    """A network was established.

    Attributes:
        name: What it is called.
        area: The part of the country that it is for; None where it is for all of it.
        purpose: What it is for.
        admission: Who may be a member, from its first day on.
        source: The document that all this comes from.
        effective_from: The first day that it is there.
    """

    name: str
    area: str | None = None
    purpose: str
    admission: Admission
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class AdmissionChanged:
    """Who may be a member was changed; those who are members stay.

    Attributes:
        admission: Who may be a member.
        effective_from: The first day that this holds.
        effective_to: The first day that it no longer holds; None where none is known.
    """

    admission: Admission
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Corrected:
    """What was registered wrongly of a network was put right; the rest stands.

    Attributes:
        reason: Why, as a code; nothing about a person.
        name: What it is called.
        area: The part of the country that it is for.
        purpose: What it is for.
        source: The document that it comes from.
    """

    reason: ReasonCode
    name: str | None = None
    area: str | None = None
    purpose: str | None = None
    source: str | None = None


@attrs.frozen(kw_only=True)
class PersonAdmitted:
    """A person became a member of a network.

    Attributes:
        person: The person.
        card: How to reach the person.
        represents: Where the person works: a tilbud, a municipality, a region or an
            organisation; None where nothing is said.
        answers: What the person's standing is, as the admission asks; nothing personal.
        findings: What each rule of the admission came to, and on which facts.
        effective_from: The first day of the membership.
        effective_to: The first day without it; None where none is known.
    """

    person: PersonId
    card: Personal[ContactCard] = personal(subject="person")
    represents: StreamId | None = None
    answers: Answers
    findings: tuple[Finding, ...] = ()
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class OrganisationAdmitted:
    """A municipality, a region, a tilbud or another organisation became a member.

    Attributes:
        organisation: Its stream: `municipality/0730`.
        name: What it is called; None where its own stream says so.
        answers: What its standing is, as the admission asks; nothing personal.
        findings: What each rule of the admission came to, and on which facts.
        effective_from: The first day of the membership.
        effective_to: The first day without it; None where none is known.
    """

    organisation: StreamId
    name: str | None = None
    answers: Answers
    findings: tuple[Finding, ...] = ()
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class CardGiven:
    """A member who is a person got another card.

    Attributes:
        person: The person.
        card: How to reach the person from now on.
    """

    person: PersonId
    card: Personal[ContactCard] = personal(subject="person")


@attrs.frozen(kw_only=True)
class MemberLeft:
    """A member left a network; what was before stays as it was.

    Attributes:
        member: The member: `person/…`, or an organisation's stream.
        effective_from: The first day without the membership.
        reason: Why, as a code; nothing about a person.
    """

    member: StreamId
    effective_from: date
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MeetingPlanned:
    """A meeting was planned.

    Attributes:
        meeting: What tells it from the network's other meetings: `2020-1`.
        occasion: When and where it is to be.
        agenda: What it is to be about, point by point.
    """

    meeting: str
    occasion: Occasion
    agenda: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MeetingMoved:
    """A planned meeting was moved to another time or place.

    Attributes:
        meeting: Which of the network's meetings it is.
        occasion: When and where it is to be now.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    occasion: Occasion
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class AgendaSet:
    """A planned meeting got an agenda, in place of what it had.

    Attributes:
        meeting: Which of the network's meetings it is.
        agenda: What it is to be about, point by point.
    """

    meeting: str
    agenda: tuple[str, ...]


@attrs.frozen(kw_only=True)
class MeetingCancelled:
    """A planned meeting was cancelled.

    Attributes:
        meeting: Which of the network's meetings it is.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MeetingHeld:
    """A meeting was held.

    Attributes:
        meeting: Which of the network's meetings it was.
        attended: The members who were there.
        cites: What of which publications it was about, each by its version.
    """

    meeting: str
    attended: frozenset[StreamId]
    cites: frozenset[Citation] = frozenset()


@attrs.frozen(kw_only=True)
class AttendanceCorrected:
    """Who was at a meeting was put right.

    Attributes:
        meeting: Which of the network's meetings it was.
        attended: All the members who were there, in place of what was said.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    attended: frozenset[StreamId]
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MinutesFiled:
    """The minutes of a meeting were filed; earlier ones stay on record.

    Attributes:
        meeting: Which of the network's meetings they are of.
        minutes: The document, named by its digest.
    """

    meeting: str
    minutes: Attachment


@attrs.frozen(kw_only=True)
class Contributed:
    """A network gave something to a version of a publication.

    Attributes:
        to: The publication and its version, and the part of it, if it was to a part.
        about: What it gave, in a sentence; nothing about a person.
        meeting: The meeting that it came from; None where it came from no meeting.
        document: What it gave in writing, if it did.
    """

    to: Citation
    about: str
    meeting: str | None = None
    document: Attachment | None = None


@attrs.frozen(kw_only=True)
class Informed:
    """A network was told of something that is published.

    Attributes:
        of: The publication and its version, and the part of it, if it is of a part.
        effective_from: The day that it was told.
    """

    of: Citation
    effective_from: date


@attrs.frozen(kw_only=True)
class Closed:
    """A network was closed.

    Attributes:
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    effective_from: date
    reason: ReasonCode


MemberChange: TypeAlias = PersonAdmitted | OrganisationAdmitted | CardGiven | MemberLeft
MeetingChange: TypeAlias = (
    MeetingMoved
    | AgendaSet
    | MeetingCancelled
    | MeetingHeld
    | AttendanceCorrected
    | MinutesFiled
)
Change: TypeAlias = (
    AdmissionChanged
    | Corrected
    | MemberChange
    | MeetingPlanned
    | MeetingChange
    | Contributed
    | Informed
    | Closed
)
Event: TypeAlias = Established | Change
