"""`kvalitet whatif`: what would have followed if something had not been done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.gardening import Gardening

Run = Callable[..., Result]
Look = Callable[..., Any]


@pytest.fixture
def renamed(look: Look) -> str:
    """The demo's tilbud that was renamed, and whose name was then corrected."""
    events = look("log", "--event", "tilbud.renamed", "--limit", "1")["commits"]
    return str(events[0]["targets"][0])


def test_without_the_correction_the_wrong_name_stands(look: Look, renamed: str) -> None:
    """The state that is supposed is the one before it, and the rest is as it was."""
    told = look("whatif", renamed, "--drop", "5")["supposed"]

    command, stream = told
    (corrected,) = look("diff", renamed, "4..5")["differences"]
    (place,) = corrected["differences"]
    assert (command["fate"], command["command"]) == ("dropped", "tilbud.rename/1")
    assert stream["differences"] == [
        {"path": place["path"], "recorded": place["after"], "again": place["before"]}
    ]


def test_an_event_is_named_by_its_id_too(look: Look, renamed: str) -> None:
    """The same command is left out."""
    by_version = look("whatif", renamed, "--drop", "5")
    event = look("history", renamed)["events"][4]["event_id"]

    assert look("whatif", renamed, "--drop", event) == by_version


def test_what_a_reaction_answered_to_was_never_asked(gardening: Gardening) -> None:
    """Without the dill, nobody sows parsley after it."""
    gardening.sow("north", "dill")
    gardening.run("run", "--once")

    told = gardening.run("whatif", "garden/north", "--drop", "1", "--format", "json")

    assert told.exit_code == 0, told.stderr
    fates = [each.get("fate") for each in json.loads(told.stdout)["supposed"]]
    assert fates == ["dropped", "never_asked", None]


def test_the_journal_is_the_same_afterwards(run: Run, demo: Path, renamed: str) -> None:
    """Not a byte of it is written."""
    before = demo.read_bytes()

    told = run("whatif", renamed, "--drop", "1", "--journal", demo)

    assert told.exit_code == 0, told.stderr
    assert "decided again" in told.stderr
    assert demo.read_bytes() == before


def test_persons_are_masked(run: Run, demo: Path, renamed: str) -> None:
    """What is supposed of a stream says no more than the stream."""
    told = run("whatif", renamed, "--drop", "1", "--journal", demo)

    assert "Bregnerod" not in told.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("region/1081",), "Missing option '--drop'"),
        (("region/1081", "--drop", "99"), "the newest is"),
        (("region/1081", "--drop", "0"), "expected a version from 1 on"),
        (("region/1081", "--drop", "x"), "unknown event 'x'"),
        (("region/9999", "--drop", "1"), "unknown stream"),
        (
            ("region/1081", "--drop", "region/1082@1"),
            "expected an event of region/1081",
        ),
    ],
)
def test_what_cannot_be_left_out_is_told(
    run: Run, demo: Path, args: tuple[str, ...], said: str
) -> None:
    """A supposition that the history does not have is no supposition."""
    told = run("whatif", *args, "--journal", demo)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
