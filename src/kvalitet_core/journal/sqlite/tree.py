"""The SQLite store, the part about evidence: the tables of the tree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

__all__ = ["PUT_ANCHOR", "TREE", "TreeReading", "TreeWriting"]

TREE: Final = (
    """CREATE TABLE tree_head (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        size INTEGER NOT NULL,
        root BLOB NOT NULL
    )""",
    """CREATE TABLE tree_tiles (
        place INTEGER PRIMARY KEY,
        hashes BLOB NOT NULL
    )""",
    """CREATE TABLE tree_checkpoints (
        size INTEGER PRIMARY KEY,
        signed_at TEXT NOT NULL,
        note BLOB NOT NULL
    )""",
    """CREATE TABLE tree_anchors (
        id INTEGER PRIMARY KEY,
        size INTEGER NOT NULL,
        kind TEXT NOT NULL,
        added_at TEXT NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (size, kind, content)
    )""",
)
"""What the second format brings. A tile's place is level times 2⁵⁶ plus number."""

PUT_ANCHOR: Final = (
    "INSERT OR IGNORE INTO tree_anchors (size, kind, added_at, content)"
    " VALUES (?, ?, ?, ?)"
)
"""What keeps an anchor."""

_LEVEL: Final = 56
_LAST: Final = 2**63 - 1


class TreeReading(ABC):
    """Reading the tree, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def tree_head(self) -> TreeHead | None:
        """How far the tree has come."""
        rows = self._all("SELECT size, CAST(ifnull(root, '') AS BLOB) FROM tree_head")
        return TreeHead(*rows[0]) if rows else None

    def tile(self, level: int, number: int) -> bytes | None:
        """The hashes of a tile, as many as there are yet."""
        place = level << _LEVEL | number
        rows = self._all(
            "SELECT CAST(ifnull(hashes, '') AS BLOB) FROM tree_tiles WHERE place = ?",
            (place,),
        )
        return rows[0][0] if rows else None

    def signed(self, *, upto: int | None = None) -> Signed | None:
        """The newest checkpoint, or the newest of at most so many rows."""
        rows = self._all(
            "SELECT size, signed_at, CAST(ifnull(note, '') AS BLOB)"
            " FROM tree_checkpoints"
            " WHERE size <= ?"
            " ORDER BY size DESC LIMIT 1",
            (_LAST if upto is None else upto,),
        )
        return Signed(*rows[0]) if rows else None

    def all_signed(self, *, after: int, limit: int) -> Sequence[Signed]:
        """Checkpoints of more than so many rows, in order."""
        rows = self._all(
            "SELECT size, signed_at, CAST(ifnull(note, '') AS BLOB)"
            " FROM tree_checkpoints"
            " WHERE size > ?"
            " ORDER BY size LIMIT ?",
            (after, limit),
        )
        return [Signed(*row) for row in rows]

    def anchors(self) -> Sequence[Anchor]:
        """Every anchor, in the order of sizes."""
        rows = self._all(
            "SELECT size, kind, added_at, CAST(ifnull(content, '') AS BLOB)"
            " FROM tree_anchors ORDER BY size, id"
        )
        return [Anchor(*row) for row in rows]


class TreeWriting(TreeReading):
    """Writing the tree, inside a transaction."""

    @abstractmethod
    def _changed(self, statement: str, values: Sequence[Any]) -> int:
        """How many rows a statement changed."""

    def advance_tree(self, before: TreeHead | None, after: TreeHead) -> bool:
        """Move the head, if it is where it is thought to be."""
        if before is None:
            statement = "INSERT OR IGNORE INTO tree_head VALUES (1, ?, ?)"
            return self._changed(statement, after) == 1
        statement = (
            "UPDATE tree_head SET size = ?, root = ? WHERE size = ? AND root = ?"
        )
        return self._changed(statement, (*after, *before)) == 1

    def put_tiles(self, tiles: Sequence[tuple[int, int, bytes]]) -> None:
        """Keep tiles; a wider one takes another's place."""
        for level, number, hashes in tiles:
            self._changed(
                "INSERT OR REPLACE INTO tree_tiles VALUES (?, ?)",
                (level << _LEVEL | number, hashes),
            )

    def put_signed(self, signed: Signed) -> None:
        """Keep a checkpoint; one of the same size that is there already stays."""
        self._changed("INSERT OR IGNORE INTO tree_checkpoints VALUES (?, ?, ?)", signed)
