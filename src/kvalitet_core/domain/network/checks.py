"""What must be so in a network: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.network.meeting import Meeting, MeetingStatus
from kvalitet_core.domain.network.state import Member, Network, person_stream
from kvalitet_core.domain.region import Region
from kvalitet_core.domain.rules import in_force
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import PersonId, StreamId

__all__ = [
    "LABEL",
    "ORGANISATIONS",
    "attended_after",
    "found_meeting",
    "is_person",
    "non_members",
    "organisation_there",
    "still_planned",
]

ORGANISATIONS: Final = ("municipality", "organisation", "region", "tilbud")
"""The kinds of those who can be members, besides persons.

An `organisation/…` has no record of its own: it is what others call it.
"""

LABEL: Final = Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")
"""What tells one network, or one of its meetings, from the others."""

_REGISTERED: Final[dict[str, type[Any]]] = {
    "municipality": Municipality,
    "region": Region,
    "tilbud": Tilbud,
}


def organisation_there(
    organisation: StreamId | None, day: date, context: Context
) -> Reason | None:
    """Say no to what nobody registered, or what is not there on the day."""
    kind = _REGISTERED.get(organisation.partition("/")[0]) if organisation else None
    if organisation is None or kind is None:
        return None
    found = context.get(kind, organisation)
    return in_force(found, day, stream=organisation, code="network.organisation")


def is_person(_: Any, __: attrs.Attribute[Any], person: PersonId) -> None:
    """Refuse an id that no stream can be named by."""
    person_stream(person)


def found_meeting(network: Network, label: str, stream: StreamId) -> Meeting:
    """Give the meeting that a command is about.

    Raises:
        Refused: `network.meeting_unknown`.
    """
    meeting = network.meeting(label)
    if meeting is None:
        known = ", ".join(repr(each.label) for each in network.meetings) or "none"
        text = f"{stream}: expected one of its meetings, {known}, got {label!r}"
        raise Refused(Reason(code="network.meeting_unknown", text=text))
    return meeting


def still_planned(meeting: Meeting, stream: StreamId) -> Reason | None:
    """Say no to changing what was held or cancelled."""
    if meeting.status is MeetingStatus.PLANNED:
        return None
    text = (
        f"{stream}: meeting {meeting.label!r}: expected a planned one, it is "
        f"{meeting.status}"
    )
    return Reason(code=f"network.meeting_{meeting.status}", text=text)


def non_members(
    network: Network, meeting: Meeting, attended: frozenset[StreamId], stream: StreamId
) -> Iterator[Reason]:
    """Say no to everyone at a meeting who is no member on its day."""
    day = meeting.occasion.day
    source = str(network.admission_on(day).source)
    members = {each.member: each for each in network.members}
    for who in sorted(attended):
        member = members.get(who)
        if member is None or not member.is_member_on(day):
            text = (
                f"{stream}: meeting {meeting.label!r} on {day}: expected those who are "
                f"members that day, got {who}, {_membership(member)}"
            )
            yield Reason(code="network.not_a_member", text=text, source=source)


def attended_after(
    network: Network, member: StreamId, day: date, stream: StreamId
) -> Iterator[Reason]:
    """Say no to ending a membership before a meeting that the member attended."""
    for meeting in network.meetings:
        if member in meeting.attended and day <= meeting.occasion.day:
            text = (
                f"{stream}: {member}: expected a day after meeting {meeting.label!r}, "
                f"which the member attended on {meeting.occasion.day}, got {day}; "
                "correct the attendance first"
            )
            yield Reason(code="network.attended", text=text)


def _membership(member: Member | None) -> str:
    if member is None or not member.standing.spans:
        return "who was never admitted"
    periods = ", ".join(str(span.period) for span in member.standing.spans)
    return f"who is a member {periods}"
