"""The key store: one data key a person, wrapped; and who was forgotten, by what.

Apart from the journal, so that destroying a key is not undone by a backup of the
journal. A key is durable when `key_for` returns it. Two adapters over one set of
statements: an SQLite file, and a PostgreSQL database that is not the journal's own.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keyfile import KeyEncryptionKey
from kvalitet_core.sqlitefile import opened, with_log_emptied, without_remnants

__all__ = [
    "APPLICATION_ID",
    "FORMAT",
    "TABLES",
    "DataKey",
    "Destroyed",
    "KeyStore",
    "Keys",
    "LateKeys",
    "SqlKeys",
    "SqliteKeys",
]

_KEY_LENGTH = 32

TABLES = (
    (
        "CREATE TABLE IF NOT EXISTS data_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped {blob} NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS bound_to"
        " (one INTEGER PRIMARY KEY CHECK (one = 1), journal TEXT NOT NULL,"
        " format INTEGER NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS destroyed_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT, decision {blob} NOT NULL,"
        " wiped INTEGER NOT NULL DEFAULT 0)"
    ),
)


FORMAT = 1
"""The number of the format that keys are kept in."""

APPLICATION_ID = 0x4B56_4B31
"""Names an SQLite file as a key store (`KVK1`)."""

_BOUND_TO = "SELECT journal, format FROM bound_to"


class DataKey(NamedTuple):
    """One person's key, and its id: SHA-256 of the key, in hex."""

    key: bytes
    id: str


class Destroyed(NamedTuple):
    """A key that was destroyed on purpose, and the recorded decision to do so.

    `wiped` says whether its bytes are known to be gone from the disk as well.
    """

    subject: str
    decision: bytes
    wiped: bool


class Keys(Protocol):
    """Where keys can be found."""

    place: str

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""

    def close(self) -> None:
        """Let go of the connection."""


class KeyStore(Keys, Protocol):
    """Where keys live, and are made and destroyed."""

    def belongs_to(self, journal: str) -> bool:
        """Whether these are the keys of this journal."""

    def bind(self, journal: str) -> None:
        """Make these the keys of this journal, if they are nobody's yet."""

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""

    def destroy(self, subject: str, decision: bytes) -> None:
        """Destroy the key for good, and keep the decision in its place."""

    def scrub(self) -> bool:
        """Remove what deleted keys left behind; False while something prevents it."""

    def mark_wiped(self, subject: str) -> None:
        """Note that nothing of the person is left on the disk."""

    def destroyed(self) -> Sequence[Destroyed]:
        """Everyone whose key was destroyed, by their ids."""


class SqlKeys(ABC):
    """The statements, written with `?` and without a dialect."""

    place: str

    def __init__(self, key_encryption_key: KeyEncryptionKey) -> None:
        self._kek = key_encryption_key
        self._lock = threading.Lock()

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Any]:
        """Lend `execute(statement, values)`, in a transaction of its own."""

    @abstractmethod
    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """What one statement reads."""

    def belongs_to(self, journal: str) -> bool:
        """Whether these are the keys of this journal."""
        bound = [tuple(row) for row in self._rows(_BOUND_TO)]
        for _, found in bound:
            if found != FORMAT:
                problem = f"their format is {found}, this version knows {FORMAT}"
                raise KeyUnavailable(self.place, problem)
        return bound == [(journal, FORMAT)]

    def bind(self, journal: str) -> None:
        """Make these the keys of this journal, if they are nobody's yet."""
        if not self._rows(_BOUND_TO):
            with self._lock, self._transaction() as execute:
                execute(
                    "INSERT INTO bound_to VALUES (1, ?, ?)"
                    " ON CONFLICT (one) DO NOTHING",
                    (journal, FORMAT),
                )

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        found = self.find(subject)
        if found is not None:
            return found
        key = secrets.token_bytes(_KEY_LENGTH)
        made = DataKey(key, sha256(key).hexdigest())
        wrapped = aes_key_wrap(self._kek.key(), key)
        with self._lock, self._transaction() as execute:
            any_other = execute("SELECT key_id, wrapped FROM data_keys LIMIT 1", ())
            for key_id, other in any_other.fetchall():
                self._unwrapped(key_id, other)
            execute(
                "INSERT INTO data_keys SELECT ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM destroyed_keys WHERE subject = ?)"
                " ON CONFLICT (subject) DO NOTHING",
                (subject, made.id, wrapped, subject),
            )
        kept = self.find(subject)
        if kept is None:
            raise KeyUnavailable(self.place, f"the key of {subject} was not kept")
        return kept

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""
        keys = self._rows(
            "SELECT key_id, wrapped FROM data_keys WHERE subject = ?", (subject,)
        )
        gone = self._rows(
            "SELECT decision, wiped FROM destroyed_keys WHERE subject = ?", (subject,)
        )
        for decision, wiped in gone:
            return Destroyed(subject, bytes(decision), wiped=bool(wiped))
        for key_id, wrapped in keys:
            return self._unwrapped(key_id, wrapped)
        return None

    def _unwrapped(self, key_id: str, wrapped: bytes) -> DataKey:
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        try:
            key = aes_key_unwrap(self._kek.key(), bytes(wrapped))
        except InvalidUnwrap as error:
            problem = (
                f"the key file {self._kek.place} does not open it: "
                "it is another journal's key file"
            )
            raise KeyUnavailable(self.place, problem) from error
        if sha256(key).hexdigest() != key_id:
            problem = f"a key is not the one it was stored as, {key_id}"
            raise KeyUnavailable(self.place, problem)
        return DataKey(key, key_id)

    def destroy(self, subject: str, decision: bytes) -> None:
        """Destroy the key for good, and keep the decision in its place."""
        with self._lock, self._transaction() as execute:
            execute(
                "INSERT INTO destroyed_keys (subject, key_id, decision) SELECT ?,"
                " (SELECT key_id FROM data_keys WHERE subject = ?), ?"
                " WHERE true ON CONFLICT (subject) DO NOTHING",
                (subject, subject, decision),
            )
            execute("DELETE FROM data_keys WHERE subject = ?", (subject,))

    def mark_wiped(self, subject: str) -> None:
        """Note that nothing of the person is left on the disk."""
        with self._lock, self._transaction() as execute:
            execute("UPDATE destroyed_keys SET wiped = 1 WHERE subject = ?", (subject,))

    def destroyed(self) -> Sequence[Destroyed]:
        """Everyone whose key was destroyed, by their ids."""
        rows = self._rows(
            "SELECT subject, decision, wiped FROM destroyed_keys ORDER BY subject"
        )
        return [
            Destroyed(subject, bytes(decision), wiped=bool(wiped))
            for subject, decision, wiped in rows
        ]


