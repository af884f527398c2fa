"""The SQLite store: one file, many processes, one writer at a time.

WAL with synchronous FULL: what is acknowledged survives a power cut. Writers begin
with BEGIN IMMEDIATE. Deleted bytes are overwritten (`secure_delete`). DDL runs only in
`create` and `migrate`; a journal is made whole beside its place and linked there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kvalitet_core.errors import FormatMismatch, JournalExists, JournalUnavailable
from kvalitet_core.journal.append_signatures import AppendSigner
from kvalitet_core.journal.sqlite.connections import Connections
from kvalitet_core.journal.sqlite.inspecting import Inspecting
from kvalitet_core.journal.sqlite.making import (
    made_whole,
    new_journal,
    refuse_truncated,
)
from kvalitet_core.journal.sqlite.reading import Reading
from kvalitet_core.journal.sqlite.schema import (
    APPLICATION_ID,
    MIGRATIONS,
    insert_rows,
    migrated,
)
from kvalitet_core.journal.sqlite.writing import SigningWriter, TreeSealer, Writer
from kvalitet_core.journal.store import FORMAT, NewRow, Row
from kvalitet_core.sqlitefile import with_log_emptied, without_remnants

__all__ = ["SqliteStore"]


class SqliteStore(Reading, Inspecting):
    """A journal in one SQLite file.

    Attributes:
        seen: The newest row, and how many commits, of others and of ours, there had
            been when it was.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, busy_seconds: float = 30.0
    ) -> None:
        self.path = path
        self.place = str(path)
        self._read_only = read_only
        self.signer: AppendSigner | None = None
        self.tolerant = False
        self.seen: tuple[tuple[int, int], Row | None] | None = None
        self.connections = Connections(
            path,
            place=self.place,
            busy_seconds=busy_seconds,
            writable=not read_only,
        )

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self.connections.reading() as connection:
            try:
                return connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if not self.tolerant or "Could not decode" not in str(error):
                    raise
            connection.text_factory = _text
            try:
                return connection.execute(statement, values).fetchall()
            finally:
                connection.text_factory = str

    def format(self) -> int | None:
        """The format number it is kept in, or None when there is no journal."""
        if not self.path.exists():
            return None
        if self.path.is_dir():
            raise JournalUnavailable(self.place, "is a folder, not a journal")
        refuse_truncated(self.path)
        application = self._all("PRAGMA application_id")[0][0]
        if application != APPLICATION_ID:
            problem = "a database, but no journal of kvalitet-core"
            raise JournalUnavailable(self.place, problem)
        number: int = self._all("PRAGMA user_version")[0][0]
        return number

    def create(self, opening: NewRow) -> None:
        """Make the journal with its first row; no effect when one is there."""
        if self.path.exists():
            return
        with suppress(JournalExists), new_journal(self.path) as connection:
            connection.execute(insert_rows(1), opening[:4])

    def migrate(self) -> Sequence[str]:
        """Bring an older format up to `FORMAT`, in one step."""
        with self.connections.writing() as connection, self.connections.ours():
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found > FORMAT:
                raise FormatMismatch(self.place, found=found, known=FORMAT)
            missing = MIGRATIONS[found:]
            if missing:
                migrated(connection, missing)
        return [name for name, _ in missing]

    def writing(self, streams: Sequence[str] = (), *, since: bytes = b"") -> Writer:
        """Be the only writer: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        if self.signer is not None:
            return SigningWriter(self, streams, self.signer)
        return Writer(self, streams, since)

    def fence(self) -> int:
        """The position of the newest row; what is read here is committed."""
        newest = self._all("SELECT ifnull(max(position), 0) FROM stored_events")
        position: int = newest[0][0]
        return position

    @contextmanager
    def sealing(self) -> Iterator[TreeSealer]:
        """Write the tree: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        connection = self.connections.begin(lasting=False)
        moment, done = self.connections.moment, False
        try:
            yield TreeSealer(connection, self.connections)
            done = True
        finally:
            self.connections.end(connection, commit=done)
        seen = self.seen
        if seen is not None and seen[0] == moment:
            self.seen = ((moment[0], moment[1] + 1), seen[1])

    def scrub(self) -> bool:
        """Wipe what deleted sections left behind; False while that cannot be done."""
        try:
            with self.connections.writing() as connection, self.connections.ours():
                without_remnants(connection, "sealed_sections")
        except JournalUnavailable:
            return False
        with self.connections.reading() as connection:
            return with_log_emptied(connection)

    def backup(self, path: Path) -> None:
        """Make a consistent copy; refuses to overwrite."""
        with made_whole(path) as temporary, self.connections.reading() as connection:
            copy = sqlite3.connect(temporary)
            connection.backup(copy)
            copy.close()

    def close(self) -> None:
        """Let go of every connection."""
        self.connections.close()


def _text(stored: bytes) -> str:
    """A text as it stands, with what is no UTF-8 as lone surrogates."""
    return stored.decode("utf-8", "surrogateescape")
