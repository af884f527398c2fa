"""A journal that was restored: what is derived is ahead of it, and nothing is moved."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.journal.processes import opened
from tests.running.jobs import Notes, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.running.store import Runs

JOB = "view test.notes"


@pytest.mark.parametrize("lease", [None, 30.0])
def test_a_journal_that_ends_before_a_position_is_told(
    tmp_path: Path, address: str, lease: float | None
) -> None:
    """Restored to before it: no job is moved, not even one that is behind."""
    here, backup = tmp_path / "journal.db", tmp_path / "backup.db"
    with opened(Place(str(here), None)) as journal:
        note(journal, "a", "1")
        journal.backup(backup)
        note(journal, "a", "2")
        journal_id = journal.id
        runs = Runs.open(address, journal_id=journal_id)
        make_tables(runs)
        runner(journal, runs, Notes()).once()
        ended = journal.head()
    (tmp_path / "journal.db").unlink()
    shutil.copy(backup, here)

    with opened(Place(str(here), None), read_only=True) as journal:
        head = journal.head()
        going = runner(journal, runs, Notes(), Notes("a new"), lease_seconds=lease)
        with pytest.raises(RunsUnavailable) as told:
            going.once()
        with pytest.raises(RunsUnavailable):
            going.retry(JOB)
        new, old = going.status()

    assert told.value.problem == (
        f"{JOB} is at {ended}, the journal ends at {head}: "
        "it was restored from a backup; rebuild"
    )
    assert told.value.place == runs.place
    assert texts(runs) == ["1", "2"]
    assert (old.position, old.lag_events) == (ended, 0)
    assert new.position == 0
    runs.close()


@pytest.mark.parametrize("interesting", [True, False])
def test_a_journal_that_was_restored_and_has_gone_on_is_told(
    tmp_path: Path, address: str, *, interesting: bool
) -> None:
    """It is as long again, but its events are others: the last one shows it."""
    here, backup = tmp_path / "journal.db", tmp_path / "backup.db"
    job = Notes() if interesting else Notes(names=frozenset({"lesson.seat_taken/1"}))
    with opened(Place(str(here), None)) as journal:
        note(journal, "a", "1")
        journal.backup(backup)
        note(journal, "a", "2")
        runs = Runs.open(address, journal_id=journal.id)
        make_tables(runs)
        runner(journal, runs, job).once()
        position = journal.head()
    (tmp_path / "journal.db").unlink()
    shutil.copy(backup, here)

    with opened(Place(str(here), None)) as journal:
        note(journal, "a", "another 2", "3")
        with pytest.raises(RunsUnavailable, match=f"another event at {position}"):
            runner(journal, runs, job).once()

    assert texts(runs) == (["1", "2"] if interesting else [])
    runs.close()


def test_a_journal_that_is_cut_while_positions_are_trusted_is_told(
    tmp_path: Path,
) -> None:
    """Whoever follows each commit finds it out at the next one."""
    with opened(Place(str(tmp_path / "journal.db"), None)) as journal:
        note(journal, "a", "1")
        with Runs.open("memory:", journal_id=journal.id) as runs:
            make_tables(runs)
            going = runner(journal, runs, Notes(), lease_seconds=None)
            going.once()
            with runs.transaction() as transaction:
                transaction.advance(JOB, of=journal.head(), to=99)
            note(journal, "a", "2")

            with pytest.raises(RunsUnavailable, match="is at 99, the journal ends"):
                going.once()

            assert texts(runs) == ["1"]
