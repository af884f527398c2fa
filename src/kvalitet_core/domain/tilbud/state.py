"""A tilbud as it is known: its state, and how each event changes it."""

from __future__ import annotations

from typing import assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGrounds
from kvalitet_core.domain.rules import (
    existing,
)
from kvalitet_core.domain.tilbud.events import (
    Change,
    Closed,
    ContactNamed,
    ContactRemoved,
    DriftsformChanged,
    Event,
    LeaderChanged,
    LegalGroundsChanged,
    Moved,
    PeopleChange,
    Registered,
    Renamed,
)
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import CVR, MunicipalityCode, PNumber, ReasonCode

__all__ = [
    "Contact",
    "Leader",
    "Seat",
    "Tilbud",
    "evolve",
]


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


def _changed(tilbud: Tilbud, event: Change) -> Tilbud:
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


def _with_people(tilbud: Tilbud, event: PeopleChange) -> Tilbud:
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
