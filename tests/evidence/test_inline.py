"""Sealing as a setting of `Journal.open`: in the process that commits, in time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.sealing import checked, note_some, root_of_rows
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    Refused,
    Unproved,
)
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.signer import Signer, origin_of
from kvalitet_core.journal.engine import Settings


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Where the signing key is."""
    return tmp_path / "signing-key"


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for what is done in the background."""
    patience = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_each_commit_is_in_the_tree_before_it_is_answered_if_so_asked(
    place: Place, key: Path
) -> None:
    """Accepted, refused and in batches: nothing waits for another commit."""
    at_once = Settings(seal_within=timedelta(0))
    with opened(place, seal=key, settings=at_once) as journal:
        store = journal._rooms.store
        for _ in range(3):
            note_some(journal)
            assert store.tree_head() == (
                journal.head(),
                root_of_rows(store, journal.head()),
            )
        with pytest.raises(Refused):
            journal.do(
                course.Note(course=course.course(1), text="forbidden"), by=course.ANNA
            )
        assert store.tree_head()[0] == journal.head()
        with journal.batch() as batch:
            for _ in range(3):
                batch.do(course.Found(), by=course.ANNA)
        assert store.tree_head()[0] == journal.head()
        assert store.signed().size == journal.head()
        assert journal.unsealed is None


def test_what_is_committed_is_sealed_and_signed_in_the_background(
    place: Place, key: Path
) -> None:
    """A commit waits for none of it; the last of many is sealed without another."""
    with opened(place, seal=key) as journal:
        store = journal._rooms.store
        for many in (1, 4, 2):
            note_some(journal, many)
            eventually(lambda: bool(store.signed()))
            eventually(lambda: store.signed().size == journal.head())

        notes = store.all_signed(after=-1, limit=99)
        head = store.tree_head()

        assert head == (journal.head(), root_of_rows(store, journal.head()))
        assert len(notes) <= 7
        assert journal.unsealed is None


def test_all_is_signed_when_the_journal_is_closed(
    lasting_place: Place, key: Path
) -> None:
    """Nobody need wait for the second to pass."""
    with opened(lasting_place, seal=key) as journal:
        note_some(journal, 4)
    with opened(lasting_place, read_only=True) as journal:
        head = journal.head()

    assert checked(lasting_place, key.parent) <= 2
    origin = key.read_text("utf-8").split("+")[2]
    assert Signer.open(key, origin=origin).last().size == head


def test_a_receipt_has_the_hashes_that_the_tree_has(place: Place, key: Path) -> None:
    """Whoever keeps the answer can hold it against the tree, years later."""
    with opened(place, seal=key) as journal:
        command = course.NoteMany(course=course.course(1), texts=("a", "b"))
        receipt = journal.do(command, by=course.ANNA, command_id="c-1")
        again = journal.do(command, by=course.ANNA, command_id="c-1")
        proposed = journal.do(course.Found(), by=course.ANNA, dry_run=True)
        with journal.batch() as batch:
            pending = batch.do(course.Found(), by=course.ANNA)
        store = journal._rooms.store
        rows = store.log(after=(receipt.position or 0) - 3, limit=3)

    assert receipt.leaf_hashes == tuple(leaf_of(row).hash for row in rows)
    assert again == receipt
    assert again.leaf_hashes == receipt.leaf_hashes
    assert proposed.leaf_hashes == ()
    assert len(pending.receipt.leaf_hashes) == 2


def test_what_cannot_be_sealed_hides_no_receipt(
    lasting_place: Place, key: Path
) -> None:
    """It is on record; the journal says what is the matter, until it is mended."""
    with opened(lasting_place, seal=key) as journal:
        store = journal._rooms.store
        note_some(journal)
        eventually(lambda: store.signed() is not None)
        state = Path(f"{key}.state")
        kept = state.read_bytes()
        state.write_bytes(b"nonsense")

        assert journal.do(course.Found(), by=course.ANNA).position
        eventually(lambda: isinstance(journal.unsealed, EvidenceUnavailable))

        state.write_bytes(kept)
        note_some(journal)
        eventually(lambda: journal.unsealed is None)
        eventually(lambda: store.signed().size == journal.head())


def test_what_was_changed_is_told_and_the_journal_goes_on(
    lasting_place: Place, key: Path
) -> None:
    """The tree does not grow over it."""
    with opened(lasting_place, seal=key) as journal:
        note_some(journal)
        eventually(lambda: journal._rooms.store.signed() is not None)
        with journal._rooms.store.sealing() as writer:
            head = writer.tree_head()
            writer.advance_tree(head, (head[0], b"x" * 32))
        note_some(journal)

        eventually(lambda: isinstance(journal.unsealed, Unproved))


def test_a_key_that_cannot_be_used_stops_the_opening(tmp_path: Path, key: Path) -> None:
    """Not only the first commit."""
    place = Place(str(tmp_path / "j.db"), None)
    opened(place, seal=key).close()
    key.chmod(0o644)

    with pytest.raises(KeyUnavailable, match="chmod 600"):
        opened(place, seal=key)


def test_the_key_is_beside_a_journal_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    """Unless the environment names another; for a server it is always named."""
    monkeypatch.delenv("KVALITET_SIGNING_KEY", raising=False)
    opened(Place(str(tmp_path / "j.db"), None), seal=True).close()
    assert (tmp_path / "j.db.signing-key").exists()
    with pytest.raises(KeyUnavailable, match="KVALITET_SIGNING_KEY"):
        opened(Place(postgres_url, str(tmp_path / "k")), seal=True)

    monkeypatch.setenv("KVALITET_SIGNING_KEY", str(tmp_path / "named"))
    opened(Place(str(tmp_path / "k.db"), None), seal=True).close()
    assert (tmp_path / "named").exists()


def test_a_forked_child_seals_too(lasting_place: Place, key: Path) -> None:
    """Each process has a sequencer of its own."""
    with opened(lasting_place, seal=key) as journal:
        note_some(journal)
        child = os.fork()
        if child == 0:
            note_some(journal, 3)
            journal.close()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        note_some(journal)

    assert checked(lasting_place, key.parent) >= 1
    with opened(lasting_place) as journal:
        assert journal._rooms.store.tree_head()[0] == journal.head()


def test_a_reader_seals_nothing(tmp_path: Path, key: Path) -> None:
    """Looking leaves no trace."""
    place = Place(str(tmp_path / "j.db"), None)
    with opened(place) as journal:
        assert origin_of(journal.id)
    opened(place, create=False, read_only=True, seal=key).close()

    assert not key.exists()
