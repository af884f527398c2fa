"""An event as it stands in the journal: itself, and where, when and why it was written.

What history gives, and what views and reactions are told. Pure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from kvalitet_core.ids import ActorId, CommandId, EventId, StreamId

__all__ = ["Recorded"]


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it stands in the journal. Equality of events ignores all this.

    Attributes:
        position: Its place in the journal, from 1.
        stream: The stream it belongs to.
        version: Its place in the stream, from 1 without gaps.
        name: Its stored name.
        recorded_at: When it was written.
        event_id: Its own id.
        command_id: The command that caused it; None for the journal's own.
        correlation_id: The first command of the chain that led to it.
        actor_id: Who caused it.
        event: The event itself, or `UnknownEvent` when no installed class knows it.
    """

    position: int
    stream: StreamId
    version: int
    name: str
    recorded_at: datetime
    event_id: EventId
    command_id: CommandId | None
    correlation_id: CommandId | None
    actor_id: ActorId | None
    event: Any
