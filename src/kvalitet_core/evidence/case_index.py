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
from array import array
from collections.abc import Iterable, Sequence

import attrs
import msgspec

from kvalitet_core.evidence.leaves import Leaf
from kvalitet_core.evidence.making.hashing import (
    EMPTY_ROOT,
    leaf_hash,
    node_hash,
    root_of,
)
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import WIDTH, Tile
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.store import Row

__all__ = ["Case", "CaseIndex", "Growth", "leaf_of_case", "path_in"]


class _Targets(msgspec.Struct):
    targets: tuple[str, ...]


_targets = msgspec.json.Decoder(_Targets)


@attrs.frozen(kw_only=True)
class Case:
    """Where a stream stands in a case index, and what it has there.

    Attributes:
        place: Its place in the order of the index.
        events: How many events it has.
        commands: The positions of the records of the commands about it.
    """

    place: int
    events: int
    commands: Sequence[int]


class Growth:
    """A tree that grows leaf by leaf, and remembers no more than it must."""

    __slots__ = ("count", "stack")

    def __init__(self, count: int = 0, stack: Iterable[bytes] = ()) -> None:
        self.count = count
        self.stack = list(stack)

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


class _Stream:
    """What an index has of one stream."""

    __slots__ = ("commands", "events", "positions")

    def __init__(self) -> None:
        self.events = Growth()
        self.commands = Growth()
        self.positions = array("Q")


class CaseIndex:
    """Every stream of a journal as far as it was read."""

    def __init__(self) -> None:
        self.size = 0
        self._streams: dict[str, _Stream] = {}

    def add(self, row: Row, leaf: Leaf) -> None:
        """Take in the next row."""
        self.size += 1
        if not leaf.stream.startswith("command/"):
            self._of(leaf.stream).events.add(leaf.hash)
        elif row[3] == COMMAND:
            for target in _targets.decode(layout.split(row[4]).d).targets:
                stream = self._of(target)
                stream.commands.add(leaf.hash)
                stream.positions.append(row[0])

    def put(
        self, stream: str, events: Growth, commands: Growth, positions: Iterable[int]
    ) -> None:
        """Take up a stream again as it was."""
        kept = self._of(stream)
        kept.events, kept.commands = events, commands
        kept.positions = array("Q", positions)

    def _of(self, stream: str) -> _Stream:
        found = self._streams.get(stream)
        if found is None:
            found = self._streams[stream] = _Stream()
        return found

    @property
    def streams(self) -> list[str]:
        """The streams in the order of the index."""
        return sorted(self._streams, key=str.encode)

    def counts(self, stream: str) -> tuple[int, int]:
        """How many events a stream has, and how many commands were about it."""
        kept = self._streams[stream]
        return kept.events.count, kept.commands.count

    def grown(self, stream: str) -> tuple[Growth, Growth, Sequence[int]]:
        """The trees of a stream, and the positions of the records of its commands."""
        kept = self._streams[stream]
        return kept.events, kept.commands, kept.positions

    def case(self, stream: str) -> Case | None:
        """What a stream has; None where there is no such stream."""
        if stream not in self._streams:
            return None
        kept, place = self._streams[stream], self.streams.index(stream)
        return Case(place=place, events=kept.events.count, commands=kept.positions)

    def hashes(self) -> list[bytes]:
        """The hash of each leaf, in order."""
        return [leaf_hash(self.leaf(stream)) for stream in self.streams]

    def root(self) -> bytes:
        """The root of the index."""
        return root_of(self.hashes())

    def leaf(self, stream: str) -> bytes:
        """The leaf of a stream."""
        kept = self._streams[stream]
        return leaf_of_case(stream, kept.events, kept.commands)


def leaf_of_case(stream: str, events: Growth, commands: Growth) -> bytes:
    """A leaf of the index."""
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


def path_in(hashes: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Prove that a stream is at its place in the index, from all leaf hashes of it."""
    levels = [hashes]
    while len(levels[-1]) > WIDTH:
        row = levels[-1]
        full = range(0, len(row) - len(row) % WIDTH, WIDTH)
        levels.append([root_of(row[at : at + WIDTH]) for at in full])
    if len(levels[-1]) == WIDTH:
        levels.append([root_of(levels[-1])])

    def read(tile: Tile) -> bytes:
        start = tile.index * WIDTH
        return b"".join(levels[tile.level][start : start + tile.width])

    return Prover(len(hashes), read=read).inclusion(index)
