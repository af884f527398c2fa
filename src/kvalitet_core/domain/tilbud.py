"""A tilbud: a place or a service that supports people, and what is known of it.

Whoever stands as its contact or leads it is a person: an id that says nothing, and a
card that is sealed with that person's own key.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias, assert_never

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.dated import Dated, Period, later_than
from kvalitet_core.domain.legal_grounds import LegalGrounds
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.rules import (
    ending,
    existing,
    in_force,
    refuse_for,
    registered,
    within,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind, stream_id
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import CVR, MunicipalityCode, PNumber, ReasonCode, not_blank

__all__ = [
    "AGGREGATE",
    "ChangeDriftsform",
    "ChangeLeader",
    "ChangeLegalGrounds",
    "Close",
    "Closed",
    "Contact",
    "ContactCard",
    "ContactNamed",
    "ContactRemoved",
    "Driftsform",
    "DriftsformChanged",
    "Event",
    "Leader",
    "LeaderChanged",
    "LegalGroundsChanged",
    "Move",
    "Moved",
    "NameContact",
    "Register",
    "Registered",
    "RemoveContact",
    "Rename",
    "Renamed",
    "Seat",
    "Tilbud",
    "evolve",
]

# These names and fields are stored. Do not rename; add a version.


class Driftsform(StrEnum):
    """Who runs a tilbud.

    Attributes:
        KOMMUNAL: A municipality.
        REGIONAL: A region.
        PRIVAT: A private owner.
        SELVEJENDE: A self-governing institution.
    """

    KOMMUNAL = "kommunal"
    REGIONAL = "regional"
    PRIVAT = "privat"
    SELVEJENDE = "selvejende"


@attrs.frozen(kw_only=True)
class ContactCard:
    """How to reach a person.

    Attributes:
        name: The person's name.
        email: The e-mail address, if there is one.
        phone: The phone number, if there is one.
    """

    name: str = attrs.field(validator=not_blank)
    email: str | None = None
    phone: str | None = None


@attrs.frozen(kw_only=True)
class Registered:
    """A tilbud was entered in the record.

    Attributes:
        name: What it is called.
        municipality: The municipality it lies in.
        driftsform: Who runs it.
        legal_grounds: The law it rests on.
        cvr: The CVR number of the legal entity that runs it, if known.
        p_number: The number of the production unit, if known.
        portal_id: Its id in Tilbudsportalen, taken as it is. None where it has none: a
            tilbud after § 85 in people's own homes need not be there.
        effective_from: The first day that the record speaks of it.
    """

    name: str
    municipality: MunicipalityCode
    driftsform: Driftsform
    legal_grounds: LegalGrounds
    cvr: CVR | None = None
    p_number: PNumber | None = None
    portal_id: str | None = None
    effective_from: date


@attrs.frozen(kw_only=True)
class Renamed:
    """A tilbud got another name.

    Attributes:
        name: The name.
        effective_from: The first day it has the name.
        effective_to: The first day it no longer has it; None where none is known.
    """

    name: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class DriftsformChanged:
    """A tilbud came to be run by another kind of owner.

    Attributes:
        driftsform: Who runs it.
        effective_from: The first day it is run so.
        effective_to: The first day it no longer is; None where none is known.
    """

    driftsform: Driftsform
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class LegalGroundsChanged:
    """A tilbud came to rest on other law.

    Attributes:
        legal_grounds: All the law that it rests on, in place of what it was.
        effective_from: The first day it rests on them.
        effective_to: The first day it no longer does; None where none is known.
    """

    legal_grounds: LegalGrounds
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Moved:
    """A tilbud moved.

    Attributes:
        municipality: The municipality it lies in.
        place: The address or the name of the place; nothing about a person.
        effective_from: The first day it lies there.
        effective_to: The first day it no longer does; None where none is known.
    """

    municipality: MunicipalityCode
    place: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class ContactNamed:
    """A person became contact of a tilbud, or the contact's card changed.

    Attributes:
        contact: The person.
        card: How to reach the person.
        effective_from: The first day the person is the contact.
        effective_to: The first day it no longer is; None where none is known.
    """

    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class ContactRemoved:
    """A person is no longer contact of a tilbud.

    Attributes:
        contact: The person.
        effective_from: The first day the person is not the contact.
    """

    contact: PersonId
    effective_from: date


@attrs.frozen(kw_only=True)
class LeaderChanged:
    """A tilbud got another leader, or the leader's card changed.

    Attributes:
        leader: The person.
        card: How to reach the person.
        effective_from: The first day the person leads it.
        effective_to: The first day it no longer does; None where none is known.
    """

    leader: PersonId
    card: Personal[ContactCard] = personal(subject="leader")
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Closed:
    """A tilbud ceased to be.

    Attributes:
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    effective_from: date
    reason: ReasonCode


