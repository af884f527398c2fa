"""What may be told of a meeting that was held: who was there, and its minutes."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.network.checks import (
    LABEL,
    found_meeting,
    non_members,
    still_planned,
)
from kvalitet_core.domain.network.events import (
    AttendanceCorrected,
    Event,
    MeetingHeld,
    MinutesFiled,
)
from kvalitet_core.domain.network.meeting import Meeting, MeetingStatus
from kvalitet_core.domain.network.state import Network
from kvalitet_core.domain.publication.citing import uncitable
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["CorrectAttendance", "FileMinutes", "HoldMeeting"]


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
