"""From rows to states: the fold, and who opens what is sealed in it.

Evaluates no rule, reads no clock; sealed sections are opened only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Malformed, PluginMissing
from kvalitet_core.ids import EventId, StreamId, stream_id
from kvalitet_core.journal import layout
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.sections import SealedReference, metadata
from kvalitet_core.journal.store import Reader, Row
from kvalitet_core.journal.upcasting import newest_content
from kvalitet_core.personal import Forgotten, unseen
from kvalitet_core.plugins import SealedUpcaster
from kvalitet_core.privacy.person import AGGREGATE as PERSON
from kvalitet_core.privacy.sealing import Place, Sealer

__all__ = ["PAGE", "Folder", "Reached", "stream_rows"]

D = TypeVar("D")

PAGE: Final = 500
"""How many rows are read at a time."""


class Reached(NamedTuple):
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
        begun = Reached(stream, 0, None)
        reached = self.folded(aggregate, begun, upto=upto, known=known)
        return reached.state, reached.version

    def folded(
        self,
        aggregate: Aggregate,
        begun: Reached,
        *,
        upto: int | None,
        known: datetime | None = None,
    ) -> Reached:
        """Fold a stream on from where it was left."""
        stream, version, state = begun
        if upto is not None and version >= upto:
            return begun
        evolve, read = aggregate.evolve, self.read
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
        return Reached(stream, version, state)

    def read(self, row: Row) -> Any:
        """The event of a row, in its newest shape."""
        return self.registry.read(row, self.opener)

    def recorded(self, stream: StreamId, *, upto: int) -> Iterator[tuple[EventId, Any]]:
        """The events of a stream with their ids, in order, as far as a version."""
        with unseen():
            for row in stream_rows(self.reader, stream, upto=upto):
                told = metadata(layout.split(row[4]).m)
                yield EventId(told.event), self.registry.read(row, self.opener)

    def set_by(
        self, stream: StreamId, accepts: Callable[[Any], bool], *, upto: int
    ) -> EventId | None:
        """The id of the newest event in a stream that is accepted, as of a version."""
        found = None
        for event_id, event in self.recorded(stream, upto=upto):
            if accepts(event):
                found = event_id
        return found

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
        reached = Reached(StreamId(f"{aggregate.kind}/"), 0, None)
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
        self, aggregate: Aggregate, reached: Reached, rows: Sequence[Row]
    ) -> list[Reached]:
        """Fold a page of rows of many streams; the last of them may go on."""
        evolve, read = aggregate.evolve, self.registry.read
        folded = []
        stream, version, state = reached
        with unseen():
            for row in rows:
                if row[1] != stream:
                    folded.append(Reached(stream, version, state))
                    stream, version, state = StreamId(row[1]), 0, None
                version += 1
                if row[2] != version:
                    raise _missing(row, version)
                event = read(row, self.opener)
                if type(event) is UnknownEvent:
                    raise PluginMissing(stream, version, row[3])
                state = evolve(state, event)
        folded.append(Reached(stream, version, state))
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
        """Whether the journal holds a decision to forget this person.

        It is read, whatever is remembered: that may be behind.
        """
        person, _ = Folder.state(self, PERSON, stream_id("person", subject))
        return person is not None and person.forgotten is not None


def stream_rows(
    reader: Reader, stream: str, *, after: int = 0, upto: int | None = None
) -> Iterator[Row]:
    """The rows of a stream, page by page, none of them missing.

    Raises:
        Damaged: A version is missing from the stream.
    """
    version = after
    while True:
        rows = reader.stream(stream, after=version, upto=upto, limit=PAGE)
        for row in rows:
            version += 1
            if row[2] != version:
                raise _missing(row, version)
            yield row
        if len(rows) < PAGE:
            return


def _missing(row: Row, version: int) -> Malformed:
    """That a row follows on no version before it."""
    return layout.damaged(row, Malformed(row[1], f"version {version} is missing"))
