"""The SQLite store, the part about append signatures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

from kvalitet_core.journal.append_signatures import AppendSignature

__all__ = ["APPENDS", "PUT", "AppendReading"]

APPENDS: Final = (
    """CREATE TABLE append_signatures (
        first_position INTEGER PRIMARY KEY,
        row_count INTEGER NOT NULL,
        key_id BLOB NOT NULL,
        signature BLOB NOT NULL
    )""",
    """CREATE TRIGGER append_signatures_are_not_changed
        BEFORE UPDATE ON append_signatures
        BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
    """CREATE TRIGGER append_signatures_are_not_deleted
        BEFORE DELETE ON append_signatures
        BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
)
"""What the third format brings."""

PUT: Final = "INSERT INTO append_signatures VALUES (?, ?, ?, ?)"
"""How a signature is kept, here and in a copy of another store's journal."""


class AppendReading(ABC):
    """Reading what was signed, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def append_signatures(self, *, after: int, limit: int) -> Sequence[AppendSignature]:
        """Signatures in order of position."""
        rows = self._all(
            "SELECT first_position, row_count, CAST(ifnull(key_id, '') AS BLOB),"
            " CAST(ifnull(signature, '') AS BLOB) FROM append_signatures"
            " WHERE first_position > ? ORDER BY first_position LIMIT ?",
            (after, limit),
        )
        return [AppendSignature(*row) for row in rows]