class SqliteKeys(SqlKeys):
    """Keys in an SQLite file, or in memory when the path is None."""

    def __init__(
        self,
        path: Path | None,
        key_encryption_key: KeyEncryptionKey,
        *,
        create: bool = True,
        read_only: bool = False,
        busy_seconds: float = 30.0,
    ) -> None:
        """Open the store.

        Args:
            path: The file.

            key_encryption_key: What every data key is wrapped with.

            create: Whether to make the file where there is none.

            read_only: Whether to need no right to write, and to change nothing.

            busy_seconds: How long to wait for a lock of someone else's.

        Raises:
            KeyUnavailable: There is no such file, or it cannot be used.
        """
        super().__init__(key_encryption_key)
        self.place = str(path or "memory:")
        if path is not None and not path.exists() and (read_only or not create):
            raise KeyUnavailable(self.place, "there is no key store")
        with self._ours():
            self._connection = opened(
                path, read_only=read_only, busy_seconds=busy_seconds, create=create
            )
            try:
                self._made(path, read_only=read_only)
            except (sqlite3.Error, KeyUnavailable):
                self._connection.close()
                raise

    def _made(self, path: Path | None, *, read_only: bool) -> None:
        """Make the tables where they are not there; only their owner may read them."""
        application, tables = self._found()
        if application == APPLICATION_ID and tables:
            return
        if tables or read_only:
            raise KeyUnavailable(self.place, "is no key store of kvalitet-core")
        if path is not None:
            path.chmod(0o600)
        self._connection.execute("PRAGMA journal_mode=WAL")
        with self._transaction() as execute:
            execute(f"PRAGMA application_id={APPLICATION_ID}")
            for statement in TABLES:
                execute(statement.format(blob="BLOB"))

    def _found(self) -> tuple[int, int]:
        """The file's application id and its number of tables, at one moment."""
        with self._transaction("DEFERRED") as execute:
            (application,) = execute("PRAGMA application_id").fetchone()
            (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
        return application, tables

    @contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise KeyUnavailable(self.place, f"cannot be used: {error}") from error

    @contextmanager
    def _transaction(self, mode: str = "IMMEDIATE") -> Iterator[Any]:
        with self._ours():
            self._connection.execute(f"BEGIN {mode}")
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock, self._ours():
            return self._connection.execute(statement, values).fetchall()

    def scrub(self) -> bool:
        """Wipe what deleted keys left behind; False while another process reads."""
        with self._lock, self._transaction():
            without_remnants(self._connection, "data_keys")
        with self._lock, self._ours():
            return with_log_emptied(self._connection)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


class LateKeys:
    """A key store that is opened when it is first asked: masked reading never does."""

    def __init__(self, place: str, open_now: Callable[[], KeyStore]) -> None:
        self.place = place
        self._open_now = open_now
        self._opened: KeyStore | None = None

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""
        if self._opened is None:
            self._opened = self._open_now()
        return self._opened.find(subject)

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._opened is not None:
            self._opened.close()
