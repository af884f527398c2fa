"""The SQLite store, the part that reads: rows, streams, sealed sections.

Over whatever connection is at hand; begins and ends no transaction.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kvalitet_core.journal.sqlite.appends import AppendReading
from kvalitet_core.journal.sqlite.tree import TreeReading
from kvalitet_core.journal.store import Row, SectionPlace

__all__ = ["Reading"]

_ROW: Final = "position, originator_id, originator_version, topic, state"
_VERSION: Final = (
    "(SELECT ifnull(max(originator_version), 0) FROM stored_events"
    " WHERE originator_id = ?)"
)
_AT_ONCE: Final = 200


class Reading(TreeReading, AppendReading, ABC):
    """The reading statements, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def stream(
        self, stream: str, *, after: int = 0, upto: int | None = None, limit: int
    ) -> Sequence[Row]:
        """Rows of one stream in order."""
        return self._all(
            f"SELECT {_ROW} FROM stored_events WHERE originator_id = ?"
            " AND originator_version > ? AND originator_version <= ?"
            " ORDER BY originator_version LIMIT ?",
            (stream, after, _or_last(upto), limit),
        )

    def log(
        self,
        *,
        after: int = 0,
        upto: int | None = None,
        names: Sequence[str] = (),
        limit: int,
    ) -> Sequence[Row]:
        """Rows in order of position."""
        chosen = f" AND topic IN ({','.join('?' * len(names))})" if names else ""
        return self._all(
            f"SELECT {_ROW} FROM stored_events"
            f" WHERE position > ? AND position <= ?{chosen} ORDER BY position LIMIT ?",
            (after, _or_last(upto), *names, limit),
        )

    def by_stream(
        self, *, after: tuple[str, int], before: str, limit: int
    ) -> Sequence[Row]:
        """Rows in order of stream and version."""
        return self._all(
            f"SELECT {_ROW} FROM stored_events"
            " WHERE (originator_id, originator_version) > (?, ?) AND originator_id < ?"
            " ORDER BY originator_id, originator_version LIMIT ?",
            (*after, before, limit),
        )

    def newest(self) -> Row | None:
        """The last row of all."""
        rows = self._all(
            f"SELECT {_ROW} FROM stored_events ORDER BY position DESC LIMIT 1"
        )
        return rows[0] if rows else None

    def versions(self, streams: Sequence[str]) -> Mapping[str, int]:
        """The newest version of each stream; 0 where it has no row."""
        found: dict[str, int] = {}
        for start in range(0, len(streams), _AT_ONCE):
            asked = streams[start : start + _AT_ONCE]
            columns = ", ".join([_VERSION] * len(asked))
            row = self._all(f"SELECT {columns}", asked)[0]
            found |= zip(asked, row, strict=True)
        return found

    def streams(
        self, *, after: str, before: str, limit: int
    ) -> Sequence[tuple[str, int]]:
        """Stream ids between two texts, with their newest versions."""
        return self._all(
            "SELECT originator_id, max(originator_version) FROM stored_events"
            " WHERE originator_id > ? AND originator_id < ?"
            " GROUP BY originator_id ORDER BY originator_id LIMIT ?",
            (after, before, limit),
        )

    def section(self, place: SectionPlace) -> bytes | None:
        """The sealed bytes at a place, if they are there."""
        rows = self._all(
            "SELECT bytes FROM sealed_sections"
            " WHERE stream = ? AND version = ? AND ordinal = ?",
            place,
        )
        return rows[0][0] if rows else None

    def has_sections(self) -> bool:
        """Whether any sealed bytes are there."""
        return bool(self._all("SELECT 1 FROM sealed_sections LIMIT 1"))

    def sections_of(self, subject: str) -> Sequence[SectionPlace]:
        """Every place where sealed bytes of this person are, in order."""
        return self._all(
            "SELECT stream, version, ordinal FROM sealed_sections WHERE subject = ?"
            " ORDER BY stream, version, ordinal",
            (subject,),
        )


def _or_last(upto: int | None) -> int:
    return 2**63 - 1 if upto is None else upto
