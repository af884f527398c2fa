"""Folding anew: streams folded in the order of the log, and each by itself.

A state is let go of when its stream has come to its end, and only its digest is kept:
so a journal of any length takes the same memory, but for the streams that go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.audit.lying import OWN, said, unreadable
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.errors import KvalitetError
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.journal.store import Row

__all__ = ["Anew", "Span", "Stood"]

_PAGE: Final = 1_000
_STREAM: Final = itemgetter(1)


class Span(NamedTuple):
    """The streams from one id on, as far as another, which is left out."""

    first: str
    before: str

    def within(self, kind: str) -> Span | None:
        """What there is of a kind in it."""
        first, before = max(self.first, f"{kind}/"), min(self.before, f"{kind}0")
        return Span(first, before) if first < before else None


class Stood(NamedTuple):
    """What a stream came to: its version and the digest of its state."""

    version: int
    digest: bytes


class _Reached:
    """How far a stream is folded, by what, and how far it goes."""

    __slots__ = ("evolve", "head", "position", "state", "version")

    def __init__(self, evolve: Callable[[Any, Any], Any], head: int | None) -> None:
        self.version = 0
        self.state: Any = None
        self.evolve = evolve
        self.head = head
        self.position = 0


class _Alone:
    """A stream that is folded by itself, as far as that goes."""

    __slots__ = ("evolve", "problem", "state", "stream", "version")

    def __init__(self, stream: str, evolve: Callable[[Any, Any], Any]) -> None:
        self.stream = stream
        self.evolve = evolve
        self.version = 0
        self.state: Any = None
        self.problem: Wrong | None = None

    def take(self, rows: Iterable[Row], read: Callable[[Row], Any]) -> None:
        """Fold on, unless something was wrong before."""
        if self.problem is not None:
            return
        evolve, version, state = self.evolve, self.version, self.state
        for row in rows:
            version += 1
            if row[2] != version:
                self.problem = Wrong.of("alone_version", version=version)
                return
            try:
                state = evolve(state, read(row))
            except KvalitetError as error:
                self.problem = Wrong.of("alone_unreadable", problem=said(error))
                return
        self.version, self.state = version, state


class Anew:
    """Folds the streams of a span.

    Attributes:
        events: How many events were folded.
        stood: What each stream came to that has come to its end.
        unknown: The stored names that no installed class has, and how often each
            occurs: their streams are not folded.
    """

    def __init__(
        self,
        folder: Folder,
        span: Span,
        *,
        note: Note,
        heads: dict[str, int],
        reading: Rereading,
        wanted: frozenset[str],
        told: Callable[[Row, Any], None],
        ended: Callable[[str, int, Any], None],
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            span: Which streams to fold.

            note: Takes down what is wrong.

            heads: The newest version of each of them, by the store's own account.

            reading: Reads the events.

            wanted: The stored names of the events that somebody else looks at too.

            told: Is given each of them, with its row.

            ended: Is given each stream, the place of its last event, and its last
                state.
        """
        self.events = 0
        self.stood: dict[str, Stood] = {}
        self.unknown: Counter[str] = Counter()
        self._folder = folder
        self._registry = folder.registry
        self._span = span
        self._note = note
        self._heads = heads
        self._reading = reading
        self._wanted = wanted
        self._told = told
        self._ended = ended
        self._reached: dict[str, _Reached] = {}
        self._skipped: set[str] = set()

    def take(self, rows: Sequence[Row]) -> None:
        """Fold on, in the order of the log."""
        first, before = self._span
        reached, read, wanted = self._reached, self._reading.first, self._wanted
        for row in rows:
            position, stream, version, name, _ = row
            if name == COMMAND or not first <= stream < before:
                continue
            known = reached.get(stream)
            if known is None and stream.startswith(OWN):
                continue
            try:
                event = read(row)
                if name in wanted:
                    self._told(row, event)
                if event.__class__ is UnknownEvent:
                    self.unknown[name] += 1
                    self._skip(stream)
                    continue
                if known is None or known.version + 1 != version:
                    known = self._begun(row)
                    if known is None:
                        continue
                known.state = known.evolve(known.state, event)
            except KvalitetError as error:
                self._note(position, stream, unreadable(error))
                self._skip(stream)
                continue
            known.version, known.position = version, position
            self.events += 1
            if version == known.head:
                self._end(stream, known)

    def end(self) -> None:
        """Let every stream that has not come to its end end where it is."""
        for stream, known in list(self._reached.items()):
            self._end(stream, known)

    def compare(self, *, upto: int) -> None:
        """Fold each stream by itself, and hold what it comes to against the log.

        Args:
            upto: The last position; what was written since is left out.
        """
        for kind, aggregate in sorted(self._registry.aggregates.items()):
            within = self._span.within(kind)
            if within is not None:
                self._compare_kind(aggregate, within, upto)

    def _begun(self, row: Row) -> _Reached | None:
        """The stream of a row, which begins; None where that is not its first row."""
        position, stream, version, _, _ = row
        if stream in self._skipped:
            return None
        known = self._reached.get(stream)
        if known is None:
            aggregate = self._registry.aggregate_at(StreamId(stream))
            known = _Reached(aggregate.evolve, self._heads.get(stream))
            self._reached[stream] = known
        if version != known.version + 1:
            wrong = Wrong.of("version", version=version, before=known.version)
            self._note(position, stream, wrong)
            self._skip(stream)
            return None
        return known

    def _skip(self, stream: str) -> None:
        """Fold a stream no further, and say nothing of its state."""
        self._skipped.add(stream)
        self._reached.pop(stream, None)
        self.stood.pop(stream, None)

    def _end(self, stream: str, known: _Reached) -> None:
        """Keep what a stream has come to, and let go of its state."""
        self._reached.pop(stream, None)
        self.stood[stream] = Stood(known.version, self._digest(known.state))
        self._ended(stream, known.position, known.state)

    def _digest(self, state: Any) -> bytes:
        return sha256(self._registry.codec.encode_state(state)).digest()

    def _compare_kind(self, aggregate: Aggregate, span: Span, upto: int) -> None:
        """Hold the streams of a kind against the log; what is left over is missing."""
        left = {each for each in self.stood if span.first <= each < span.before}
        read = self._reading.once_more
        alone: _Alone | None = None
        for stream, rows in self._by_stream(span, upto):
            if alone is None or alone.stream != stream:
                self._held(alone, left)
                alone = _Alone(stream, aggregate.evolve)
            if stream in left:
                alone.take(rows, read)
        self._held(alone, left)
        for stream in sorted(left):
            self._note(None, stream, Wrong.of("alone_missing"))

    def _held(self, alone: _Alone | None, left: set[str]) -> None:
        """Hold a stream that was folded by itself against that of the log."""
        if alone is None or alone.stream not in left:
            return
        left.discard(alone.stream)
        if alone.problem is not None:
            self._note(None, alone.stream, alone.problem)
        elif (
            Stood(alone.version, self._digest(alone.state)) != self.stood[alone.stream]
        ):
            self._note(None, alone.stream, Wrong.of("alone_differs"))

    def _by_stream(self, span: Span, upto: int) -> Iterator[tuple[str, Iterable[Row]]]:
        """The rows of the streams of a span, stream by stream, a long one in parts."""
        after = (span.first, 0)
        while rows := self._folder.reader.by_stream(
            after=after, before=span.before, limit=_PAGE
        ):
            after = (rows[-1][1], rows[-1][2])
            if any(row[0] > upto for row in rows):
                rows = [row for row in rows if row[0] <= upto]
            yield from groupby(rows, key=_STREAM)
