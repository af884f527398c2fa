"""Replaying swiftly: the same as carefully where all is well, and nothing where not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.golden import history
from tests.golden.play import PROGRAMME
from tests.journal import course
from tests.reactions import relay
from tests.reactions.relay import ANNA, room, say

from kvalitet_core import Journal
from kvalitet_core.audit import ReplayedPart, shares
from kvalitet_core.audit.partly import carefully, none_released
from kvalitet_core.audit.swiftly import swiftly

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


def both(journal: Journal, *, jobs: int = 1) -> list[list[ReplayedPart | None]]:
    """Each share of a journal, replayed swiftly and carefully."""
    return [
        [
            swiftly(journal, share, none_released),
            carefully(journal, share, check=True, released=none_released),
        ]
        for share in shares(journal, jobs=jobs)
    ]


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
        found = both(journal, jobs=jobs)

    assert len(found) == jobs
    for quick, careful in found:
        assert careful is not None
        careful.answers.add(type(careful.answers)())
        assert quick is not None
        quick.answers.add(type(quick.answers)())
        assert quick == careful


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
        found = both(journal, jobs=jobs)

    assert any(quick is None for quick, _ in found)
    assert all(careful is not None for _, careful in found)


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
        found = both(journal, jobs=2)

    assert all(careful is not None for _, careful in found)


def test_what_no_plugin_knows_is_left_and_counted(tmp_path: Path) -> None:
    """It is no flaw: the rest is replayed as swiftly."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)
    with Journal.open(place, plugins=(), read_only=True) as journal:
        ((quick, careful),) = both(journal)

    assert quick == careful
    assert quick is not None
    assert sum(quick.unknown.values()) == 2
    assert quick.events == 0
