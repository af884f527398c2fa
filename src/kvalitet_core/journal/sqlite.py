"""The SQLite store: one file, many processes, one writer at a time.

WAL with synchronous FULL: what is acknowledged survives a power cut. Writers begin
with BEGIN IMMEDIATE. Deleted bytes are overwritten (`secure_delete`). DDL runs only in
`create` and `migrate`; a journal is made whole beside its place and linked there.
"""

from __future__ import annotations

import glob
import os
import secrets
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from kvalitet_core.errors import FormatMismatch, JournalExists, JournalUnavailable
from kvalitet_core.journal.append_signatures import (
    Appended,
    AppendSignature,
    AppendSigner,
)
from kvalitet_core.journal.sqlite_appends import APPENDS, PUT, AppendReading
from kvalitet_core.journal.sqlite_connections import Connections
from kvalitet_core.journal.sqlite_tree import TREE, TreeReading, TreeWriting
from kvalitet_core.journal.store import FORMAT, NewRow, Row, SectionPlace
from kvalitet_core.sqlitefile import with_log_emptied, without_remnants

__all__ = [
    "APPLICATION_ID",
    "INSERT_SECTION",
    "MIGRATIONS",
    "SqliteStore",
    "new_journal",
]

APPLICATION_ID: Final = 0x4B56_4A31
"""Names the file as a journal (`KVJ1`), as SQLite's `application_id` pragma keeps."""

MIGRATIONS: Final = (
    (
        "the journal",
        (
            """CREATE TABLE stored_events (
                position INTEGER PRIMARY KEY,
                originator_id TEXT NOT NULL,
                originator_version INTEGER NOT NULL,
                topic TEXT NOT NULL,
                state BLOB NOT NULL,
                UNIQUE (originator_id, originator_version)
            )""",
            """CREATE TRIGGER stored_events_are_not_changed
                BEFORE UPDATE ON stored_events
                BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
            """CREATE TRIGGER stored_events_are_not_deleted
                BEFORE DELETE ON stored_events
                BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
            """CREATE TABLE sealed_sections (
                id INTEGER PRIMARY KEY,
                stream TEXT NOT NULL,
                version INTEGER NOT NULL,
                ordinal INTEGER NOT NULL,
                subject TEXT NOT NULL,
                bytes BLOB NOT NULL,
                UNIQUE (stream, version, ordinal)
            )""",
            """CREATE INDEX sealed_sections_by_subject
                ON sealed_sections (subject, stream, version, ordinal)""",
            """CREATE TABLE tracking (
                application_name TEXT PRIMARY KEY,
                notification_id INTEGER NOT NULL
            ) WITHOUT ROWID""",
        ),
    ),
    ("the tree over the journal", TREE),
    ("signatures of what is appended", APPENDS),
)
"""One item a format number, from 1: what it brings, and its statements."""

_ROW = "position, originator_id, originator_version, topic, state"
_ERASE: Final = "DELETE FROM sealed_sections WHERE subject = ?"
INSERT_SECTION: Final = (
    "INSERT INTO sealed_sections (stream, version, ordinal, subject, bytes)"
    " VALUES (?, ?, ?, ?, ?)"
)
"""How sealed bytes are kept, here and in a copy of another store's journal."""

_VERSION = (
    "(SELECT ifnull(max(originator_version), 0) FROM stored_events"
    " WHERE originator_id = ?)"
)
_HEADER_PAGES = slice(28, 32)
_HEADER_PAGE_SIZE = slice(16, 18)
_MAGIC = b"SQLite format 3\0"
_AT_ONCE = 200


class _Reading(TreeReading, AppendReading, ABC):
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


class _SqliteWriter(_Reading):
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

    def __enter__(self) -> tuple[_SqliteWriter, Mapping[str, int], Row | None]:
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
            last = self._execute(_insert(len(some)), values).lastrowid or 0
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


class _SqliteSigningWriter(_SqliteWriter):
    """The same, where what is appended is signed before it is committed."""

    __slots__ = ("_appended", "_signer")

    def __init__(
        self, store: SqliteStore, streams: Sequence[str], signer: AppendSigner
    ) -> None:
        super().__init__(store, streams)
        self._signer = signer
        self._appended = Appended(signer)

    def __enter__(self) -> tuple[_SqliteWriter, Mapping[str, int], Row | None]:
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


class _SqliteSealer(TreeWriting):
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


