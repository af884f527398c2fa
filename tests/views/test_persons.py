"""What is personal in a view is sealed, and goes when its person is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from tests.journal import course
from tests.running.conftest import address_on
from tests.views import viewed
from tests.views.conftest import opened, parked, shown
from tests.views.viewed import PEOPLE, column, folded, forget

from kvalitet_core import Journal
from kvalitet_core.errors import KeyUnavailable, Malformed
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Part, Table, Upsert, View
from kvalitet_core.views.makings import makings
from kvalitet_core.views.views import Views

HEMMELIG = "Anna Hemmelig-Ærlig"
PEOPLE_TABLE = "lesson_people__g1__people"


def enrol(journal: Journal, key: str, first: str = HEMMELIG) -> None:
    """Enrol two people in a course."""
    command = course.enrol(key, "anna", first, "bo", f"Bo {key}")
    journal.do(command, by=course.ANNA)


def raw(views: Views, table: str = PEOPLE_TABLE) -> list[Any]:
    """The sealed cells of Anna."""
    query = text(f"SELECT name FROM {table} WHERE person = 'anna' ORDER BY course")
    with views._runs.reading() as transaction:
        return [bytes(cell) for (cell,) in transaction.connection.execute(query)]


@pytest.fixture
def lasting(lasting_address: str, journal: Journal) -> Iterator[Views]:
    """The journal's views, where they outlive the process."""
    with Views.open(journal, lasting_address) as views:
        yield views


def everything_in(views: Views, folder: Path) -> bytes:
    """All that a database holds, as it can be read by whoever has it."""
    if views._runs.engine.dialect.name == "sqlite":
        files = sorted(folder.glob("journal.views*"))
        return b"".join(path.read_bytes() for path in files)
    found = b""
    with views._runs.reading() as transaction:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        for (name,) in transaction.connection.execute(text(names)).all():
            for row in transaction.connection.execute(text(f'SELECT * FROM "{name}"')):
                found += b"".join(
                    bytes(part) if isinstance(part, bytes) else str(part).encode()
                    for part in row
                )
    return found


def test_nothing_personal_is_in_the_database_in_clear(
    journal: Journal, lasting: Views, tmp_path: Path
) -> None:
    """Neither the text nor anything that looks like it."""
    enrol(journal, "a")
    lasting.follow()

    found = everything_in(lasting, tmp_path)

    assert b"anna" in found
    for part in (HEMMELIG, "Hemmelig", "Bo a"):
        assert part.encode() not in found


def test_a_person_is_shown_on_purpose(journal: Journal, views: Views) -> None:
    """Else it is carried around unseen, and opened by whoever reveals it."""
    enrol(journal, "a")
    views.follow()

    (masked, _) = views.query("lesson.people")
    (open_, _) = views.query("lesson.people", persons=True)

    assert repr(masked["name"]) == "Personal(…)"
    assert masked["name"].reveal() == HEMMELIG
    assert open_["name"] == HEMMELIG


def test_the_same_name_is_sealed_otherwise_in_every_row(
    journal: Journal, views: Views
) -> None:
    """So that nobody can see that two rows are alike."""
    enrol(journal, "a")
    enrol(journal, "b")
    views.follow()

    one, other = raw(views)

    assert one != other
    assert one[:32] == other[:32]


def test_a_cell_that_was_moved_does_not_open(journal: Journal, views: Views) -> None:
    """It is bound to its view, table, column, row and person."""
    enrol(journal, "a")
    enrol(journal, "b")
    views.follow()
    one, _ = raw(views)
    move = f"UPDATE {PEOPLE_TABLE} SET name = :one WHERE course = 'lesson/b'"
    with views._runs.transaction() as transaction:
        transaction.connection.execute(text(move), {"one": one})

    with pytest.raises(Malformed, match="the sealed bytes belong elsewhere"):
        views.query("lesson.people", where={"course": "lesson/b"}, persons=True)


def test_a_cell_whose_key_is_not_given_stays_shut(
    tmp_path: Path, journal: Journal
) -> None:
    """It can be listed, not opened."""
    enrol(journal, "a")
    with Views.open(journal) as views:
        views.follow()
    journal.close()
    (tmp_path / "journal.db.keys").unlink()
    with (
        opened(tmp_path, viewed.plugin(), read_only=True) as reader,
        Views.open(reader, read_only=True) as views,
    ):
        (row, _) = views.query("lesson.people")
        with pytest.raises(KeyUnavailable):
            row["name"].reveal()


def test_who_is_forgotten_has_no_name(journal: Journal, views: Views) -> None:
    """The row stays, its personal columns are empty; others are as they were."""
    enrol(journal, "a")
    enrol(journal, "b")
    views.follow()

    forget(journal, "anna")
    views.follow()

    names = [row["name"] for row in views.query("lesson.people", persons=True)]
    assert names == [None, "Bo a", None, "Bo b"]
    assert shown(views, PEOPLE) == folded(journal, PEOPLE)


