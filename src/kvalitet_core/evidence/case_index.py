"""The case index: a tree over all streams, which shows that one of them is whole.

A leaf is one stream: how many events it has and their root, how many commands were
about it, refused ones too, and the root of their records. Leaves stand in the order of
stream ids. The root is logged as an event, right after the rows that it is of.

    0x02
    u16 length, stream id in UTF-8
    u64 number of events, 32 bytes root over their leaf hashes
    u64 number of commands, 32 bytes root over the leaf hashes of their records
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from kvalitet_core.evidence.leaves import Leaf, leaf_of
from kvalitet_core.evidence.making.hashing import (
    EMPTY_ROOT,
    leaf_hash,
    node_hash,
    root_of,
)
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import WIDTH, Tile
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.journal import layout
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.records import Indexed
from kvalitet_core.journal.store import Reader, Row, Store

__all__ = ["INDEXED", "CaseIndex", "logged_index", "rows_of"]

INDEXED: Final = "journal.indexed/1"
"""The stored name of the event that has the root of a case index."""

_PAGE: Final = 1000


class _Targets(msgspec.Struct):
    targets: tuple[str, ...]


_targets = msgspec.json.Decoder(_Targets)


class _Tree:
    """A tree that grows leaf by leaf, and remembers no more than it must."""

    __slots__ = ("count", "stack")

    def __init__(self) -> None:
        self.count = 0
        self.stack: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        count = self.count
        while count & 1:
            leaf = node_hash(self.stack.pop(), leaf)
            count >>= 1
        self.stack.append(leaf)
        self.count += 1

    def root(self) -> bytes:
        """The root of what is there."""
        if not self.stack:
            return EMPTY_ROOT
        *left, root = self.stack
        for each in reversed(left):
            root = node_hash(each, root)
        return root


class CaseIndex:
    """Every stream of a journal as far as it was read."""

    def __init__(self) -> None:
        self.size = 0
        self._streams: dict[str, tuple[_Tree, _Tree]] = {}

    @classmethod
    def over(cls, rows: Iterable[Row]) -> CaseIndex:
        """The index over some first rows of a journal."""
        index = cls()
        for row in rows:
            index.add(row, leaf_of(row))
        return index

    def add(self, row: Row, leaf: Leaf) -> None:
        """Take in the next row."""
        self.size += 1
        if not leaf.stream.startswith("command/"):
            self._of(leaf.stream)[0].add(leaf.hash)
        elif row[3] == COMMAND:
            for target in _targets.decode(layout.split(row[4]).d).targets:
                self._of(target)[1].add(leaf.hash)

    def _of(self, stream: str) -> tuple[_Tree, _Tree]:
        found = self._streams.get(stream)
        if found is None:
            found = self._streams[stream] = (_Tree(), _Tree())
        return found

    @property
    def streams(self) -> list[str]:
        """The streams in the order of the index."""
        return sorted(self._streams, key=str.encode)

    def counts(self, stream: str) -> tuple[int, int]:
        """How many events a stream has, and how many commands were about it."""
        events, commands = self._streams[stream]
        return events.count, commands.count

    def hashes(self) -> list[bytes]:
        """The hash of each leaf, in order."""
        return [leaf_hash(self.leaf(stream)) for stream in self.streams]

    def root(self) -> bytes:
        """The root of the index."""
        return root_of(self.hashes())

    def leaf(self, stream: str) -> bytes:
        """The leaf of a stream."""
        events, commands = self._streams[stream]
        called = stream.encode()
        return b"".join(
            [
                struct.pack(">BH", 2, len(called)),
                called,
                struct.pack(">Q", events.count),
                events.root(),
                struct.pack(">Q", commands.count),
                commands.root(),
            ]
        )

    def path(self, index: int) -> tuple[bytes, ...]:
        """Prove that a stream is at its place in the index."""
        levels = [self.hashes()]
        while len(levels[-1]) > WIDTH:
            row = levels[-1]
            full = range(0, len(row) - len(row) % WIDTH, WIDTH)
            levels.append([root_of(row[at : at + WIDTH]) for at in full])
        if len(levels[-1]) == WIDTH:
            levels.append([root_of(levels[-1])])

        def read(tile: Tile) -> bytes:
            start = tile.index * WIDTH
            return b"".join(levels[tile.level][start : start + tile.width])

        return Prover(len(levels[0]), read=read).inclusion(index)


def rows_of(
    reader: Reader, *, after: int = 0, upto: int | None = None
) -> Iterator[Row]:
    """Rows in order, page by page."""
    while page := reader.log(after=after, upto=upto, limit=_PAGE):
        yield from page
        after = page[-1][0]


def logged_index(store: Store, journal_id: str, *, clock: Clock) -> int:
    """Make the case index of all that is there, and log it; gives its position.

    The rows are read before the write lock is taken, but for the last of them.

    Raises:
        Malformed: A row cannot be read.
        JournalUnavailable: The journal cannot be read or written.
    """
    index = CaseIndex.over(rows_of(store, upto=store.fence()))

    def finished(reader: Reader) -> Indexed:
        for row in rows_of(reader, after=index.size):
            index.add(row, leaf_of(row))
        return Indexed(
            root=index.root().hex(), size=index.size, streams=len(index.streams)
        )

    return log_own(store, journal_id, INDEXED, finished, clock=clock)
