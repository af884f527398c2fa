"""Commits are read page by page, and none is parted where a page ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.play import BEGUN, PROGRAMME, play

from kvalitet_core import Journal
from kvalitet_core.errors import Malformed
from kvalitet_core.journal import reading
from kvalitet_core.journal.clock import GivenClock


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which every command of the core occurs, with a programme."""
    place, clock = tmp_path_factory.mktemp("played") / "j.db", GivenClock(BEGUN)
    with Journal.open(place, plugins=(PROGRAMME,), clock=clock) as journal:
        play(journal, clock)
    return place


@pytest.mark.parametrize("page", [1, 2, 7, 500])
def test_each_commit_is_whole_however_long_a_page_is(
    played: Path, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are given, each as it is given by its id."""
    monkeypatch.setattr(reading, "PAGE", page)
    with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
        commits = [*journal.commits()]
        events = sum(len(each.events) for each in commits)
        alone = [journal.commit(str(each.recorded.command_id)) for each in commits]

        assert [each.rows for each in commits] == [a.rows for a in alone if a]
        assert [each.record.events for each in commits] == [
            tuple(event.event_id for event in each.events) for each in commits
        ]
        assert events + len(commits) == journal.head() - sum(
            1 for each in journal.events() if each.command_id is None
        )


def test_commits_are_given_from_a_position_to_another(played: Path) -> None:
    """Both are those of commands; what follows the last one belongs to it."""
    with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
        places = [each.recorded.position for each in journal.commits()]
        first, last = places[5], places[9]

        some = [*journal.commits(after=first, upto=last)]
        none = [*journal.commits(after=places[-1])]

    assert [each.recorded.position for each in some] == places[6:10]
    assert some[-1].events
    assert none == []


def test_a_commit_whose_events_do_not_follow_is_refused(played: Path) -> None:
    """It is named, and nothing is given in its place."""
    with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
        records = reading.Records(journal.folder)
        row, *rows = next(
            [*journal.folder.reader.log(after=each.recorded.position - 1, limit=3)]
            for each in journal.commits()
            if len(each.events) > 1
        )

        with pytest.raises(Malformed, match="do not follow it"):
            records.commit_of([row, *rows[1:]])
