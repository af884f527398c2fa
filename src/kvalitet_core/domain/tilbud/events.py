"""What can happen to a tilbud. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGrounds
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import CVR, MunicipalityCode, PNumber, ReasonCode

__all__ = [
    "Change",
    "Closed",
    "ContactNamed",
    "ContactRemoved",
    "DriftsformChanged",
    "Event",
    "LeaderChanged",
    "LegalGroundsChanged",
    "Moved",
    "PeopleChange",
    "Registered",
    "Renamed",
]

# These names and fields are stored. Do not rename; add a version.


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


PeopleChange: TypeAlias = ContactNamed | ContactRemoved | LeaderChanged
Change: TypeAlias = (
    Renamed | DriftsformChanged | LegalGroundsChanged | Moved | PeopleChange | Closed
)
Event: TypeAlias = Registered | Change
