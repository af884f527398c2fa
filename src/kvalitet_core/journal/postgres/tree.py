"""The PostgreSQL store, the part about evidence: the tables of the tree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

__all__ = ["PUT_ANCHOR", "TREE", "TreeReading", "TreeWriting"]

TREE: Final = (
    """CREATE TABLE {schema}.tree_head (
        one integer PRIMARY KEY CHECK (one = 1),
        size bigint NOT NULL,
        root bytea NOT NULL
    )""",
    """CREATE TABLE {schema}.tree_tiles (
        level integer NOT NULL,
        number bigint NOT NULL,
        hashes bytea NOT NULL,
        PRIMARY KEY (level, number)
    )""",
    """CREATE TABLE {schema}.tree_checkpoints (
        size bigint PRIMARY KEY,
        signed_at text NOT NULL,
        note bytea NOT NULL
    )""",
    """CREATE TABLE {schema}.tree_anchors (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        size bigint NOT NULL,
        kind text NOT NULL,
        added_at text NOT NULL,
        content bytea NOT NULL
    )""",
    """CREATE UNIQUE INDEX tree_anchors_once
        ON {schema}.tree_anchors (size, kind, sha256(content))""",
)
"""What the second format brings."""

PUT_ANCHOR: Final = (
    "INSERT INTO {schema}.tree_anchors (size, kind, added_at, content)"
    " VALUES (%s, %s, %s, %b) ON CONFLICT DO NOTHING"
)
"""What keeps an anchor."""

_LAST: Final = 2**63 - 1


class TreeReading(ABC):
    """Reading the tree, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def tree_head(self) -> TreeHead | None:
        """How far the tree has come."""
        rows = self._all("SELECT size, root FROM {schema}.tree_head")
        return TreeHead(*rows[0]) if rows else None

    def tile(self, level: int, number: int) -> bytes | None:
        """The hashes of a tile, as many as there are yet."""
        rows = self._all(
            "SELECT hashes FROM {schema}.tree_tiles WHERE level = %s AND number = %s",
            (level, number),
        )
        return rows[0][0] if rows else None

    def signed(self, *, upto: int | None = None) -> Signed | None:
        """The newest checkpoint, or the newest of at most so many rows."""
        rows = self._all(
            "SELECT size, signed_at, note FROM {schema}.tree_checkpoints"
            " WHERE size <= %s ORDER BY size DESC LIMIT 1",
            (_LAST if upto is None else upto,),
        )
        return Signed(*rows[0]) if rows else None

    def all_signed(self, *, after: int, limit: int) -> Sequence[Signed]:
        """Checkpoints of more than so many rows, in order."""
        rows = self._all(
            "SELECT size, signed_at, note FROM {schema}.tree_checkpoints"
            " WHERE size > %s ORDER BY size LIMIT %s",
            (after, limit),
        )
        return [Signed(*row) for row in rows]

    def anchors(self) -> Sequence[Anchor]:
        """Every anchor, in the order of sizes."""
        rows = self._all(
            "SELECT size, kind, added_at, content FROM {schema}.tree_anchors"
            " ORDER BY size, id"
        )
        return [Anchor(*row) for row in rows]


class TreeWriting(TreeReading):
    """Writing the tree, inside a transaction."""

    def advance_tree(self, before: TreeHead | None, after: TreeHead) -> bool:
        """Move the head, if it is where it is thought to be."""
        if before is None:
            statement = (
                "INSERT INTO {schema}.tree_head VALUES (1, %s, %b)"
                " ON CONFLICT DO NOTHING RETURNING one"
            )
            return bool(self._all(statement, after))
        statement = (
            "UPDATE {schema}.tree_head SET size = %s, root = %b"
            " WHERE size = %s AND root = %b RETURNING one"
        )
        return bool(self._all(statement, (*after, *before)))

    def put_tiles(self, tiles: Sequence[tuple[int, int, bytes]]) -> None:
        """Keep tiles; a wider one takes another's place."""
        if not tiles:
            return
        levels, numbers, hashes = zip(*tiles, strict=True)
        self._all(
            "INSERT INTO {schema}.tree_tiles SELECT * FROM"
            " unnest(%b::int[], %b::bigint[], %b::bytea[])"
            " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
            " RETURNING 1",
            (list(levels), list(numbers), list(hashes)),
        )

    def put_signed(self, signed: Signed) -> None:
        """Keep a checkpoint; one of the same size that is there already stays."""
        self._all(
            "INSERT INTO {schema}.tree_checkpoints VALUES (%s, %s, %b)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            signed,
        )
