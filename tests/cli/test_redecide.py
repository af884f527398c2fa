"""`kvalitet redecide`: an auditor asks whether today's rules give what was recorded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def altered(place: Path) -> None:
    """Change what a decision came to behind the journal's back."""
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            " 'Mosevang', 'Mosevand') AS BLOB) WHERE topic = 'tilbud.renamed/1'"
        )


def test_everything_in_the_demo_comes_to_the_same(demo: Path, run: Run) -> None:
    """Today's code decides what today's code wrote, and says that it looked."""
    found = run("redecide", "--journal", demo)

    assert found.exit_code == 0, found.stderr
    assert found.stdout == ""
    assert "0 to something else; 0 not checked" in found.stderr
    assert "simulated" in found.stderr


def test_drift_is_named_field_by_field(demo: Path, run: Run) -> None:
    """It leaves with 1; what was recorded and what it comes to stand side by side."""
    altered(demo)

    found = run("redecide", "--journal", demo)

    assert found.exit_code == 1
    assert "tilbud.rename/1  drift" in found.stdout
    assert "tilbud.renamed/1.name: recorded 'Bofællesskabet Mosevand'" in found.stdout
    assert "now 'Bofællesskabet Mosevang'" in found.stdout
    assert "1 to something else" in found.stderr


@pytest.mark.slow
def test_several_processes_find_the_same_as_one(demo: Path, run: Run) -> None:
    """Parts are put together in order, with what each drift read from."""
    altered(demo)

    alone, together = (
        json.loads(run("redecide", "--journal", demo, "--format", "json", *jobs).stdout)
        for jobs in ((), ("--jobs", "3"))
    )

    assert alone == together
    assert alone["redecided"]


def test_machines_are_given_every_place(demo: Path, run: Run) -> None:
    """One JSON value a command that did not come to the same."""
    altered(demo)

    found = run("redecide", "--journal", demo, "--format", "jsonl")

    (item, *_) = map(json.loads, found.stdout.splitlines())
    assert item["verdict"] == "drift"
    assert item["differences"][0]["path"] == "tilbud.renamed/1.name"
    assert item["reads_from"] == []
    assert item["changed"] == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--plugin", "mentr"), "plugin 'mentr'"),
        (("--stream", "tilbud/none"), "tilbud/none"),
        (("--stream", "no stream"), "expected"),
        (("--since", "2021-01-01", "--until", "2020-01-01"), "later than --until"),
        (("--since", "yesterday"), "expected a date or an instant"),
        (("--jobs", "0"), "0 is not in the range"),
    ],
)
def test_a_wrong_question_is_told_from_nothing_found(
    demo: Path, run: Run, asked: tuple[str, ...], said: str
) -> None:
    """An empty answer would read as all-clear."""
    found = run("redecide", "--journal", demo, *asked)

    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_only_a_stream_or_a_time_is_looked_at(demo: Path, run: Run) -> None:
    """The question narrows what is decided, not what is read."""
    whole, some = (
        run("redecide", "--journal", demo, *asked).stderr.partition("again: ")[2]
        for asked in ((), ("--until", "2019-12-31"))
    )

    assert int(some.split()[0]) < int(whole.split()[0])
