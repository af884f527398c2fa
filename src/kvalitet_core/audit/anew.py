"""Folding anew: streams folded in the order of the log, and each by itself.

A state is let go of when its stream has come to its end, and only its digest is kept:
so a journal of any length takes the same memory, but for the streams that go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.audit.fitting import Fitting
from kvalitet_core.audit.lying import DATA, METADATA, OWN, said, unreadable
from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.errors import KvalitetError, Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.journal.store import Row

__all__ = ["Anew", "Span", "Stood"]

_PAGE: Final = 1_000


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
    """How far a stream is folded, and by what."""

    __slots__ = ("evolve", "position", "state", "version")

    def __init__(self, evolve: Callable[[Any, Any], Any]) -> None:
        self.version = 0
        self.state: Any = None
        self.evolve = evolve
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

    def take(self, row: Row, read: Callable[[Row], Any]) -> None:
        """Fold on, unless something was wrong before."""
        if self.problem is not None:
            return
        if row[2] != self.version + 1:
            self.problem = Wrong.of("alone_version", version=self.version + 1)
            return
        try:
            self.state = self.evolve(self.state, read(row))
        except KvalitetError as error:
            self.problem = Wrong.of("alone_unreadable", problem=said(error))
        self.version += 1


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
        fitting: Fitting | None,
        ended: Callable[[str, int, Any], None],
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            span: Which streams to fold.

            note: Takes down what is wrong.

            heads: The newest version of each of them, by the store's own account.

            fitting: Holds each event against its schema; None where nothing does.

            ended: Is given each stream, the place of its last event, and its last
                state.
        """
        self.events = 0
        self.stood: dict[str, Stood] = {}
        self.unknown: Counter[str] = Counter()
        self._folder = folder
        self._registry = folder.registry
        self._classes = folder.registry.classes
        self._span = span
        self._note = note
        self._heads = heads
        self._fitting = fitting
        self._ended = ended
        self._reached: dict[str, _Reached] = {}
        self._skipped: set[str] = set()

    def take(self, rows: Sequence[Row]) -> None:
        """Fold on, in the order of the log."""
        first, before = self._span
        for row in rows:
            _, stream, _, name, _ = row
            if name == COMMAND or not first <= stream < before:
                continue
            if stream.startswith(OWN):
                continue
            try:
                event = self._read(row)
                if type(event) is UnknownEvent:
                    self.unknown[name] += 1
                    self._skip(stream)
                if stream not in self._skipped:
                    self._fold(row, event)
            except KvalitetError as error:
                self._note(row[0], stream, unreadable(error))
                self._skip(stream)

    def _fold(self, row: Row, event: Any) -> None:
        """Fold on the stream of a row, which comes next in it."""
        position, stream, version, _, _ = row
        known = self._reached.get(stream) or self._begun(stream)
        if version != known.version + 1:
            wrong = Wrong.of("version", version=version, before=known.version)
            self._note(position, stream, wrong)
            self._skip(stream)
            return
        known.state = known.evolve(known.state, event)
        known.version, known.position = version, position
        self.events += 1
        if version == self._heads.get(stream):
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

    def _begun(self, stream: str) -> _Reached:
        aggregate = self._registry.aggregate_at(StreamId(stream))
        begun = self._reached[stream] = _Reached(aggregate.evolve)
        return begun

    def _read(self, row: Row) -> Any:
        """The event of a row, which is held against its schema."""
        name, state = row[3], row[4]
        cut = state.rfind(METADATA)
        stored = self._classes.get(name)
        if stored is None or stored.personal or b',"p":[' in state[cut:]:
            event = self._registry.read(row, self._folder.opener)
        else:
            try:
                event = stored.decode(state[DATA:cut])
            except Malformed:
                event = self._registry.read(row, self._folder.opener)
        if self._fitting is not None:
            data = state[DATA:cut] if cut > 0 else layout.split(state).d
            problem = self._fitting.problem(name, data)
            if problem is not None:
                self._note(row[0], row[1], problem)
        return event

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
        alone: _Alone | None = None
        for row in self._by_stream(span, upto):
            if alone is None or alone.stream != row[1]:
                self._held(alone, left)
                alone = _Alone(row[1], aggregate.evolve)
            if row[1] in left:
                alone.take(row, self._read_again)
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

    def _by_stream(self, span: Span, upto: int) -> Iterator[Row]:
        """The rows of the streams of a span, stream by stream."""
        after = (span.first, 0)
        while rows := self._folder.reader.by_stream(
            after=after, before=span.before, limit=_PAGE
        ):
            yield from (row for row in rows if row[0] <= upto)
            after = (rows[-1][1], rows[-1][2])

    def _read_again(self, row: Row) -> Any:
        """The event of a row that was read before."""
        stored = self._classes.get(row[3])
        if stored is None or stored.personal:
            return self._registry.read(row, self._folder.opener)
        return stored.decode_again(row[4][DATA : row[4].rfind(METADATA)])
