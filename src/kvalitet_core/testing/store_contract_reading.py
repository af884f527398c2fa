"""What every store must hold: rows come back in order, page by page."""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.journal.store import Row
from kvalitet_core.testing.store_contract_given import (
    StoreGiven,
    append,
    new_row,
    streams_of,
    versions_of,
)

__all__ = ["Reading"]


class Reading(StoreGiven):
    """Reading rows, streams and versions."""

    def test_rows_come_back_as_they_were_in_the_order_of_their_positions(
        self, tmp_path: Path
    ) -> None:
        """The log is one order, and every byte of a row is kept."""
        store = self._created(tmp_path)
        rows = [new_row("a/1", 1, b"\x00\xff"), new_row("b/1", 1), new_row("a/1", 2)]

        positions = append(store, rows)

        found = store.log(after=1, limit=10)
        assert [row[0] for row in found] == list(positions)
        assert sorted(positions) == list(positions)
        assert len(set(positions)) == 3
        assert [tuple(row[1:]) for row in found] == [tuple(row[:4]) for row in rows]
        assert all(type(row[4]) is bytes for row in found)

    def test_a_stream_is_its_own_rows_by_version(self, tmp_path: Path) -> None:
        """Reading a stream gives its rows after a version, up to one, so many."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", n) for n in range(1, 6)] + [new_row("a/10", 1)])

        assert versions_of(store.stream("a/1", limit=10)) == [1, 2, 3, 4, 5]
        assert versions_of(store.stream("a/1", after=2, limit=2)) == [3, 4]
        assert versions_of(store.stream("a/1", upto=2, limit=10)) == [1, 2]
        assert versions_of(store.stream("a/1", after=1, upto=3, limit=10)) == [2, 3]
        assert versions_of(store.stream("a/1", upto=0, limit=10)) == []
        assert versions_of(store.stream("a/1", after=5, limit=10)) == []
        assert versions_of(store.stream("none/1", limit=10)) == []

    def test_the_log_is_read_page_by_page(self, tmp_path: Path) -> None:
        """Pages after a position put together are the whole, nothing twice."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", n) for n in range(1, 8)])

        read: list[Row] = []
        while page := store.log(after=read[-1][0] if read else 0, limit=3):
            assert len(page) <= 3
            read += page

        assert read == list(store.log(limit=100))
        assert len(read) == 8

    def test_the_log_can_be_bounded_and_picked_by_name(self, tmp_path: Path) -> None:
        """A reader may ask for some stored names, up to a position."""
        store = self._created(tmp_path)
        rows = [
            new_row("a/1", 1),
            new_row("a/1", 2, name="a.other/1"),
            new_row("a/1", 3),
        ]
        positions = append(store, rows)

        others = store.log(names=["a.other/1"], limit=10)
        two = store.log(names=["a.other/1", "journal.opened/1"], limit=10)
        bounded = store.log(after=positions[0], upto=positions[1], limit=10)

        assert versions_of(others) == [2]
        assert streams_of(two) == ["journal/first", "a/1"]
        assert versions_of(bounded) == [2]
        assert list(store.log(names=["none.such/1"], limit=10)) == []

    def test_newest_is_the_last_row(self, tmp_path: Path) -> None:
        """The newest row is the one with the highest position."""
        store = self._created(tmp_path)
        first = store.newest()
        append(store, [new_row("b/1", 1), new_row("a/1", 1)])

        newest = store.newest()

        assert first is not None
        assert first[1] == "journal/first"
        assert newest is not None
        assert newest[1] == "a/1"

    def test_versions_of_streams_and_of_absent_ones(self, tmp_path: Path) -> None:
        """An absent stream is at version 0; asking for none gives none."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", 1), new_row("a/1", 2)])

        assert dict(store.versions(["a/1", "a/2"])) == {"a/1": 2, "a/2": 0}
        assert dict(store.versions([])) == {}
        assert dict(store.versions(["a/1", "a/1"])) == {"a/1": 2}

    def test_streams_between_two_texts_in_the_order_of_bytes(
        self, tmp_path: Path
    ) -> None:
        """Streams are listed by their bytes, whatever language the machine speaks."""
        store = self._created(tmp_path)
        names = ["a/1", "a/B", "a/a", "a-b/1", "a0/1", "b/1", "a/b.c:d-e_f"]
        append(store, [new_row(name, 1) for name in names])
        append(store, [new_row("a/1", 2)])

        every = store.streams(after="", before="~", limit=100)
        kind = store.streams(after="a/", before="a0", limit=100)
        page = store.streams(after="a/1", before="a0", limit=2)

        assert [name for name, _ in every] == sorted([*names, "journal/first"])
        assert [tuple(pair) for pair in kind] == [
            ("a/1", 2),
            ("a/B", 1),
            ("a/a", 1),
            ("a/b.c:d-e_f", 1),
        ]
        assert [name for name, _ in page] == ["a/B", "a/a"]
        assert list(store.streams(after="a/1", before="a/1", limit=9)) == []

    def test_rows_stream_by_stream_come_page_by_page(self, tmp_path: Path) -> None:
        """All streams of a kind are read in one go, each in order, nothing twice."""
        store = self._created(tmp_path)
        rows = [
            new_row("a/2", 1),
            new_row("a/1", 1),
            new_row("a/2", 2),
            new_row("a/1", 2),
        ]
        append(
            store, [*rows, new_row("a/1", 3), new_row("b/1", 1), new_row("a-b/1", 1)]
        )

        read: list[Row] = []
        after = ("a/", 0)
        while page := store.by_stream(after=after, before="a0", limit=2):
            assert len(page) <= 2
            read += page
            after = (page[-1][1], page[-1][2])

        assert [(row[1], row[2]) for row in read] == [
            ("a/1", 1),
            ("a/1", 2),
            ("a/1", 3),
            ("a/2", 1),
            ("a/2", 2),
        ]
