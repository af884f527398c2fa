"""A case index that is not that of the rows before it is found, wherever it came from.

Whoever may write to the database can log one, and have it sealed and signed: a case
would then look whole when it is not. Verifying the whole journal makes each again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.bundles import found
from tests.evidence.sealing import note_some
from tests.evidence.test_kept_index import account, enrolled
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence import kept_index
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.case_index import CaseIndex
from kvalitet_core.evidence.kept_index import INDEXED, newest_index
from kvalitet_core.evidence.leaves import Leaf, leaf_of
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.own_events import Indexed
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.store import Reader, Row, Store
from kvalitet_core.opening_evidence import account_at

OTHER = "is not that of the rows before it"
CASE = course.course(1)

Lie = Callable[[CaseIndex, Row, Leaf], None]


def leaves_out_an_event(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """The second event of the case is not there."""
    if (leaf.stream, leaf.version) == (CASE, 2):
        index.size += 1
    else:
        index.add(row, leaf)


def leaves_out_the_newest(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """The newest event of the case is not there, and nothing has come after it."""
    if (leaf.stream, leaf.version) == (CASE, 4):
        index.size += 1
    else:
        index.add(row, leaf)


def leaves_out_a_command(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """No command was ever about anything."""
    if leaf.stream.startswith("command/"):
        index.size += 1
    else:
        index.add(row, leaf)


def adds_an_event(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """The second event of the case is there twice."""
    index.add(row, leaf)
    if (leaf.stream, leaf.version) == (CASE, 2):
        index.add(row, leaf)
        index.size -= 1


def moves_an_event(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """The second event of the case is another's."""
    moved = (leaf.stream, leaf.version) == (CASE, 2)
    index.add(row, leaf._replace(stream="lesson/2") if moved else leaf)


def leaves_out_a_case(index: CaseIndex, row: Row, leaf: Leaf) -> None:
    """A whole case is not there."""
    if leaf.stream == "lesson/2":
        index.size += 1
    else:
        index.add(row, leaf)


LIES = (
    leaves_out_an_event,
    leaves_out_the_newest,
    leaves_out_a_command,
    adds_an_event,
    moves_an_event,
    leaves_out_a_case,
)


def logged_falsely(store: Store, journal_id: str, lie: Lie, *, kept: bool) -> int:
    """Log a false index, as whoever owns the database can; gives its position."""
    index = CaseIndex()

    def made(reader: Reader) -> Indexed:
        for row in log_rows(reader):
            lie(index, row, leaf_of(row))
        root, streams = index.root().hex(), len(index.streams)
        return Indexed(root=root, size=index.size, streams=streams)

    position = log_own(store, journal_id, INDEXED, made, clock=host_clock)
    if kept:
        kept_index._keep(store, index, position)
    return position


def written(journal: Journal) -> None:
    """Two cases, one of four events."""
    note_some(journal, 3)
    enrolled(journal, 1, 2)


def problems(evidence: Account) -> list[str]:
    """What verifying the whole journal finds."""
    return [f"{each.place}: {each.text}" for each in evidence.verify().found]


@pytest.mark.parametrize("kept", [False, True], ids=["logged", "kept"])
@pytest.mark.parametrize("lie", LIES)
def test_a_false_index_is_found_at_its_position(
    place: Place, tmp_path: Path, lie: Lie, *, kept: bool
) -> None:
    """Whether it was only logged, or is kept beside the tree as well."""
    with opened(place) as journal:
        written(journal)
        evidence = account(place, journal, tmp_path)
        honest = evidence.log_index()
        at = logged_falsely(journal._rooms.store, journal.id, lie, kept=kept)
        evidence.seal()

        told = [each for each in problems(evidence) if "kept:" not in each]
        newest, report = evidence.given_out(full=True)

    assert len(told) == 1
    assert told[0].startswith(f"position {at} (journal/")
    assert OTHER in told[0]
    assert honest < at == newest.size
    assert report.found


def test_one_that_tells_another_number_is_found(place: Place, tmp_path: Path) -> None:
    """The root is right; the number of streams, or of rows, is not."""
    with opened(place) as journal:
        written(journal)
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        evidence.seal()
        for field in ("size", "streams"):
            at = evidence.log_index()
            newest = newest_index(store, journal.id, upto=at)
            assert newest is not None
            more = getattr(newest[1], field) + 1
            other = attrs.evolve(newest[1], **{field: more})
            position = log_own(
                store, journal.id, INDEXED, lambda _, it=other: it, clock=host_clock
            )

            told = [each for each in problems(evidence) if OTHER in each]

            assert any(each.startswith(f"position {position} ") for each in told)
            assert not any(each.startswith(f"position {at} ") for each in told)