_PeopleChange: TypeAlias = ContactNamed | ContactRemoved | LeaderChanged
_Change: TypeAlias = (
    Renamed | DriftsformChanged | LegalGroundsChanged | Moved | _PeopleChange | Closed
)
Event: TypeAlias = Registered | _Change


@attrs.frozen(kw_only=True)
class Seat:
    """Where a tilbud lies.

    Attributes:
        municipality: The municipality.
        place: The address or the name of the place; None until it is told.
    """

    municipality: MunicipalityCode
    place: str | None = None


@attrs.frozen(kw_only=True)
class Contact:
    """Someone who is, was or will be contact of a tilbud.

    Attributes:
        person: The person.
        card: How to reach the person, on the days that the person is the contact.
    """

    person: PersonId
    card: Dated[Personal[ContactCard]]


@attrs.frozen(kw_only=True)
class Leader:
    """Someone who leads a tilbud.

    Attributes:
        person: The person.
        card: How to reach the person.
    """

    person: PersonId
    card: Personal[ContactCard] = personal(subject="person")


@attrs.frozen(kw_only=True)
class Tilbud:
    """A tilbud as it is known.

    What holds keeps its value after the tilbud is closed; `period` says whether the
    tilbud is there.

    Attributes:
        period: When it is there.
        name: What it is called when.
        driftsform: Who runs it when.
        legal_grounds: The law it rests on when.
        seat: Where it lies when.
        leader: Who leads it when.
        contacts: Who its contacts are, in the order they were first named.
        cvr: The CVR number of the legal entity that runs it, if known.
        p_number: The number of the production unit, if known.
        portal_id: Its id in Tilbudsportalen, if it has one.
        closing_reason: Why it closed, once it is closed.
    """

    period: Period
    name: Dated[str]
    driftsform: Dated[Driftsform]
    legal_grounds: Dated[LegalGrounds]
    seat: Dated[Seat]
    leader: Dated[Leader] = attrs.field(factory=Dated)
    contacts: tuple[Contact, ...] = ()
    cvr: CVR | None = None
    p_number: PNumber | None = None
    portal_id: str | None = None
    closing_reason: ReasonCode | None = None

    def contact(self, person: PersonId) -> Contact | None:
        """Find the contact who is this person."""
        return next((known for known in self.contacts if known.person == person), None)


def evolve(state: Tilbud | None, event: Event) -> Tilbud:
    """Give the tilbud as it is after the event."""
    if isinstance(event, Registered):
        return _begun(event)
    return _changed(existing(state, event), event)


def _changed(tilbud: Tilbud, event: _Change) -> Tilbud:
    match event:
        case Renamed(name=name, effective_from=from_, effective_to=to):
            return attrs.evolve(tilbud, name=tilbud.name.asserted(name, from_, to))
        case DriftsformChanged(driftsform=form, effective_from=from_, effective_to=to):
            driftsform = tilbud.driftsform.asserted(form, from_, to)
            return attrs.evolve(tilbud, driftsform=driftsform)
        case LegalGroundsChanged(
            legal_grounds=law, effective_from=from_, effective_to=to
        ):
            grounds = tilbud.legal_grounds.asserted(law, from_, to)
            return attrs.evolve(tilbud, legal_grounds=grounds)
        case Moved(effective_from=from_, effective_to=to):
            seat = Seat(municipality=event.municipality, place=event.place)
            return attrs.evolve(tilbud, seat=tilbud.seat.asserted(seat, from_, to))
        case ContactNamed() | ContactRemoved() | LeaderChanged():
            return _with_people(tilbud, event)
        case Closed(effective_from=day, reason=reason):
            period = attrs.evolve(tilbud.period, end=day)
            return attrs.evolve(tilbud, period=period, closing_reason=reason)
        case _:
            assert_never(event)


