"""The store port, the part about evidence: the tree over the journal's rows.

A store keeps tiles, how far the tree has come, and the checkpoints that were signed.
It knows no hash: what they mean is for `evidence`. All but the checkpoints and the
anchors can be made again from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

__all__ = [
    "Anchor",
    "AnchorWriter",
    "Signed",
    "TreeHead",
    "TreeReader",
    "TreeStore",
    "TreeWriter",
]


class TreeHead(NamedTuple):
    """How far the tree has come: so many rows, and this root."""

    size: int
    root: bytes


class Signed(NamedTuple):
    """A checkpoint that was signed: of so many rows, when, and the note itself."""

    size: int
    signed_at: str
    note: bytes


class Anchor(NamedTuple):
    """What somebody else holds or signed: of so many rows, of what kind, since when."""

    size: int
    kind: str
    added_at: str
    content: bytes


class TreeReader(Protocol):
    """Reading what is kept of the tree."""

    def tree_head(self) -> TreeHead | None:
        """How far the tree has come; None before the first row is sealed."""

    def tile(self, level: int, number: int) -> bytes | None:
        """The hashes of a tile, as many as there are yet."""

    def signed(self, *, upto: int | None = None) -> Signed | None:
        """The newest checkpoint, or the newest of at most so many rows."""

    def all_signed(self, *, after: int, limit: int) -> Sequence[Signed]:
        """Checkpoints of more than so many rows, in order."""

    def anchors(self) -> Sequence[Anchor]:
        """Every anchor, in the order of sizes."""


class TreeWriter(TreeReader, Protocol):
    """Writing, alone among those that write the tree."""

    def advance_tree(self, before: TreeHead | None, after: TreeHead) -> bool:
        """Move the head, if it is where it is thought to be; False where it is not."""

    def put_tiles(self, tiles: Sequence[tuple[int, int, bytes]]) -> None:
        """Keep tiles: level, number and hashes; a wider one takes another's place."""

    def put_signed(self, signed: Signed) -> None:
        """Keep a checkpoint; one of the same size that is there already stays."""


class AnchorWriter(Protocol):
    """Keeping what somebody else holds or signed."""

    def put_anchor(self, anchor: Anchor) -> None:
        """Keep an anchor, with the rows that the same transaction appends.

        One of the same size, kind and content that is there already stays.
        """


class TreeStore(TreeReader, Protocol):
    """A store that also keeps the tree."""

    def fence(self) -> int:
        """The position of the newest row at a moment when nobody was writing."""

    def sealing(self) -> AbstractContextManager[TreeWriter]:
        """Write the tree: a transaction that commits when left without error.

        It need not outlive a power cut: all in it can be made again.

        Raises:
            JournalUnavailable: The lock was not to be had in time, or the place cannot
                be written.
            Uncertain: The answer to the commit was lost.
        """
