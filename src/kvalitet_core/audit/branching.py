"""A branch of a journal's history, in memory: what would stand if something were not.

Nothing is written. A stream that nothing is otherwise in is read from the journal, as
far as the branch has come; one that is otherwise is kept in memory. What was recorded
before the branch leaves the journal is not gone through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeAlias

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.audit.acts import Entry
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal.folding import Folder, stream_rows
from kvalitet_core.journal.remembering import Remembering
from kvalitet_core.personal import unseen
from kvalitet_core.recorded import Recorded

__all__ = ["Branch", "Happening"]

Happening: TypeAlias = tuple[StreamId, EventId, Any]
"""An event that comes about: its stream, its id, and itself."""


class Branch(Remembering):
    """Gives the streams of a branch to whoever decides on it.

    It leaves the journal after a position: all that stands before is as recorded.
    """

    def __init__(self, folder: Folder, *, after: int = 0) -> None:
        super().__init__(folder.reader, folder.registry, folder.sealer)
        self._after = after
        self._reached: dict[StreamId, int] = {}
        self._parted: dict[StreamId, list[tuple[EventId, Any]]] = {}

    @property
    def parted(self) -> tuple[StreamId, ...]:
        """The streams that hold others than was recorded, in order."""
        return tuple(sorted(self._parted))

    def version(self, stream: StreamId) -> int:
        """How far a stream has come on the branch."""
        events = self._parted.get(stream)
        return self._version(stream) if events is None else len(events)

    def has_parted(self, streams: Iterable[StreamId]) -> bool:
        """Whether one of some streams holds others than was recorded."""
        return any(stream in self._parted for stream in streams)

    def part(self, stream: StreamId) -> None:
        """Let a stream go its own way from here on."""
        if stream not in self._parted:
            upto = self._version(stream)
            events = super().recorded(stream, upto=upto) if upto else ()
            self._parted[stream] = list(events)

    def happen(self, events: Iterable[Happening]) -> None:
        """Let events come about in streams that go their own way."""
        for stream, event_id, event in events:
            self._parted[stream].append((event_id, event))

    def go_on(self, events: Iterable[Recorded]) -> None:
        """Let events come about as they were recorded."""
        for each in events:
            if each.stream in self._parted:
                self._parted[each.stream].append((each.event_id, each.event))
            else:
                self._reached[each.stream] = each.version

    def pass_by(self, entries: Iterable[Entry]) -> None:
        """Let events come about as they were recorded, in streams that are as such."""
        for each in entries:
            self._reached[each.stream] = each.version

    def _version(self, stream: StreamId) -> int:
        """How far a stream that is as recorded has come."""
        if stream not in self._reached:
            version = 0
            if self._after:
                for row in stream_rows(self.reader, stream):
                    if row[0] > self._after:
                        break
                    version = row[2]
            self._reached[stream] = version
        return self._reached[stream]

    def state(
        self,
        aggregate: Aggregate,
        stream: StreamId,
        *,
        upto: int | None = None,
        known: datetime | None = None,
    ) -> tuple[Any, int]:
        """The state of a stream on the branch, and its version."""
        events = self._parted.get(stream)
        if events is not None:
            state = None
            with unseen():
                for _, event in events[:upto]:
                    state = aggregate.evolve(state, event)
            return state, len(events[:upto])
        version = self._version(stream) if upto is None else upto
        if not version:
            return None, 0
        return super().state(aggregate, stream, upto=version, known=known)

    def recorded(self, stream: StreamId, *, upto: int) -> Iterator[tuple[EventId, Any]]:
        """The events of a stream with their ids, in order, as far as a version."""
        if stream in self._parted:
            return iter(self._parted[stream][:upto])
        return super().recorded(stream, upto=upto)

    def set_by(
        self, stream: StreamId, accepts: Callable[[Any], bool], *, upto: int
    ) -> EventId | None:
        """The id of the newest event in a stream that is accepted, as of a version."""
        folder = Folder if stream in self._parted else Remembering
        return folder.set_by(self, stream, accepts, upto=upto)

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        if stream not in self._parted:
            return super().event_id(stream, version)
        events = self._parted[stream]
        if not 0 < version <= len(events):
            raise Malformed(stream, f"version {version} is missing on the branch")
        return events[version - 1][0]
