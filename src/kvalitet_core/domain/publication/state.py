"""A publication as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date
from typing import assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.publication.edition import Edition, after
from kvalitet_core.domain.publication.events import (
    Begun,
    Change,
    EditionChange,
    Event,
    MemberNamed,
    MemberRemoved,
    SourceAdded,
    SourceRemoved,
)
from kvalitet_core.domain.publication.parts import Composition
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Digest, ReasonCode

__all__ = [
    "Member",
    "Publication",
    "Seated",
    "Source",
    "evolve",
]


@attrs.frozen(kw_only=True)
class Seated:
    """What somebody is in a working group as.

    Attributes:
        person: The person.
        capacity: What the person is there as.
        organisation: The organisation that the person speaks for, if any.
        card: How to reach the person.
    """

    person: PersonId
    capacity: ReasonCode
    organisation: str | None = None
    card: Personal[ContactCard] = personal(subject="person")


@attrs.frozen(kw_only=True)
class Member:
    """Someone who is, was or will be in a working group.

    Attributes:
        person: The person.
        seat: What the person is there as, on which days.
    """

    person: PersonId
    seat: Dated[Seated] = attrs.field(factory=Dated)


@attrs.frozen(kw_only=True)
class Source:
    """Something that a publication builds on.

    Attributes:
        code: What it is known by in the publication.
        kind: What it is, as a code.
        title: What it is called, and who made it.
        document: The SHA-256 of the document, where it is kept.
    """

    code: str
    kind: ReasonCode
    title: str
    document: Digest | None = None


@attrs.frozen(kw_only=True, slots=False)
class Publication:
    """A publication as it is known.

    Attributes:
        begun: How it began.
        members: Who is in its working group, in the order they were first named.
        sources: What it builds on, in the order it was added.
        editions: Its versions, in the order of their numbers.
    """

    begun: Begun
    members: tuple[Member, ...] = ()
    sources: tuple[Source, ...] = ()
    editions: tuple[Edition, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by in the record."""
        return self.begun.key

    @property
    def source(self) -> str:
        """The document that it comes from."""
        return self.begun.source

    @property
    def composition(self) -> tuple[Composition, ...]:
        """What a version must be made of to be approved."""
        return self.begun.composition

    @property
    def period(self) -> Period:
        """From when it is worked on."""
        return Period(start=self.begun.effective_from)

    def edition(self, version: int) -> Edition | None:
        """Find the version with this number."""
        return next((each for each in self.editions if each.version == version), None)

    def in_force(self, day: date) -> Edition | None:
        """Give the version that holds on the day, if one does."""
        return next((each for each in self.editions if each.in_force(day)), None)

    def member(self, person: PersonId) -> Member | None:
        """Find the member who is this person."""
        return next((known for known in self.members if known.person == person), None)

    def builds_on(self, code: str) -> Source | None:
        """Find the source with this code."""
        return next((each for each in self.sources if each.code == code), None)


def evolve(state: Publication | None, event: Event) -> Publication:
    """Give the publication as it is after the event."""
    if isinstance(event, Begun):
        return Publication(begun=event)
    return _changed(existing(state, event), event)


def _changed(known: Publication, event: Change) -> Publication:
    match event:
        case MemberNamed() | MemberRemoved():
            return _with_member(known, event)
        case SourceAdded():
            source = Source(
                code=event.code,
                kind=event.kind,
                title=event.title,
                document=event.document,
            )
            return altered(known, sources=(*known.sources, source))
        case SourceRemoved(code=code):
            left = tuple(each for each in known.sources if each.code != code)
            return altered(known, sources=left)
        case _:
            return _with_edition(known, event)


def _with_member(known: Publication, event: MemberNamed | MemberRemoved) -> Publication:
    member = known.member(event.member) or Member(person=event.member)
    match event:
        case MemberNamed(effective_from=from_, effective_to=to):
            seated = Seated(
                person=event.member,
                capacity=event.capacity,
                organisation=event.organisation,
                card=event.card,
            )
            seat = member.seat.asserted(seated, from_, to)
        case MemberRemoved(effective_from=from_):
            seat = member.seat.ended(from_)
        case _:
            assert_never(event)
    by_person = {each.person: each for each in known.members}
    by_person[event.member] = attrs.evolve(member, seat=seat)
    return altered(known, members=tuple(by_person.values()))


def _with_edition(known: Publication, event: EditionChange) -> Publication:
    before = known.edition(event.version) or Edition(version=event.version)
    by_version = {each.version: each for each in known.editions}
    by_version[event.version] = after(before, event)
    editions = tuple(by_version[number] for number in sorted(by_version))
    return altered(known, editions=editions)
