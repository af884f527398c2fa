"""A journal on each store without a row in it, and its recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.postgres.store import PostgresStore
from kvalitet_core.journal.sqlite.making import new_journal
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import NewRow, Store

Empty: TypeAlias = Callable[[], Store]

OPENING = NewRow(StreamId("journal/x"), 1, "journal.opened/1", b"{}")


@pytest.fixture
def empty_memory() -> Empty:
    """Makes stores in memory."""
    return MemoryStore


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Empty]:
    """Makes stores in files, and closes them."""
    made: list[Store] = []

    def make() -> Store:
        path = tmp_path / f"journal{len(made)}.db"
        with new_journal(path):
            pass
        made.append(SqliteStore(path))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[Empty]:
    """Makes a store in a schema, and closes it."""
    store = PostgresStore(postgres_url)

    def make() -> Store:
        store.create(OPENING)
        with store.connections.lend() as connection:
            connection.execute(f"TRUNCATE {store.schema}.stored_events")
        return store

    yield make
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> Any:
    """Makes stores without a row, on each adapter in turn."""
    return request.getfixturevalue(f"empty_{request.param}")


@pytest.fixture
def store(empty: Empty) -> Store:
    """A store without a row, on each adapter in turn."""
    return empty()
