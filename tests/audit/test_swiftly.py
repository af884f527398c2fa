"""Replaying swiftly: the same as carefully where all is well, and nothing where not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import attrs
import pytest
from tests.golden import history
from tests.golden.play import PROGRAMME
from tests.journal import course
from tests.reactions import relay
from tests.reactions.relay import ANNA, room, say

from kvalitet_core import Journal
from kvalitet_core.audit import Manner, ReplayedPart, replay, replay_part
from kvalitet_core.audit.sharing import shares

IN_ROOM = f"WHERE originator_id = '{room(1)}'"
LAST = "WHERE position = (SELECT max(position) FROM stored_events)"
COMMANDS = "WHERE topic = 'journal.command/1'"


def rewritten(was: str, now: str) -> str:
    """The statement that puts one text in the place of another in a row's bytes."""
    text = f"replace(CAST(state AS TEXT), '{was}', '{now}')"
    return f"UPDATE stored_events SET state = CAST({text} AS BLOB)"


DAMAGES = [
    f"UPDATE stored_events SET state = X'7B7D' {IN_ROOM}",
    f"UPDATE stored_events SET originator_version = 9 {IN_ROOM}",
    f"UPDATE stored_events SET originator_id = 'relay' {IN_ROOM}",
    f"UPDATE stored_events SET originator_id = 'case/1' {IN_ROOM}",
    f"UPDATE stored_events SET originator_id = 'nowhere/1' {IN_ROOM}",
    f"UPDATE stored_events SET originator_id = 'journal/2' {IN_ROOM}",
    f"UPDATE stored_events SET topic = 'journal.command/1' {IN_ROOM}",
    f"UPDATE stored_events SET state = 7 {COMMANDS}",
    f"UPDATE stored_events SET position = position + 10 {LAST}",
    f"DELETE FROM stored_events {LAST}",
    f"DELETE FROM stored_events {IN_ROOM}",
    rewritten('"event":"0', '"event":"1') + f" {IN_ROOM}",
    rewritten('"recorded_at":"2', '"recorded_at":"1') + f" {IN_ROOM}",
    rewritten('"}}', "!}}") + f" {LAST}",
    rewritten('==","m"', '!=","m"') + f" {LAST}",
]


def replayed(
    journal: Journal, manner: Manner, *, jobs: int = 1
) -> list[ReplayedPart | None]:
    """What each share of a journal comes to."""
    parts = shares(journal, jobs=jobs)
    return [replay_part(journal, part, manner) for part in parts]


def is_well(found: list[ReplayedPart | None]) -> bool:
    """Whether what was replayed swiftly says that all is well."""
    parts = [part for part in found if part is not None]
    return len(parts) == len(found) and not sum(part.balance for part in parts)


def told(parts: list[ReplayedPart | None]) -> list[ReplayedPart]:
    """What there is of some parts, but for their balances."""
    found = [attrs.evolve(part, balance=0) for part in parts if part is not None]
    for part in found:
        part.answers.add(type(part.answers)())
    return found


def said(place: Path) -> Path:
    """A journal in which three things were said in two rooms."""
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        for number in (0, 1, 0):
            journal.do(say(number, "yes"), by=ANNA)
    return place


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("folder", history.folders(), ids=lambda folder: folder.name)
def test_where_all_is_well_it_comes_to_the_same(
    folder: Path, jobs: int, tmp_path: Path
) -> None:
    """States, counts, answers and timers, of every captured history."""
    with history.opened(
        folder, tmp_path / "golden.db", plugins=(PROGRAMME,)
    ) as journal:
        quick = replayed(journal, Manner.SWIFTLY, jobs=jobs)
        careful = replayed(journal, Manner.CAREFULLY, jobs=jobs)

    assert len(quick) == jobs
    assert is_well(quick)
    assert told(quick) == told(careful)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("statement", DAMAGES)
def test_where_something_is_otherwise_it_tells_nothing(
    statement: str, jobs: int, tmp_path: Path
) -> None:
    """Then the careful replay tells what is wrong, or that it is not."""
    place = said(tmp_path / "j.db")
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute("DROP TRIGGER stored_events_are_not_deleted")
        connection.execute(statement)

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        quick = replayed(journal, Manner.SWIFTLY, jobs=jobs)
        careful = replayed(journal, Manner.CAREFULLY, jobs=jobs)

    assert not is_well(quick)
    assert None not in careful


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_index_says_otherwise_is_seen(jobs: int, tmp_path: Path) -> None:
    """A stream is read by SQLite's index, and the log is not: they must agree."""
    place = said(tmp_path / "j.db")
    unknown_to_the_index(
        place, f"UPDATE stored_events SET originator_id = '{room(2)}' {IN_ROOM}"
    )

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        quick = replayed(journal, Manner.SWIFTLY, jobs=jobs)
        found = replay(journal, check=True, jobs=jobs)

    assert None not in quick
    assert not is_well(quick)
    assert found.flaws


def unknown_to_the_index(place: Path, statement: str) -> None:
    """Change a journal's rows while SQLite knows of no index over them."""
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        schema = connection.execute(
            "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"
        ).fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'UNIQUE (originator_id,"
            " originator_version)', 'CHECK (1)') WHERE name = 'stored_events'"
        )
        connection.execute(
            "DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_stored_events_1'"
        )
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute(statement)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master")
        connection.executemany("INSERT INTO sqlite_master VALUES (?,?,?,?,?)", schema)


@pytest.mark.parametrize("state", ["7", "'a text'"])
def test_what_a_share_passes_over_may_be_of_another_type(
    state: str, tmp_path: Path
) -> None:
    """The last row before its commits is another share's to tell of."""
    place = said(tmp_path / "j.db")
    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        _, share = shares(journal, jobs=2)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            f"UPDATE stored_events SET state = {state} WHERE position = ?",
            (share.commits[0],),
        )

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        careful = replayed(journal, Manner.CAREFULLY, jobs=2)

    assert None not in careful


def test_what_no_plugin_knows_is_left_and_counted(tmp_path: Path) -> None:
    """It is no flaw: the rest is replayed as swiftly."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)
    with Journal.open(place, plugins=(), read_only=True) as journal:
        quick = replayed(journal, Manner.SWIFTLY)
        careful = replayed(journal, Manner.CAREFULLY)

    assert quick == careful
    (quick,) = told(quick)
    assert sum(quick.unknown.values()) == 2
    assert quick.events == 0
