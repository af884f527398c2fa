"""What every store must hold: one writer at a time, whose work is kept whole or not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kvalitet_core.errors import JournalUnavailable, KvalitetError
from kvalitet_core.journal.store import SealedSection, Store
from kvalitet_core.testing.store_contract_given import (
    Broken,
    StoreGiven,
    append,
    at_once,
    new_row,
    versions_of,
)

__all__ = ["Writing"]


class Writing(StoreGiven):
    """Writing, by one at a time."""

    def test_an_error_inside_leaves_nothing(self, tmp_path: Path) -> None:
        """A transaction that fails leaves no row, no sealed bytes, and no lock."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)

        with suppress(Broken), store.writing() as (writer, _, _):
            writer.insert([new_row("a/1", 1, sections=section), new_row("a/1", 2)])
            raise Broken

        assert dict(store.versions(["a/1"])) == {"a/1": 0}
        assert len(store.log(limit=10)) == 1
        assert list(store.streams(after="a/", before="a0", limit=9)) == []
        assert store.section(("a/1", 1, 0)) is None
        assert list(store.sections_of("anna")) == []
        append(store, [new_row("a/1", 1)])
        assert dict(store.versions(["a/1"])) == {"a/1": 1}

    def test_a_writer_sees_what_it_wrote_and_readers_do_not(
        self, tmp_path: Path
    ) -> None:
        """What is not committed is seen by nobody but its writer."""
        store = self._created(tmp_path)
        other = self._store(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)

        with store.writing() as (writer, _, _):
            writer.insert([new_row("a/1", 1, sections=section)])
            assert dict(writer.versions(["a/1"])) == {"a/1": 1}
            assert writer.section(("a/1", 1, 0)) == b"one"
            assert len(writer.log(limit=10)) == 2
            for reader in (store, other):
                newest = reader.newest()
                assert dict(reader.versions(["a/1"])) == {"a/1": 0}
                assert len(reader.log(limit=10)) == 1
                assert list(reader.stream("a/1", limit=10)) == []
                assert list(reader.streams(after="a/", before="a0", limit=9)) == []
                assert newest is not None
                assert newest[1] == "journal/first"
                assert reader.section(("a/1", 1, 0)) is None
                assert list(reader.sections_of("anna")) == []

        assert other.section(("a/1", 1, 0)) == b"one"
        assert dict(other.versions(["a/1"])) == {"a/1": 1}

    def test_writing_tells_how_it_stands_under_the_lock(self, tmp_path: Path) -> None:
        """The lock comes with the versions asked for and the newest row."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", 1), new_row("a/1", 2)])

        with store.writing(["a/1", "a/2"]) as (_, versions, newest):
            assert dict(versions) == {"a/1": 2, "a/2": 0}
            assert newest is not None
            assert newest[1:3] == ("a/1", 2)

    def test_a_version_is_written_once(self, tmp_path: Path) -> None:
        """Two rows cannot have the same place in a stream; nothing of such is kept."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", 1)])

        failure = None
        try:
            append(store, [new_row("b/1", 1), new_row("a/1", 1)])
        except KvalitetError as error:
            failure = error

        assert isinstance(failure, JournalUnavailable)
        assert dict(store.versions(["a/1", "b/1"])) == {"a/1": 1, "b/1": 0}

    def test_one_thread_does_not_begin_writing_twice(self, tmp_path: Path) -> None:
        """A write inside a write would wait for itself: it is refused at once."""
        store = self._created(tmp_path)

        with store.writing() as (writer, _, _):
            refused = False
            try:
                with store.writing():
                    pass
            except JournalUnavailable:
                refused = True
            writer.insert([new_row("a/1", 1)])

        assert refused
        assert dict(store.versions(["a/1"])) == {"a/1": 1}

    def test_writers_in_several_threads_come_one_after_another(
        self, tmp_path: Path
    ) -> None:
        """Many writers at once lose nothing, and none sees another's half."""
        stores = [self._created(tmp_path), self._store(tmp_path)]

        def add(store: Store) -> None:
            for _ in range(10):
                with store.writing(["a/1"]) as (writer, versions, _):
                    version = versions["a/1"]
                    rows = [new_row("a/1", version + 1), new_row("a/1", version + 2)]
                    writer.insert(rows)

        failures = at_once([lambda s=s: add(s) for s in [*stores, *stores]])

        assert failures == []
        found = stores[0].stream("a/1", limit=1000)
        assert versions_of(found) == list(range(1, 81))
        assert [row[0] for row in found] == sorted(row[0] for row in found)

    def test_a_failed_write_leaves_no_hole_that_hides_rows(
        self, tmp_path: Path
    ) -> None:
        """After a failure the log goes on after the last row, in order."""
        store = self._created(tmp_path)
        with suppress(Broken), store.writing() as (writer, _, _):
            writer.insert([new_row("a/1", 1)])
            raise Broken

        (position,) = append(store, [new_row("a/1", 1)])

        assert [row[0] for row in store.log(after=1, limit=10)] == [position]
