"""From rows to states: the fold, and who opens what is sealed in it.

Evaluates no rule, reads no clock; sealed sections are opened only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Malformed, PluginMissing
from kvalitet_core.ids import EventId, StreamId, stream_id
from kvalitet_core.journal import layout
from kvalitet_core.journal.records import SealedReference, metadata, written
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.store import Reader, Row
from kvalitet_core.journal.upcasting import newest_content
from kvalitet_core.personal import Forgotten, unseen
from kvalitet_core.plugins import SealedUpcaster
from kvalitet_core.privacy.person import AGGREGATE as PERSON
from kvalitet_core.privacy.sealing import Place, Sealer
from kvalitet_core.recorded import Recorded

__all__ = ["PAGE", "REMEMBERED", "Folder", "Remembering", "stream_rows"]

D = TypeVar("D")

PAGE: Final = 500
"""How many rows are read at a time."""

REMEMBERED: Final = 1_000
"""How many streams a batch keeps in mind, so that what it takes has a limit."""


class _Reached(NamedTuple):
    """How far a stream is folded."""

    stream: StreamId
    version: int
    state: Any


class Folder:
    """Reads states through one reader: a store, or a writer in its transaction."""

    def __init__(self, reader: Reader, registry: Registry, sealer: Sealer) -> None:
        self.reader = reader
        self.registry = registry
        self.sealer = sealer

    def state(
        self,
        aggregate: Aggregate,
        stream: StreamId,
        *,
        upto: int | None = None,
        known: datetime | None = None,
    ) -> tuple[Any, int]:
        """The state of a stream and its version, as of a version or an instant."""
        begun = _Reached(stream, 0, None)
        reached = self._folded(aggregate, begun, upto=upto, known=known)
        return reached.state, reached.version

    def _folded(
        self,
        aggregate: Aggregate,
        begun: _Reached,
        *,
        upto: int | None,
        known: datetime | None = None,
    ) -> _Reached:
        """Fold a stream on from where it was left."""
        stream, version, state = begun
        evolve, read = aggregate.evolve, self._read
        limit = written(known) if known else None
        with unseen():
            for row in stream_rows(self.reader, stream, after=version, upto=upto):
                if limit and metadata(layout.split(row[4]).m).recorded_at > limit:
                    break
                event = read(row)
                if type(event) is UnknownEvent:
                    raise PluginMissing(stream, row[2], row[3])
                state = evolve(state, event)
                version = row[2]
        return _Reached(stream, version, state)

    def _read(self, row: Row) -> Any:
        return self.registry.read(row, self.opener)

    def recorded(self, stream: StreamId, *, upto: int) -> Iterator[tuple[EventId, Any]]:
        """The events of a stream with their ids, in order, as far as a version."""
        with unseen():
            for row in stream_rows(self.reader, stream, upto=upto):
                told = metadata(layout.split(row[4]).m)
                yield EventId(told.event), self.registry.read(row, self.opener)

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        rows = self.reader.stream(stream, after=version - 1, upto=version, limit=1)
        if not rows:
            raise Malformed(stream, f"version {version} is missing")
        return EventId(metadata(layout.split(rows[0][4]).m).event)

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What an installed plugin defines of a kind; () if nothing."""
        return self.registry.definitions(kind, of=of)

    def states(self, aggregate: Aggregate) -> Iterator[tuple[StreamId, Any]]:
        """The newest state of every stream of a kind, in the order of their ids."""
        before = f"{aggregate.kind}0"
        reached = _Reached(StreamId(f"{aggregate.kind}/"), 0, None)
        while rows := self.reader.by_stream(
            after=reached[:2], before=before, limit=PAGE
        ):
            *finished, reached = self._folded_on(aggregate, reached, rows)
            for stream, version, state in finished:
                if version:
                    yield stream, state
        if reached.version:
            yield reached.stream, reached.state

    def _folded_on(
        self, aggregate: Aggregate, reached: _Reached, rows: Sequence[Row]
    ) -> list[_Reached]:
        """Fold a page of rows of many streams; the last of them may go on."""
        evolve, read = aggregate.evolve, self.registry.read
        folded = []
        stream, version, state = reached
        with unseen():
            for row in rows:
                if row[1] != stream:
                    folded.append(_Reached(stream, version, state))
                    stream, version, state = StreamId(row[1]), 0, None
                version += 1
                if row[2] != version:
                    raise Malformed(stream, f"version {version} is missing")
                event = read(row, self.opener)
                if type(event) is UnknownEvent:
                    raise PluginMissing(stream, version, row[3])
                state = evolve(state, event)
        folded.append(_Reached(stream, version, state))
        return folded

    def opener(
        self,
        stream: str,
        version: int,
        reference: SealedReference,
        hint: Any,
        steps: tuple[SealedUpcaster, ...] = (),
    ) -> Callable[[], Any]:
        """A function that opens a sealed section, and gives its newest shape."""
        place = Place(stream, version, reference.ordinal, reference.subject)

        def opened() -> Any:
            plain = self.sealer.open(
                place,
                key_id=reference.key,
                digest=reference.sha256,
                sealed=self.reader.section(place[:3]),
                forgotten=self.is_forgotten,
            )
            if isinstance(plain, Forgotten):
                return plain
            try:
                return newest_content(self.registry.codec, hint, steps)(plain)
            except Malformed:
                where = f"{stream} version {version}, section {reference.ordinal}"
                raise Malformed(where, "does not hold what its type says") from None

        return opened

    def is_forgotten(self, subject: str) -> bool:
        """Whether the journal holds a decision to forget this person."""
        person, _ = self.state(PERSON, stream_id("person", subject))
        return person is not None and person.forgotten is not None


