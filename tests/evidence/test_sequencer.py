"""Sealing: every row is in the tree, in its order, and nothing odd is ever signed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.sealing import (
    checked,
    note_some,
    read,
    root_of_rows,
    sequencer,
    signer,
)
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved


@pytest.fixture
def file(tmp_path: Path) -> Place:
    """A place for a journal in a file."""
    return Place(str(tmp_path / "journal.db"), None)


@contextmanager
def tampering(place: Place) -> Iterator[sqlite3.Connection]:
    """The database in the hands of someone who owns it."""
    connection = sqlite3.connect(place.url)
    for trigger in ("changed", "deleted"):
        connection.execute(f"DROP TRIGGER IF EXISTS stored_events_are_not_{trigger}")
    yield connection
    connection.commit()
    connection.close()


def test_every_row_is_sealed_and_signed(lasting_place: Place, tmp_path: Path) -> None:
    """The checkpoint is of all rows; sealing again adds nothing and says the same."""
    with opened(lasting_place) as journal:
        note_some(journal, 5)
        sealer = sequencer(journal, tmp_path)

        sealed = sealer.seal()
        again = sealer.seal()

        assert sealed.size == sealed.added == journal.head()
        assert sealed.root == root_of_rows(journal._rooms.store, sealed.size)
        assert sealed.note is not None
        checkpoint = read(sealed.note, signer(journal, tmp_path))
        assert (checkpoint.size, checkpoint.root) == (sealed.size, sealed.root)
        assert (again.added, again.note) == (0, sealed.note)
    assert checked(lasting_place, tmp_path) == 1


def test_the_tree_grows_the_same_however_often_it_is_sealed(
    place: Place, tmp_path: Path
) -> None:
    """One by one, by another sequencer each time, or all at once: one root."""
    with opened(place) as journal:
        for number in range(150):
            note_some(journal)
            if number % 7 == 0:
                sequencer(journal, tmp_path).seal()
            elif number % 3 == 0:
                sequencer(journal, None).advance()
        sealed = sequencer(journal, tmp_path).seal()

        assert sealed.size > 256
        assert sealed.root == root_of_rows(journal._rooms.store, sealed.size)


def test_of_two_sequencers_each_does_what_is_left(
    lasting_place: Place, tmp_path: Path
) -> None:
    """Whoever is overtaken takes up where the other one is; neither cries wolf."""
    with opened(lasting_place) as one, opened(lasting_place) as other:
        first, second = sequencer(one, tmp_path), sequencer(other, tmp_path)
        note_some(one, 3)
        first.advance()
        note_some(other, 3)
        second.seal()
        overtaken = first.sign()
        note_some(one, 3)
        first.seal()
        last = second.seal()

        assert overtaken is not None
        assert last.size == one.head()
    assert checked(lasting_place, tmp_path) == 2


REDATED = (
    "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
    """ '"recorded_at":"202', '"recorded_at":"201') AS BLOB) WHERE position = 6"""
)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "DELETE FROM stored_events WHERE position = 5",
            "the row at position 5 is missing",
        ),
        (
            "UPDATE stored_events SET originator_version = 9 WHERE position = 6",
            "position 6: version 9 of lesson/1 does not follow a version 8",
        ),
        (REDATED, "position 6: is recorded no later than the one before"),
        (
            "UPDATE stored_events SET position = 99 WHERE position = 9",
            "the row at position 9 is missing",
        ),
    ],
)
def test_what_has_a_gap_is_not_sealed(
    file: Place, tmp_path: Path, statement: str, told: str
) -> None:
    """No position, no version and no moment is left out; nothing is signed."""
    with opened(file) as journal:
        note_some(journal, 4)
    with tampering(file) as connection:
        connection.execute(statement)

    with opened(file) as journal, pytest.raises(Unproved, match="sealed") as refused:
        sequencer(journal, tmp_path).seal()

    assert told in str(refused.value)
    with opened(file) as journal:
        assert journal._rooms.store.signed() is None
        assert signer(journal, tmp_path).last().size == 0


def test_a_truncated_tail_is_found(file: Path, tmp_path: Path) -> None:
    """The end is cut off, and then written on: both are found, nothing is signed."""
    with opened(file) as journal:
        note_some(journal, 4)
        sequencer(journal, tmp_path).seal()
    with tampering(file) as connection:
        connection.execute("DELETE FROM stored_events WHERE position > 7")

    with opened(file) as journal:
        with pytest.raises(Unproved, match="is not the one that is sealed"):
            sequencer(journal, tmp_path).seal()
        note_some(journal, 4)
        with pytest.raises(Unproved, match="is not the one that is sealed"):
            sequencer(journal, tmp_path).seal()


@pytest.mark.parametrize("again", [0, 1, 9])
def test_a_restored_older_database_is_not_signed(
    file: Place, tmp_path: Path, again: int
) -> None:
    """Restored, and written to or not: the signer remembers what the file forgot."""
    with opened(file) as journal:
        note_some(journal, 4)
        sequencer(journal, tmp_path).seal()
        journal.backup(tmp_path / "older.db")
        note_some(journal, 4)
        sequencer(journal, tmp_path).seal()
        before = signer(journal, tmp_path).last()
    Path(file.url).unlink()
    (tmp_path / "older.db").rename(file.url)

    with opened(file) as journal:
        note_some(journal, again)
        told = "is not the one whose first" if again > 4 else "some are gone"
        with pytest.raises(Unproved, match=told):
            sequencer(journal, tmp_path).seal()

        assert signer(journal, tmp_path).last() == before


def test_a_tree_made_anew_over_changed_rows_is_not_signed(
    file: Place, tmp_path: Path
) -> None:
    """Whoever owns the database can make the tree again, but not the signature."""
    with opened(file) as journal:
        note_some(journal, 4)
        sequencer(journal, tmp_path).seal()
    with tampering(file) as connection:
        connection.execute(
            "UPDATE stored_events SET state ="
            " CAST(replace(CAST(state AS TEXT), 'note', 'Note') AS BLOB)"
        )
        connection.execute("DELETE FROM tree_head")
        connection.execute("DELETE FROM tree_tiles")

    with opened(file) as journal:
        with pytest.raises(Unproved, match="is not the one whose first"):
            sequencer(journal, tmp_path).seal()
        note_some(journal)
        with pytest.raises(Unproved, match="is not the one whose first"):
            sequencer(journal, tmp_path).seal()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM tree_tiles",
        "UPDATE tree_tiles SET hashes = zeroblob(length(hashes))",
        "UPDATE tree_head SET root = zeroblob(32)",
        "UPDATE tree_head SET size = size - 1",
    ],
)
def test_a_changed_tree_is_not_gone_on_with(
    file: Place, tmp_path: Path, statement: str
) -> None:
    """Tiles and head must come to each other."""
    with opened(file) as journal:
        note_some(journal, 4)
        sequencer(journal, tmp_path).seal()
    with tampering(file) as connection:
        connection.execute(statement)

    with opened(file) as journal, pytest.raises(Unproved, match="nothing is sealed"):
        sequencer(journal, tmp_path).seal()


def test_a_lost_tree_is_made_again(file: Place, tmp_path: Path) -> None:
    """All of it comes from the rows, and the signer finds it to be the same."""
    with opened(file) as journal:
        note_some(journal, 200)
        sealed = sequencer(journal, tmp_path).seal()
    with tampering(file) as connection:
        connection.execute("DELETE FROM tree_head")
        connection.execute("DELETE FROM tree_tiles")

    with opened(file) as journal:
        again = sequencer(journal, tmp_path).seal()

        assert (again.size, again.root) == (sealed.size, sealed.root)
        assert journal.do(course.Found(), by=course.ANNA).position
        sequencer(journal, tmp_path).seal()
