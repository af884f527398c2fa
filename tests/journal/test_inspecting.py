"""What is in a database is told, whoever put it there: for who verifies a journal."""

from __future__ import annotations

import sqlite3
from typing import Final

import psycopg
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.inspecting import Oddity
from kvalitet_core.journal.postgres.store import schema_of
from kvalitet_core.opening_stores import store_at

ODD: Final[dict[str, tuple[tuple[str, ...], Oddity]]] = {
    "a table that is gone": (
        ("DROP TABLE {s}tree_anchors",),
        Oddity("table", "tree_anchors", "missing", "tree_anchors"),
    ),
    "a view in a table's place": (
        (
            "ALTER TABLE {s}tree_anchors RENAME TO hidden",
            "CREATE VIEW {s}tree_anchors AS SELECT * FROM {s}hidden",
        ),
        Oddity("view", "tree_anchors", "instead", "tree_anchors"),
    ),
    "a table made otherwise": (
        ("ALTER TABLE {s}tree_anchors ADD COLUMN note text",),
        Oddity("table", "tree_anchors", "changed", "tree_anchors"),
    ),
    "an index that is gone": (
        ("DROP INDEX {s}sealed_sections_by_subject",),
        Oddity("index", "sealed_sections_by_subject", "missing", "sealed_sections"),
    ),
    "another table beside": (
        ("CREATE TABLE {s}notes (text text)",),
        Oddity("table", "notes", "beside", "notes"),
    ),
}

ODD_IN_SQLITE: Final[dict[str, tuple[tuple[str, ...], Oddity]]] = {
    "a trigger that is gone": (
        ("DROP TRIGGER stored_events_are_not_changed",),
        Oddity("trigger", "stored_events_are_not_changed", "missing", "stored_events"),
    ),
    "a trigger of somebody's own": (
        (
            (
                "CREATE TRIGGER mine AFTER INSERT ON stored_events"
                " BEGIN DELETE FROM tree_anchors; END"
            ),
        ),
        Oddity("trigger", "mine", "added", "stored_events"),
    ),
}

ODD_IN_POSTGRES: Final[dict[str, tuple[tuple[str, ...], Oddity]]] = {
    "a trigger of somebody's own": (
        (
            (
                "CREATE FUNCTION {s}mine() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN RETURN NULL; END'"
            ),
            (
                "CREATE TRIGGER mine BEFORE INSERT ON {s}stored_events"
                " FOR EACH ROW EXECUTE FUNCTION {s}mine()"
            ),
        ),
        Oddity("trigger", "mine", "added", "stored_events"),
    ),
    "a rule of somebody's own": (
        ("CREATE RULE mine AS ON DELETE TO {s}tree_head DO INSTEAD NOTHING",),
        Oddity("rule", "mine", "added", "tree_head"),
    ),
    "rows that are hidden from some": (
        ("ALTER TABLE {s}stored_events ENABLE ROW LEVEL SECURITY",),
        Oddity("policy", "row security", "added", "stored_events"),
    ),
    "rows of another table": (
        ("CREATE TABLE {s}more () INHERITS ({s}tree_anchors)",),
        Oddity("child table", "more", "added", "tree_anchors"),
    ),
    "a key that is gone": (
        ("ALTER TABLE {s}tree_tiles DROP CONSTRAINT tree_tiles_pkey",),
        Oddity("table", "tree_tiles", "changed", "tree_tiles"),
    ),
    "a format that nobody applied": (
        ("DELETE FROM {s}kvalitet_format WHERE number = 1",),
        Oddity("table", "kvalitet_format", "changed", "kvalitet_format"),
    ),
}


def done(place: Place, *statements: str) -> None:
    """Do something to a database as its owner."""
    if not place.url.startswith("postgresql"):
        connection = sqlite3.connect(place.url)
        for each in statements:
            connection.execute(each.format(s=""))
        connection.commit()
        connection.close()
        return
    address, schema = schema_of(place.url)
    with psycopg.connect(address) as server:
        server.execute(f"SET search_path TO {schema}")
        for each in statements:
            server.execute(each.format(s=f"{schema}."))


@pytest.fixture
def made(lasting_place: Place) -> Place:
    """A journal with an event about two people."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol(1, "p-1", "Anna", "q-1", "Bo"), by=course.ANNA)
    return lasting_place


def test_an_honest_journal_has_nothing_odd(place: Place) -> None:
    """What a journal makes is what it expects, and each section stands in its place."""
    with opened(place) as journal:
        journal.do(course.enrol(1, "p-1", "Anna", "q-1", "Bo"), by=course.ANNA)
        store = journal._rooms.store

        first = store.section_places(after=None, limit=1)
        rest = store.section_places(after=first[-1][0], limit=9)
        places = {each[1:] for each in (*first, *rest)}

        assert (store.oddities(), store.disagreements()) == ([], [])
        assert (store.tile_levels(), store.head_count()) == ([], 0)
        assert store.section_count() == len(places) == 4
        for *section, subject in places:
            kept = store.kept_section(tuple(section))
            assert kept is not None
            assert kept == (subject, store.section(tuple(section)))
        assert {("lesson/1", 1, 0, "p-1"), ("lesson/1", 1, 1, "q-1")} < places
        assert store.kept_section(("lesson/1", 2, 0)) is None


@pytest.mark.parametrize("name", sorted({**ODD, **ODD_IN_SQLITE, **ODD_IN_POSTGRES}))
def test_each_oddity_is_told(made: Place, name: str) -> None:
    """What is gone, what is made otherwise, and what is put in its place or on it."""
    on_server = made.url.startswith("postgresql")
    known = ODD | (ODD_IN_POSTGRES if on_server else ODD_IN_SQLITE)
    if name not in known:
        pytest.skip("there is no such thing in this database")
    statements, odd = known[name]

    done(made, *statements)

    store = store_at(made.url, read_only=True)
    assert [each for each in store.oddities() if each.how != "beside"] == [odd] or (
        odd in store.oddities() and odd.how == "beside"
    )
    store.close()


def test_an_index_that_lacks_a_row_is_told(made: Place) -> None:
    """Whoever reads by the index would not see the row."""
    if made.url.startswith("postgresql"):
        pytest.skip("the server looks after its own files")
    made_anew = (
        "CREATE INDEX sealed_sections_by_subject"
        " ON sealed_sections (subject, stream, version, ordinal)"
    )
    connection = sqlite3.connect(made.url)
    told = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'sealed_sections_by_subject'"
    ).fetchone()[0]
    connection.execute("DROP INDEX sealed_sections_by_subject")
    connection.execute(f"{made_anew} WHERE subject <> 'p-1'")
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = ? WHERE name = 'sealed_sections_by_subject'",
        (told,),
    )
    connection.commit()
    connection.close()

    store = store_at(made.url, read_only=True)

    assert (store.oddities(), store.sections_of("p-1")) == ([], [])
    assert store.disagreements()[0] == (
        "row 1 missing from index sealed_sections_by_subject"
    )
    store.close()


def test_a_table_that_is_gone_is_named_to_whoever_reads(made: Place) -> None:
    """With what it held, not in the database's own words."""
    done(made, "DROP TABLE {s}tree_tiles")
    store = store_at(made.url, read_only=True)

    with pytest.raises(
        JournalUnavailable, match="the table tree_tiles is missing: it held the tree"
    ):
        store.tile(0, 0)

    store.close()
