"""Proofs, from tiles: that an entry is in a log, that a log only grew.

Pure: the tiles are read by whoever asks.
"""

from __future__ import annotations

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.making.growing import ReadTile, read_whole
from kvalitet_core.evidence.making.hashing import HASH_SIZE, node_hash, parted, root_of
from kvalitet_core.evidence.making.tiles import HEIGHT, WIDTH, Tile

__all__ = ["Prover"]


class Prover:
    """Proves things about a log of one size, and keeps the tiles that it has read."""

    def __init__(self, size: int, *, read: ReadTile) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self) -> bytes:
        """The root of the log's tree."""
        return self._root(0, self.size) if self.size else root_of(())

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Prove that the log has an entry at this index (RFC 6962, section 2.1.1).

        Raises:
            Malformed: There is no such entry, or a tile is too short.
        """
        if not 0 <= index < self.size:
            problem = f"index: expected 0 to below the size {self.size}, got {index}"
            raise Malformed("inclusion proof", problem)
        path: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._root(middle, end))
                end = middle
            else:
                path.append(self._root(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, first: int) -> tuple[bytes, ...]:
        """Prove that the log, when it had so many entries, began as it does now.

        Raises:
            Malformed: It never had so many, or none at all, or a tile is too short.
        """
        if not 0 < first <= self.size:
            problem = f"first size: expected 1 to {self.size}, got {first}"
            raise Malformed("consistency proof", problem)
        path: list[bytes] = []
        start, end = 0, self.size
        while end != first:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._root(middle, end))
                end = middle
            else:
                path.append(self._root(start, middle))
                start = middle
        if start:
            path.append(self._root(start, end))
        return tuple(reversed(path))

    def _root(self, start: int, end: int) -> bytes:
        """The root of the entries from one index to before another."""
        count = end - start
        if count & (count - 1) == 0:
            return self._whole(start, count.bit_length() - 1)
        middle = start + _split(count)
        return node_hash(self._root(start, middle), self._root(middle, end))

    def _whole(self, start: int, height: int) -> bytes:
        """The root of a whole subtree, from the one tile that has its hashes."""
        level, above = divmod(height, HEIGHT)
        index, offset = divmod(start >> level * HEIGHT, WIDTH)
        hashes = self._tile(level, index)[offset * HASH_SIZE :]
        return root_of(parted(hashes[: HASH_SIZE << above]))

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            count = self.size >> level * HEIGHT
            width = min(WIDTH, count - index * WIDTH)
            tile = Tile(level=level, index=index, width=width)
            self._tiles[level, index] = read_whole(tile, self._read)
        return self._tiles[level, index]


def _split(count: int) -> int:
    """The largest power of two below a count of two or more."""
    return 1 << (count - 1).bit_length() - 1
