"""Connections to one SQLite journal: one to write by turns, several to read.

Says what SQLite's errors mean for the journal. Knows no table, and runs no statement
but those that begin and end a transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.inspecting import missing_table
from kvalitet_core.journal.turn import Turn
from kvalitet_core.sqlitefile import opened

__all__ = ["Connections"]

_KEPT_READERS: Final = 8

_NO_TABLE: Final = "no such table: "

_PROBLEMS: Final = {
    "database is locked": "locked by another process for more than {busy} s",
    "database or disk is full": "the disk is full; nothing was written",
    "disk I/O error": "the disk failed, or is full",
    "attempt to write a readonly database": "cannot be written: it is read-only",
    "file is not a database": "is no journal: the file is no database",
    "database disk image is malformed": "is damaged: restore it from a backup",
    "unable to open database file": "cannot be opened: no such file, or no right",
}


class Connections:
    """One connection for writing, lent to one thread at a time; many for reading.

    Attributes:
        moment: When the transaction that is open began: a number that changes whenever
            another connection has committed, and how many commits this one had made.
    """

    def __init__(
        self,
        path: Path,
        *,
        place: str,
        busy_seconds: float,
        writable: bool = True,
        create: bool = False,
    ) -> None:
        self.path = path
        self._create = create
        self.place = place
        self.busy_seconds = busy_seconds
        self.writable = writable
        self._turn = Turn(place, busy_seconds=busy_seconds)
        self.moment = (0, 0)
        self._commits = 0
        self._relaxed = False
        self._writer: sqlite3.Connection | None = None
        self._readers: deque[sqlite3.Connection] = deque()

    def connect(self) -> sqlite3.Connection:
        """Open one more connection, set as every connection here is."""
        folder = self.path.parent
        if self.writable and folder.is_dir() and not os.access(folder, os.W_OK):
            problem = "cannot be written: its folder is read-only"
            raise JournalUnavailable(self.place, problem)
        return opened(
            self.path,
            read_only=not self.writable,
            create=self._create,
            busy_seconds=self.busy_seconds,
        )

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Let errors of SQLite come out as what they mean for the journal."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.meaning(error) from error

    def meaning(self, error: sqlite3.Error) -> JournalUnavailable:
        """What an error of SQLite means for the journal."""
        text = str(error)
        if text.startswith(_NO_TABLE):
            problem = missing_table(text.removeprefix(_NO_TABLE))
            return JournalUnavailable(self.place, f"is damaged: {problem}")
        problems = (told for sign, told in _PROBLEMS.items() if sign in text)
        problem = next(problems, f"SQLite says: {text}")
        told = problem.replace("{busy}", f"{self.busy_seconds:g}")
        return JournalUnavailable(self.place, told)

    def reading(self) -> Lent:
        """Lend a connection for reading; errors come out as ours."""
        return Lent(self)

    def lend(self) -> sqlite3.Connection:
        """Give a connection for reading, which is to be given back."""
        try:
            return self._readers.pop()
        except IndexError:
            return self.connect()

    def take_back(self, connection: sqlite3.Connection) -> None:
        """Keep a connection that was lent, or close it where there are enough."""
        if len(self._readers) < _KEPT_READERS:
            self._readers.append(connection)
        else:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for writing, inside a transaction of its own.

        What the borrower raises comes out as it is: it may be about something else.
        """
        writer = self.begin()
        done = False
        try:
            yield writer
            done = True
        finally:
            self.end(writer, commit=done)

    def begin(self, *, lasting: bool = True) -> sqlite3.Connection:
        """Wait for the turn, and begin a transaction as the only writer.

        Who begins one ends it, by `end`.

        Args:
            lasting: Whether what is committed is to outlive a power cut.
        """
        self._turn.__enter__()
        try:
            if self._writer is None:
                self._writer = self.connect()
            if not lasting:
                self._relaxed = True
                self._writer.execute("PRAGMA synchronous=NORMAL")
            self._writer.execute("BEGIN IMMEDIATE")
            others = self._writer.execute("PRAGMA data_version").fetchone()[0]
            self.moment = (others, self._commits)
        except BaseException as error:
            self._let_go()
            if isinstance(error, sqlite3.Error):
                raise self.meaning(error) from error
            raise
        return self._writer

    def end(self, writer: sqlite3.Connection, *, commit: bool) -> None:
        """End the transaction, and let the next one write.

        Raises:
            JournalUnavailable: It could not be committed; nothing was written.
        """
        try:
            if commit:
                self.require_transaction(writer)
                writer.execute("COMMIT")
                self._commits += 1
        except sqlite3.Error as error:
            raise self.meaning(error) from error
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Take back what is not committed, and give up the turn."""
        if self._writer is not None and self._writer.in_transaction:
            with suppress(sqlite3.Error):
                self._writer.execute("ROLLBACK")
        if self._writer is not None and self._relaxed:
            self._relaxed = False
            self._writer.execute("PRAGMA synchronous=FULL")
        self._turn.__exit__()

    def require_transaction(self, connection: sqlite3.Connection) -> None:
        """Refuse to go on after SQLite has rolled back by itself, as on a full disk."""
        if not connection.in_transaction:
            problem = "the transaction was rolled back; nothing was written"
            raise JournalUnavailable(self.place, problem)

    def close(self) -> None:
        """Close every connection."""
        with self._turn:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            while self._readers:
                self._readers.pop().close()


class Lent:
    """A connection that is lent for reading, from `with` to its end.

    A class, not a generator: all that is read passes here.
    """

    __slots__ = ("_connection", "_connections")

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._connection = self._connections.lend()
        except sqlite3.Error as error:
            raise self._connections.meaning(error) from error
        return self._connection

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._connections.take_back(self._connection)
        if isinstance(error, sqlite3.Error):
            raise self._connections.meaning(error) from error
