"""The frontier of a tree: all that must be known of the past to let it grow.

A tree of n entries is a row of whole subtrees, one for each bit of n that is set. Their
roots are enough to say the tree's root, and to go on.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.making.hashing import (
    EMPTY_ROOT,
    HASH_SIZE,
    node_hash,
    paired,
)

__all__ = ["Frontier", "Risen"]

_TILE_HEIGHT = 8


def _of_its_size(
    frontier: Frontier, _: attrs.Attribute[Any], subtrees: tuple[bytes, ...]
) -> None:
    whole = frontier.size.bit_count() if frontier.size >= 0 else None
    if len(subtrees) != whole or any(len(each) != HASH_SIZE for each in subtrees):
        raise Malformed(
            f"frontier of {frontier.size} entries",
            f"expected {whole} hashes of {HASH_SIZE} bytes, "
            f"got {[len(each) for each in subtrees]}",
        )


@attrs.frozen(kw_only=True)
class Frontier:
    """How far a log has come: its size, and what its root is made of.

    Attributes:
        size: How many entries there are.
        subtrees: The roots of the whole subtrees, from left to right: largest first.
    """

    size: int = 0
    subtrees: tuple[bytes, ...] = attrs.field(default=(), validator=_of_its_size)

    @property
    def root(self) -> bytes:
        """The root of the tree (RFC 6962, section 2.1)."""
        if not self.subtrees:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), self.subtrees[::-1])

    def risen(self, leaf_hashes: Sequence[bytes]) -> Risen:
        """Let the tree grow by entries with these hashes."""
        whole = list(self.subtrees)
        edge: list[bytes] = []
        tiled: list[Sequence[bytes]] = []
        row, height = leaf_hashes, 0
        while row or whole:
            if height % _TILE_HEIGHT == 0:
                tiled.append(row)
            if self.size >> height & 1:
                row = [whole.pop(), *row]
            if len(row) % 2:
                edge.append(row[-1])
            row = paired(row)
            height += 1
        size = self.size + len(leaf_hashes)
        return Risen(
            frontier=Frontier(size=size, subtrees=tuple(edge[::-1])), tiled=tuple(tiled)
        )


@attrs.frozen(kw_only=True)
class Risen:
    """What a tree became by growing.

    Attributes:
        frontier: Where it ends now.
        tiled: The hashes that came into being at each level of tiles, in order.
    """

    frontier: Frontier
    tiled: tuple[Sequence[bytes], ...]
