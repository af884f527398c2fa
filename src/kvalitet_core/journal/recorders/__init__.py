"""Recorders: the journal as `eventsourcing` speaks to it.

What its subscriptions, projections and tracking ask for, over the journal's own tables,
connections and locks; so the position of a runner is kept in the same transaction as
its effects. They read a journal; what is put in through `insert_events` is no commit:
nothing checks that it is JSON, contiguous, or has a command.
"""

from __future__ import annotations

from eventsourcing.persistence import ProcessRecorder

from kvalitet_core.errors import Unknown
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.recorders.memory import MemoryRecorder
from kvalitet_core.journal.recorders.sqlite import SqliteJournal, SqliteRecorder
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import Store

__all__ = ["recorder_for"]


def recorder_for(store: Store) -> ProcessRecorder:
    """The recorder of a store, over the store's own connections.

    Raises:
        Unknown: It is a store of someone else's.
    """
    if isinstance(store, MemoryStore):
        return MemoryRecorder(store)
    if isinstance(store, SqliteStore):
        return SqliteRecorder(SqliteJournal(store))
    from kvalitet_core.journal.postgres.store import PostgresStore  # noqa: PLC0415 - an extra
    from kvalitet_core.journal.recorders import postgres  # noqa: PLC0415 - the same

    if isinstance(store, PostgresStore):
        return postgres.PostgresRecorder(postgres.PostgresJournal(store))
    raise Unknown("store", type(store).__name__, hint="it has no recorder")
