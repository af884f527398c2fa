"""What may be asked of meetings to come: a time, a place and an agenda."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.network.checks import (
    LABEL,
    found_meeting,
    still_planned,
)
from kvalitet_core.domain.network.events import (
    AgendaSet,
    Event,
    MeetingCancelled,
    MeetingMoved,
    MeetingPlanned,
)
from kvalitet_core.domain.network.meeting import Meeting
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.domain.network.state import Network
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["CancelMeeting", "MoveMeeting", "PlanMeeting", "SetAgenda"]


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


def _planned_otherwise(meeting: Meeting | None, stream: StreamId) -> Reason | None:
    if meeting is None:
        return None
    text = (
        f"{stream}: meeting {meeting.label!r} is already planned for "
        f"{meeting.planned.occasion.day}; move it, or give another label"
    )
    return Reason(code="network.meeting_there", text=text)
