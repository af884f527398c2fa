"""What tests of running share: a place for what is derived, on each database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from tests.conftest import Place, in_schema
from tests.journal.processes import opened
from tests.running.jobs import make_tables

from kvalitet_core import Journal
from kvalitet_core.running.store import Runs

_schemas = count(1)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for what is derived, on each kind of database in turn."""
    return address_on(request, request.param, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def lasting_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for what is derived that outlives the process, on each in turn."""
    return address_on(request, request.param, tmp_path)


def address_on(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """A place for what is derived on the database of this name."""
    if kind == "memory":
        return "memory:"
    if kind == "sqlite":
        return str(tmp_path / "journal.views")
    postgres: str = request.getfixturevalue("postgres")
    return in_schema(postgres, f"v_{os.getpid()}_{next(_schemas)}")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal in a file, with the tests' courses."""
    with opened(Place(str(tmp_path / "journal.db"), None)) as journal:
        yield journal


@pytest.fixture
def runs(address: str, journal: Journal) -> Iterator[Runs]:
    """What is derived from the journal, with the test jobs' tables."""
    with Runs.open(address, journal_id=journal.id) as runs:
        make_tables(runs)
        yield runs
