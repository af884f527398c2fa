"""Every store keeps the tree in the same way: heads, tiles, checkpoints, anchors."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor, Signed, TreeHead

FIRST = TreeHead(3, b"a" * 32)
SECOND = TreeHead(7, b"b" * 32)
NOTE = Signed(3, "2026-11-22T12:00:00.000000Z", b"a note")
LATER = Signed(7, "2026-11-22T12:00:01.000000Z", b"another")


@pytest.fixture
def store(place: Place) -> Store:
    """The store of a journal with some rows."""
    journal = opened(place)
    for number in range(3):
        journal.do(
            course.Note(course=course.course(1), text=str(number)), by=course.ANNA
        )
    return journal._rooms.store


def test_the_fence_is_the_newest_row(store: Store) -> None:
    """Everything up to it is committed, whoever writes meanwhile."""
    newest = store.newest()

    assert newest is not None
    assert store.fence() == newest[0]


def test_the_head_moves_only_from_where_it_is(store: Store) -> None:
    """Of two that seal at a time, one is told that it was overtaken."""
    assert store.tree_head() is None
    with store.sealing() as writer:
        assert writer.advance_tree(None, FIRST)
    with store.sealing() as writer:
        assert not writer.advance_tree(None, SECOND)
    with store.sealing() as writer:
        assert not writer.advance_tree(TreeHead(3, b"c" * 32), SECOND)
    assert store.tree_head() == FIRST
    with store.sealing() as writer:
        assert writer.advance_tree(FIRST, SECOND)

    assert store.tree_head() == SECOND


def test_a_wider_tile_takes_the_place_of_a_narrower_one(store: Store) -> None:
    """One tile a place; tiles of other levels and numbers are not touched."""
    with store.sealing() as writer:
        writer.put_tiles([(0, 0, b"a" * 32), (1, 0, b"b" * 32)])
    with store.sealing() as writer:
        writer.put_tiles([(0, 0, b"a" * 64), (0, 1, b"c" * 32)])
        writer.put_tiles([])

    assert store.tile(0, 0) == b"a" * 64
    assert store.tile(0, 1) == b"c" * 32
    assert store.tile(1, 0) == b"b" * 32
    assert store.tile(1, 1) is None


def test_checkpoints_are_found_by_size(store: Store) -> None:
    """The newest, the newest of at most so many rows, and all in order."""
    assert store.signed() is None
    with store.sealing() as writer:
        writer.put_signed(LATER)
        writer.put_signed(NOTE)

    assert store.signed() == LATER
    assert store.signed(upto=6) == NOTE
    assert store.signed(upto=2) is None
    assert list(store.all_signed(after=-1, limit=9)) == [NOTE, LATER]
    assert list(store.all_signed(after=3, limit=9)) == [LATER]


def test_an_anchor_is_kept_once(store: Store) -> None:
    """Adding it again changes nothing; another of the same size is another."""
    one = Anchor(3, "cosignature", "2026-11-22T12:00:00.000000Z", b"one")
    other = Anchor(3, "cosignature", "2026-11-22T12:00:00.000000Z", b"other")
    again = one._replace(added_at="2027-11-22T12:00:00.000000Z")
    with store.writing() as (writer, _, _):
        for anchor in (one, other, one):
            writer.put_anchor(anchor)
    with store.writing() as (writer, _, _):
        writer.put_anchor(again)

    assert sorted(store.anchors()) == sorted([one, other])


def test_what_fails_leaves_the_tree_as_it_was(store: Store) -> None:
    """Head, tiles and checkpoints move together or not at all."""

    def fail() -> None:
        with store.sealing() as writer:
            writer.advance_tree(None, FIRST)
            writer.put_tiles([(0, 0, b"a" * 32)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert store.tree_head() is None
    assert store.tile(0, 0) is None


def test_a_copy_has_what_was_signed(store: Store, tmp_path: Path) -> None:
    """A backup without the checkpoints could not be held against anything."""
    anchor = Anchor(3, "copy", "2026-11-22T12:00:00.000000Z", b"held")
    with store.sealing() as writer:
        writer.put_signed(NOTE)
    with store.writing() as (appending, _, _):
        appending.put_anchor(anchor)

    store.backup(tmp_path / "copy.db")

    copy = SqliteStore(tmp_path / "copy.db")
    assert copy.signed() == NOTE
    assert list(copy.anchors()) == [anchor]
    copy.close()
