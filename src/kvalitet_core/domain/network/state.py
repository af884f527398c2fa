"""A network as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.network.admission import Admission
from kvalitet_core.domain.network.events import (
    AdmissionChanged,
    CardGiven,
    Change,
    Closed,
    Contributed,
    Corrected,
    Established,
    Event,
    Informed,
    MeetingChange,
    MeetingPlanned,
    MemberChange,
    MemberLeft,
    OrganisationAdmitted,
    PersonAdmitted,
)
from kvalitet_core.domain.network.meeting import Meeting, changed
from kvalitet_core.domain.rules import existing
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, ReasonCode

__all__ = [
    "CORRECTED",
    "Member",
    "Network",
    "Standing",
    "evolve",
    "person_stream",
]

CORRECTED: Final = ("name", "area", "purpose", "source")
"""What of a network can be put right."""


@attrs.frozen(kw_only=True)
class Standing:
    """What a membership rests on.

    Attributes:
        represents: Where a person works, if it is said.
        answers: What was told of the member.
        admitted: The first day of the membership as it was when it was given; which
            version of the admission it was given by is the one of that day.
    """

    represents: StreamId | None
    answers: Answers
    admitted: date


@attrs.frozen(kw_only=True, slots=False)
class Member:
    """A member of a network, past ones too.

    Attributes:
        member: `person/…`, or an organisation's stream.
        person: The person's id, where it is a person.
        card: How to reach the person, as last given.
        name: What an organisation is called, where its own stream does not say.
        standing: When it is a member, and on what that rests.
    """

    member: StreamId
    person: PersonId | None = None
    card: Personal[ContactCard] | None = None
    name: str | None = None
    standing: Dated[Standing]

    def is_member_on(self, day: date) -> bool:
        """Tell whether it is a member on the day, as long as the network is there."""
        return self.standing.on(day) is not None


@attrs.frozen(kw_only=True, slots=False)
class Network:
    """A network as it is known.

    Attributes:
        name: What it is called.
        area: The part of the country that it is for, if it is for one.
        purpose: What it is for.
        source: The document that it comes from.
        period: When it is there.
        admission: Who may be a member, when.
        members: All who are or were members, in the order that they were entered.
        meetings: Its meetings, in the order that they were planned.
        contributions: What it gave to publications, in order.
        informed: What published things it was told of, in order.
        closing_reason: Why it was closed; None while it is not.
        established: How it was established, whatever was put right since.
    """

    name: str
    area: str | None
    purpose: str
    source: str
    period: Period
    admission: Dated[Admission]
    members: tuple[Member, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    contributions: tuple[Contributed, ...] = ()
    informed: tuple[Informed, ...] = ()
    closing_reason: ReasonCode | None = None
    established: Established

    def admission_on(self, day: date) -> Admission:
        """Who may become a member on the day; before its first day, as on that."""
        return self.admission.on(day) or self.established.admission

    def member(self, member: StreamId) -> Member | None:
        """A member by its stream, past ones too."""
        return next((each for each in self.members if each.member == member), None)

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Who is a member on the day, as far as is known."""
        if not self.period.contains(day):
            return ()
        return tuple(each for each in self.members if each.is_member_on(day))

    def meeting(self, label: str) -> Meeting | None:
        """A meeting by its label, cancelled ones too."""
        return next((each for each in self.meetings if each.label == label), None)


def person_stream(person: PersonId) -> StreamId:
    """What a member who is a person is called among the members."""
    return stream_id("person", person)


def evolve(state: Network | None, event: Event) -> Network:
    """Give the network as it is after the event."""
    if isinstance(event, Established):
        start = event.effective_from
        return Network(
            name=event.name,
            area=event.area,
            purpose=event.purpose,
            source=event.source,
            period=Period(start=start),
            admission=Dated.of(event.admission, start),
            established=event,
        )
    return _changed(existing(state, event), event)


def _changed(known: Network, event: Change) -> Network:
    match event:
        case AdmissionChanged(admission=new, effective_from=from_, effective_to=to):
            admission = known.admission.asserted(new, from_, to)
            return altered(known, admission=admission)
        case Corrected():
            return _corrected(known, event)
        case PersonAdmitted() | OrganisationAdmitted() | CardGiven() | MemberLeft():
            return _with_member(known, event)
        case Contributed() | Informed():
            return _with_knowledge(known, event)
        case Closed(effective_from=day, reason=reason):
            period = attrs.evolve(known.period, end=day)
            return altered(known, period=period, closing_reason=reason)
        case _:
            return _with_meeting(known, event)


def _with_knowledge(known: Network, event: Contributed | Informed) -> Network:
    if isinstance(event, Informed):
        return altered(known, informed=(*known.informed, event))
    return altered(known, contributions=(*known.contributions, event))


def _corrected(known: Network, event: Corrected) -> Network:
    right = {name: getattr(event, name) for name in CORRECTED}
    said = {name: value for name, value in right.items() if value is not None}
    return altered(known, **said)


def _with_meeting(known: Network, event: MeetingPlanned | MeetingChange) -> Network:
    if isinstance(event, MeetingPlanned):
        return altered(known, meetings=(*known.meetings, Meeting.of(event)))
    if known.meeting(event.meeting) is None:
        raise Malformed(
            f"meeting {event.meeting!r}", "expected an earlier event that plans it"
        )
    meetings = (
        changed(each, event) if each.label == event.meeting else each
        for each in known.meetings
    )
    return altered(known, meetings=tuple(meetings))


def _with_member(known: Network, event: MemberChange) -> Network:
    match event:
        case PersonAdmitted(person=person):
            stream = person_stream(person)
            before = known.member(stream) or Member(
                member=stream, person=person, standing=Dated()
            )
            admitted = altered(_admitted(before, event), card=event.card)
            return _with(known, admitted)
        case OrganisationAdmitted(organisation=stream, name=name):
            before = known.member(stream) or Member(member=stream, standing=Dated())
            return _with(known, altered(_admitted(before, event), name=name))
        case CardGiven(person=person, card=card):
            member = _there(known, person_stream(person))
            return _with(known, altered(member, card=card))
        case MemberLeft(member=stream, effective_from=day):
            member = _there(known, stream)
            standing = member.standing.ended(day)
            return _with(known, altered(member, standing=standing))
        case _:
            assert_never(event)


def _admitted(member: Member, event: PersonAdmitted | OrganisationAdmitted) -> Member:
    represents = event.represents if isinstance(event, PersonAdmitted) else None
    standing = Standing(
        represents=represents, answers=event.answers, admitted=event.effective_from
    )
    dated = member.standing.asserted(standing, event.effective_from, event.effective_to)
    return altered(member, standing=dated)


def _there(known: Network, stream: StreamId) -> Member:
    member = known.member(stream)
    if member is None:
        raise Malformed(
            f"member {stream!r}", "expected an earlier event that admits it"
        )
    return member


def _with(known: Network, member: Member) -> Network:
    by_stream = {each.member: each for each in known.members}
    by_stream[member.member] = member
    return altered(known, members=tuple(by_stream.values()))