def test_honest_ones_are_checked_and_pass(place: Place, tmp_path: Path) -> None:
    """Each of them, and how many there were is told."""
    with opened(place) as journal:
        evidence = account(place, journal, tmp_path)
        written(journal)
        for _ in range(3):
            note_some(journal, 2)
            evidence.log_index()
        evidence.seal()

        report = evidence.verify()

    assert report.found == []
    assert [each for each in report.checked if each.startswith("3 case indexes")]


def test_what_is_quick_does_not_look_at_them_and_says_so(
    place: Place, tmp_path: Path
) -> None:
    """Only whoever reads every row can make an index again."""
    with opened(place) as journal:
        written(journal)
        evidence = account(place, journal, tmp_path)
        logged_falsely(
            journal._rooms.store, journal.id, leaves_out_an_event, kept=False
        )
        evidence.seal()

        report = evidence.verify(full=False)

    assert report.found == []
    assert any("case indexes" in each for each in report.left_out)


def test_after_a_row_that_is_not_what_it_was_they_are_not_made_again(
    tmp_path: Path,
) -> None:
    """The row is named, once; that the index could not be looked at is said."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        written(journal)
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        at = evidence.log_index()
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

        report = evidence.verify()

    told = [str(each.place) for each in report.found if "lesson/2" in each.place]
    assert len(told) == 1
    assert not any(OTHER in each.text for each in report.found)
    assert any(f"from position {at} on" in each for each in report.unchecked)


@pytest.mark.parametrize(
    "lie", [leaves_out_an_event, leaves_out_the_newest, leaves_out_a_case]
)
def test_the_next_index_does_not_go_on_from_a_false_one(
    place: Place, tmp_path: Path, lie: Lie
) -> None:
    """What is kept of it comes to its root, and still is not believed."""
    with opened(place) as journal:
        written(journal)
        store, evidence = journal._rooms.store, account(place, journal, tmp_path)
        false = logged_falsely(store, journal.id, lie, kept=True)
        enrolled(journal, 3)

        following = evidence.log_index()
        evidence.seal()
        told = problems(evidence)
        evidence.bundle(tmp_path / "case", cases=[CASE, "lesson/2"])

    assert [each.split(" ")[1] for each in told] == [str(false)]
    assert following > false
    assert found(tmp_path / "case") == (0, [])
    about = json.loads((tmp_path / "case" / "provenance.json").read_text("utf-8"))
    assert about["cases"][0]["events"] == 4


@pytest.mark.parametrize("lie", [leaves_out_an_event, leaves_out_the_newest])
def test_a_case_is_not_given_out_by_a_false_one(
    place: Place, tmp_path: Path, lie: Lie
) -> None:
    """The case has an event that the index has not: no bundle is made."""
    with opened(place) as journal:
        written(journal)
        evidence = account(place, journal, tmp_path)
        logged_falsely(journal._rooms.store, journal.id, lie, kept=True)
        evidence.seal()

        with pytest.raises(Unproved, match="are not those that were indexed"):
            evidence.bundle(tmp_path / "case", cases=[CASE])

    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("how", ["recovered", "declared"])
@pytest.mark.parametrize("lie", [None, leaves_out_an_event])
def test_after_a_restored_backup_they_are_still_checked(
    tmp_path: Path, how: str, lie: Lie | None
) -> None:
    """What a bundle gave back has its indexes; a successor log goes on from them."""
    place, key = Place(str(tmp_path / "journal.db"), None), tmp_path / "signing-key"
    with opened(place) as journal:
        written(journal)
    with account_at(place.url, key=key) as evidence:
        evidence.log_index()
    with opened(place) as journal:
        journal.backup(tmp_path / "older.db")
        note_some(journal, 2)
    with account_at(place.url, key=key) as evidence:
        evidence.log_index()
        evidence.seal()
        evidence.bundle(tmp_path / "former")
    (tmp_path / "older.db").replace(place.url)

    with account_at(place.url, key=key) as evidence:
        if how == "declared":
            evidence.succeed(reason="the disk failed", by="a-17")
        else:
            evidence.restore(tmp_path / "former")
        store, journal_id = evidence._store, evidence._journal_id
        if lie is not None:
            logged_falsely(store, journal_id, lie, kept=True)
        evidence.log_index()
        evidence.seal()
        report = evidence.verify()

    many = "2" if how == "declared" else "3"
    right = any(each.startswith(f"{many} case indexes") for each in report.checked)
    assert [OTHER in each.text for each in report.found] == ([True] if lie else [])
    assert right is (lie is None)
