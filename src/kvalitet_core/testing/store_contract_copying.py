"""What every store must hold: a backup has everything, signatures and anchors too."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import FORMAT, SealedSection
from kvalitet_core.journal.tree_store import Anchor
from kvalitet_core.testing.store_contract_given import (
    Broken,
    StoreGiven,
    append,
    new_row,
    referring_to_person,
)

__all__ = ["Copying"]


class Copying(StoreGiven):
    """Copies, and what is copied with the rows."""

    def test_append_signatures_are_kept_with_the_rows_that_they_are_of(
        self, tmp_path: Path
    ) -> None:
        """In order of position, page by page; a failed write keeps neither."""
        store = self._created(tmp_path)
        kept = [AppendSignature(n, 1, b"key%d" % n, bytes(64)) for n in (2, 3, 4)]
        for number, signature in enumerate(kept, 1):
            with store.writing() as (writer, _, _):
                writer.insert([new_row("a/1", number)])
                writer.put_append_signature(signature)
        with suppress(Broken), store.writing() as (writer, _, _):
            writer.insert([new_row("a/1", 4)])
            writer.put_append_signature(AppendSignature(5, 1, b"key", bytes(64)))
            raise Broken

        copied = tmp_path / "copy.db"
        store.backup(copied)

        copy = SqliteStore(copied)
        self._opened.append(copy)
        for each in (store, copy):
            assert list(each.append_signatures(after=0, limit=10)) == kept
            assert list(each.append_signatures(after=2, limit=1)) == kept[1:2]
            assert list(each.append_signatures(after=4, limit=10)) == []

    def test_anchors_are_kept_with_the_rows_that_name_them(
        self, tmp_path: Path
    ) -> None:
        """In order of sizes, each once; a failed write keeps neither."""
        store = self._created(tmp_path)
        kept = [Anchor(n, "copy", "then", b"note%d" % n) for n in (1, 2)]
        for number, anchor in enumerate(reversed(kept), 1):
            with store.writing() as (writer, _, _):
                writer.insert([new_row("a/1", number)])
                writer.put_anchor(anchor)
                writer.put_anchor(anchor._replace(added_at="later"))
        with suppress(Broken), store.writing() as (writer, _, _):
            writer.insert([new_row("a/1", 3)])
            writer.put_anchor(Anchor(3, "copy", "then", b"note3"))
            raise Broken

        copied = tmp_path / "copy.db"
        store.backup(copied)

        copy = SqliteStore(copied)
        self._opened.append(copy)
        for each in (store, copy):
            assert list(each.anchors()) == kept
            assert each.versions(["a/1"]) == {"a/1": 2}

    def test_a_backup_holds_everything(self, tmp_path: Path) -> None:
        """The copy is an SQLite journal with the same rows and sealed bytes."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)
        append(store, [new_row("b/1", n, referring_to_person(n)) for n in range(1, 30)])
        append(store, [new_row("a/1", 1, referring_to_person(1), sections=section)])
        copied = tmp_path / "copy.db"

        store.backup(copied)

        assert [path.name for path in tmp_path.glob("*copy.db*")] == ["copy.db"]
        copy = SqliteStore(copied)
        self._opened.append(copy)
        assert copy.format() == FORMAT
        assert list(copy.log(limit=100)) == [tuple(r) for r in store.log(limit=100)]
        assert copy.section(("a/1", 1, 0)) == b"one"
        assert [tuple(place) for place in copy.sections_of("anna")] == [("a/1", 1, 0)]

    def test_a_backup_overwrites_nothing(self, tmp_path: Path) -> None:
        """Where something is at the path already, it stays as it is."""
        store = self._created(tmp_path)
        taken = tmp_path / "taken.db"
        taken.write_bytes(b"precious")

        refused = False
        try:
            store.backup(taken)
        except JournalUnavailable:
            refused = True

        assert refused
        assert taken.read_bytes() == b"precious"
