"""The PostgreSQL store, the part that reads: rows, streams, sealed sections.

Over whatever connection is at hand; begins and ends no transaction.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Final

import psycopg

from kvalitet_core.journal.postgres.appends import AppendReading
from kvalitet_core.journal.postgres.schema import in_schema
from kvalitet_core.journal.postgres.tree import TreeReading
from kvalitet_core.journal.store import Row, SectionPlace

__all__ = ["NEWEST", "VERSIONS", "Reading", "ReadingOn"]

_ROW: Final = "notification_id, originator_id, originator_version, topic, state"

NEWEST: Final = (
    f"SELECT {_ROW} FROM {{schema}}.stored_events ORDER BY notification_id DESC LIMIT 1"
)
"""The last row of all."""

VERSIONS: Final = (
    "SELECT array(SELECT coalesce((SELECT originator_version"
    " FROM {schema}.stored_events WHERE originator_id = wanted"
    " ORDER BY originator_version DESC LIMIT 1), 0)"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS asked(wanted, place) ORDER BY place)"
)
"""The newest versions of some streams, in their order, as one array."""


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
            f"SELECT {_ROW} FROM {{schema}}.stored_events WHERE originator_id = %s"
            " AND originator_version > %s AND originator_version <= %s"
            " ORDER BY originator_version LIMIT %s",
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
        return self._all(
            f"SELECT {_ROW} FROM {{schema}}.stored_events"
            " WHERE notification_id > %s AND notification_id <= %s"
            " AND (%s::text[] = '{{}}' OR topic = ANY(%s::text[]))"
            " ORDER BY notification_id LIMIT %s",
            (after, _or_last(upto), list(names), list(names), limit),
        )

    def by_stream(
        self, *, after: tuple[str, int], before: str, limit: int
    ) -> Sequence[Row]:
        """Rows in order of stream and version."""
        return self._all(
            f"SELECT {_ROW} FROM {{schema}}.stored_events"
            " WHERE (originator_id, originator_version) > (%s, %s)"
            " AND originator_id < %s"
            " ORDER BY originator_id, originator_version LIMIT %s",
            (*after, before, limit),
        )

    def newest(self) -> Row | None:
        """The last row of all."""
        rows = self._all(NEWEST)
        return rows[0] if rows else None

    def versions(self, streams: Sequence[str]) -> Mapping[str, int]:
        """The newest version of each stream; 0 where it has no row."""
        ((found,),) = self._all(VERSIONS, (list(streams),))
        return dict(zip(streams, found, strict=True))

    def streams(
        self, *, after: str, before: str, limit: int
    ) -> Sequence[tuple[str, int]]:
        """Stream ids between two texts, with their newest versions."""
        return self._all(
            "SELECT originator_id, max(originator_version) FROM {schema}.stored_events"
            " WHERE originator_id > %s AND originator_id < %s"
            " GROUP BY originator_id ORDER BY originator_id LIMIT %s",
            (after, before, limit),
        )

    def section(self, place: SectionPlace) -> bytes | None:
        """The sealed bytes at a place, if they are there."""
        rows = self._all(
            "SELECT bytes FROM {schema}.sealed_sections"
            " WHERE stream = %s AND version = %s AND ordinal = %s",
            place,
        )
        return rows[0][0] if rows else None

    def has_sections(self) -> bool:
        """Whether any sealed bytes are there."""
        return bool(self._all("SELECT 1 FROM {schema}.sealed_sections LIMIT 1"))

    def sections_of(self, subject: str) -> Sequence[SectionPlace]:
        """Every place where sealed bytes of this person are, in order."""
        return self._all(
            "SELECT stream, version, ordinal FROM {schema}.sealed_sections"
            " WHERE subject = %s ORDER BY stream, version, ordinal",
            (subject,),
        )


class ReadingOn(Reading):
    """Reading on one connection, in whatever transaction it is in."""

    def __init__(self, connection: psycopg.Connection[Any], schema: str) -> None:
        self._connection = connection
        self.schema = schema

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""
        query = in_schema(statement, self.schema)
        cursor = self._connection.execute(query, values, prepare=True, binary=True)
        return cursor.fetchall()

    _all = rows


def _or_last(upto: int | None) -> int:
    return 2**63 - 1 if upto is None else upto
