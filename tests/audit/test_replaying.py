"""Replaying: the record holds together, or the place where it does not is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.golden import history
from tests.golden.play import BEGUN, PROGRAMME, play
from tests.journal import course

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.audit import Replayed, replay
from kvalitet_core.domain import region
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)


@pytest.fixture(scope="module")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which every command of the core occurs, with a programme."""
    place, clock = tmp_path_factory.mktemp("played") / "j.db", GivenClock(BEGUN)
    with Journal.open(place, plugins=(PROGRAMME,), clock=clock) as journal:
        play(journal, clock)
    return place


@pytest.fixture
def played(played_once: Path, tmp_path: Path) -> Path:
    """That journal, as one's own."""
    place = tmp_path / "own.db"
    with (
        closing(sqlite3.connect(played_once)) as source,
        closing(sqlite3.connect(place)) as copy,
    ):
        source.backup(copy)
    return place


def replayed(place: Path, *plugins: Plugin) -> Replayed:
    """The journal, replayed and checked."""
    with Journal.open(place, plugins=plugins, read_only=True) as journal:
        return replay(journal, check=True)


def changed(place: Path, statement: str) -> None:
    """Change a journal behind its back."""
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute("DROP TRIGGER stored_events_are_not_deleted")
        connection.execute(statement)


def test_an_honest_journal_holds_together(played: Path) -> None:
    """Every command and event of the core, people and refusals among them."""
    found = replayed(played, PROGRAMME)

    assert found.flaws == ()
    assert found.unknown == {}
    with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
        assert found.commands == sum(1 for _ in journal.commits())
        kinds = [each for each in journal.registry.aggregates if each in found.states]
        assert sum(found.states.values()) == sum(
            1 for kind in kinds for _ in journal.streams(kind)
        )


def test_the_digest_is_of_the_states_alone() -> None:
    """With or without the check it is the same, and one more event alters it."""
    with Journal.open("memory:", plugins=()) as journal:
        for code in ("1081", "1082"):
            first, checked = replay(journal), replay(journal, check=True)
            command = region.Register(
                code=RegionCode(code), name="Region", effective_from=BEGUN.date()
            )
            journal.do(command, by=ANNA)
            second = replay(journal)

            assert first.digest == checked.digest != second.digest
            assert second.events == first.events + 1


@pytest.mark.parametrize("folder", history.folders(), ids=lambda folder: folder.name)
def test_every_golden_history_holds_together(folder: Path, tmp_path: Path) -> None:
    """Captured histories are replayed by every later version."""
    place = tmp_path / "golden.db"
    with history.opened(folder, place, plugins=(PROGRAMME,)) as journal:
        found = replay(journal, check=True)

    assert found.flaws == ()
    assert found.events > 20


def rewritten(was: str, now: str) -> str:
    """The statement that puts one text in the place of another in a row's bytes."""
    text = f"replace(CAST(state AS TEXT), '{was}', '{now}')"
    return f"UPDATE stored_events SET state = CAST({text} AS BLOB)"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM stored_events", "comes after position"),
        (
            "UPDATE stored_events SET originator_version = 9",
            "version 9 comes after version",
        ),
        (
            rewritten('"recorded_at":"2020-', '"recorded_at":"2019-'),
            "not after the row before it",
        ),
        (rewritten('"name":', '"nom":'), "missing required field `name`"),
        ("UPDATE stored_events SET state = X'7B7D'", "is not laid out"),
        ("UPDATE stored_events SET state = CAST(state AS TEXT)", "of another type"),
        ("UPDATE stored_events SET state = 7", "of another type"),
        (rewritten('"event":"0', '"event":"1'), "is no event of the command before it"),
    ],
)
def test_what_does_not_hold_together_is_named(
    played: Path, statement: str, said: str
) -> None:
    """The stream is named, and the rest of the journal is looked at all the same."""
    changed(played, f"{statement} WHERE topic = 'region.renamed/1'")

    found = replayed(played, PROGRAMME)

    assert any(said in flaw.text for flaw in found.flaws), found.flaws
    assert {flaw.stream.partition("/")[0] for flaw in found.flaws} <= {
        "region",
        "command",
        "municipality",
    }
    assert found.states["tilbud"] >= 1


def test_what_no_plugin_knows_is_counted_and_not_folded(tmp_path: Path) -> None:
    """Neither a flaw nor fine: it could not be looked at."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)

    found = replayed(place)

    assert found.flaws == ()
    assert found.events == 0
    assert set(found.unknown.values()) == {1}
    assert len(found.unknown) == 2
