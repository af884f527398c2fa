"""Folding abreast: streams of all kinds side by side, from one reading of each event.

A few events of every kind are read at a time, stream by stream: folded so, each stream
by itself, and once more in the order of the log, where they follow on those of other
streams. What a stream comes to is the same both times, and is then let go of.

It is for a journal that holds together. Whatever is otherwise ends it, and is to be
told by `Anew`, which reads everything as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from kvalitet_core.audit.anew import Span, Stood
from kvalitet_core.audit.astray import Astray
from kvalitet_core.audit.lying import OWN
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.summing import Summing
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.journal.store import Row

__all__ = ["Abreast"]

_PAGE: Final = 1_000
_POSITION: Final = itemgetter(0)
_STREAM: Final = itemgetter(1)


class _Stream:
    """How far a stream is folded, both ways."""

    __slots__ = ("alone", "evolve", "is_left", "name", "position", "state", "version")

    def __init__(self, name: str, evolve: Callable[[Any, Any], Any] | None) -> None:
        self.name = name
        self.evolve = evolve
        self.version = 0
        self.position = 0
        self.state: Any = None
        self.alone: Any = None
        self.is_left = False


class _Kind:
    """The streams of a kind, read in their order a page at a time.

    Attributes:
        stream: The last of them that was begun.
    """

    def __init__(self, folder: Folder, kind: str, span: Span, upto: int) -> None:
        registry = folder.registry
        known = registry.aggregates.get(kind)
        self.evolve = None if known is None else known.evolve
        self.stream: _Stream | None = None
        self._reader = folder.reader
        self._after, self._before = (span.first, 0), span.before
        self._upto = upto

    def page(self) -> list[Row] | None:
        """The rows that come next; None when there are no more."""
        rows = self._reader.by_stream(
            after=self._after, before=self._before, limit=_PAGE
        )
        if not rows:
            return None
        self._after = rows[-1][1:3]
        return [row for row in rows if row[0] <= self._upto]


class Abreast:
    """Folds the streams of a span.

    Attributes:
        events: How many events were folded.
        stood: What each stream came to.
        unknown: The stored names that no installed class has, and how often each
            occurs: their streams are not folded.
        sum: The sum over all rows that were read.
    """

    def __init__(
        self,
        folder: Folder,
        span: Span,
        *,
        upto: int,
        reading: Rereading,
        summing: Summing,
        wanted: frozenset[str],
        told: Callable[[Row, Any], None],
        ended: Callable[[str, int, Any], None],
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            span: Which streams to fold.

            upto: The last position; what was written since is left out.

            reading: Reads the events.

            summing: Gives the sum over rows.

            wanted: The stored names of the events that somebody else looks at too.

            told: Is given each of them, with its row.

            ended: Is given each stream, the place of its last event, and its last
                state.
        """
        self.events = 0
        self.stood: dict[str, Stood] = {}
        self.unknown: Counter[str] = Counter()
        self.sum = 0
        self._folder = folder
        self._span = span
        self._upto = upto
        self._read = reading.first
        self._summing = summing
        self._wanted = wanted
        self._told = told
        self._ended = ended
        self._encode = folder.registry.codec.encode_state
        self._taken: list[tuple[int, _Stream, Any]] = []
        self._over: list[_Stream] = []

    def fold(self) -> None:
        """Fold all, a page of every kind at a time.

        Raises:
            Astray: Something does not hold together.
            KvalitetError: An event cannot be read, or cannot be folded.
        """
        kinds = [*self._kinds()]
        while kinds:
            kinds = [kind for kind in kinds if self._take(kind)]
            self._in_log_order()
            self._compare()

    def _kinds(self) -> Iterator[_Kind]:
        """Every kind that has a stream in the span, but for the journal's own."""
        start, before = self._span
        while rows := self._folder.reader.by_stream(
            after=(start, 0), before=before, limit=1
        ):
            kind, slash, _ = rows[0][1].partition("/")
            if not slash:
                raise Astray(kind)
            within = self._span.within(kind)
            if within is not None and kind not in _OWN:
                yield _Kind(self._folder, kind, within, self._upto)
            start = f"{kind}0"

    def _take(self, kind: _Kind) -> bool:
        """Fold a page of a kind, stream by stream; whether there was one."""
        rows = kind.page()
        if rows is None:
            if kind.stream is not None:
                self._over.append(kind.stream)
            return False
        self.sum += self._summing.of(rows)
        for name, own in groupby(rows, key=_STREAM):
            if kind.stream is None or kind.stream.name != name:
                if kind.stream is not None:
                    self._over.append(kind.stream)
                kind.stream = _Stream(name, kind.evolve)
            self._fold_alone(kind.stream, own)
        return True

    def _fold_alone(self, stream: _Stream, rows: Iterable[Row]) -> None:
        """Fold a stream on, by itself."""
        read, wanted, take = self._read, self._wanted, self._taken.append
        evolve, alone, before = stream.evolve, stream.alone, stream.position
        for row in rows:
            position, _, version, topic, _ = row
            stream.version += 1
            if version != stream.version or position <= before:
                raise Astray(stream.name)
            before = position
            event = read(row)
            if topic in wanted:
                self._told(row, event)
            if event.__class__ is UnknownEvent:
                self.unknown[topic] += 1
                stream.is_left = True
            elif not stream.is_left:
                if evolve is None:
                    raise Astray(stream.name)
                alone = evolve(alone, event)
                take((position, stream, event))
        stream.alone, stream.position = alone, before

    def _in_log_order(self) -> None:
        """Fold what was read once more, each event after those before it in the log."""
        taken = self._taken
        taken.sort(key=_POSITION)
        for _, stream, event in taken:
            stream.state = stream.evolve(stream.state, event)  # type: ignore[misc]
        self.events += len(taken)
        taken.clear()

    def _compare(self) -> None:
        """Hold both states of the streams that are over against each other."""
        encode = self._encode
        for stream in self._over:
            if stream.is_left:
                continue
            written = encode(stream.state)
            if encode(stream.alone) != written:
                raise Astray(stream.name)
            digest = sha256(written).digest()
            self.stood[stream.name] = Stood(stream.version, digest)
            self._ended(stream.name, stream.position, stream.state)
        self._over.clear()


_OWN: Final = frozenset(each.rstrip("/") for each in OWN)
"""The kinds that no aggregate has."""
