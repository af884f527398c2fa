"""What may be asked of a tilbud's people: its contacts and its leader."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.rules import (
    refuse_for,
    registered,
    within,
)
from kvalitet_core.domain.tilbud.events import (
    ContactNamed,
    ContactRemoved,
    Event,
    LeaderChanged,
)
from kvalitet_core.domain.tilbud.state import (
    Tilbud,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.personal import Personal, personal

__all__ = [
    "ChangeLeader",
    "NameContact",
    "RemoveContact",
]


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