class SqliteStore(_Reading):
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
        _refuse_truncated(self.path)
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
            connection.execute(_insert(1), opening[:4])

    def migrate(self) -> Sequence[str]:
        """Bring an older format up to `FORMAT`, in one step."""
        with self.connections.writing() as connection, self.connections.ours():
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found > FORMAT:
                raise FormatMismatch(self.place, found=found, known=FORMAT)
            missing = MIGRATIONS[found:]
            if missing:
                _apply(connection, missing)
        return [name for name, _ in missing]

    def writing(
        self, streams: Sequence[str] = (), *, since: bytes = b""
    ) -> _SqliteWriter:
        """Be the only writer: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        if self.signer is not None:
            return _SqliteSigningWriter(self, streams, self.signer)
        return _SqliteWriter(self, streams, since)

    def fence(self) -> int:
        """The position of the newest row; what is read here is committed."""
        newest = self._all("SELECT ifnull(max(position), 0) FROM stored_events")
        position: int = newest[0][0]
        return position

    @contextmanager
    def sealing(self) -> Iterator[_SqliteSealer]:
        """Write the tree: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        connection = self.connections.begin(lasting=False)
        moment, done = self.connections.moment, False
        try:
            yield _SqliteSealer(connection, self.connections)
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
        with _made_beside(path) as temporary, self.connections.reading() as connection:
            copy = sqlite3.connect(temporary)
            connection.backup(copy)
            copy.close()

    def close(self) -> None:
        """Let go of every connection."""
        self.connections.close()


@contextmanager
def new_journal(path: Path) -> Iterator[sqlite3.Connection]:
    """Make an empty journal to be filled, which appears at its path when it is whole.

    Raises:
        JournalUnavailable: The path is taken, or cannot be written.
    """
    with _made_beside(path) as temporary:
        made = Connections(temporary, place=str(path), busy_seconds=1, create=True)
        with made.reading() as connection:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode=WAL")
        with made.writing() as connection, made.ours():
            _apply(connection, MIGRATIONS)
            yield connection
        made.close()


@cache
def _insert(count: int) -> str:
    """The statement that appends so many rows."""
    places = ", ".join(["(?, ?, ?, ?)"] * count)
    return (
        "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
        f" VALUES {places}"
    )


def _text(stored: bytes) -> str:
    """A text as it stands, with what is no UTF-8 as lone surrogates."""
    return stored.decode("utf-8", "surrogateescape")


def _or_last(upto: int | None) -> int:
    return 2**63 - 1 if upto is None else upto


def _apply(connection: sqlite3.Connection, missing: Sequence[Any]) -> None:
    for _, statements in missing:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={FORMAT}")


def _refuse_truncated(path: Path) -> None:
    """Compare the file's length with what its own header says.

    While a write-ahead log is there the header may be behind, and nothing is said.
    """
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        return
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise JournalUnavailable(str(path), problem) from error
    if not header.startswith(_MAGIC):
        raise JournalUnavailable(str(path), "is no journal: the file is no database")
    size = int.from_bytes(header[_HEADER_PAGE_SIZE], "big")
    pages = int.from_bytes(header[_HEADER_PAGES], "big")
    expected = pages * (65536 if size == 1 else size)
    if path.stat().st_size < expected:
        problem = (
            f"is truncated: {path.stat().st_size} bytes of {expected}; "
            "restore it from a backup"
        )
        raise JournalUnavailable(str(path), problem)


@contextmanager
def _made_beside(path: Path) -> Iterator[Path]:
    """Make a file whole under another name, then give it its own, if that is free."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        if path.exists():
            raise JournalExists(str(path))
        if not path.parent.is_dir():
            raise JournalUnavailable(str(path), "cannot be made: no such folder")
        yield temporary
        _require_no_log(temporary, path)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        os.link(temporary, path)
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
    except FileExistsError as error:
        raise JournalExists(str(path)) from error
    except OSError as error:
        problem = f"cannot be made: {error.strerror}"
        raise JournalUnavailable(str(path), problem) from error
    finally:
        for leftover in path.parent.glob(f"{glob.escape(temporary.name)}*"):
            leftover.unlink()


def _require_no_log(temporary: Path, path: Path) -> None:
    """The last to close a file removes its log, but only when all of it is in the file.

    SQLite does not say so when the disk is too full for that.
    """
    log = Path(f"{temporary}-wal")
    if log.exists() and log.stat().st_size:
        raise JournalUnavailable(str(path), "the disk is full; nothing was written")
