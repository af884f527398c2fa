"""How a log grows: from its right edge and new hashes to tiles and a new edge.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.making.frontier import Frontier
from kvalitet_core.evidence.making.hashing import HASH_SIZE, parted, root_of
from kvalitet_core.evidence.making.tiles import HEIGHT, WIDTH, Tile

__all__ = ["Edge", "Grown", "ReadTile", "read_whole", "restored"]

ReadTile = Callable[[Tile], bytes]
"""Gives the bytes of a tile; of a partial one, those of a wider one will do."""

_FULL = WIDTH * HASH_SIZE


@attrs.frozen(kw_only=True)
class Edge:
    """The right edge of a log: its frontier, and its tiles that are not full yet.

    Attributes:
        frontier: The log's size, and what its root is made of.
        partial: The tile at the right edge of each level, from level 0; empty where
            the last one is full.
    """

    frontier: Frontier = attrs.field(factory=Frontier)
    partial: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.frontier.size

    @property
    def root(self) -> bytes:
        """The root of the log's tree."""
        return self.frontier.root

    def grown(self, leaf_hashes: Sequence[bytes]) -> Grown:
        """Let the log grow by entries with these hashes."""
        risen = self.frontier.risen(leaf_hashes)
        tiles: list[tuple[Tile, bytes]] = []
        partial = []
        for level, (before, added) in enumerate(zip_longest(self.partial, risen.tiled)):
            data = (before or b"") + b"".join(added or ())
            if added:
                index = self.size >> HEIGHT * (level + 1)
                tiles += _cut(level, index, data)
            partial.append(data[len(data) // _FULL * _FULL :])
        edge = Edge(frontier=risen.frontier, partial=tuple(partial))
        return Grown(edge=edge, tiles=tuple(tiles))


@attrs.frozen(kw_only=True)
class Grown:
    """What came of letting a log grow.

    Attributes:
        edge: Its right edge now.
        tiles: Every tile that is new or wider than it was, by level and index.
    """

    edge: Edge
    tiles: tuple[tuple[Tile, bytes], ...]


def restored(size: int, read: ReadTile) -> Edge:
    """Take up a log of this size again, from its tiles.

    Raises:
        Malformed: A tile at the right edge is too short.
    """
    partial: list[bytes] = []
    subtrees: list[bytes] = []
    for level in range(-(-size.bit_length() // HEIGHT)):
        count = size >> HEIGHT * level
        width = count % WIDTH
        tile = Tile(level=level, index=count // WIDTH, width=width) if width else None
        data = b"" if tile is None else read_whole(tile, read)
        partial.append(data)
        subtrees = [*_subtrees(parted(data)), *subtrees]
    return Edge(
        frontier=Frontier(size=size, subtrees=tuple(subtrees)), partial=tuple(partial)
    )


def read_whole(tile: Tile, read: ReadTile) -> bytes:
    """Read a tile, as wide as it is asked for.

    Raises:
        Malformed: What is read is shorter than that.
    """
    data = read(tile)
    wanted = tile.width * HASH_SIZE
    if len(data) < wanted:
        problem = (
            f"expected {tile.width} hashes ({wanted} bytes), got {len(data)} bytes"
        )
        raise Malformed(tile.path, problem)
    return data[:wanted]


def _cut(level: int, index: int, data: bytes) -> Iterator[tuple[Tile, bytes]]:
    for start in range(0, len(data), _FULL):
        cut = data[start : start + _FULL]
        width = len(cut) // HASH_SIZE
        yield Tile(level=level, index=index + start // _FULL, width=width), cut


def _subtrees(hashes: list[bytes]) -> Iterator[bytes]:
    """The roots of the whole subtrees that a tile's hashes make, the largest first."""
    start = 0
    for height in reversed(range(HEIGHT)):
        if len(hashes) >> height & 1:
            yield root_of(hashes[start : start + (1 << height)])
            start += 1 << height
