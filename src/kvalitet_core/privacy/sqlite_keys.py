"""The key store in an SQLite file, or in memory; only its owner may read the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.newfile import made_beside, write_private
from kvalitet_core.privacy.keyfile import KeyEncryptionKey
from kvalitet_core.privacy.sql_keys import TABLES, SqlKeys
from kvalitet_core.sqlitefile import opened, with_log_emptied, without_remnants

__all__ = ["APPLICATION_ID", "SqliteKeys"]

APPLICATION_ID = 0x4B56_4B31
"""Names an SQLite file as a key store (`KVK1`)."""


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
        if path is not None and not path.exists():
            if read_only or not create:
                raise KeyUnavailable(self.place, "there is no key store")
            with self._ours(), suppress(FileExistsError):
                _make(path)
        with self._ours():
            self._connection = opened(
                path, read_only=read_only, busy_seconds=busy_seconds
            )
            try:
                if path is None:
                    _fill(self._connection)
                self._require_key_store()
            except (sqlite3.Error, KeyUnavailable):
                self._connection.close()
                raise

    def _require_key_store(self) -> None:
        with self._transaction("DEFERRED") as execute:
            (application,) = execute("PRAGMA application_id").fetchone()
            (tables,) = execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != APPLICATION_ID or not tables:
            raise KeyUnavailable(self.place, "is no key store of kvalitet-core")

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


def _make(path: Path) -> None:
    """Make the store, which only its owner may read; it is whole when it appears."""
    with made_beside(path) as temporary:
        write_private(temporary, b"")
        with closing(opened(temporary, read_only=False, busy_seconds=1)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            _fill(connection)


def _fill(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for statement in TABLES:
        connection.execute(statement.format(blob="BLOB"))
    connection.execute("COMMIT")
