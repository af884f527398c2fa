"""What tests of views share: a journal with views, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.running.conftest import address_on
from tests.views import viewed

from kvalitet_core import Journal, Plugin
from kvalitet_core.running.run import Parked
from kvalitet_core.view import View
from kvalitet_core.views.views import Views


@pytest.fixture(autouse=True)
def nothing_is_broken() -> Iterator[None]:
    """Every test begins with functions that do as they should."""
    viewed.BROKEN.clear()
    viewed.HOOK.clear()
    yield
    viewed.BROKEN.clear()
    viewed.HOOK.clear()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for views, on each kind of database in turn."""
    return address_on(request, request.param, tmp_path)


@pytest.fixture(params=["sqlite", "postgres"])
def lasting_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for views that outlives the process, on each in turn."""
    return address_on(request, request.param, tmp_path)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal in a file, with the tests' courses and their views."""
    with opened(tmp_path, viewed.plugin()) as journal:
        yield journal


@pytest.fixture
def views(address: str, journal: Journal) -> Iterator[Views]:
    """The journal's views, on each kind of database in turn."""
    with Views.open(journal, address) as views:
        yield views


def opened(folder: Path, *plugins: Plugin, **options: Any) -> Journal:
    """The journal in a folder, with these plugins, which nothing follows by itself."""
    return Journal.open(
        str(folder / "journal.db"), plugins=plugins, views=False, **options
    )


def parked(views: Views, name: str) -> Sequence[Parked]:
    """What a view has put aside."""
    with views._runs.reading() as transaction:
        return transaction.parked(f"view {name}")


def shown(views: Views, view: View) -> viewed.Rows:
    """What a view shows, persons opened."""
    return {
        table.name: list(views.query(view.name, table.name, persons=True))
        for table in view.tables
    }