def test_before_the_view_has_followed_there_is_no_key_any_more(
    journal: Journal, views: Views
) -> None:
    """What still stands there for a moment opens for nobody."""
    enrol(journal, "a")
    views.follow()
    (unseen_, _) = views.query("lesson.people")

    forget(journal, "anna")

    (row, _) = views.query("lesson.people", persons=True)
    assert row["name"] is Forgotten.FORGOTTEN
    assert unseen_["name"].reveal() is Forgotten.FORGOTTEN


def test_the_sealed_bytes_are_gone_from_the_file(
    journal: Journal, tmp_path: Path
) -> None:
    """From every page of it, and from its log."""
    with Views.open(journal, str(tmp_path / "journal.views")) as views:
        for number in range(120):
            enrol(journal, str(number), f"{HEMMELIG} {number}")
        views.follow()
        cells = raw(views)
        before = everything_in(views, tmp_path)

        forget(journal, "anna")
        views.follow()

        after = everything_in(views, tmp_path)
    assert len(cells) == 120
    assert all(cell[40:] in before for cell in cells)
    assert not [cell for cell in cells if cell[40:72] in after or cell[-32:] in after]


def test_in_postgresql_the_tables_are_vacuumed(
    journal: Journal, postgres: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """No row version with the sealed bytes can be read any more."""
    address = address_on(request, "postgres", tmp_path)
    with Views.open(journal, address) as views:
        enrol(journal, "a")
        views.follow()
        forget(journal, "anna")
        views.follow()
        with views._runs.reading() as transaction:
            schema = transaction.connection.execute(text("SELECT current_schema()"))
            name = schema.scalar_one()
    query = (
        "SELECT n_dead_tup, vacuum_count FROM pg_stat_user_tables"
        " WHERE schemaname = %s AND relname = %s"
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        found = connection.execute(query, (name, PEOPLE_TABLE)).fetchone()
    assert found is not None
    assert found[1] >= 1


def test_where_a_reader_prevents_it_the_rest_is_wiped_later(
    journal: Journal, tmp_path: Path
) -> None:
    """It is noted, and done when the view is next made ready."""
    path = tmp_path / "journal.views"
    with Views.open(journal, str(path)) as views:
        enrol(journal, "a")
        views.follow()
        (cell,) = raw(views)
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute(f"SELECT * FROM {PEOPLE_TABLE}").fetchall()
        with views._runs.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1")
        forget(journal, "anna")
        views.follow()
        held = everything_in(views, tmp_path)
        with views._runs.reading() as transaction:
            (noted,) = makings(transaction.connection, "lesson.people")
        reader.close()

    with Views.open(journal, str(path)) as views:
        views.follow()
        left = everything_in(views, tmp_path)
        with views._runs.reading() as transaction:
            (wiped,) = makings(transaction.connection, "lesson.people")

    assert cell[40:] in held
    assert (noted.remnants, wiped.remnants) == (True, False)
    assert cell[40:] not in left


@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_who_is_forgotten_during_a_rebuild_is_not_there_afterwards(
    journal: Journal, lasting: Views, tmp_path: Path, when: str
) -> None:
    """Whether the new tables have passed the person's events or not."""
    for number in range(20):
        enrol(journal, str(number), f"{HEMMELIG} {number}")
    lasting.follow()
    cells = raw(lasting)
    asked = 0

    def hook(recorded: Recorded) -> None:
        nonlocal asked
        asked += recorded.name == "lesson.enrolled/1"
        if asked == {"before": 1, "during": 10, "after": 20}[when]:
            viewed.HOOK.clear()
            forget(journal, "anna")

    viewed.HOOK.append(hook)
    lasting.rebuild("lesson.people")

    assert shown(lasting, PEOPLE) == folded(journal, PEOPLE)
    assert {row["name"] for row in lasting.query("lesson.people")[::2]} == {None}
    lasting.follow()
    found = everything_in(lasting, tmp_path)
    assert not [cell for cell in cells if cell[40:] in found]


def test_a_person_is_cleared_in_tables_that_are_being_made(
    journal: Journal, lasting: Views
) -> None:
    """What an interrupted rebuild left behind holds nobody who was forgotten."""
    for key in "abc":
        enrol(journal, key)
    lasting.follow()

    class Interrupted(BaseException):
        """The process ends."""

    def interrupt(_: object) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        lasting.rebuild("lesson.people", progress=interrupt)
    left = raw(lasting, "lesson_people__g2__people")
    forget(journal, "anna")
    lasting.follow()

    with lasting._runs.reading() as transaction:
        for making in makings(transaction.connection, "lesson.people"):
            table = making.tables["people"]
            rows = transaction.connection.execute(table.select()).mappings().all()
            assert len(rows) == 6
            assert {row["name"] for row in rows if row["person"] == "anna"} == {None}
            assert None not in {row["name"] for row in rows if row["person"] == "bo"}
    assert len(left) == 3


def test_a_parked_event_is_done_without_who_was_forgotten_meanwhile(
    journal: Journal, views: Views
) -> None:
    """When it is tried again, nothing of the person comes back."""
    enrol(journal, "a")

    def fail(_: object) -> None:
        raise RuntimeError

    viewed.HOOK.append(fail)
    views.follow("lesson.people")
    forget(journal, "anna")
    views.follow("lesson.people")
    viewed.HOOK.clear()

    views._runner.retry("view lesson.people")

    names = [row["name"] for row in views.query("lesson.people", persons=True)]
    assert names == [None, "Bo a"]


NAMED: list[dict[str, Any]] = []


def _named(recorded: Recorded) -> tuple[Change, ...]:
    event = recorded.event
    rows = (
        {key: value(event) if callable(value) else value for key, value in row.items()}
        for row in NAMED
    )
    return tuple(Upsert(table="people", row=row) for row in rows)


CHANGING = View(
    name="lesson.changing",
    title="Skift",
    tables=(
        Table(
            name="people",
            columns=(
                column("id"),
                column("person", nullable=True),
                column("name", nullable=True, person="person"),
                column("other", nullable=True, person="person"),
                column("plain", nullable=True),
            ),
            key=("id",),
        ),
    ),
    events=frozenset({"lesson.enrolled/1"}),
    project=_named,
)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"name": lambda event: event.first_name, "other": None},
            "$.name: is about person, and that is not said with it",
        ),
        (
            {"person": "anna", "name": lambda event: event.first_name},
            "$.person: is said without other, which is about that person",
        ),
        (
            {"person": "anna", "name": "Anna", "other": None},
            "$.name: is personal: expected the Personal of the event, got str",
        ),
        (
            {"person": None, "name": lambda event: event.first_name, "other": None},
            "$.name: is about nobody",
        ),
        (
            {
                "person": "anna",
                "name": lambda event: Part(event.first_name, "email"),
                "other": None,
            },
            "$.name: expected a part, and there is no field 'email'",
        ),
        (
            {
                "person": "anna",
                "name": lambda event: Part(event.first_name, "title"),
                "other": None,
            },
            "$.name: expected a text inside, got builtin_function_or_method",
        ),
        (
            {"person": "anna", "name": lambda _: Personal(5), "other": None},
            "$.name: expected a text inside, got int",
        ),
    ],
)
def test_what_is_about_a_person_is_told_with_the_person(
    tmp_path: Path, row: dict[str, Any], says: str
) -> None:
    """Else it could not be sealed, or not be found when the person is forgotten."""
    NAMED[:] = [{"id": "1", **row}]
    with (
        opened(tmp_path, viewed.plugin(CHANGING)) as journal,
        Views.open(journal, "memory:") as views,
    ):
        enrol(journal, "a")
        views.follow()
        (waiting,) = parked(views, "lesson.changing")

    assert says in str(waiting.error)
    assert HEMMELIG not in str(waiting.error)


