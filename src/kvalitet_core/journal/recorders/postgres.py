"""The recorder of a journal in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from eventsourcing.persistence import (
    NotSupportedError,
    OperationalError,
    StoredEvent,
    Tracking,
)
from eventsourcing.postgres import (
    PostgresDatastore,
    PostgresProcessRecorder,
    PostgresSubscription,
)
from psycopg import Cursor, sql
from psycopg.rows import DictRow, dict_row, tuple_row

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.postgres.lock import CHANNEL, lock_and_notify
from kvalitet_core.journal.postgres.store import PostgresStore

__all__ = ["PostgresJournal", "PostgresRecorder"]

_INSERT: Final = """INSERT INTO {schema}.stored_events
    (notification_id, originator_id, originator_version, topic, state)
    SELECT (SELECT coalesce(max(notification_id), 0) FROM {schema}.stored_events)
        + place, stream, version, name, state
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bytea[])
        WITH ORDINALITY AS given (stream, version, name, state, place)
    ORDER BY place RETURNING notification_id"""
"""Positions follow on from the last, as the store gives them, under the same lock."""


class PostgresJournal(PostgresDatastore):
    """The store's connections, lent with rows as dicts.

    Made here, and not by the factory of `eventsourcing`, which reads `os.environ` over
    what it is given.
    """

    def __init__(
        self, store: PostgresStore, *, enable_db_functions: bool = False
    ) -> None:
        if enable_db_functions:
            problem = (
                "enable_db_functions: expected off: those functions append without "
                "the writers' lock, and who follows the journal would skip events"
            )
            raise Malformed(store.place, problem)
        super().__init__(
            "", "", "", "", "", schema=store.schema, originator_id_type="text"
        )
        self.store = store
        self.pool = store.connections.pool  # type: ignore[assignment]

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        """Lend a connection; what it raises is `eventsourcing`'s."""
        with super().get_connection() as connection:
            connection.row_factory = dict_row
            try:
                yield connection
            finally:
                connection.row_factory = tuple_row  # type: ignore[assignment]

    @contextmanager
    def transaction(self, *, commit: bool = False) -> Iterator[Cursor[DictRow]]:
        """Lend a cursor in a transaction, which keeps nothing unless it commits."""
        if commit and self.store.read_only:
            problem = f"journal {self.store.place}: opened for reading only"
            raise NotSupportedError(problem)
        with super().transaction(commit=commit) as cursor:
            yield cursor

    def register_type_adapters(self) -> None:
        """Nothing: the journal has no composite types."""

    def close(self) -> None:
        """Nothing: the store closes its own connections; this runs in `__del__`."""


class PostgresRecorder(PostgresProcessRecorder):
    """Reads and appends the rows of the journal, and keeps the runners' positions.

    Nothing that writes is tried again, as `eventsourcing` would: the second try after a
    lost answer says that the event is there already, although it was the first's.
    """

    datastore: PostgresJournal

    def __init__(self, datastore: PostgresJournal) -> None:
        super().__init__(datastore)
        self.channel_name = CHANNEL
        self.insert_events_statement = sql.SQL(_INSERT).format(
            schema=sql.Identifier(datastore.schema)
        )
        self.lock_table_statements = [lock_and_notify(datastore.schema).encode()]

    def create_table(self) -> None:
        """Nothing: tables are made by the store, in `create` and `migrate`."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append events, and move the runner's position in the same transaction.

        The writers' lock comes first: a runner that holds its row of the tracking while
        it waits for the lock would stop one that holds the lock and wants the row.
        """
        with self.datastore.transaction(commit=True) as cursor:
            self._lock_table(cursor)
            self._insert_events(cursor, stored_events, **kwargs)
            if not stored_events:
                return None
            self._insert_stored_events(cursor, stored_events, **kwargs)
            return self._fetch_ids_after_insert_events(cursor, stored_events, **kwargs)

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move a runner's position."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> PostgresSubscription:
        """Follow the journal from a position on."""
        return _Listening(recorder=self, gt=gt, topics=topics)

    def _insert_stored_events(
        self,
        curs: Cursor[DictRow],
        stored_events: Sequence[StoredEvent],
        **_: Any,
    ) -> None:
        curs.execute(
            self.insert_events_statement,
            (
                [event.originator_id for event in stored_events],
                [event.originator_version for event in stored_events],
                [event.topic for event in stored_events],
                [event.state for event in stored_events],
            ),
        )


class _Listening(PostgresSubscription):
    """Listens on a connection of its own.

    The inherited one gives a pooled connection back still listening, and what it hears
    is then kept in memory without end. It also misses what is committed between its
    first look and its LISTEN.
    """

    def _listen(self) -> None:
        datastore = self._recorder.datastore
        assert isinstance(datastore, PostgresJournal)  # noqa: S101 - by `subscribe`
        address = str(datastore.pool.conninfo)
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                self._has_been_notified.set()
                while not self._has_been_stopped:
                    for _ in connection.notifies(timeout=0.1, stop_after=1):
                        self._has_been_notified.set()
        except psycopg.Error as error:
            self._thread_error = OperationalError(str(error))
            self._thread_error.__cause__ = error
            self.stop()
