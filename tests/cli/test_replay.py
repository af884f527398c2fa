"""`kvalitet replay`: an auditor asks whether the record holds together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_the_demo_holds_together(demo: Path, run: Run) -> None:
    """It says what it folded, and the digest of all states."""
    found = run("replay", "--check", "--journal", demo)

    assert found.exit_code == 0, found.stderr
    assert "the record holds together" in found.stderr
    assert "municipality      98 streams" in found.stdout


def test_the_digest_does_not_depend_on_the_check(demo: Path, run: Run) -> None:
    """Nor on how it is put out."""
    told = [
        json.loads(run("replay", *asked, "--journal", demo, "--format", "json").stdout)
        for asked in ((), ("--check",))
    ]

    digests = {each["replayed"][0]["digest"] for each in told}
    assert len(digests) == 1
    assert [each["replayed"][0]["checked"] for each in told] == [False, True]


def test_a_flaw_is_named_and_leaves_with_1(demo: Path, run: Run) -> None:
    """A row that was changed so that it cannot be read."""
    with closing(sqlite3.connect(demo)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = X'7B7D' WHERE topic = 'tilbud.closed/1'"
        )

    found = run("replay", "--check", "--journal", demo)

    assert found.exit_code == 1
    assert "flaw" in found.stdout
    assert "tilbud/" in found.stdout
    assert "flaws: 1" in found.stderr


@pytest.mark.slow
def test_several_processes_come_to_the_same_as_one(demo: Path, run: Run) -> None:
    """Also where something is wrong."""
    with closing(sqlite3.connect(demo)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = X'7B7D' WHERE topic = 'tilbud.closed/1'"
        )

    alone, together = (
        json.loads(
            run(
                "replay", "--check", *jobs, "--journal", demo, "--format", "json"
            ).stdout
        )
        for jobs in ((), ("--jobs", "3"))
    )

    assert alone == together
    assert alone["replayed"][0]["flaws"]


def test_every_event_is_held_against_its_schema(demo: Path, run: Run) -> None:
    """And it is said of how many."""
    found = run("replay", "--check", "--journal", demo, "--format", "json")

    (item,) = json.loads(found.stdout)["replayed"]
    assert item["fitted"] == item["events"]
    assert item["unchecked"] == []
