"""A decision's context as it was seen then, for asking what other rules had found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.audit.past import Past
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal.deciding import accepted
from kvalitet_core.journal.onlooking import Onlooker

__all__ = ["Seen"]

S = TypeVar("S")
D = TypeVar("D")


@attrs.frozen(kw_only=True)
class Seen(Onlooker):
    """What a decision could look at, where the past is looked at as it was then.

    Attributes:
        past: Gives each stream as the decision read it.
        stream: The stream that was decided on.
        actor: Who decided.
        now: The time that the decision was given.
    """

    past: Past
    stream: StreamId
    actor: Actor
    now: datetime

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The state of a stream then, or None if it had no events."""
        aggregate = self.past.registry.aggregate_of(state)
        found: S | None = self.past.state(aggregate, stream)[0]
        return found

    def set_by(
        self,
        stream: StreamId,
        *events: type[Any],
        where: Callable[[Any], bool] | None = None,
    ) -> EventId | None:
        """The id of the newest event of these classes in a stream then."""
        _, version = self.past.state(self.past.registry.aggregate_at(stream), stream)
        return self.past.set_by(stream, accepted(events, where), upto=version)

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        return self.past.event_id(stream, version)

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What a plugin that is installed defines of a kind; () if nothing."""
        return self.past.definitions(kind, of=of)
