"""What may be asked of members there are: to be reached otherwise, and to go."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.network.checks import (
    ORGANISATIONS,
    attended_after,
    is_person,
)
from kvalitet_core.domain.network.events import (
    CardGiven,
    Event,
    MemberLeft,
)
from kvalitet_core.domain.network.state import Member, Network, person_stream
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, of_kind, of_kinds
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import ReasonCode

__all__ = ["GiveCard", "Leave"]


@attrs.frozen(kw_only=True)
class GiveCard:
    """Give a member who is a person another card.

    Attributes:
        network: The network's stream: `network/…`.
        person: The person.
        card: How to reach the person from now on.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    person: PersonId = attrs.field(validator=is_person)
    card: Personal[ContactCard] = personal(subject="person")

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Give it.

        This is never silent: a card cannot be compared with the one that is known, so
        the same one given twice is recorded twice.

        Raises:
            Refused: `network.unknown` or `network.member_unknown`.
        """
        known = registered(state, self.network)
        _member(known, person_stream(self.person), self.network)
        return (CardGiven(person=self.person, card=self.card),)


@attrs.frozen(kw_only=True)
class Leave:
    """Say that a member is no longer one.

    Attributes:
        network: The network's stream: `network/…`.
        member: The member: `person/…`, or an organisation's stream.
        effective_from: The first day without the membership; it may be in the past.
        reason: Why, as a code; nothing about a person.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    member: StreamId = attrs.field(validator=of_kinds((*ORGANISATIONS, "person")))
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """End the membership, unless it is over by that day.

        Raises:
            Refused: `network.unknown`, `network.member_unknown`; or
                `network.attended`, for each meeting on that day or later that the
                member was at, and `network.member_again` where a later membership
                would be gone too.
        """
        known, day = registered(state, self.network), self.effective_from
        member = _member(known, self.member, self.network)
        if member.standing.ends_by(day):
            return ()
        refuse_for(
            *attended_after(known, self.member, day, self.network),
            _again(member, day, self.network),
        )
        return (MemberLeft(member=self.member, effective_from=day, reason=self.reason),)


def _again(member: Member, day: date, stream: StreamId) -> Reason | None:
    """Say no to ending an earlier membership together with a later one."""
    over = [
        span.period
        for span in member.standing.spans
        if span.period.end is None or day < span.period.end
    ]
    if len(over) <= 1:
        return None
    text = (
        f"{stream}: {member.member}: expected a day that ends one membership, got "
        f"{day}, which ends those {', '.join(map(str, over))}; end the latest first"
    )
    return Reason(code="network.member_again", text=text)


def _member(known: Network, member: StreamId, stream: StreamId) -> Member:
    found = known.member(member)
    if found is None:
        text = f"{stream}: expected one who is or was a member, got {member}"
        raise Refused(Reason(code="network.member_unknown", text=text))
    return found
