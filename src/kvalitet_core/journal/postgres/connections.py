"""Connections to one journal in PostgreSQL, lent from a pool, and what its errors mean.

Knows no table. Runs no statement but those that set a connection up, and the rollback
of what a borrower left unfinished.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import psycopg_pool
from psycopg.pq import TransactionStatus

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.inspecting import missing_table
from kvalitet_core.journal.store import Uncertain

__all__ = ["Connections"]

_PATIENCE: Final = 10
"""How many seconds to wait for a server's answer when a journal is opened."""

_PROBLEMS: Final[dict[type[Exception], str]] = {
    psycopg.errors.LockNotAvailable: "locked by another writer for too long",
    psycopg.errors.InsufficientPrivilege: "this role has no right to do that",
    psycopg.errors.DiskFull: "the disk is full; nothing was written",
    psycopg.errors.ReadOnlySqlTransaction: "cannot be written: it is read-only",
    psycopg_pool.PoolTimeout: "cannot be reached",
}
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
"""What is acknowledged is durable, whatever the server is set to."""

logging.getLogger("psycopg").addHandler(logging.NullHandler())
"""What it logs is for who keeps a log: an error comes out as ours, and once."""


class Connections:
    """A pool of connections, opened when one is first lent."""

    def __init__(self, conninfo: str, *, place: str, busy_seconds: float) -> None:
        self.place = place
        self._conninfo = conninfo
        self._busy_seconds = busy_seconds
        self.pool = psycopg_pool.ConnectionPool(
            conninfo,
            kwargs={"autocommit": True},
            configure=self._configure,
            min_size=1,
            max_size=16,
            timeout=busy_seconds,
            open=False,
            reconnect_timeout=0,
        )

    def _configure(self, connection: psycopg.Connection[Any]) -> None:
        """Set a new connection; no plan here ever depends on the values given."""
        timeout = max(1, int(self._busy_seconds * 1000))
        connection.execute(b"SET lock_timeout = '%dms'" % timeout)
        connection.execute(_DURABLE)
        connection.execute(b"SET plan_cache_mode = force_generic_plan")

    @contextmanager
    def lend(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection; errors of PostgreSQL come out as ours."""
        with self.lend_to_writer() as connection, self._as_ours():
            try:
                yield connection
            finally:
                self.take_back(connection)

    @contextmanager
    def lend_to_writer(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection; what the borrower raises comes out as it is."""
        with self._as_ours():
            if self.pool.closed:
                self.pool.open()
            connection = self.pool.getconn()
        try:
            yield connection
        finally:
            self.pool.putconn(connection)

    @contextmanager
    def of_its_own(self) -> Iterator[psycopg.Connection[Any]]:
        """Connect once, outside the pool, which would try for longer."""
        with (
            self._as_ours(),
            psycopg.connect(self._conninfo, connect_timeout=_PATIENCE) as connection,
        ):
            yield connection

    def drop_broken(self) -> None:
        """Replace the connections in the pool that were lost."""
        self.pool.check()

    def close(self) -> None:
        """Let go of every connection."""
        self.pool.close()

    @contextmanager
    def ours(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """Tell a lost answer from an error, and let errors come out as ours."""
        with self._as_ours():
            try:
                yield
            except psycopg.OperationalError as error:
                if connection.broken:
                    raise Uncertain(str(error)) from error
                raise

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        """Let errors of PostgreSQL come out as what they mean for the journal."""
        try:
            yield
        except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
            text = str(error).strip() or "no answer"
            if isinstance(error, psycopg.errors.UndefinedTable):
                name = text.partition('"')[2].partition('"')[0].rpartition(".")[2]
                problem = f"is damaged: {missing_table(name)}"
                raise JournalUnavailable(self.place, problem) from error
            told = f"PostgreSQL says: {text.splitlines()[0]}"
            problem = _PROBLEMS.get(type(error), told)
            raise JournalUnavailable(self.place, problem) from error

    def require_sound(self, connection: psycopg.Connection[Any]) -> None:
        """Refuse to commit after a failure: PostgreSQL would roll back unasked."""
        if connection.info.transaction_status != TransactionStatus.INTRANS:
            problem = "a statement failed; nothing was written"
            raise JournalUnavailable(self.place, problem)

    def take_back(self, connection: psycopg.Connection[Any]) -> None:
        """Undo what is not committed, unless the connection was lost with it."""
        if not connection.broken:
            connection.rollback()
