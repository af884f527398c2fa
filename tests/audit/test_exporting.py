"""Exports: every row once, safe to open, and whole or not there."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import PROGRAMME

from kvalitet_core import Journal
from kvalitet_core.audit import (
    COLUMNS,
    Totals,
    acts,
    counted,
    csv_lines,
    rows,
    whole,
    write_flat,
)
from kvalitet_core.errors import Malformed

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
NUMBER = re.compile(r"[0-9][0-9.]*(,[0-9]*)?")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A captured history, with persons, amounts and refusals."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=(PROGRAMME,)) as journal:
        yield journal


def written(*paths: Path, then: Callable[[], object] = lambda: None) -> None:
    """Write files, and do something before they come into their places."""
    with whole(*paths) as files:
        for file in files:
            file.write_text("new")
        then()


def table(lines: Iterator[str], delimiter: str) -> list[dict[str, str]]:
    """What a reader of CSV makes of it."""
    text = "".join(lines).removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))


def test_each_event_is_a_row_and_each_command_in_its_own_export(
    golden: Journal,
) -> None:
    """All of the journal, but for its own events."""
    events = [event for act in acts(golden) for event in act.events]

    told = [*rows(golden, acts(golden))]
    commands = [*rows(golden, acts(golden), what="commands")]

    assert [row["event_id"] for row in told] == [each.event_id for each in events]
    assert [row["command_id"] for row in commands] == [
        act.command_id for act in acts(golden)
    ]
    assert all(tuple(row) == COLUMNS["events"] for row in told)
    assert all(tuple(row) == COLUMNS["commands"] for row in commands)
    assert {row["outcome"] for row in commands} >= {"accepted", "refused"}


def test_what_stands_in_the_journal_is_given_as_it_stands(golden: Journal) -> None:
    """Where nothing is left out, its bytes are those that would be written anew."""
    anew = [msgspec.json.encode(row) for row in rows(golden, acts(golden))]
    kept = list(rows(golden, acts(golden), as_kept=True))

    assert [msgspec.json.encode(row) for row in kept] == anew
    assert any(isinstance(row["fields"], msgspec.Raw) for row in kept)
    assert any(isinstance(row["fields"], dict) for row in kept)
    plain = rows(golden, acts(golden))
    assert [*csv_lines(kept, COLUMNS["events"], dialect="excel-dk")] == [
        *csv_lines(plain, COLUMNS["events"], dialect="excel-dk")
    ]


def test_what_is_about_persons_is_left_out(golden: Journal) -> None:
    """Wherever something is sealed, it is said that something is left out."""
    sealed = [
        event.event_id
        for act in acts(golden)
        for event in act.events
        if b'"p":[' in event.state
    ]

    masked = [
        row["event_id"]
        for row in rows(golden, acts(golden))
        if '{"personal": "masked"}' in json.dumps(row["fields"])
    ]

    assert sealed
    assert masked == sealed


def test_what_is_opened_is_opened_by_whom_it_was_given(golden: Journal) -> None:
    """Each sealed value is shown as it is told to be, and nothing else changes."""
    opened: list[str] = []

    def opening(_: Any, stream: str) -> str:
        opened.append(stream)
        return "shown"

    told = [*rows(golden, acts(golden), opening=opening)]

    assert opened
    assert json.dumps(told).count('"shown"') == len(opened)
    assert '{"personal": "masked"}' not in json.dumps(told)


def test_the_totals_are_those_of_the_rows(golden: Journal) -> None:
    """Whoever gets the file can count them again."""
    totals = Totals()

    told = [*counted(rows(golden, acts(golden)), totals)]

    assert totals.rows == sum(totals.names.values()) == len(told)
    assert (totals.first, totals.last) == (told[0]["position"], told[-1]["position"])


@given(
    cells=st.lists(
        st.one_of(
            st.text(max_size=8),
            st.tuples(st.sampled_from(FORMULAS), st.text(max_size=5)).map("".join),
            st.integers(-99, 99),
        ),
        min_size=1,
        max_size=5,
    ),
    dialect=st.sampled_from(("excel-dk", "rfc4180")),
)
def test_no_text_is_a_formula_and_every_cell_is_read_back(
    cells: list[str | int], dialect: Any
) -> None:
    """A text that begins as a formula gets an apostrophe; a number stays a number."""
    columns = [f"fields.c{number}" for number in range(len(cells))]
    row = {"fields": {f"c{number}": cell for number, cell in enumerate(cells)}}
    delimiter = ";" if dialect == "excel-dk" else ","

    (told,) = table(csv_lines([row], columns, dialect=dialect), delimiter)

    for cell, text in zip(cells, told.values(), strict=True):
        if isinstance(cell, int):
            assert text == str(cell)
        elif cell.startswith(FORMULAS):
            assert text == f"'{cell}"
        elif dialect == "excel-dk" and (cell.isdecimal() or NUMBER.fullmatch(cell)):
            assert text == f'="{cell}"'
        else:
            assert text == cell


@pytest.mark.parametrize("text", ["0730", "12,5", "1.234,50", "12.5", "7,"])
def test_text_that_danish_excel_takes_for_a_number_stays_text(text: str) -> None:
    """Else 12,5 would be counted with, and 12.5 be a day in May."""
    row = {"fields": {"code": text}}

    danish = "".join(csv_lines([row], ("fields.code",), dialect="excel-dk"))
    plain = "".join(csv_lines([row], ("fields.code",), dialect="rfc4180"))

    assert danish.endswith(f'"=""{text}"""\r\n')
    assert plain.removeprefix("fields.code\r\n").strip('"\r\n') == text


