"""What every store must hold, as tests: subclass, say how to open, run pytest.

    class TestMyStore(StoreContract):
        def open_store(self, place: Path) -> Store:
            return MyStore(place / "journal")

Each test has a place of its own: pytest's `tmp_path`. Opening the same place again
gives another store over the same journal; a store that lives in memory gives itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kvalitet_core.errors import JournalUnavailable, KvalitetError
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.append_signatures import AppendSignature
from kvalitet_core.journal.sqlite import SqliteStore
from kvalitet_core.journal.store import FORMAT, NewRow, Row, SealedSection, Store

__all__ = ["StoreContract"]

_STATE = b'{"d":{},"m":{},"s":{}}'
_OPENING = NewRow(StreamId("journal/first"), 1, "journal.opened/1", _STATE)


class StoreContract:
    """The contract of a store. A subclass has only to say how one is opened."""

    _opened: list[Store]

    def open_store(self, place: Path) -> Store:
        """Give a store over the journal at this place, which need not be there yet."""
        raise NotImplementedError

    def setup_method(self) -> None:
        """Begin with no store open."""
        self._opened = []

    def teardown_method(self) -> None:
        """Close every store that a test opened."""
        for store in self._opened:
            store.close()

    def _store(self, place: Path) -> Store:
        store = self.open_store(place)
        self._opened.append(store)
        return store

    def _created(self, place: Path) -> Store:
        store = self._store(place)
        store.create(_OPENING)
        return store

    def test_there_is_no_format_before_a_journal_is_made(self, tmp_path: Path) -> None:
        """A place without a journal says so; asking makes nothing."""
        store = self._store(tmp_path)

        before = store.format()
        asked_again = store.format()
        store.create(_OPENING)

        assert before is None
        assert asked_again is None
        assert store.format() == FORMAT

    def test_making_a_journal_again_changes_nothing(self, tmp_path: Path) -> None:
        """What is there is never overwritten, and the first opening stays first."""
        store = self._created(tmp_path)

        store.create(_OPENING._replace(stream=StreamId("journal/second")))
        self._store(tmp_path).create(_OPENING)

        assert _streams(store.log(limit=10)) == ["journal/first"]

    def test_many_who_make_a_journal_at_once_make_one(self, tmp_path: Path) -> None:
        """Starting several servers on an empty place gives one opening, no error."""
        stores = [self._store(tmp_path) for _ in range(4)]

        failures = _at_once(
            [lambda store=store: store.create(_OPENING) for store in stores]
        )

        assert failures == []
        assert len(stores[0].log(limit=10)) == 1

    def test_migrating_a_journal_of_this_format_does_nothing(
        self, tmp_path: Path
    ) -> None:
        """A journal of today's format has nothing to bring up to date."""
        store = self._created(tmp_path)

        done = store.migrate()

        assert list(done) == []
        assert store.format() == FORMAT

    def test_rows_come_back_as_they_were_in_the_order_of_their_positions(
        self, tmp_path: Path
    ) -> None:
        """The log is one order, and every byte of a row is kept."""
        store = self._created(tmp_path)
        rows = [_row("a/1", 1, b"\x00\xff"), _row("b/1", 1), _row("a/1", 2)]

        positions = _append(store, rows)

        found = store.log(after=1, limit=10)
        assert [row[0] for row in found] == list(positions)
        assert sorted(positions) == list(positions)
        assert len(set(positions)) == 3
        assert [tuple(row[1:]) for row in found] == [tuple(row[:4]) for row in rows]
        assert all(type(row[4]) is bytes for row in found)

    def test_a_stream_is_its_own_rows_by_version(self, tmp_path: Path) -> None:
        """Reading a stream gives its rows after a version, up to one, so many."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", n) for n in range(1, 6)] + [_row("a/10", 1)])

        assert _versions(store.stream("a/1", limit=10)) == [1, 2, 3, 4, 5]
        assert _versions(store.stream("a/1", after=2, limit=2)) == [3, 4]
        assert _versions(store.stream("a/1", upto=2, limit=10)) == [1, 2]
        assert _versions(store.stream("a/1", after=1, upto=3, limit=10)) == [2, 3]
        assert _versions(store.stream("a/1", upto=0, limit=10)) == []
        assert _versions(store.stream("a/1", after=5, limit=10)) == []
        assert _versions(store.stream("none/1", limit=10)) == []

    def test_the_log_is_read_page_by_page(self, tmp_path: Path) -> None:
        """Pages after a position put together are the whole, nothing twice."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", n) for n in range(1, 8)])

        read: list[Row] = []
        while page := store.log(after=read[-1][0] if read else 0, limit=3):
            assert len(page) <= 3
            read += page

        assert read == list(store.log(limit=100))
        assert len(read) == 8

    def test_the_log_can_be_bounded_and_picked_by_name(self, tmp_path: Path) -> None:
        """A reader may ask for some stored names, up to a position."""
        store = self._created(tmp_path)
        rows = [_row("a/1", 1), _row("a/1", 2, name="a.other/1"), _row("a/1", 3)]
        positions = _append(store, rows)

        others = store.log(names=["a.other/1"], limit=10)
        two = store.log(names=["a.other/1", "journal.opened/1"], limit=10)
        bounded = store.log(after=positions[0], upto=positions[1], limit=10)

        assert _versions(others) == [2]
        assert _streams(two) == ["journal/first", "a/1"]
        assert _versions(bounded) == [2]
        assert list(store.log(names=["none.such/1"], limit=10)) == []

    def test_newest_is_the_last_row(self, tmp_path: Path) -> None:
        """The newest row is the one with the highest position."""
        store = self._created(tmp_path)
        first = store.newest()
        _append(store, [_row("b/1", 1), _row("a/1", 1)])

        newest = store.newest()

        assert first is not None
        assert first[1] == "journal/first"
        assert newest is not None
        assert newest[1] == "a/1"

    def test_versions_of_streams_and_of_absent_ones(self, tmp_path: Path) -> None:
        """An absent stream is at version 0; asking for none gives none."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", 1), _row("a/1", 2)])

        assert dict(store.versions(["a/1", "a/2"])) == {"a/1": 2, "a/2": 0}
        assert dict(store.versions([])) == {}
        assert dict(store.versions(["a/1", "a/1"])) == {"a/1": 2}

    def test_streams_between_two_texts_in_the_order_of_bytes(
        self, tmp_path: Path
    ) -> None:
        """Streams are listed by their bytes, whatever language the machine speaks."""
        store = self._created(tmp_path)
        names = ["a/1", "a/B", "a/a", "a-b/1", "a0/1", "b/1", "a/b.c:d-e_f"]
        _append(store, [_row(name, 1) for name in names])
        _append(store, [_row("a/1", 2)])

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
        rows = [_row("a/2", 1), _row("a/1", 1), _row("a/2", 2), _row("a/1", 2)]
        _append(store, [*rows, _row("a/1", 3), _row("b/1", 1), _row("a-b/1", 1)])

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

    def test_sealed_bytes_stand_beside_their_row(self, tmp_path: Path) -> None:
        """Each sealed section is found at its place and through its person."""
        store = self._created(tmp_path)
        assert store.has_sections() is False
        both = (SealedSection(0, "anna", b"\x00one"), SealedSection(1, "bo", b"two"))
        _append(store, [_row("b/1", 1, sections=both)])
        _append(store, [_row("a/1", 1, sections=(SealedSection(0, "anna", b"three"),))])

        assert store.has_sections() is True
        assert store.section(("b/1", 1, 0)) == b"\x00one"
        assert store.section(("b/1", 1, 1)) == b"two"
        assert store.section(("b/1", 2, 0)) is None
        assert [tuple(place) for place in store.sections_of("anna")] == [
            ("a/1", 1, 0),
            ("b/1", 1, 0),
        ]
        assert list(store.sections_of("nobody")) == []

    def test_erasing_a_person_leaves_the_rows_and_other_people(
        self, tmp_path: Path
    ) -> None:
        """Erasing removes the sealed bytes of one person, and changes no row."""
        store = self._created(tmp_path)
        both = (SealedSection(0, "anna", b"one"), SealedSection(1, "bo", b"two"))
        _append(store, [_row("a/1", 1, sections=both)])
        before = list(store.log(limit=10))

        with store.writing() as (writer, _, _):
            writer.erase("anna")
        store.scrub()

        assert store.section(("a/1", 1, 0)) is None
        assert list(store.sections_of("anna")) == []
        assert store.section(("a/1", 1, 1)) == b"two"
        assert list(store.log(limit=10)) == before

    def test_an_erasure_that_fails_erases_nothing(self, tmp_path: Path) -> None:
        """Sealed bytes go with the decision to erase them, or not at all."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)
        _append(store, [_row("a/1", 1, sections=section)])

        with suppress(_Broken), store.writing() as (writer, _, _):
            writer.erase("anna")
            raise _Broken

        assert store.section(("a/1", 1, 0)) == b"one"

    def test_an_error_inside_leaves_nothing(self, tmp_path: Path) -> None:
        """A transaction that fails leaves no row, no sealed bytes, and no lock."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)

        with suppress(_Broken), store.writing() as (writer, _, _):
            writer.insert([_row("a/1", 1, sections=section), _row("a/1", 2)])
            raise _Broken

        assert dict(store.versions(["a/1"])) == {"a/1": 0}
        assert len(store.log(limit=10)) == 1
        assert list(store.streams(after="a/", before="a0", limit=9)) == []
        assert store.section(("a/1", 1, 0)) is None
        assert list(store.sections_of("anna")) == []
        _append(store, [_row("a/1", 1)])
        assert dict(store.versions(["a/1"])) == {"a/1": 1}

    def test_a_writer_sees_what_it_wrote_and_readers_do_not(
        self, tmp_path: Path
    ) -> None:
        """What is not committed is seen by nobody but its writer."""
        store = self._created(tmp_path)
        other = self._store(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)

        with store.writing() as (writer, _, _):
            writer.insert([_row("a/1", 1, sections=section)])
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
        _append(store, [_row("a/1", 1), _row("a/1", 2)])

        with store.writing(["a/1", "a/2"]) as (_, versions, newest):
            assert dict(versions) == {"a/1": 2, "a/2": 0}
            assert newest is not None
            assert newest[1:3] == ("a/1", 2)

    def test_a_version_is_written_once(self, tmp_path: Path) -> None:
        """Two rows cannot have the same place in a stream; nothing of such is kept."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", 1)])

        failure = None
        try:
            _append(store, [_row("b/1", 1), _row("a/1", 1)])
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
            writer.insert([_row("a/1", 1)])

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
                    rows = [_row("a/1", version + 1), _row("a/1", version + 2)]
                    writer.insert(rows)

        failures = _at_once([lambda s=s: add(s) for s in [*stores, *stores]])

        assert failures == []
        found = stores[0].stream("a/1", limit=1000)
        assert _versions(found) == list(range(1, 81))
        assert [row[0] for row in found] == sorted(row[0] for row in found)

    def test_a_failed_write_leaves_no_hole_that_hides_rows(
        self, tmp_path: Path
    ) -> None:
        """After a failure the log goes on after the last row, in order."""
        store = self._created(tmp_path)
        with suppress(_Broken), store.writing() as (writer, _, _):
            writer.insert([_row("a/1", 1)])
            raise _Broken

        (position,) = _append(store, [_row("a/1", 1)])

        assert [row[0] for row in store.log(after=1, limit=10)] == [position]

    def test_append_signatures_are_kept_with_the_rows_that_they_are_of(
        self, tmp_path: Path
    ) -> None:
        """In order of position, page by page; a failed write keeps neither."""
        store = self._created(tmp_path)
        kept = [AppendSignature(n, 1, b"key%d" % n, bytes(64)) for n in (2, 3, 4)]
        for number, signature in enumerate(kept, 1):
            with store.writing() as (writer, _, _):
                writer.insert([_row("a/1", number)])
                writer.put_append_signature(signature)
        with suppress(_Broken), store.writing() as (writer, _, _):
            writer.insert([_row("a/1", 4)])
            writer.put_append_signature(AppendSignature(5, 1, b"key", bytes(64)))
            raise _Broken

        copied = tmp_path / "copy.db"
        store.backup(copied)

        copy = SqliteStore(copied)
        self._opened.append(copy)
        for each in (store, copy):
            assert list(each.append_signatures(after=0, limit=10)) == kept
            assert list(each.append_signatures(after=2, limit=1)) == kept[1:2]
            assert list(each.append_signatures(after=4, limit=10)) == []

    def test_a_backup_holds_everything(self, tmp_path: Path) -> None:
        """The copy is an SQLite journal with the same rows and sealed bytes."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)
        _append(store, [_row("b/1", n, _person(n)) for n in range(1, 30)])
        _append(store, [_row("a/1", 1, _person(1), sections=section)])
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

    def test_scrubbing_an_idle_journal_leaves_nothing_behind(
        self, tmp_path: Path
    ) -> None:
        """Where nobody is reading, nothing keeps deleted bytes alive."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", 1)])

        assert store.scrub() is True
        assert dict(store.versions(["a/1"])) == {"a/1": 1}

    def test_a_closed_store_opens_again_with_all_it_had(self, tmp_path: Path) -> None:
        """Closing lets go of connections, and of nothing else."""
        store = self._created(tmp_path)
        _append(store, [_row("a/1", 1)])
        store.close()

        again = self._store(tmp_path)

        assert dict(again.versions(["a/1"])) == {"a/1": 1}

    def test_the_place_can_be_printed(self, tmp_path: Path) -> None:
        """Messages name the place, without a secret in it."""
        assert self._store(tmp_path).place


