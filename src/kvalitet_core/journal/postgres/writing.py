"""The PostgreSQL store, the part that writes: rows, sealed sections, the tree.

In a transaction that the store begins and ends; nothing is appended outside one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import psycopg

from kvalitet_core.errors import FormatMismatch
from kvalitet_core.journal.append_signatures import (
    Appended,
    AppendSignature,
    AppendSigner,
)
from kvalitet_core.journal.postgres.appends import PUT
from kvalitet_core.journal.postgres.connections import Connections
from kvalitet_core.journal.postgres.lock import lock_and_notify
from kvalitet_core.journal.postgres.reading import NEWEST, VERSIONS, ReadingOn
from kvalitet_core.journal.postgres.schema import in_schema
from kvalitet_core.journal.postgres.tree import PUT_ANCHOR, TreeWriting
from kvalitet_core.journal.store import FORMAT, NewRow, Row
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["BEGIN", "TreeSealer", "Writer", "begin"]

BEGIN: Final = b"BEGIN ISOLATION LEVEL READ COMMITTED"
"""How whoever takes the lock begins: each statement after it sees what is new."""

_LOOK: Final = (
    f"{VERSIONS}, (SELECT max(number) FROM {{schema}}.kvalitet_format), newest.*"
    f" FROM (SELECT 1) AS one LEFT JOIN ({NEWEST}) newest ON true"
)
_INSERT: Final = (
    "INSERT INTO {schema}.stored_events SELECT * FROM"
    " unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)
_INSERT_SECTION: Final = (
    "INSERT INTO {schema}.sealed_sections VALUES (%s, %s, %s, %s, %b)"
)
_ERASE: Final = "DELETE FROM {schema}.sealed_sections WHERE subject = %s"


def begin(
    connection: psycopg.Connection[Any],
    schema: str,
    streams: Sequence[str],
    *,
    place: str,
) -> tuple[Mapping[str, int], Row | None]:
    """Take the lock and look, in one round trip.

    Returns:
        The versions of the streams, and the newest row.

    Raises:
        FormatMismatch: The journal is kept in another format than this code writes.
    """
    with connection.pipeline():
        connection.execute(BEGIN, prepare=True)
        connection.execute(lock_and_notify(schema), prepare=True)
        look = connection.execute(
            in_schema(_LOOK, schema), (list(streams),), prepare=True, binary=True
        )
    found, number, *newest = look.fetchall()[0]
    if number != FORMAT:
        raise FormatMismatch(place, found=number, known=FORMAT)
    versions = dict(zip(streams, found, strict=True))
    return versions, tuple(newest) if newest[0] else None


class Writer(ReadingOn):
    """Appending: what is to be written waits, to be sent together with the commit.

    Positions follow on from the newest row, without gaps: the lock makes that safe,
    and a sequence would leave one at every rollback.
    """

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        connections: Connections,
        schema: str,
        *,
        newest: Row | None = None,
        signer: AppendSigner | None = None,
    ) -> None:
        super().__init__(connection, schema)
        self._connections = connections
        self._last = newest[0] if newest else 0
        self._waiting: list[tuple[str, Sequence[Any]]] = []
        self._appended = Appended(signer) if signer else None

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        self.send()
        with self._connections.ours(self._connection):
            return self.rows(statement, values)

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""
        positions = range(self._last + 1, self._last + len(rows) + 1)
        self._last = positions[-1]
        streams, versions, names, states, _ = zip(*rows, strict=True)
        values = (list(positions), *map(list, (streams, versions, names, states)))
        self._waiting.append((_INSERT, values))
        self._waiting += [
            (_INSERT_SECTION, (row.stream, row.version, *section))
            for row in rows
            for section in row.sections
        ]
        if self._appended is not None:
            self._appended.add(positions, rows)
        return positions

    def erase(self, subject: str) -> None:
        """Remove the sealed bytes of a person."""
        self._waiting.append((_ERASE, (subject,)))

    def put_append_signature(self, signature: AppendSignature) -> None:
        """Keep a signature."""
        self._waiting.append((PUT, signature))

    def put_anchor(self, anchor: Anchor) -> None:
        """Keep an anchor; one that is there already is not kept twice."""
        self._waiting.append((PUT_ANCHOR, anchor))

    def commit(self) -> None:
        """Sign what was appended, if it is to be, and make it durable."""
        signature = self._appended.signature() if self._appended else None
        if signature is not None:
            self.put_append_signature(signature)
        self.send(("COMMIT", ()))

    def send(self, *final: tuple[str, Sequence[Any]]) -> None:
        """Send what waits, and what is given, in one round trip."""
        waiting, self._waiting = [*self._waiting, *final], []
        if not waiting:
            return
        with (
            self._connections.ours(self._connection),
            self._connection.pipeline(),
        ):
            for statement, values in waiting:
                query = in_schema(statement, self.schema)
                self._connection.execute(query, values, prepare=True)


class TreeSealer(ReadingOn, TreeWriting):
    """Writing the tree on one connection, in its transaction."""