class Remembering(Folder):
    """A folder that goes on from where it was: for a transaction that holds the lock.

    Nobody else writes, so what was folded holds, and only what was written since is
    read. It remembers so many streams, those that were asked for last.

    Where it is told of all that is written, by `follow`, not even that is read.
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
        self._known: dict[StreamId, _Reached] = {}
        self._told: dict[StreamId, list[tuple[bytes | EventId, Any]]] = {}
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
        is_read = stream in self._known
        begun = self._known.pop(stream, _Reached(stream, 0, None))
        if known is not None or (upto is not None and upto < begun.version):
            self._known[stream] = begun
            return super().state(aggregate, stream, upto=upto, known=known)
        reached = begun
        if not (is_read and self._told_of_all):
            reached = self._folded(aggregate, begun, upto=upto)
        self._remember(reached)
        return reached.state, reached.version

    def follow(self, events: Iterable[Recorded]) -> None:
        """Take in events at hand, so that they need not be read where they come next.

        Args:
            events: As they stand in the journal, in order.
        """
        for recorded in events:
            stream, version = recorded.stream, recorded.version
            reached = self._known.pop(stream, _Reached(stream, 0, None))
            if reached.version == version - 1 and not _is_unknown(recorded.event):
                evolve = self.registry.aggregate_at(stream).evolve
                with unseen():
                    state = evolve(reached.state, recorded.event)
                reached = _Reached(stream, version, state)
            if reached.version:
                self._remember(reached)
            self._keep(stream, version, recorded.event_id, recorded.event)

    def forget_all(self) -> None:
        """Remember nothing more, as when the transaction is over."""
        self._known.clear()
        self._told.clear()

    def recorded(self, stream: StreamId, *, upto: int) -> Iterator[tuple[EventId, Any]]:
        """The events of a stream with their ids, in order, as far as a version."""
        told = self._told_of(stream, upto)
        for place in range(upto):
            yield _id_of(told[place][0]), told[place][1]

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream.

        Raises:
            Malformed: There is none.
        """
        told = self._told_of(stream, version)
        if not 0 < version <= len(told):
            raise Malformed(stream, f"version {version} is missing")
        return _id_of(told[version - 1][0])

    def _read(self, row: Row) -> Any:
        """Read an event, and keep it where its stream is read from the beginning."""
        event = super()._read(row)
        self._keep(StreamId(row[1]), row[2], row[4], event)
        return event

    def _keep(
        self, stream: StreamId, version: int, named: bytes | EventId, event: Any
    ) -> None:
        """Keep an event, with its id or the row that has it, if those before it are."""
        told = self._told.pop(stream, [])
        if len(told) == version - 1:
            told.append((named, event))
        self._told[stream] = told
        if len(self._told) > self._most:
            del self._told[next(iter(self._told))]

    def _told_of(
        self, stream: StreamId, upto: int
    ) -> list[tuple[bytes | EventId, Any]]:
        """All that was told of a stream, as far as a version or further."""
        known = len(self._told.get(stream, ()))
        if known < upto:
            with unseen():
                for row in stream_rows(self.reader, stream, after=known, upto=upto):
                    self._read(row)
        return self._told.get(stream, [])

    def _remember(self, reached: _Reached) -> None:
        self._known[reached.stream] = reached
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]


def _id_of(named: bytes | EventId) -> EventId:
    """The id of an event, or the one in its row."""
    if isinstance(named, bytes):
        return EventId(metadata(layout.split(named).m).event)
    return named


def _is_unknown(event: Any) -> bool:
    return type(event) is UnknownEvent


def stream_rows(
    reader: Reader, stream: str, *, after: int = 0, upto: int | None = None
) -> Iterator[Row]:
    """The rows of a stream, page by page, none of them missing.

    Raises:
        Malformed: A version is missing from the stream.
    """
    version = after
    while True:
        rows = reader.stream(stream, after=version, upto=upto, limit=PAGE)
        for row in rows:
            version += 1
            if row[2] != version:
                raise Malformed(stream, f"version {version} is missing")
            yield row
        if len(rows) < PAGE:
            return
