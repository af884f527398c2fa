"""The case index that is kept saves reading the whole journal; nothing rests on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.bundles import found
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import Refused, Unproved
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.case_index import CaseIndex
from kvalitet_core.evidence.kept_index import KeptIndex, newest_index
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.store import Store
from kvalitet_core.opening_appends import AppendKeyPlace

TILES = {"hashes": (64, 0), "streams": (65, 0), "about": (66, 0)}


def account(place: Place, journal: Journal, folder: Path) -> Account:
    """The journal's evidence."""
    append_key = AppendKeyPlace(place.url, given=None, keys=place.keys)
    return Account(
        journal._rooms.store,
        journal.id,
        key=folder / "signing-key",
        clock=host_clock,
        append_key=append_key.path(journal.id),
    )


def enrolled(journal: Journal, *numbers: int) -> None:
    """Streams with people in them, in no order of their ids."""
    with journal.batch() as batch:
        for number in numbers:
            command = course.enrol(number, f"p-{number}", "Anna", f"q-{number}", "Bo")
            batch.do(command, by=course.ANNA)


def again(store: Store, size: int) -> CaseIndex:
    """The index made from nothing."""
    index = CaseIndex()
    for row in log_rows(store, upto=size):
        index.add(row, leaf_of(row))
    return index


def test_an_index_that_goes_on_is_the_one_made_from_nothing(
    place: Place, tmp_path: Path
) -> None:
    """New streams before, between and after; refused commands; streams that grew."""
    with opened(place) as journal:
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        for numbers in ((500, 300), (100, 400, 600), tuple(range(601, 900)), (200,)):
            enrolled(journal, *numbers)
            note_some(journal, 2)
            with pytest.raises(Refused):
                journal.do(
                    course.Note(course=course.course(1), text="forbidden"),
                    by=course.ANNA,
                )
            position = evidence.log_index()
            newest = newest_index(store, journal.id, upto=position)
            assert newest is not None
            row, logged = newest
            made = again(store, logged.size)

            kept = KeptIndex.read(store, row, logged)

            assert (row[0], logged.size) == (position, position - 1)
            assert logged.root == made.root().hex()
            assert kept is not None
            assert kept.hashes() == made.hashes()
            for stream in (made.streams[0], made.streams[-1], course.course(1)):
                one, other = kept.case(stream), made.case(stream)
                assert one is not None
                assert other is not None
                assert (one.place, one.events) == (other.place, other.events)
                assert list(one.commands) == list(other.commands)
            assert kept.case("lesson/none") is None
            assert kept.case("a") is None


@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("content", [None, b"", b"junk", "flip"])
def test_a_damaged_one_is_not_believed(
    tmp_path: Path, tile: str, content: bytes | str | None
) -> None:
    """The rows are read instead: the bundle and the next index are right."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        enrolled(journal, 1, 2, 3)
        evidence.log_index()
        evidence.seal()
        kept = store.tile(*TILES[tile]) or b""
        middle = len(kept) // 2
        flipped = kept[:middle] + bytes([kept[middle] ^ 1]) + kept[middle + 1 :]
        damaged = flipped if content == "flip" else content
        if damaged is not None:
            with store.sealing() as writer:
                writer.put_tiles([(*TILES[tile], damaged)])

        evidence.bundle(tmp_path / "case", cases=["lesson/2"])
        assert found(tmp_path / "case") == (0, [])

        newest = newest_index(store, journal.id, upto=evidence.log_index())
        assert newest is not None
        assert newest[1].root == again(store, newest[1].size).root().hex()


def test_an_older_checkpoint_is_bundled_by_the_index_below_it(
    place: Place, tmp_path: Path
) -> None:
    """What is kept is of a later index, which that checkpoint does not have."""
    with opened(place) as journal:
        evidence = account(place, journal, tmp_path)
        enrolled(journal, 1, 2)
        evidence.log_index()
        evidence.seal()
        enrolled(journal, 3)
        evidence.log_index()

        evidence.bundle(tmp_path / "case", cases=["lesson/2"])

    told = json.loads((tmp_path / "case" / "provenance.json").read_text("utf-8"))
    assert found(tmp_path / "case") == (0, [])
    assert told["cases"][0]["events"] == 1


def test_rows_that_are_not_those_indexed_give_no_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case is not proved by rows that somebody changed."""
    monkeypatch.chdir(tmp_path)
    place = Place("journal.db", None)
    with opened(place) as journal:
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        enrolled(journal, 1, 2)
        evidence.log_index()
        evidence.seal()
        with store.writing() as (writer, _, _):
            for statement in (
                "DROP TRIGGER stored_events_are_not_changed",
                (
                    "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
                    " 'a-17', 'a-18') AS BLOB) WHERE originator_id = 'lesson/2'"
                ),
            ):
                writer._execute(statement, ())  # type: ignore[attr-defined]

        with pytest.raises(Unproved, match="are not those that were indexed"):
            evidence.bundle(tmp_path / "case", cases=["lesson/2"])

    assert not (tmp_path / "case").exists()
