"""The SQLite store, the part that writes: one transaction of the only writer.

What is committed here is durable. Makes no table, and changes no row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kvalitet_core.errors import FormatMismatch
from kvalitet_core.journal.append_signatures import (
    Appended,
    AppendSignature,
    AppendSigner,
)
from kvalitet_core.journal.sqlite.appends import PUT
from kvalitet_core.journal.sqlite.connections import Connections
from kvalitet_core.journal.sqlite.reading import Reading
from kvalitet_core.journal.sqlite.schema import INSERT_SECTION, insert_rows
from kvalitet_core.journal.sqlite.tree import PUT_ANCHOR, TreeWriting
from kvalitet_core.journal.store import FORMAT, NewRow, Row
from kvalitet_core.journal.tree_store import Anchor

if TYPE_CHECKING:
    from kvalitet_core.journal.sqlite.store import SqliteStore

__all__ = ["SigningWriter", "TreeSealer", "Writer"]

_ERASE: Final = "DELETE FROM sealed_sections WHERE subject = ?"
_AT_ONCE: Final = 200


class Writer(Reading):
    """One transaction of the only writer, from `with` to its end.

    A class, not a generator: every command passes here.
    """

    __slots__ = (
        "_connection",
        "_connections",
        "_last",
        "_moment",
        "_since",
        "_store",
        "_streams",
    )

    def __init__(
        self, store: SqliteStore, streams: Sequence[str], since: bytes = b""
    ) -> None:
        self._store = store
        self._streams = streams
        self._since = since
        self._connections = store.connections

    def __enter__(self) -> tuple[Writer, Mapping[str, int], Row | None]:
        self._connection = self._connections.begin()
        try:
            self._moment = self._connections.moment
            self._last = self._newest_known()
            return self, self._versions_now(), self._last
        except BaseException:
            self._connections.end(self._connection, commit=False)
            raise

    def __exit__(self, failure: object, *_: object) -> None:
        self._connections.end(self._connection, commit=failure is None)
        if failure is None:
            others, ours = self._moment
            self._store.seen = ((others, ours + 1), self._last)

    def _newest_known(self) -> Row | None:
        """The newest row: the one seen last, unless someone has committed since."""
        seen = self._store.seen
        if seen is not None and seen[0] == self._moment:
            return seen[1]
        found = self.format()
        if found != FORMAT:
            raise FormatMismatch(self._store.place, found=found, known=FORMAT)
        return super().newest()

    def _versions_now(self) -> Mapping[str, int]:
        if not self._streams or (self._last and self._last[4] == self._since):
            return {}
        return self.versions(self._streams)

    def newest(self) -> Row | None:
        """The last row of all: nobody else writes any."""
        return self._last

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._execute(statement, values).fetchall()

    def _execute(self, statement: str, values: Sequence[Any]) -> sqlite3.Cursor:
        self._connections.require_transaction(self._connection)
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise self._connections.meaning(error) from error

    def format(self) -> int:
        """The format number that the journal is kept in now."""
        number: int = self._all("PRAGMA user_version")[0][0]
        return number

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""
        last = 0
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            values = [value for row in some for value in row[:4]]
            last = self._execute(insert_rows(len(some)), values).lastrowid or 0
        for row in rows:
            for section in row.sections:
                self._execute(INSERT_SECTION, (row.stream, row.version, *section))
        self._last = (last, *rows[-1][:4])
        return range(last - len(rows) + 1, last + 1)

    def erase(self, subject: str) -> None:
        """Remove the sealed bytes of a person."""
        self._execute(_ERASE, (subject,))

    def put_append_signature(self, signature: AppendSignature) -> None:
        """Keep a signature."""
        self._execute(PUT, signature)

    def put_anchor(self, anchor: Anchor) -> None:
        """Keep an anchor; one that is there already is not kept twice."""
        self._execute(PUT_ANCHOR, anchor)


class SigningWriter(Writer):
    """The same, where what is appended is signed before it is committed."""

    __slots__ = ("_appended", "_signer")

    def __init__(
        self, store: SqliteStore, streams: Sequence[str], signer: AppendSigner
    ) -> None:
        super().__init__(store, streams)
        self._signer = signer
        self._appended = Appended(signer)

    def __enter__(self) -> tuple[Writer, Mapping[str, int], Row | None]:
        entered = super().__enter__()
        stream = self._signer.stream
        try:
            self._signer.require_current(self.versions([stream])[stream], self)
        except BaseException as error:
            super().__exit__(error)
            raise
        return entered

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""
        positions = super().insert(rows)
        self._appended.add(positions, rows)
        return positions

    def __exit__(self, failure: object, *_: object) -> None:
        try:
            signature = None if failure else self._appended.signature()
            if signature is not None:
                self.put_append_signature(signature)
        except BaseException as error:
            super().__exit__(error)
            raise
        super().__exit__(failure)


class TreeSealer(TreeWriting):
    """One transaction that writes the tree."""

    def __init__(
        self, connection: sqlite3.Connection, connections: Connections
    ) -> None:
        self._connection = connection
        self._connections = connections

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._executed(statement, values).fetchall()

    def _changed(self, statement: str, values: Sequence[Any]) -> int:
        return self._executed(statement, values).rowcount

    def _executed(self, statement: str, values: Sequence[Any]) -> sqlite3.Cursor:
        self._connections.require_transaction(self._connection)
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise self._connections.meaning(error) from error
