"""Every column of every table, as the database tells of it: what is done is found.

A value is changed, a row is removed, put there, put there twice, or two rows have a
value of each other's. What may be done without being found stands in a short list, with
its reason, and on the page about evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.logs import WITNESS
from tests.evidence.schemas import Database, OnServer, Row, SqliteFile
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import KvalitetError
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    with_signature,
)
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at

PAGE: Final = Path(__file__).parents[2] / "docs" / "evidence.md"

NOT_FOUND: Final = {
    ("tracking", "*"): "how far others have read the journal is none of its history",
    ("notification_tracking", "*"): "the same, on PostgreSQL",
    ("kvalitet_format", "applied_at"): "when a format was taken up is never read",
    ("sealed_sections", "id"): "a number that nothing refers to",
    ("tree_head", "one"): "a number that nothing refers to",
    ("tree_anchors", "id"): "a number that nothing refers to",
    ("tree_anchors", "added_at"): "a date for which only the database stands",
    ("tree_checkpoints", "row removed"): "every later one is of its rows too",
    ("tree_checkpoints", "signed_at"): "a date for which only the database stands",
}
"""Table and column, or what is done to a row → why that need not be found."""

Change = tuple[str, list[Row], list[Row]]
"""Which column, or what is done to a row; the rows that go, and those that come."""


@attrs.frozen
class Attacked:
    """A journal with everything in it, and its database."""

    place: Place
    folder: Path
    database: Database

    def told(self) -> list[str]:
        """All that is found, or why it could not be looked at."""
        try:
            with account_at(
                self.place.url,
                key=self.folder / "signing-key",
                append_key=self.folder / "append-key",
                read_only=True,
            ) as account:
                report = account.verify()
        except KvalitetError as error:
            return [str(error)]
        return [f"{each.place}: {each.text}" for each in report.found]


def filled(place: Place, folder: Path) -> None:
    """A journal with people, one of them forgotten, and all that evidence keeps."""
    append = folder / "append-key"
    with opened(place, append_key=append) as journal:
        note_some(journal, 2)
        for number in range(2):
            asked = course.enrol(number, f"p-{number}", "Anna", f"q-{number}", "Bo")
            journal.do(asked, by=course.ANNA)
    with account_at(
        place.url, key=folder / "signing-key", append_key=append
    ) as account:
        note = account.seal().note
        assert note is not None
        account.anchor(note)
        account.anchor(note, timestamp=b"a token that nobody can read")
    with opened(place, append_key=append) as journal:
        journal.forget(
            "p-1", by=course.ANNA, legal_basis="GDPR art. 17", reason="not needed",
            approved_by=["a-1", "a-2"],
        )  # fmt: skip
    with account_at(
        place.url, key=folder / "signing-key", append_key=append
    ) as account:
        account.log_index()
        note = account.seal().note
        assert note is not None
        read = read_checkpoint(read_note(note).text)
        head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
        line = signature_line(head, WITNESS, at=host_clock())
        account.anchor(with_signature(note, line))


@pytest.fixture(scope="module")
def attacked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """A journal on each store in turn."""
    folder = tmp_path_factory.mktemp("attacked")
    if request.param == "sqlite":
        place = Place(str(folder / "journal.db"), None)
    else:
        address = request.getfixturevalue("postgres")
        url = f"{address}{'&' if '?' in address else '?'}schema=every_column"
        place = Place(url, str(folder / "journal.keys"))
    filled(place, folder)
    kind = SqliteFile if request.param == "sqlite" else OnServer
    made = Attacked(place, folder, kind(place))
    yield made
    made.database.close()


def some_of(rows: list[Row]) -> list[Row]:
    """The first row, and the last."""
    return list(dict.fromkeys(rows[at] for at in (0, -1) if rows))


def picked(rows: list[Row], columns: list[int]) -> set[Row]:
    """What some columns of some rows hold."""
    return {tuple(row[at] for at in columns) for row in rows}


def is_excused(what: str, table: str, how: str) -> bool:
    """Whether it need not be found: as it is listed, and no more than that."""
    if how in ("signed_at", "added_at"):
        return (table, how) in NOT_FOUND and what == "swapped"
    return (table, how) in NOT_FOUND


def changed(database: Database, table: str) -> Iterator[Change]:
    """A value that is changed, in each column."""
    for at, column in enumerate(database.columns(table)):
        for row in some_of(database.rows(table)):
            for value in column.others(row[at]):
                if value not in (row[at], None):
                    put = [(*row[:at], value, *row[at + 1 :])]
                    yield column.name, [row], put


def removed(database: Database, table: str) -> Iterator[Change]:
    """A row that is gone."""
    for row in database.rows(table):
        yield "row removed", [row], []


def inserted(database: Database, table: str) -> Iterator[Change]:
    """A row more, which differs from another in one column."""
    for at, _ in enumerate(database.columns(table)):
        rows = database.rows(table)
        for row in some_of(rows):
            more = [each[at] for each in rows if isinstance(each[at], int)]
            value = max(more) + 1 if more else row[at]
            if value != row[at]:
                yield "row inserted", [], [(*row[:at], value, *row[at + 1 :])]


def duplicated(database: Database, table: str) -> Iterator[Change]:
    """A row that is there twice."""
    for row in some_of(database.rows(table)):
        yield "row duplicated", [], [row]


def swapped(database: Database, table: str) -> Iterator[Change]:
    """Two rows that have a value of each other's, or each other's rows' all."""
    rows = database.rows(table)
    for at, column in enumerate(database.columns(table)):
        for other in rows[1:]:
            one = rows[0]
            if one[at] != other[at]:
                put = [
                    (*one[:at], other[at], *one[at + 1 :]),
                    (*other[:at], one[at], *other[at + 1 :]),
                ]
                yield column.name, [one, other], put
                break


DONE: Final = {
    "changed": changed,
    "removed": removed,
    "inserted": inserted,
    "duplicated": duplicated,
    "swapped": swapped,
}


@pytest.mark.parametrize("attacked", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("what", DONE)
def test_what_is_done_to_any_column_is_found(attacked: Attacked, what: str) -> None:
    """An honest journal passes; whatever is done to it is told, or listed with why."""
    database = attacked.database
    assert attacked.told() == []

    missed, done = set(), 0
    for table in database.tables():
        if (table, "*") in NOT_FOUND:
            continue
        kept = [
            at
            for at, each in enumerate(database.columns(table))
            if (table, each.name) not in NOT_FOUND
        ]
        for how, gone, put in DONE[what](database, table):
            same = what == "swapped" and picked(gone, kept) == picked(put, kept)
            if same or is_excused(what, table, how):
                continue
            database.replace(table, gone, put)
            told, done = attacked.told(), done + 1
            if not told:
                missed.add((table, how, repr(gone)[:200], repr(put)[:200]))
            database.restore(table)

    assert missed == set()
    assert done >= len(database.tables()) - 1
    assert attacked.told() == []


@pytest.mark.parametrize("attacked", ["sqlite", "postgres"], indirect=True)
def test_every_table_has_rows_to_be_attacked(attacked: Attacked) -> None:
    """A table that is added later is not passed by because it is empty."""
    database = attacked.database

    empty = {each for each in database.tables() if not database.rows(each)}

    assert {(each, "*") for each in empty} <= NOT_FOUND.keys()


def test_what_is_not_found_is_told_on_the_page() -> None:
    """Table and column, or what is done to a row, stand there as they stand here."""
    page = PAGE.read_text("utf-8")

    for table, what in NOT_FOUND:
        named = table if what in ("*", "row removed") else f"{table}.{what}"
        assert f"`{named}`" in page
