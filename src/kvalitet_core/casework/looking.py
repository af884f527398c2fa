"""A decision's context for one who only looks: what a journal tells, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal.deciding import accepted
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.onlooking import Onlooker

__all__ = ["Looking"]

S = TypeVar("S")
D = TypeVar("D")


@attrs.frozen(kw_only=True)
class Looking(Onlooker):
    """What a decision may look at, for asking what it would come to.

    Attributes:
        journal: The journal.
        stream: The stream that it is asked about.
        actor: Who asks.
        now: The time that it is asked of.
        known: The instant as of which the journal is read; None for all that is known.
    """

    journal: Journal
    stream: StreamId
    actor: Actor
    now: datetime
    known: datetime | None = None

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The state of a stream, or None if it has no events."""
        return self.journal.get(state, stream, known=self.known)

    def set_by(
        self,
        stream: StreamId,
        *events: type[Any],
        where: Callable[[Any], bool] | None = None,
    ) -> EventId | None:
        """The id of the newest event of these classes in a stream."""
        accepts, found = accepted(events, where), None
        for recorded in self.journal.history(stream, known=self.known):
            if accepts(recorded.event):
                found = recorded.event_id
        return found

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        for recorded in self.journal.history(stream, known=self.known):
            if recorded.version == version:
                return recorded.event_id
        raise Malformed(stream, f"version {version} is missing")

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What a plugin defines of a kind; () if nothing."""
        return self.journal.registry.definitions(kind, of=of)
