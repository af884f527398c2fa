"""The key store in PostgreSQL: in a database that is not the journal's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keystore import TABLES, SqlKeys

__all__ = ["PostgresKeys"]


class PostgresKeys(SqlKeys):
    """Keys in a PostgreSQL database, over one connection that is made anew if lost."""

    def __init__(
        self, url: str, key_encryption_key: bytes, *, create: bool = True
    ) -> None:
        super().__init__(key_encryption_key)
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self.place = urlunsplit(parts._replace(netloc=host))
        self._url = url
        self._connection: psycopg.Connection[Any] | None = None
        if create:
            with self._lock, self._transaction() as execute:
                execute("SELECT pg_advisory_xact_lock(?)", (0x4B56_4B31,))
                for statement in TABLES:
                    execute(statement.format(blob="BYTEA"), ())

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(self._url)
            connection = self._connection

            def execute(statement: str, values: Sequence[Any]) -> Any:
                return connection.execute(statement.replace("?", "%s"), values)  # type: ignore[call-overload]

            with connection.transaction():
                yield execute
        except psycopg.Error as error:
            raise KeyUnavailable(self.place, f"cannot be used: {error}") from error

    def scrub(self) -> bool:
        """Rewrite the tables, so that no deleted key is left in them."""
        with self._lock:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute("VACUUM FULL data_keys")
            except psycopg.Error as error:
                raise KeyUnavailable(self.place, f"cannot be used: {error}") from error
        return True

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