def test_a_row_that_passes_to_another_person_keeps_nothing_of_the_first(
    tmp_path: Path, address: str
) -> None:
    """Its personal columns are told anew, and the rest of the row stays."""
    with (
        opened(tmp_path, viewed.plugin(CHANGING)) as journal,
        Views.open(journal, address) as views,
    ):
        NAMED[:] = [
            {
                "id": "1",
                "person": "anna",
                "name": lambda event: event.first_name,
                "other": lambda event: event.first_name,
                "plain": "stays",
            },
            {"id": "1", "plain": "stays"},
        ]
        enrol(journal, "a")
        views.follow()
        NAMED[:] = [
            {
                "id": "1",
                "person": "bo",
                "name": lambda event: event.second_name,
                "other": None,
            }
        ]
        enrol(journal, "b")
        views.follow()
        (row,) = views.query("lesson.changing", persons=True)
        forget(journal, "anna")
        views.follow()
        (after,) = views.query("lesson.changing", persons=True)

    assert row == after
    assert row == {
        "id": "1",
        "person": "bo",
        "name": "Bo b",
        "other": None,
        "plain": "stays",
    }


def test_what_was_tampered_with_is_parked(tmp_path: Path) -> None:
    """Sealed bytes that are gone without a decision are told, not shown as nothing."""
    with opened(tmp_path, viewed.plugin()) as journal:
        enrol(journal, "a")
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("DELETE FROM sealed_sections WHERE subject = 'anna'")
    connection.close()
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, "memory:") as views,
    ):
        views.follow()
        (waiting,) = parked(views, "lesson.people")

    assert "the sealed bytes are gone, and no decision says why" in str(waiting.error)


def test_a_view_without_persons_does_not_look_for_the_forgotten(
    journal: Journal, views: Views
) -> None:
    """Only a view with something personal is given the decisions to forget."""
    enrol(journal, "a")
    forget(journal, "anna")
    views.follow()
    status = {each.name: each.counts["events"] for each in views.status()}

    assert status["view lesson.counts"] == 0
    assert status["view lesson.people"] == 2
