"""The key store in PostgreSQL: in a database that is not the journal's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keyfile import KeyEncryptionKey
from kvalitet_core.privacy.sql_keys import TABLES, SqlKeys

__all__ = ["PostgresKeys"]

_CREATION: Final = 0x4B56_4B31
"""The key of the advisory lock under which the tables are made."""

_SHOWN: Final = ("host", "hostaddr", "port", "dbname")

_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)

_IDENTITY: Final = (
    "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
    " WHERE datname = current_database()"
)

_REWRITE: Final = (
    "ALTER TABLE data_keys ALTER COLUMN wrapped TYPE bytea USING wrapped || ''::bytea"
)


class PostgresKeys(SqlKeys):
    """Keys in a PostgreSQL database, over one connection that is made anew if lost."""

    def __init__(
        self,
        address: str,
        key_encryption_key: KeyEncryptionKey,
        *,
        journal: str | None,
        create: bool = True,
        busy_seconds: float = 30.0,
    ) -> None:
        """Connect, and refuse the database that the journal is in.

        Args:
            address: The key store's, as libpq reads it.

            key_encryption_key: What every data key is wrapped with.

            journal: The journal's address, as libpq reads it; None where it is a file.

            create: Whether to make the tables.

            busy_seconds: How long to wait for a lock of someone else's.
        """
        super().__init__(key_encryption_key)
        self.place = _without_secrets(address)
        self._address = address
        self._busy = f"{int(busy_seconds * 1000)}ms"
        self._connection: psycopg.Connection[Any] | None = None
        try:
            if journal is not None:
                self._refuse_own_database(journal)
            if create:
                self._create()
        except KeyUnavailable:
            self.close()
            raise

    def scrub(self) -> bool:
        """Rewrite the keys; False while someone holds a lock on them.

        VACUUM FULL would not do: it copies a deleted row for as long as any transaction
        in the database is older than the deletion, and does not say so. This rewriting
        copies what is there, and nothing else.
        """
        try:
            with self._lock, self._transaction() as execute:
                execute("SELECT set_config('lock_timeout', ?, true)", (self._busy,))
                execute(_REWRITE, ())
        except KeyUnavailable as error:
            if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                return False
            raise
        return True

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with self._ours():
            connection = self._alive()

            def execute(statement: str, values: Sequence[Any]) -> Any:
                return connection.execute(statement.replace("?", "%s").encode(), values)

            with connection.transaction():
                yield execute

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock, self._transaction() as execute:
            rows: list[Any] = execute(statement, values).fetchall()
        return rows

    @contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            problem = f"cannot be used: {str(error).strip()}"
            raise KeyUnavailable(self.place, problem) from error

    def _alive(self) -> psycopg.Connection[Any]:
        """The connection, once it has answered, or a new one."""
        if self._connection is not None and not self._connection.closed:
            with suppress(psycopg.OperationalError):
                self._connection.execute("")
                return self._connection
        self._connection = psycopg.connect(self._address, autocommit=True)
        self._connection.execute(_DURABLE)
        return self._connection

    def _create(self) -> None:
        with self._lock, self._transaction() as execute:
            execute("SELECT pg_advisory_xact_lock(?)", (_CREATION,))
            for statement in TABLES:
                execute(statement.format(blob="BYTEA"), ())

    def _refuse_own_database(self, journal: str) -> None:
        """Ask both servers who they are: one database has many addresses."""
        with self._ours():
            own = self._alive().execute(_IDENTITY).fetchone()
            with psycopg.connect(journal, autocommit=True) as connection:
                other = connection.execute(_IDENTITY).fetchone()
        if own == other:
            problem = "is the journal's own database, whose backups would keep the keys"
            raise KeyUnavailable(self.place, problem)


def _without_secrets(address: str) -> str:
    """What of an address is fit to print."""
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        problem = "its address is not one that PostgreSQL reads"
        raise KeyUnavailable("PostgreSQL", problem) from error
    return make_conninfo("", **{key: str(given[key]) for key in _SHOWN if key in given})
