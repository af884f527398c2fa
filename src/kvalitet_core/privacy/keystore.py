"""The key store: one data key a person, wrapped; and who was forgotten, by what.

Apart from the journal, so that destroying a key is not undone by a backup of the
journal. A key is durable when `key_for` returns it. Two adapters over one set of
statements: an SQLite file, and a PostgreSQL database that is not the journal's own.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

from kvalitet_core.errors import KeyUnavailable

__all__ = ["TABLES", "DataKey", "Destroyed", "KeyStore", "SqlKeys", "SqliteKeys"]

_KEY_LENGTH = 32

TABLES = (
    (
        "CREATE TABLE IF NOT EXISTS data_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped {blob} NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS destroyed_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT, decision {blob} NOT NULL,"
        " wiped INTEGER NOT NULL DEFAULT 0)"
    ),
)


_REWRITE = (
    "CREATE TEMP TABLE kept AS SELECT * FROM data_keys",
    "DELETE FROM data_keys",
    "INSERT INTO data_keys SELECT * FROM kept ORDER BY 1",
    "DROP TABLE kept",
)


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


class KeyStore(Protocol):
    """Where keys live."""

    place: str

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""

    def destroy(self, subject: str, decision: bytes) -> None:
        """Destroy the key for good, and keep the decision in its place."""

    def scrub(self) -> bool:
        """Remove what deleted keys left behind; False while something prevents it."""

    def mark_wiped(self, subject: str) -> None:
        """Note that nothing of the person is left on the disk."""

    def destroyed(self) -> Sequence[Destroyed]:
        """Everyone whose key was destroyed, by their ids."""

    def close(self) -> None:
        """Let go of the connection."""


class SqlKeys:
    """The statements, written with `?` and without a dialect."""

    place: str

    def __init__(self, key_encryption_key: bytes) -> None:
        self._kek = key_encryption_key
        self._lock = threading.Lock()

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        raise NotImplementedError
        yield

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""
        found = self.find(subject)
        if found is not None:
            return found
        key = secrets.token_bytes(_KEY_LENGTH)
        made = DataKey(key, sha256(key).hexdigest())
        with self._lock, self._transaction() as execute:
            execute(
                "INSERT INTO data_keys SELECT ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM destroyed_keys WHERE subject = ?)"
                " ON CONFLICT (subject) DO NOTHING",
                (subject, made.id, aes_key_wrap(self._kek, key), subject),
            )
        kept = self.find(subject)
        if kept is None:
            raise KeyUnavailable(self.place, f"the key of {subject} was not kept")
        return kept

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""
        with self._lock, self._transaction() as execute:
            gone = execute(
                "SELECT decision, wiped FROM destroyed_keys WHERE subject = ?",
                (subject,),
            ).fetchone()
            row = execute(
                "SELECT key_id, wrapped FROM data_keys WHERE subject = ?", (subject,)
            ).fetchone()
        if gone:
            return Destroyed(subject, bytes(gone[0]), wiped=bool(gone[1]))
        return self._unwrapped(subject, *row) if row else None

    def _unwrapped(self, subject: str, key_id: str, wrapped: bytes) -> DataKey:
        try:
            key = aes_key_unwrap(self._kek, bytes(wrapped))
        except InvalidUnwrap as error:
            problem = "the key file does not open it: it is another journal's key file"
            raise KeyUnavailable(self.place, problem) from error
        if sha256(key).hexdigest() != key_id:
            problem = f"the key of {subject} is not the one it was stored as"
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
        with self._lock, self._transaction() as execute:
            rows = execute(
                "SELECT subject, decision, wiped FROM destroyed_keys ORDER BY subject",
                (),
            ).fetchall()
        return [
            Destroyed(subject, bytes(decision), wiped=bool(wiped))
            for subject, decision, wiped in rows
        ]


class SqliteKeys(SqlKeys):
    """Keys in an SQLite file, or in memory when the path is None."""

    def __init__(
        self,
        path: Path | None,
        key_encryption_key: bytes,
        *,
        create: bool = True,
        busy_seconds: float = 30.0,
    ) -> None:
        super().__init__(key_encryption_key)
        self.place = str(path or "memory:")
        if path is not None and not create and not path.exists():
            raise KeyUnavailable(self.place, "there is no key store")
        with self._ours():
            self._connection = sqlite3.connect(
                path or ":memory:",
                timeout=busy_seconds,
                isolation_level=None,
                check_same_thread=False,
            )
            if path is not None:
                path.chmod(0o600)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")
            self._connection.execute("PRAGMA temp_store=MEMORY")
            for statement in TABLES:
                self._connection.execute(statement.format(blob="BLOB"))

    @contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise KeyUnavailable(self.place, f"cannot be used: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._ours():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def scrub(self) -> bool:
        """Rewrite the keys and empty the log; False while another process reads it.

        A page that SQLite splits or joins keeps copies of what was moved from it.
        """
        with self._lock, self._transaction() as execute:
            for statement in _REWRITE:
                execute(statement)
        with self._lock, self._ours():
            busy, *_ = self._connection.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchone()
        return not busy

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
