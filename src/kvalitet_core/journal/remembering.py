"""Remembering: going on from what was folded before, for whoever comes back to it.

A state at a version never changes, so one that was folded holds for good; what may be
missing is what was written since. Evaluates no rule, reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from threading import local
from typing import Any, Final, Protocol, TypeAlias

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Conflict, Malformed
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.folding import Folder, Reached, stream_rows
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.sections import metadata
from kvalitet_core.journal.store import Reader, Row
from kvalitet_core.personal import unseen
from kvalitet_core.privacy.sealing import Sealer
from kvalitet_core.recorded import Recorded

__all__ = ["REMEMBERED", "Followed", "Recent", "Remembering"]

REMEMBERED: Final = 1_000
"""How many streams are kept in mind, so that what it takes has a limit."""

_Told: TypeAlias = tuple[bytes | EventId, Any]
"""The id of an event, or the row that has it; and the event, where it is kept."""

_RECENT: Final = 128


class Followed(Protocol):
    """An event at hand, as it stands in its stream."""

    @property
    def stream(self) -> StreamId:
        """The stream it belongs to."""

    @property
    def version(self) -> int:
        """Its place in the stream."""

    @property
    def event_id(self) -> EventId:
        """Its own id."""

    @property
    def event(self) -> Any:
        """The event itself."""


class Remembering(Folder):
    """A folder that goes on from where it was, and reads only what was written since.

    It remembers so many streams, those that were asked for last. What it has read to
    the end, and is told of by `follow`, it need not even look at again, until it is
    told to.
    """

    def __init__(
        self,
        reader: Reader,
        registry: Registry,
        sealer: Sealer,
        *,
        most: int = REMEMBERED,
        told_of_all: bool = False,
    ) -> None:
        super().__init__(reader, registry, sealer)
        self._told_of_all = told_of_all
        self._known: dict[StreamId, Reached] = {}
        self._told: dict[StreamId, list[_Told]] = {}
        self._ahead: dict[StreamId, list[Followed]] = {}
        self._ended: set[StreamId] = set()
        self._asked: set[str] = set()
        self._most = most

    def state(
        self,
        aggregate: Aggregate,
        stream: StreamId,
        *,
        upto: int | None = None,
        known: datetime | None = None,
    ) -> tuple[Any, int]:
        """The state of a stream and its version, as of a version or an instant."""
        if stream in self._ahead:
            self._take_in(stream)
        begun = self._known.get(stream)
        if known is not None or (begun and upto is not None and upto < begun.version):
            return super().state(aggregate, stream, upto=upto, known=known)
        reached = begun or Reached(stream, 0, None)
        if not (begun and (stream in self._ended or begun.version == upto)):
            reached = self.folded(aggregate, reached, upto=upto)
            if upto is None and self._told_of_all:
                self._ended.add(stream)
        self._remember(reached)
        return reached.state, reached.version

    def follow(self, events: Iterable[Followed]) -> None:
        """Take events at hand, so that they need not be read where they come next.

        Args:
            events: As they stand in the journal, in order.
        """
        for recorded in events:
            stream = recorded.stream
            self._ahead.setdefault(stream, []).append(recorded)
            if recorded.version == 1 and self._told_of_all:
                self._ended.add(stream)
        if len(self._ahead) > self._most:
            for stream in [*islice(self._ahead, self._most // 2)]:
                self.let_go(stream)

    def knows(self, stream: StreamId) -> bool:
        """Whether a stream was asked for, and is remembered."""
        return stream in self._known

    def let_go(self, stream: StreamId) -> None:
        """Remember nothing more of a stream."""
        for kept in (self._known, self._told, self._ahead):
            kept.pop(stream, None)
        self._ended.discard(stream)

    def look_again(self) -> None:
        """See, when a stream is next asked for, whether others have written to it."""
        self._ended.clear()

    def forget_all(self) -> None:
        """Remember nothing more, as when the transaction is over."""
        for kept in (self._known, self._told, self._ahead, self._ended):
            kept.clear()

    def recorded(self, stream: StreamId, *, upto: int) -> Iterator[tuple[EventId, Any]]:
        """The events of a stream with their ids, in order, as far as a version."""
        self._keep_events_of(stream)
        told = self._told_of(stream, upto)
        for place in range(upto):
            yield _id_at(told, place), told[place][1]

    def set_by(
        self, stream: StreamId, accepts: Callable[[Any], bool], *, upto: int
    ) -> EventId | None:
        """The id of the newest event in a stream that is accepted, as of a version."""
        self._keep_events_of(stream)
        told = self._told_of(stream, upto)
        for place in range(upto - 1, -1, -1):
            if accepts(told[place][1]):
                return _id_at(told, place)
        return None

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        told = self._told_of(stream, version)
        if not 0 < version <= len(told):
            raise Malformed(stream, f"version {version} is missing")
        return _id_at(told, version - 1)

    def _take_in(self, stream: StreamId) -> None:
        """Fold what was followed of a stream, now that somebody asks for it."""
        ahead = self._ahead.pop(stream)
        _, version, state = self._known.get(stream) or (stream, 0, None)
        evolve = self.registry.aggregate_at(stream).evolve
        told = self._told.pop(stream, [])
        kept = stream.partition("/")[0] in self._asked
        with unseen():
            for followed in ahead:
                event, place = followed.event, followed.version
                if place == version + 1 and type(event) is not UnknownEvent:
                    state = evolve(state, event)
                    version = place
                if len(told) == place - 1:
                    told.append((followed.event_id, event if kept else None))
        self._keep(stream, told)
        if version:
            self._remember(Reached(stream, version, state))

    def read(self, row: Row) -> Any:
        """Read an event, and keep it where its stream is read from the beginning."""
        event, stream = super().read(row), StreamId(row[1])
        told = self._told.pop(stream, [])
        if len(told) == row[2] - 1:
            told.append((row[4], event))
        self._keep(stream, told)
        return event

    def _keep(self, stream: StreamId, told: list[_Told]) -> None:
        """Keep what was told of a stream, and let go of what is kept the longest."""
        self._told[stream] = told
        if len(self._told) > self._most:
            del self._told[next(iter(self._told))]

    def _keep_events_of(self, stream: StreamId) -> None:
        """Keep from now on the events of a stream, and of all of its kind.

        Of the kinds of which nobody asks what set something, only the ids are kept.
        """
        kind = stream.partition("/")[0]
        if kind not in self._asked:
            self._asked.add(kind)
            for each in [*self._told]:
                if each.startswith(f"{kind}/") and _is_let_go(self._told[each]):
                    del self._told[each]

    def _told_of(self, stream: StreamId, upto: int) -> list[_Told]:
        """All that was told of a stream, as far as a version or further."""
        if stream in self._ahead:
            self._take_in(stream)
        known = len(self._told.get(stream, ()))
        if known < upto:
            with unseen():
                for row in stream_rows(self.reader, stream, after=known, upto=upto):
                    self.read(row)
        return self._told.get(stream, [])

    def _remember(self, reached: Reached) -> None:
        self._known.pop(reached.stream, None)
        self._known[reached.stream] = reached
        if len(self._known) > self._most:
            first = next(iter(self._known))
            del self._known[first]
            self._ended.discard(first)


class Recent(local):
    """What a thread has read and written of late, as it goes from command to command.

    It may be behind, never wrong: who appends checks that nothing has moved. While the
    newest row of all is the one that the thread itself wrote last, nobody else has
    written, and nothing that it has read can have moved.

    Attributes:
        folder: Gives the states that are remembered, and reads the others.
        newest: The state of the row that it wrote last; empty where it wrote none.
    """

    def __init__(self, reader: Reader, registry: Registry, sealer: Sealer) -> None:
        self.folder = Remembering(
            reader, registry, sealer, most=_RECENT, told_of_all=True
        )
        self.newest = b""
        self._position = 0

    def look_at(self, newest: Row | None, reader: Reader) -> None:
        """See, under the lock, whether somebody else has written.

        Raises:
            Conflict: What the thread wrote last is gone: the journal was restored, and
                what is remembered may be of another course of things.
        """
        if newest is not None and newest[4] == self.newest:
            return
        if self.newest and not self._stands(reader):
            raise Conflict({})
        self.folder.look_again()

    def _stands(self, reader: Reader) -> bool:
        """Whether the row that the thread wrote last is where it was."""
        at = self._position
        return any(
            row[4] == self.newest for row in reader.log(after=at - 1, upto=at, limit=1)
        )

    def follow(self, events: Iterable[Recorded], newest: bytes, position: int) -> None:
        """Take in what the thread has written to what it has read.

        A stream to which something personal was written is let go, to be read again.

        Args:
            events: As they stand in the journal, in order.

            newest: The state of the last row.

            position: Its place in the journal.
        """
        self.newest, self._position = newest, position
        folder = self.folder
        followed = [each for each in events if folder.knows(each.stream)]
        if followed:
            folder.follow(followed)
            classes = folder.registry.classes
            for recorded in followed:
                if classes[recorded.name].personal:
                    folder.let_go(recorded.stream)

    def forget_all(self) -> None:
        """Remember nothing more, as when nobody knows what the store has done."""
        self.newest = b""
        self.folder.forget_all()


def _is_let_go(told: list[_Told]) -> bool:
    """Whether there is an event in it of which only the id is kept."""
    return any(event is None for _, event in told)


def _id_at(told: list[_Told], place: int) -> EventId:
    """The id of an event, found in its row the first time that it is asked for."""
    named, event = told[place]
    if isinstance(named, bytes):
        named = EventId(metadata(layout.split(named).m).event)
        told[place] = named, event
    return named
