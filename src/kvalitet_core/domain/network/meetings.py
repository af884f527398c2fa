"""What may be asked of a network's meetings."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.network.checks import (
    LABEL,
    found_meeting,
    non_members,
    still_planned,
)
from kvalitet_core.domain.network.events import (
    AgendaSet,
    AttendanceCorrected,
    Event,
    MeetingCancelled,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MinutesFiled,
)
from kvalitet_core.domain.network.meeting import Meeting, MeetingStatus
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.domain.network.state import Network
from kvalitet_core.domain.publication.citation import Citation
from kvalitet_core.domain.publication.citing import uncitable
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = [
    "CancelMeeting",
    "CorrectAttendance",
    "FileMinutes",
    "HoldMeeting",
    "MoveMeeting",
    "PlanMeeting",
    "SetAgenda",
]


@attrs.frozen
class _Points:
    """An attrs validator: the points of an agenda, each with something to read."""

    json_schema: ClassVar[dict[str, Any]] = {
        "items": {"type": "string", "pattern": r"\S", "x-rule": "some text"}
    }

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], points: tuple[Any, ...]
    ) -> None:
        """Refuse a point with nothing to read."""
        for point in points:
            if not isinstance(point, str) or not point.strip():
                raise Malformed(f"{attribute.name} {point!r}", "expected some text")


@attrs.frozen(kw_only=True)
class PlanMeeting:
    """Plan a meeting of a network.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: What tells it from the network's other meetings: `2020-1`.
        occasion: When and where it is to be.
        agenda: What it is to be about, point by point.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    occasion: Occasion
    agenda: tuple[str, ...] = attrs.field(default=(), validator=_Points())

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it was planned so.

        Raises:
            Refused: `network.unknown`, `network.meeting_there` with another plan,
                `network.not_begun` or `network.closed`.
        """
        known, stream = registered(state, self.network), self.network
        event = MeetingPlanned(
            meeting=self.meeting, occasion=self.occasion, agenda=self.agenda
        )
        there = known.meeting(self.meeting)
        if there is not None and there.planned == event:
            return ()
        refuse_for(
            _planned_otherwise(there, stream),
            within(known.period, self.occasion.day, stream=stream),
        )
        return (event,)


@attrs.frozen(kw_only=True)
class MoveMeeting:
    """Move a planned meeting to another time or place.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings it is.
        occasion: When and where it is to be now.
        reason: Why, as a code; nothing about a person.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    occasion: Occasion
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it is to be then and there.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`; or for everything
                that stands against it: `network.meeting_held`,
                `network.meeting_cancelled`, `network.not_begun`, `network.closed`.
        """
        known, stream = registered(state, self.network), self.network
        meeting = found_meeting(known, self.meeting, stream)
        if meeting.occasion == self.occasion:
            return ()
        refuse_for(
            still_planned(meeting, stream),
            within(known.period, self.occasion.day, stream=stream),
        )
        return (
            MeetingMoved(
                meeting=self.meeting, occasion=self.occasion, reason=self.reason
            ),
        )


@attrs.frozen(kw_only=True)
class SetAgenda:
    """Say what a planned meeting is to be about.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings it is.
        agenda: What it is to be about, point by point, in place of what was said.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    agenda: tuple[str, ...] = attrs.field(validator=_Points())

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Set it, unless it is the agenda.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`,
                `network.meeting_held` or `network.meeting_cancelled`.
        """
        known = registered(state, self.network)
        meeting = found_meeting(known, self.meeting, self.network)
        if meeting.agenda == self.agenda:
            return ()
        refuse_for(still_planned(meeting, self.network))
        return (AgendaSet(meeting=self.meeting, agenda=self.agenda),)


@attrs.frozen(kw_only=True)
class CancelMeeting:
    """Cancel a planned meeting.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings it is.
        reason: Why, as a code; nothing about a person.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Cancel it, unless it is cancelled for that reason.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`,
                `network.meeting_held`, or `network.meeting_cancelled` for another
                reason.
        """
        known = registered(state, self.network)
        meeting = found_meeting(known, self.meeting, self.network)
        if meeting.cancelled == self.reason:
            return ()
        refuse_for(still_planned(meeting, self.network))
        return (MeetingCancelled(meeting=self.meeting, reason=self.reason),)


@attrs.frozen(kw_only=True)
class HoldMeeting:
    """Record that a meeting was held, with whom, and what it was about.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings it is.
        attended: The members who were there: `person/…`, or an organisation's stream.
        cites: What of which publications it was about, each by its version.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    attended: frozenset[StreamId]
    cites: frozenset[Citation] = frozenset()

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Record it, unless it is on record with the same people and publications.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`; or for everything
                that stands against it: `network.meeting_held` with others,
                `network.meeting_cancelled`, `network.meeting_in_future`,
                `network.not_a_member`, for each who was none that day, and what keeps
                a publication from being cited, such as `publication.not_published`.
        """
        known, stream = registered(state, self.network), self.network
        meeting = found_meeting(known, self.meeting, stream)
        event = MeetingHeld(
            meeting=self.meeting, attended=self.attended, cites=self.cites
        )
        if _held_so(meeting, event):
            return ()
        day = meeting.occasion.day
        refuse_for(
            still_planned(meeting, stream),
            _in_future(meeting, context.today, stream),
            *non_members(known, meeting, self.attended, stream),
            *uncitable(sorted(self.cites, key=str), on=day, by=stream, context=context),
        )
        return (event,)


@attrs.frozen(kw_only=True)
class CorrectAttendance:
    """Put right who was at a meeting.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings it is.
        attended: All the members who were there, in place of what was said.
        reason: Why, as a code; nothing about a person.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    attended: frozenset[StreamId]
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown`,
                `network.meeting_not_held`, or `network.not_a_member`, for each who was
                none that day.
        """
        known, stream = registered(state, self.network), self.network
        meeting = found_meeting(known, self.meeting, stream)
        refuse_for(_not_held(meeting, stream))
        if meeting.attended == self.attended:
            return ()
        refuse_for(*non_members(known, meeting, self.attended, stream))
        return (
            AttendanceCorrected(
                meeting=self.meeting, attended=self.attended, reason=self.reason
            ),
        )


@attrs.frozen(kw_only=True)
class FileMinutes:
    """File the minutes of a meeting, or newer ones.

    Attributes:
        network: The network's stream: `network/…`.
        meeting: Which of the network's meetings they are of.
        minutes: The document, as `Journal.attach` gives it.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    meeting: str = attrs.field(validator=LABEL)
    minutes: Attachment

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """File them, unless they are the newest there are.

        Raises:
            Refused: `network.unknown`, `network.meeting_unknown` or
                `network.meeting_not_held`.
        """
        known, stream = registered(state, self.network), self.network
        meeting = found_meeting(known, self.meeting, stream)
        refuse_for(_not_held(meeting, stream))
        if meeting.minutes[-1:] == (self.minutes,):
            return ()
        return (MinutesFiled(meeting=self.meeting, minutes=self.minutes),)


def _held_so(meeting: Meeting, event: MeetingHeld) -> bool:
    held = meeting.status is MeetingStatus.HELD
    return held and (meeting.attended, meeting.cites) == (event.attended, event.cites)


def _planned_otherwise(meeting: Meeting | None, stream: StreamId) -> Reason | None:
    if meeting is None:
        return None
    text = (
        f"{stream}: meeting {meeting.label!r} is already planned for "
        f"{meeting.planned.occasion.day}; move it, or give another label"
    )
    return Reason(code="network.meeting_there", text=text)


def _in_future(meeting: Meeting, today: date, stream: StreamId) -> Reason | None:
    day = meeting.occasion.day
    if day <= today:
        return None
    text = (
        f"{stream}: meeting {meeting.label!r}: expected a day no later than today, "
        f"{today}, got {day}"
    )
    return Reason(code="network.meeting_in_future", text=text)


def _not_held(meeting: Meeting, stream: StreamId) -> Reason | None:
    if meeting.status is MeetingStatus.HELD:
        return None
    text = f"{stream}: meeting {meeting.label!r}: expected one that is held, it is "
    return Reason(code="network.meeting_not_held", text=f"{text}{meeting.status}")
