"""What can happen to a meeting of a network."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.network.occasion import Occasion
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode

__all__ = [
    "AgendaSet",
    "AttendanceCorrected",
    "MeetingCancelled",
    "MeetingChange",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingPlanned",
    "MinutesFiled",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class MeetingPlanned:
    """A meeting was planned.

    Attributes:
        meeting: What tells it from the network's other meetings: `2020-1`.
        occasion: When and where it is to be.
        agenda: What it is to be about, point by point.
    """

    meeting: str
    occasion: Occasion
    agenda: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MeetingMoved:
    """A planned meeting was moved to another time or place.

    Attributes:
        meeting: Which of the network's meetings it is.
        occasion: When and where it is to be now.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    occasion: Occasion
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class AgendaSet:
    """A planned meeting got an agenda, in place of what it had.

    Attributes:
        meeting: Which of the network's meetings it is.
        agenda: What it is to be about, point by point.
    """

    meeting: str
    agenda: tuple[str, ...]


@attrs.frozen(kw_only=True)
class MeetingCancelled:
    """A planned meeting was cancelled.

    Attributes:
        meeting: Which of the network's meetings it is.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MeetingHeld:
    """A meeting was held.

    Attributes:
        meeting: Which of the network's meetings it was.
        attended: The members who were there.
        cites: What of which publications it was about, each by its version.
    """

    meeting: str
    attended: frozenset[StreamId]
    cites: frozenset[Citation] = frozenset()


@attrs.frozen(kw_only=True)
class AttendanceCorrected:
    """Who was at a meeting was put right.

    Attributes:
        meeting: Which of the network's meetings it was.
        attended: All the members who were there, in place of what was said.
        reason: Why, as a code; nothing about a person.
    """

    meeting: str
    attended: frozenset[StreamId]
    reason: ReasonCode


@attrs.frozen(kw_only=True)
class MinutesFiled:
    """The minutes of a meeting were filed; earlier ones stay on record.

    Attributes:
        meeting: Which of the network's meetings they are of.
        minutes: The document, named by its digest.
    """

    meeting: str
    minutes: Attachment


MeetingChange: TypeAlias = (
    MeetingMoved
    | AgendaSet
    | MeetingCancelled
    | MeetingHeld
    | AttendanceCorrected
    | MinutesFiled
)
