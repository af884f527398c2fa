"""Who makes a publication: its working group."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.fields import SomeText
from kvalitet_core.domain.publication.events import Event, MemberNamed, MemberRemoved
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import ReasonCode

__all__ = ["NameMember", "RemoveMember"]


@attrs.frozen(kw_only=True)
class NameMember:
    """Name a member of a publication's working group, or give one another card.

    The caller makes the person's id, because the command itself is kept, and its card
    is sealed with that person's key.

    Attributes:
        publication: The publication's stream: `publication/…`.
        member: The person; a new random id for someone who has none.
        capacity: What the person is there as, as a code: `expert`, `municipality`.
        organisation: The organisation that the person speaks for, if any.
        card: How to reach the person.
        effective_from: The first day that the person is in the group.
        effective_to: The first day that it no longer is; None where none is known.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    member: PersonId
    capacity: ReasonCode
    organisation: str | None = attrs.field(default=None, validator=SomeText())
    card: Personal[ContactCard] = personal(subject="member")
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Name the member.

        This is never silent: a card cannot be compared with the one that is known.

        Raises:
            Refused: `publication.unknown` or `publication.not_begun`.
        """
        known = registered(state, self.publication)
        day = self.effective_from
        refuse_for(within(known.period, day, stream=self.publication))
        return (
            MemberNamed(
                member=self.member,
                capacity=self.capacity,
                organisation=self.organisation,
                card=self.card,
                effective_from=day,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class RemoveMember:
    """Say that a person is no longer in a publication's working group.

    Attributes:
        publication: The publication's stream: `publication/…`.
        member: The person.
        effective_from: The first day that the person is not in the group.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    member: PersonId
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the publication."""
        return self.publication

    def decide(self, state: Publication | None, context: Context) -> tuple[Event, ...]:
        """Remove the member, unless the person is not in the group by that day.

        Raises:
            Refused: `publication.unknown`, `publication.member_unknown` or
                `publication.not_begun`.
        """
        known = registered(state, self.publication)
        day, member = self.effective_from, known.member(self.member)
        if member is None:
            text = (
                f"{self.publication}: expected a member of its working group, "
                f"got {self.member!r}"
            )
            raise Refused(Reason(code="publication.member_unknown", text=text))
        if member.seat.ends_by(day):
            return ()
        refuse_for(within(known.period, day, stream=self.publication))
        return (MemberRemoved(member=self.member, effective_from=day),)
