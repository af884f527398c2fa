"""A journal from before there was a tree is migrated, and nothing in it changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import FormatMismatch
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.opening_stores import migrate

NOTE = course.Note(course=course.course("a"), text="one")
TABLES = (
    "tree_head",
    "tree_tiles",
    "tree_checkpoints",
    "tree_anchors",
    "append_signatures",
)
STEPS = ["the tree over the journal", "signatures of what is appended"]


def test_a_file_of_the_first_format_is_migrated(tmp_path: Path) -> None:
    """It opens only after `migrate`, and then holds what it held."""
    place = Place(str(tmp_path / "j.db"), None)
    with opened(place) as journal:
        journal.do(NOTE, by=course.ANNA)
        before = list(journal.events())
    with sqlite3.connect(place.url) as connection:
        for table in TABLES:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version=1")
    connection.close()

    with pytest.raises(FormatMismatch, match="kvalitet migrate"):
        opened(place)
    assert migrate(place.url) == STEPS

    assert migrate(place.url) == []
    with opened(place) as journal:
        assert list(journal.events()) == before
        assert journal._rooms.store.tree_head() is None


def test_a_schema_of_the_first_format_is_migrated(
    postgres: str, postgres_url: str
) -> None:
    """The same rule in PostgreSQL."""
    opened(Place(postgres_url, None)).close()
    _, schema = schema_of(postgres_url)
    with psycopg.connect(postgres) as connection:
        for table in TABLES:
            connection.execute(f"DROP TABLE {schema}.{table}")
        connection.execute(f"DELETE FROM {schema}.kvalitet_format WHERE number > 1")

    with pytest.raises(FormatMismatch, match="kvalitet migrate"):
        opened(Place(postgres_url, None))
    assert migrate(postgres_url) == STEPS

    opened(Place(postgres_url, None)).close()
