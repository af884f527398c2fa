"""The memory store, the part about evidence: the tree in dictionaries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import islice

import attrs

from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

__all__ = ["MemorySealer", "MemoryTree", "TreeLists"]


@attrs.define
class TreeLists:
    """The tree itself."""

    head: TreeHead | None = None
    tiles: dict[tuple[int, int], bytes] = attrs.field(factory=dict)
    signed: dict[int, Signed] = attrs.field(factory=dict)
    anchors: dict[tuple[int, str, bytes], Anchor] = attrs.field(factory=dict)

    def copied(self) -> TreeLists:
        """Another one of the same content, to be written to."""
        return TreeLists(
            self.head, dict(self.tiles), dict(self.signed), dict(self.anchors)
        )

    def put_anchor(self, anchor: Anchor) -> None:
        """Keep an anchor; one that is there already is not kept twice."""
        self.anchors.setdefault((anchor.size, anchor.kind, anchor.content), anchor)


class MemoryTree(ABC):
    """Reading the tree of some lists."""

    @abstractmethod
    def _tree(self) -> TreeLists:
        """The tree that is read."""

    def tree_head(self) -> TreeHead | None:
        """How far the tree has come."""
        return self._tree().head

    def tile(self, level: int, number: int) -> bytes | None:
        """The hashes of a tile, as many as there are yet."""
        return self._tree().tiles.get((level, number))

    def signed(self, *, upto: int | None = None) -> Signed | None:
        """The newest checkpoint, or the newest of at most so many rows."""
        kept = self._tree().signed
        sizes = [size for size in kept if upto is None or size <= upto]
        return kept[max(sizes)] if sizes else None

    def all_signed(self, *, after: int, limit: int) -> Sequence[Signed]:
        """Checkpoints of more than so many rows, in order."""
        kept = self._tree().signed
        sizes = sorted(size for size in kept if size > after)
        return [kept[size] for size in islice(sizes, limit)]

    def anchors(self) -> Sequence[Anchor]:
        """Every anchor, in the order of sizes."""
        return sorted(self._tree().anchors.values(), key=lambda each: each.size)

    def tile_levels(self) -> Sequence[tuple[int, int, int]]:
        """Each level that has tiles: the level, how many, the number of the last."""
        numbers: dict[int, list[int]] = {}
        for level, number in self._tree().tiles:
            numbers.setdefault(level, []).append(number)
        return [(each, len(all_), max(all_)) for each, all_ in sorted(numbers.items())]

    def head_count(self) -> int:
        """How many heads the tree is said to have."""
        return int(self._tree().head is not None)

    def disagreements(self) -> Sequence[str]:
        """Nothing: lists are as they are."""
        return []


class MemorySealer(MemoryTree):
    """Writing the tree: to a copy, which takes the place of what was copied."""

    def __init__(self, tree: TreeLists) -> None:
        self.tree = tree

    def _tree(self) -> TreeLists:
        return self.tree

    def advance_tree(self, before: TreeHead | None, after: TreeHead) -> bool:
        """Move the head, if it is where it is thought to be."""
        if self.tree.head != before:
            return False
        self.tree.head = after
        return True

    def put_tiles(self, tiles: Sequence[tuple[int, int, bytes]]) -> None:
        """Keep tiles; a wider one takes another's place."""
        self.tree.tiles.update({(level, n): hashes for level, n, hashes in tiles})

    def put_signed(self, signed: Signed) -> None:
        """Keep a checkpoint; one of the same size that is there already stays."""
        self.tree.signed.setdefault(signed.size, signed)
