"""`kvalitet export`: a file with its provenance, or nothing."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kvalitet_cli import exported

Run = Callable[..., Result]
Look = Callable[..., Any]
FORMATS = ("jsonl", "csv", "sqlite")


@pytest.fixture
def export(demo: Path, run: Run, tmp_path: Path) -> Callable[..., Any]:
    """Export, and give the file and its provenance."""

    def exporting(sort: str, *args: str) -> tuple[Path, dict[str, Any]]:
        file = tmp_path / f"out.{sort}"
        told = run(
            *("export", "--format", sort, "--output", file, "--journal", demo), *args
        )
        assert told.exit_code == 0, told.stderr
        beside = tmp_path / f"{file.name}.provenance.json"
        return file, json.loads(beside.read_text("utf-8"))

    return exporting


@pytest.mark.parametrize("sort", FORMATS)
def test_the_provenance_is_that_of_the_file(
    export: Callable[..., Any], demo: Path, sort: str
) -> None:
    """What was asked, of which journal, how many rows, and the file's digest."""
    file, told = export(sort, "--from", "2020-01-01")

    assert told["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert told["place"] == str(demo)
    assert told["simulated"] is True
    assert told["filters"]["from"] == "2019-12-31T23:00:00.000000Z"
    assert f"--format {sort}" in told["query"]
    assert told["operator"]
    assert {"kvalitet-core", "kvalitet-cli", "plugin core"} <= set(told["versions"])
    assert told["totals"]["rows"] == sum(told["totals"]["names"].values()) > 0


def test_every_format_has_the_same_rows(export: Callable[..., Any], look: Look) -> None:
    """As many as there are events in the log."""
    commits = look("log", "--limit", "0")["commits"]
    events = sum(len(commit["events"]) for commit in commits)

    jsonl, csv_file, sqlite = (export(sort)[0] for sort in FORMATS)

    assert len(jsonl.read_text("utf-8").splitlines()) == events
    with csv_file.open(encoding="utf-8-sig", newline="") as file:
        assert len([*csv.reader(file, delimiter=";")]) == events + 1
    with closing(sqlite3.connect(sqlite)) as store:
        assert store.execute("SELECT count(*) FROM events").fetchone() == (events,)


def test_refused_commands_are_in_the_export_of_commands(
    export: Callable[..., Any], look: Look
) -> None:
    """They led to no event."""
    file, _ = export("jsonl", "--what", "commands")

    told = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    refused = {row["command_id"] for row in told if row["outcome"] == "refused"}
    listed = look("refusals")["refusals"]
    assert refused == {each["command_id"] for each in listed}


def test_one_sort_of_event_has_a_column_for_each_field(
    export: Callable[..., Any],
) -> None:
    """So it can be used as it is."""
    file, told = export("csv", "--type", "tilbud.renamed", "--dialect", "rfc4180")

    with file.open(encoding="utf-8", newline="") as text:
        rows = [*csv.DictReader(text)]
    assert [row["fields.name"] for row in rows]
    assert told["format"] == "csv rfc4180"


def test_persons_are_left_out_unless_a_purpose_is_given(
    demo: Path, run: Run, tmp_path: Path, export: Callable[..., Any]
) -> None:
    """And the access store has noted it with the streams that were opened."""
    masked, without = export("jsonl", "--type", "tilbud.contact_named")
    file = tmp_path / "with.jsonl"

    told = run(
        *("export", "--format", "jsonl", "--output", file, "--journal", demo),
        *("--type", "tilbud.contact_named", "--persons", "revision"),
    )

    assert told.exit_code == 0, told.stderr
    assert "Bregnerod" not in masked.read_text("utf-8")
    assert "Bregnerod" in file.read_text("utf-8")
    assert without["persons"] is None
    with closing(sqlite3.connect(f"{demo}.access")) as store:
        ((purpose, streams),) = store.execute("SELECT purpose, streams FROM accesses")
    assert purpose == "revision"
    assert json.loads(streams)


def test_where_access_cannot_be_noted_nothing_is_exported(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    """No person leaves the journal unnoted."""
    file = tmp_path / "with.jsonl"

    told = run(
        *("export", "--format", "jsonl", "--output", file, "--journal", demo),
        *("--persons", "revision"),
        KVALITET_ACCESS=str(tmp_path / "no" / "where"),
    )

    assert told.exit_code == 3
    assert [each for each in tmp_path.iterdir() if "with" in each.name] == []


@pytest.mark.parametrize("taken", ["out.csv", "out.csv.provenance.json"])
def test_a_file_that_is_there_is_left_as_it_is(
    demo: Path, run: Run, tmp_path: Path, taken: str
) -> None:
    """Neither the export nor its provenance takes another's place."""
    (tmp_path / taken).write_text("mine")

    told = run(
        *("export", "--format", "csv", "--output", tmp_path / "out.csv"),
        *("--journal", demo),
    )

    assert told.exit_code == 2
    assert f"{taken} is there already" in told.stderr
    assert (tmp_path / taken).read_text() == "mine"
    assert len([each for each in tmp_path.iterdir() if "out" in each.name]) == 1


def test_an_interrupt_leaves_no_half_file(
    demo: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130, and nothing is there."""

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(exported, "_watched", interrupted)

    told = run(
        *("export", "--format", "csv", "--output", tmp_path / "out.csv"),
        *("--journal", demo),
    )

    assert told.exit_code == 130
    assert [each for each in tmp_path.iterdir() if "out" in each.name] == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--type", "tilbud.renamet"), "unknown event 'tilbud.renamet'"),
        (("--stream", "tilbud/none"), "unknown stream"),
        (("--stream", "tilbud"), "expected kind/key"),
        (("--from", "2021-01-02", "--to", "2021-01-01"), "--from is later than --to"),
        (("--persons", " "), "expected some text"),
        (("--what", "commands", "--type", "tilbud.renamed"), "unknown command"),
    ],
)
def test_a_wrong_question_writes_nothing(
    demo: Path, run: Run, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    """What is wrong is named."""
    told = run(
        *("export", "--format", "csv", "--output", tmp_path / "out.csv"),
        *("--journal", demo, *args),
    )

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert not (tmp_path / "out.csv").exists()