def _begun(event: Registered) -> Tilbud:
    start = event.effective_from
    return Tilbud(
        period=Period(start=start),
        name=Dated.of(event.name, start),
        driftsform=Dated.of(event.driftsform, start),
        legal_grounds=Dated.of(event.legal_grounds, start),
        seat=Dated.of(Seat(municipality=event.municipality), start),
        cvr=event.cvr,
        p_number=event.p_number,
        portal_id=event.portal_id,
    )


def _with_people(tilbud: Tilbud, event: _PeopleChange) -> Tilbud:
    match event:
        case ContactNamed(contact=person, effective_from=from_, effective_to=to):
            known = tilbud.contact(person) or Contact(person=person, card=Dated())
            card = known.card.asserted(event.card, from_, to)
            return _with_contact(tilbud, Contact(person=person, card=card))
        case ContactRemoved(contact=person, effective_from=from_):
            removed = tilbud.contact(person) or Contact(person=person, card=Dated())
            card = removed.card.ended(from_)
            return _with_contact(tilbud, Contact(person=person, card=card))
        case LeaderChanged(leader=person, effective_from=from_, effective_to=to):
            leader = Leader(person=person, card=event.card)
            return attrs.evolve(
                tilbud, leader=tilbud.leader.asserted(leader, from_, to)
            )
        case _:
            assert_never(event)


def _with_contact(tilbud: Tilbud, contact: Contact) -> Tilbud:
    by_person = {known.person: known for known in tilbud.contacts}
    by_person[contact.person] = contact
    return attrs.evolve(tilbud, contacts=tuple(by_person.values()))


