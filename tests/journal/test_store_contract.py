"""Every store that comes with the library holds the contract of a store."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from tests.conftest import in_schema

from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.postgres.store import PostgresStore
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import Store
from kvalitet_core.testing import StoreContract

_schemas = count(1)


class TestMemory(StoreContract):
    """A journal that lives as long as the process."""

    def setup_method(self) -> None:
        """Begin with nothing in memory."""
        super().setup_method()
        self._places: dict[Path, MemoryStore] = {}

    def open_store(self, place: Path) -> Store:
        """The same lists for the same place."""
        return self._places.setdefault(place, MemoryStore())


class TestSqlite(StoreContract):
    """A journal in one file."""

    def open_store(self, place: Path) -> Store:
        """The file at the place."""
        return SqliteStore(place / "journal.db")


class TestPostgres(StoreContract):
    """A journal in one schema."""

    @pytest.fixture(autouse=True)
    def _address(self, postgres: str) -> None:
        self._postgres = postgres
        self._schemas: dict[Path, str] = {}

    def open_store(self, place: Path) -> Store:
        """The schema that stands for the place."""
        schema = self._schemas.setdefault(place, f"c_{os.getpid()}_{next(_schemas)}")
        return PostgresStore(in_schema(self._postgres, schema))
