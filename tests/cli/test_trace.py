"""`kvalitet trace`: what led to an event, and what followed from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.gardening import Gardening

Run = Callable[..., Result]
Look = Callable[..., Any]


def test_an_event_is_named_by_its_place_or_by_its_id(
    look: Look, laerkehoej: str
) -> None:
    """Both give the same, and the command's id gives the same tree."""
    by_place = look("trace", f"{laerkehoej}@1")["nodes"]

    event, command = by_place[1], by_place[0]
    assert by_place == look("trace", event["event_id"])["nodes"]
    assert (event["traced"], command["traced"]) == (True, False)
    by_command = look("trace", command["command_id"])["nodes"]
    assert [node["position"] for node in by_command] == [
        node["position"] for node in by_place
    ]
    assert by_command[0]["traced"]


def test_what_a_reaction_asked_for_stands_below_its_event(
    gardening: Gardening,
) -> None:
    """After dill, parsley is sown: the tree says which reaction asked."""
    gardening.sow("north", "dill")
    gardening.run("run", "--once")

    told = gardening.run("trace", "garden/north@1")

    assert told.exit_code == 0, told.stderr
    lines = told.stdout.splitlines()
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 4, 8, 12]
    assert "<- this" in lines[1]
    assert "by garden.follow" in lines[2]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("016fa94e-a060-7a86-b166-5390076236ad", "unknown event"),
        ("nothing", "unknown event 'nothing'"),
        ("region/1081@99", "the newest is"),
        ("region/1081@0", "expected a version from 1 on after @, got '0'"),
        ("region/1081@x", "expected a version from 1 on after @, got 'x'"),
        ("region/9999@1", "unknown stream 'region/9999'"),
        ("region@1", "expected kind/key"),
    ],
)
def test_what_is_no_event_is_named(run: Run, demo: Path, event: str, said: str) -> None:
    """Nothing is put out, and the exit code says that the question was wrong."""
    told = run("trace", event, "--journal", demo)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_the_journal_s_own_events_came_of_no_command(run: Run, demo: Path) -> None:
    """They are told apart from those that somebody asked for."""
    own = run("streams", "journal", "--journal", demo, "--format", "jsonl")
    stream = own.stdout.split('"stream": "')[1].split('"')[0]

    told = run("trace", f"{stream}@1", "--journal", demo)

    assert told.exit_code == 2
    assert "the journal's own event" in told.stderr