class _Broken(Exception):
    """What goes wrong inside a transaction."""


def _row(
    stream: str,
    version: int,
    state: bytes = _STATE,
    *,
    name: str = "a.happened/1",
    sections: tuple[SealedSection, ...] = (),
) -> NewRow:
    return NewRow(StreamId(stream), version, name, state, sections)


def _person(number: int) -> bytes:
    """A state that refers to one sealed section, as a copy must find it."""
    reference = b'[{"key":"%b","ordinal":0,"sha256":"%b","subject":"anna"}]' % (
        b"0" * 64,
        b"%064d" % number,
    )
    return b'{"d":{},"m":{},"p":%b,"s":{}}' % reference


def _append(store: Store, rows: Sequence[NewRow]) -> Sequence[int]:
    with store.writing() as (writer, _, _):
        return writer.insert(rows)


def _streams(rows: Sequence[Row]) -> list[str]:
    return [row[1] for row in rows]


def _versions(rows: Sequence[Row]) -> list[int]:
    return [row[2] for row in rows]


@contextmanager
def _noted(failures: list[BaseException]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:  # noqa: BLE001 - carried out of the thread
        failures.append(error)


def _at_once(actions: Sequence[object]) -> list[BaseException]:
    """Run actions in threads that start together; gives what went wrong."""
    failures: list[BaseException] = []
    ready = threading.Barrier(len(actions))

    def run(action: object) -> None:
        with _noted(failures):
            ready.wait()
            assert callable(action)
            action()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
