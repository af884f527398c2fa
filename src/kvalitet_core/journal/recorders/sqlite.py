"""The recorder of a journal in an SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from eventsourcing.persistence import Notification
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteProcessRecorder

from kvalitet_core.journal.recorders.following import Following
from kvalitet_core.journal.recorders.terms import in_their_terms
from kvalitet_core.journal.sqlite.store import SqliteStore

__all__ = ["SqliteJournal", "SqliteRecorder"]

_LAST: Final = 2**63 - 1


class SqliteJournal(SQLiteDatastore):
    """The store's connections, lent as transactions.

    The pool that `eventsourcing` makes would begin its writes with a deferred BEGIN
    and sync less than the journal promises, so nothing is lent from it.
    """

    def __init__(self, store: SqliteStore) -> None:
        super().__init__("", originator_id_type="text")
        self.pool = None  # type: ignore[assignment]  # loud, where it would be used
        self._connections = store.connections

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """Lend a cursor: in a write that is kept, or in a read that keeps nothing."""
        lend = self._connections.writing if commit else self._reading
        with in_their_terms(), lend() as connection:
            cursor = connection.cursor()
            cursor.row_factory = sqlite3.Row
            try:
                with self._connections.ours():
                    yield SQLiteCursor(cursor)
            finally:
                cursor.close()

    def close(self) -> None:
        """Nothing: the store closes its own connections; this runs in `__del__`."""

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connections.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()


class SqliteRecorder(SQLiteProcessRecorder):
    """Reads and appends the rows of the journal, and keeps the runners' positions."""

    datastore: SqliteJournal

    def __init__(self, datastore: SqliteJournal) -> None:
        super().__init__(datastore)
        self.insert_events_statement = (
            "INSERT INTO stored_events"
            " (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
        )

    def create_table(self) -> None:
        """Nothing: tables are made by the store, in `create` and `migrate`.

        The inherited one would also rename a tracking table that it did not make.
        """

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of all streams, in order of position.

        The inherited one asks for `rowid`, which SQLite names `position` where that
        is the primary key.
        """
        chosen = f" AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                "SELECT position AS id,"
                " originator_id, originator_version, topic, state"
                f" FROM stored_events WHERE position > ? AND position <= ?{chosen}"
                " ORDER BY position LIMIT ?",
                (
                    (start or 0) - inclusive_of_start,
                    _LAST if stop is None else stop,
                    *topics,
                    limit,
                ),
            )
            return [Notification(**dict(row)) for row in cursor.fetchall()]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Following:
        """Follow the journal from a position on."""
        return Following(recorder=self, gt=gt, topics=topics)
