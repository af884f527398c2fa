"""A meeting of a network as it is known."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.network.events import (
    AgendaSet,
    AttendanceCorrected,
    MeetingCancelled,
    MeetingChange,
    MeetingHeld,
    MeetingMoved,
    MeetingPlanned,
    MinutesFiled,
)
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = ["Meeting", "MeetingStatus", "changed"]


class MeetingStatus(StrEnum):
    """How far a meeting has come.

    Attributes:
        PLANNED: It is to be held.
        HELD: It was held.
        CANCELLED: It was cancelled.
    """

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True, slots=False)
class Meeting:
    """A meeting of a network as it is known.

    Attributes:
        label: What tells it from the network's other meetings.
        status: How far it has come.
        occasion: When and where it is, or was, to be.
        before: When and where it was to be before it was moved, in order.
        agenda: What it is to be about.
        attended: The members who were there.
        cites: What of which publications it was about.
        minutes: Its minutes, in the order that they were filed; the last ones count.
        cancelled: Why it was cancelled; None where it was not.
        planned: How it was planned at first.
    """

    label: str
    status: MeetingStatus = MeetingStatus.PLANNED
    occasion: Occasion
    before: tuple[Occasion, ...] = ()
    agenda: tuple[str, ...] = ()
    attended: frozenset[StreamId] = frozenset()
    cites: frozenset[Citation] = frozenset()
    minutes: tuple[Attachment, ...] = ()
    cancelled: ReasonCode | None = None
    planned: MeetingPlanned

    @classmethod
    def of(cls, event: MeetingPlanned) -> Meeting:
        """The meeting as it is planned."""
        return cls(
            label=event.meeting,
            occasion=event.occasion,
            agenda=event.agenda,
            planned=event,
        )


def changed(meeting: Meeting, event: MeetingChange) -> Meeting:
    """Give the meeting as it is after the event."""
    match event:
        case MeetingMoved(occasion=occasion):
            before = (*meeting.before, meeting.occasion)
            return altered(meeting, occasion=occasion, before=before)
        case AgendaSet(agenda=agenda):
            return altered(meeting, agenda=agenda)
        case MeetingCancelled(reason=reason):
            return altered(meeting, status=MeetingStatus.CANCELLED, cancelled=reason)
        case MeetingHeld(attended=attended, cites=cites):
            return altered(
                meeting, status=MeetingStatus.HELD, attended=attended, cites=cites
            )
        case AttendanceCorrected(attended=attended):
            return altered(meeting, attended=attended)
        case MinutesFiled(minutes=minutes):
            return altered(meeting, minutes=(*meeting.minutes, minutes))
        case _:
            assert_never(event)