@attrs.frozen(kw_only=True)
class Register:
    """Enter a tilbud in the record, under a new id.

    Attributes:
        name: What it is called.
        municipality: The municipality it lies in.
        driftsform: Who runs it.
        legal_grounds: The law it rests on.
        cvr: The CVR number of the legal entity that runs it, if known.
        p_number: The number of the production unit, if known.
        portal_id: Its id in Tilbudsportalen, taken as it is. None where it has none: a
            tilbud after § 85 in people's own homes need not be there.
        effective_from: The first day that the record speaks of it.
    """

    name: str = attrs.field(validator=not_blank)
    municipality: MunicipalityCode
    driftsform: Driftsform
    legal_grounds: LegalGrounds
    cvr: CVR | None = None
    p_number: PNumber | None = None
    portal_id: str | None = None
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """A new stream."""
        return stream_id("tilbud", context.new_id())

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Register it, if its municipality is on the programme's list that day.

        The new id is this command's own, so a tilbud that is there already is what
        this very command registered.

        Raises:
            Refused: `tilbud.municipality_unknown` or
                `tilbud.municipality_not_in_force`.
        """
        if state is not None:
            return ()
        day = self.effective_from
        refuse_for(_municipality_there(self.municipality, day, context))
        return (
            Registered(
                name=self.name,
                municipality=self.municipality,
                driftsform=self.driftsform,
                legal_grounds=self.legal_grounds,
                cvr=self.cvr,
                p_number=self.p_number,
                portal_id=self.portal_id,
                effective_from=day,
            ),
        )


@attrs.frozen(kw_only=True)
class Rename:
    """Give a tilbud another name.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        name: The name.
        effective_from: The first day it has the name; it may be in the past.
        effective_to: The first day it no longer has it; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    name: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Rename it, unless that is its name on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.name.holds(self.name, self.effective_from, self.effective_to):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            Renamed(
                name=self.name,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeDriftsform:
    """Say that a tilbud is run by another kind of owner.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        driftsform: Who runs it.
        effective_from: The first day it is run so; it may be in the past.
        effective_to: The first day it no longer is; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    driftsform: Driftsform
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless it is run so on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.driftsform.holds(
            self.driftsform, self.effective_from, self.effective_to
        ):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            DriftsformChanged(
                driftsform=self.driftsform,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeLegalGrounds:
    """Say that a tilbud rests on other law.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        legal_grounds: All the law that it rests on, in place of what it was.
        effective_from: The first day it rests on them; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    legal_grounds: LegalGrounds
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Change them, unless it rests on just these on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.legal_grounds.holds(
            self.legal_grounds, self.effective_from, self.effective_to
        ):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            LegalGroundsChanged(
                legal_grounds=self.legal_grounds,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Move:
    """Say that a tilbud moves, within its municipality or to another.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        municipality: The municipality it lies in.
        place: The address or the name of the place; nothing about a person.
        effective_from: The first day it lies there; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    municipality: MunicipalityCode
    place: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it lies there on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun`, `tilbud.closed`,
                `tilbud.municipality_unknown` or `tilbud.municipality_not_in_force`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        seat = Seat(municipality=self.municipality, place=self.place)
        if tilbud.seat.holds(seat, self.effective_from, self.effective_to):
            return ()
        refuse_for(
            within(tilbud.period, self.effective_from, stream=stream),
            _municipality_there(self.municipality, self.effective_from, context),
        )
        return (
            Moved(
                municipality=self.municipality,
                place=self.place,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class NameContact:
    """Name a contact of a tilbud, or give a contact another card.

    The caller makes the person's id, because the command itself is kept, and its card
    is sealed with that person's key.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        contact: The person; a new random id for someone who has none.
        card: How to reach the person.
        effective_from: The first day the person is the contact; it may be in the past.
        effective_to: The first day it no longer is; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Name the contact.

        This is never silent: a card cannot be compared with the one that is known, so
        the same one said twice is recorded twice. Repeating it under the same command
        id is silent, as everywhere.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            ContactNamed(
                contact=self.contact,
                card=self.card,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class RemoveContact:
    """Say that a person is no longer contact of a tilbud.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        contact: The person.
        effective_from: The first day the person is not the contact.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    contact: PersonId
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Remove the contact, unless the person is not the contact by that day.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.contact_unknown`, `tilbud.not_begun` or
                `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        contact = tilbud.contact(self.contact)
        if contact is None:
            text = f"{stream}: expected a person named as contact, got {self.contact!r}"
            raise Refused(Reason(code="tilbud.contact_unknown", text=text))
        if contact.card.ends_by(self.effective_from):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            ContactRemoved(contact=self.contact, effective_from=self.effective_from),
        )


@attrs.frozen(kw_only=True)
class ChangeLeader:
    """Say who leads a tilbud, or give the leader another card.

    The caller makes the person's id, because the command itself is kept, and its card
    is sealed with that person's key.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        leader: The person; a new random id for someone who has none.
        card: How to reach the person.
        effective_from: The first day the person leads it; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    leader: PersonId
    card: Personal[ContactCard] = personal(subject="leader")
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Change the leader.

        This is never silent, for the same reason as `NameContact`.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            LeaderChanged(
                leader=self.leader,
                card=self.card,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Close:
    """Close a tilbud.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed from that day for that reason.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        closed = (tilbud.period.end, tilbud.closing_reason)
        if closed == (self.effective_from, self.reason):
            return ()
        refuse_for(ending(tilbud.period, self.effective_from, stream=stream))
        return (Closed(effective_from=self.effective_from, reason=self.reason),)


def _municipality_there(
    code: MunicipalityCode, day: date, context: Context
) -> Reason | None:
    stream = stream_id("municipality", code)
    found = context.get(Municipality, stream)
    return in_force(found, day, stream=stream, code="tilbud.municipality")


AGGREGATE = Aggregate(
    kind="tilbud",
    state=Tilbud,
    evolve=evolve,
    events={
        "tilbud.registered/1": Registered,
        "tilbud.renamed/1": Renamed,
        "tilbud.driftsform_changed/1": DriftsformChanged,
        "tilbud.legal_grounds_changed/1": LegalGroundsChanged,
        "tilbud.moved/1": Moved,
        "tilbud.contact_named/1": ContactNamed,
        "tilbud.contact_removed/1": ContactRemoved,
        "tilbud.leader_changed/1": LeaderChanged,
        "tilbud.closed/1": Closed,
    },
    commands={
        "tilbud.register/1": Register,
        "tilbud.rename/1": Rename,
        "tilbud.change_driftsform/1": ChangeDriftsform,
        "tilbud.change_legal_grounds/1": ChangeLegalGrounds,
        "tilbud.move/1": Move,
        "tilbud.name_contact/1": NameContact,
        "tilbud.remove_contact/1": RemoveContact,
        "tilbud.change_leader/1": ChangeLeader,
        "tilbud.close/1": Close,
    },
)