def test_danish_excel_gets_what_it_reads() -> None:
    """A byte order mark, semicolons, a comma before the øre, and ids as text."""
    row = {"key": "2020-11", "fields": {"amount": {"oere": -123456}, "code": "0730"}}
    columns = ("key", "fields.amount", "fields.code")

    danish = "".join(csv_lines([row], columns, dialect="excel-dk"))
    plain = "".join(csv_lines([row], columns, dialect="rfc4180"))

    assert danish.startswith("\ufeffkey;fields.amount;fields.code\r\n")
    assert danish.endswith('"=""2020-11""";-1234,56;"=""0730"""\r\n')
    assert plain == "key,fields.amount,fields.code\r\n2020-11,-1234.56,0730\r\n"


def test_the_sqlite_file_is_flat_and_indexed(golden: Journal, tmp_path: Path) -> None:
    """A table of rows, one of single values by path, and where it comes from."""
    place = tmp_path / "out.sqlite"
    given = rows(golden, acts(golden))

    write_flat(
        place, given, COLUMNS["events"], table="events", about=lambda: {"head": 7}
    )

    with closing(sqlite3.connect(place)) as store:
        (count,) = store.execute("SELECT count(*) FROM events").fetchone()
        found = store.execute(
            "SELECT e.name FROM field_values v JOIN events e USING (position)"
            " WHERE v.path = 'findings[0].rule'"
        ).fetchall()
        plan = store.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM events WHERE stream = 'x'"
        ).fetchall()
        about = dict(store.execute("SELECT name, value FROM provenance"))
    assert count == sum(len(act.events) for act in acts(golden))
    assert {name for (name,) in found} >= {"application.assessed/1"}
    assert "USING INDEX" in str(plan)
    assert about == {"head": 7}


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    """Before anything is written, and also where it came meanwhile."""
    first, second = tmp_path / "a", tmp_path / "b"
    second.write_text("mine")

    with pytest.raises(Malformed, match="is there already"):
        written(first, second)
    second.unlink()
    with pytest.raises(Malformed, match="is there already"):
        written(first, second, then=lambda: second.write_text("mine"))

    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert second.read_text() == "mine"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, Malformed("x", "y")])
def test_an_interrupted_export_leaves_nothing(
    tmp_path: Path, error: BaseException | type[BaseException]
) -> None:
    """No half file, whatever went wrong."""

    def interrupted() -> None:
        raise error

    with pytest.raises((KeyboardInterrupt, OSError, Malformed)):
        written(tmp_path / "a", tmp_path / "b", then=interrupted)

    assert list(tmp_path.iterdir()) == []


def test_it_takes_the_same_memory_however_many_rows(golden: Journal) -> None:
    """Rows come one at a time: twenty times as many take no more."""

    def peak(times: int) -> int:
        found = (act for _ in range(times) for act in acts(golden))
        tracemalloc.start()
        for _ in csv_lines(rows(golden, found), COLUMNS["events"], dialect="rfc4180"):
            pass
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(1)
    assert peak(10) < 1.5 * peak(1)
