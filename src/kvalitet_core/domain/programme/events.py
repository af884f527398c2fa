"""What can happen to a programme. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = [
    "AuthorityChanged",
    "BudgetStated",
    "Change",
    "ContactNamed",
    "ContactRemoved",
    "EndChanged",
    "Established",
    "Event",
    "GoalStated",
    "PageSection",
    "PageStated",
    "SubInitiativeStated",
    "TrackStated",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Established:
    """A programme was entered in the record.

    Attributes:
        title: What it is called.
        also_called: What it is called elsewhere.
        authority: The authority that runs it.
        agreement: The political or financial agreement that it rests on.
        target_groups: Whom it is for, each in a phrase.
        headings: The headings that a sub-initiative's page has, in their order.
        source: The documents that this comes from.
        effective_from: Its first day.
        effective_to: The first day without it; None where no end is known.
    """

    title: str
    also_called: tuple[str, ...] = ()
    authority: str
    agreement: str
    target_groups: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    source: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class AuthorityChanged:
    """A programme came under another authority, or one that got another name.

    Attributes:
        authority: The authority.
        source: The document that this comes from.
        effective_from: The first day under this authority.
    """

    authority: str
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class EndChanged:
    """A programme came to end on another day.

    Attributes:
        effective_to: The first day without it; None where no end is known.
        reason: Why, as a code; nothing about a person.
        source: The document that this comes from.
    """

    effective_to: date | None
    reason: ReasonCode
    source: str


@attrs.frozen(kw_only=True)
class TrackStated:
    """It was said what a track of a programme is about.

    Attributes:
        number: The track's number.
        title: What it is called.
        source: The document that this comes from.
        effective_from: The first day that this holds.
    """

    number: int
    title: str
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class GoalStated:
    """It was said what a programme is to lead to: one of its outcome goals.

    Attributes:
        number: The goal's number.
        text: The goal, letter by letter.
        source: The document that this comes from.
        effective_from: The first day that this holds.
    """

    number: int
    text: str
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class SubInitiativeStated:
    """It was said what a sub-initiative of a programme is.

    Attributes:
        number: The sub-initiative's number.
        title: What it is called.
        track: The number of the track that it belongs to.
        plugin: The name of the plugin that it is run by; None where there is none.
        begins: Its first day.
        ends: The first day without it; None where no end is known.
        source: The documents that this comes from.
        effective_from: The first day that this holds.
    """

    number: int
    title: str
    track: int
    plugin: str | None = None
    begins: date
    ends: date | None = None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class BudgetStated:
    """It was said how much money a sub-initiative has, or that nobody knows.

    Attributes:
        sub_initiative: The sub-initiative's number.
        post: What the money is for, as a code: a sub-initiative may have several posts.
        amount: How much; None where it is not known.
        source: The document that says so, or where it was looked for in vain.
        effective_from: The first day that this holds.
    """

    sub_initiative: int
    post: ReasonCode
    amount: Money | None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class PageSection:
    """A heading of a page, and what stands below it.

    Attributes:
        heading: The heading, one of the programme's.
        text: What stands below it; nothing about a person.
    """

    heading: str = attrs.field(validator=not_blank)
    text: str = attrs.field(validator=not_blank)


@attrs.frozen(kw_only=True)
class PageStated:
    """A sub-initiative's page was written, or written anew.

    Attributes:
        sub_initiative: The sub-initiative's number.
        sections: What stands on it; a heading that nothing is known under is left out.
        updated: The day that it says it was last updated; None where it says none.
        source: Where the page stands.
        effective_from: The first day that the page says this.
    """

    sub_initiative: int
    sections: tuple[PageSection, ...]
    updated: date | None = None
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class ContactNamed:
    """A person became contact of a programme, or the contact's card changed.

    Attributes:
        contact: The person.
        card: How to reach the person.
        sub_initiative: Which sub-initiative; None for the programme as a whole.
        effective_from: The first day the person is the contact.
        effective_to: The first day it no longer is; None where none is known.
    """

    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    sub_initiative: int | None = None
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class ContactRemoved:
    """A person is no longer contact of a programme.

    Attributes:
        contact: The person.
        sub_initiative: Of which sub-initiative; None for the programme as a whole.
        effective_from: The first day the person is not the contact.
    """

    contact: PersonId
    sub_initiative: int | None = None
    effective_from: date


Change: TypeAlias = (
    AuthorityChanged
    | EndChanged
    | TrackStated
    | GoalStated
    | SubInitiativeStated
    | BudgetStated
    | PageStated
    | ContactNamed
    | ContactRemoved
)
Event: TypeAlias = Established | Change
