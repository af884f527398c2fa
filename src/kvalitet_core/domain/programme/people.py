"""What may be asked of a programme's contacts."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.programme.checks import part_there
from kvalitet_core.domain.programme.events import (
    ContactNamed,
    ContactRemoved,
    Event,
)
from kvalitet_core.domain.programme.state import Programme
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.personal import Personal, personal

__all__ = ["NameContact", "RemoveContact"]


@attrs.frozen(kw_only=True)
class NameContact:
    """Name a contact of a programme, or give a contact another card.

    The caller makes the person's id, because the command itself is kept, and its card
    is sealed with that person's key.

    Attributes:
        programme: The programme's stream: `programme/…`.
        contact: The person; a new random id for someone who has none.
        card: How to reach the person.
        sub_initiative: Which sub-initiative; None for the programme as a whole.
        effective_from: The first day the person is the contact; it may be in the past.
        effective_to: The first day it no longer is; None where none is known.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    contact: PersonId
    card: Personal[ContactCard] = personal(subject="contact")
    sub_initiative: int | None = attrs.field(
        default=None, validator=Whole(of="sub-initiatives")
    )
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Name the contact.

        This is never silent: a card cannot be compared with the one that is known, so
        the same one said twice is recorded twice.

        Raises:
            Refused: `programme.unknown`; or for all that is wrong:
                `programme.sub_initiative_unknown`, `programme.not_begun`,
                `programme.closed`.
        """
        known = registered(state, self.programme)
        refuse_for(
            part_there(known, self.sub_initiative, stream=self.programme),
            within(known.period, self.effective_from, stream=self.programme),
        )
        return (
            ContactNamed(
                contact=self.contact,
                card=self.card,
                sub_initiative=self.sub_initiative,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class RemoveContact:
    """Say that a person is no longer contact of a programme.

    Attributes:
        programme: The programme's stream: `programme/…`.
        contact: The person.
        sub_initiative: Of which sub-initiative; None for the programme as a whole.
        effective_from: The first day the person is not the contact.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    contact: PersonId
    sub_initiative: int | None = attrs.field(
        default=None, validator=Whole(of="sub-initiatives")
    )
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Remove the contact, unless the person is not the contact by that day.

        Raises:
            Refused: `programme.unknown`, `programme.contact_unknown`,
                `programme.not_begun` or `programme.closed`.
        """
        known = registered(state, self.programme)
        contact = known.contact(self.contact, self.sub_initiative)
        if contact is None:
            text = (
                f"{self.programme}: expected a person named as contact, "
                f"got {self.contact!r}"
            )
            raise Refused(Reason(code="programme.contact_unknown", text=text))
        if contact.card.ends_by(self.effective_from):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.programme))
        return (
            ContactRemoved(
                contact=self.contact,
                sub_initiative=self.sub_initiative,
                effective_from=self.effective_from,
            ),
        )
