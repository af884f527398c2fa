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

GROWN = [
    "UPDATE stored_events SET state = X'7B7D'",
    "UPDATE stored_events SET originator_version = 9",
    "UPDATE stored_events SET originator_id = 'relay'",
    "UPDATE stored_events SET topic = 'journal.command/1'",
    "UPDATE stored_events SET originator_id = 'case/1'",
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


def reread(place: Path) -> list[ReplayedPart | None]:
    """That journal, replayed both ways."""
    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        (found,) = both(journal)
    return found


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


@pytest.mark.parametrize("statement", GROWN)
def test_where_something_is_wrong_it_tells_nothing(
    statement: str, tmp_path: Path
) -> None:
    """What is wrong is told by the careful replay, which finds it."""
    place = said(tmp_path / "j.db")
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(f"{statement} WHERE originator_id = '{room(1)}'")

    quick, careful = reread(place)

    assert quick is None
    assert careful is not None


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
