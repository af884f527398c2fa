"""The PostgreSQL store, the part about append signatures."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

from kvalitet_core.journal.append_signatures import AppendSignature

__all__ = ["APPENDS", "PUT", "AppendReading"]

APPENDS: Final = (
    """CREATE TABLE {schema}.append_signatures (
        first_position bigint PRIMARY KEY,
        row_count bigint NOT NULL,
        key_id bytea NOT NULL,
        signature bytea NOT NULL
    )""",
)
"""What the third format brings."""

PUT: Final = "INSERT INTO {schema}.append_signatures VALUES (%s, %s, %b, %b)"
"""How a signature is kept."""


class AppendReading(ABC):
    """Reading what was signed, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def append_signatures(self, *, after: int, limit: int) -> Sequence[AppendSignature]:
        """Signatures in order of position."""
        rows = self._all(
            "SELECT first_position, row_count, key_id, signature"
            " FROM {schema}.append_signatures"
            " WHERE first_position > %s ORDER BY first_position LIMIT %s",
            (after, limit),
        )
        return [AppendSignature(*row) for row in rows]
