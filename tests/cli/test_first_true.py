"""`kvalitet first-true`, and what held on a day: `show --effective`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.running import run_here

Run = Callable[..., Result]
Look = Callable[..., Any]
JSON = ("--format", "json")


@pytest.fixture
def renamed(look: Look) -> str:
    """The demo's tilbud that was renamed, and whose name was then corrected."""
    events = look("log", "--event", "tilbud.renamed", "--limit", "1")["commits"]
    return str(events[0]["targets"][0])


def test_the_first_event_after_which_it_is_so_is_told(look: Look, renamed: str) -> None:
    """With who asked for it, as a history has it; before it, it was not so."""
    states = [
        look("show", renamed, "--version", str(version))["states"][0]["state"]
        for version in range(1, 6)
    ]
    name = states[-1]["name"][-1]["value"]
    holds = [any(span["value"] == name for span in each["name"]) for each in states]

    (first,) = look("first-true", renamed, "--expr", f'name[1].value == "{name}"')[
        "first"
    ]

    assert first["version"] == holds.index(True) + 1
    assert first["actor"]["id"]


def test_it_has_never_been_so(run: Run, demo: Path, renamed: str) -> None:
    """An answer, with an exit code of its own."""
    told = run(
        *("first-true", renamed, "--expr", 'name[0].value == "x"'),
        *("--journal", demo, "--format", "json"),
    )

    assert told.exit_code == 1
    assert json.loads(told.stdout)["first"] == []
    assert "it has never been so" in told.stderr


def test_without_a_stream_it_is_the_first_in_any(look: Look, demo: Path) -> None:
    """The earliest event of all streams that have the fields, as each by itself tells.

    Other kinds are passed over: what they do not have, they have never been.
    """
    expr = ("--expr", "closing_reason != None")
    each = [
        first
        for stream in look("streams", "tilbud")["streams"]
        for ask in [("first-true", stream["stream"], *expr, *JSON, "--journal", demo)]
        for first in json.loads(run_here(*ask).stdout)["first"]
    ]

    told = look("first-true", *expr)["first"]

    assert told == [min(each, key=lambda found: int(found["position"]))]
    assert told[0]["stream"].startswith("tilbud/")


@pytest.mark.parametrize(
    ("text", "exit_code", "said"),
    [
        ('closing_reason == "made up"', 1, "it has never been so; streams looked at:"),
        ("closing_raeson != None", 2, "did you mean closing_reason?"),
        ("seat[0].valeu == 1", 2, "did you mean seat[0].value"),
        ("closing_reason < 3", 2, "have no order"),
        ('name == "made up"', 2, "or a day if it changes from day to day"),
    ],
)
def test_a_question_to_all_streams_is_answered_or_is_wrong(
    run: Run, demo: Path, text: str, exit_code: int, said: str
) -> None:
    """Never so is an answer; a field that no stream has had is a mistake."""
    told = run("first-true", "--expr", text, "--journal", demo)

    assert (told.exit_code, told.stdout) == (exit_code, "")
    assert said in told.stderr


def test_streams_that_nobody_here_knows_are_no_answer(run: Run, tmp_path: Path) -> None:
    """They are counted, and it is told by the exit code, whatever was found."""
    place = tmp_path / "demo.db"
    run("demo", "--journal", place, KVALITET_PLUGINS="indsatskatalog,partnerskab")

    told = run("first-true", "--expr", "closing_reason != None", "--journal", place)

    assert told.exit_code == 3
    assert "streams that no installed plugin knows, not looked at: " in told.stderr


def test_on_a_day_a_value_is_what_held_on_it(look: Look, renamed: str) -> None:
    """Then no span needs to be named."""
    (state,) = look("show", renamed, "--effective", "2020-01-15")["states"]
    name = state["state"]["name"]

    expr = ("--expr", f'name == "{name}"', "--effective", "2020-01-15")
    (first,) = look("first-true", renamed, *expr)["first"]

    assert first["fields"]["name"] == name


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("region/1081", "--expr", "nmae == 1"), "unknown field 'nmae': did you mean"),
        (("region/1081", "--expr", "name =="), "expression 'name =='"),
        (("region/1081", "--expr", "name.upper()"), "is not of the language"),
        (("region/1081", "--expr", "name"), "is no condition"),
        (("region/1081",), "Missing option '--expr'"),
        (("region/9999", "--expr", "name == 1"), "unknown stream"),
        (("regoin/1081", "--expr", "name == 1"), "unknown kind of stream"),
        (
            ("region/1081", "--expr", "name == 1", "--effective", "soon"),
            "expected a date",
        ),
    ],
)
def test_a_wrong_question_is_told(
    run: Run, demo: Path, args: tuple[str, ...], said: str
) -> None:
    """With what is wrong, and nothing put out."""
    told = run("first-true", *args, "--journal", demo)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_what_held_is_the_span_of_that_day(look: Look, renamed: str) -> None:
    """Known and effective together: of what was known then, what held on the day."""
    for known in ("2020-03-10", "2020-03-12", "2021-12-31"):
        (whole,) = look("show", renamed, "--known", known)["states"]
        spans = whole["state"]["name"]
        days = [date.fromisoformat(span["effective_from"]) for span in spans]
        for day in (each - timedelta(n) for each in days for n in (0, 1)):
            (held,) = look(
                *("show", renamed, "--known", known, "--effective", day.isoformat())
            )["states"]
            expected = [
                span["value"]
                for span in spans
                if span["effective_from"] <= day.isoformat()
                and (span["effective_to"] or "9") > day.isoformat()
            ]
            assert held["state"]["name"] == (expected[0] if expected else None)
            assert (held["effective"], held["known"]) == (
                day.isoformat(),
                whole["known"],
            )


def test_a_danish_date_is_read_and_it_is_told_how(
    run: Run, demo: Path, renamed: str
) -> None:
    """The day comes first, as it is written here."""
    told = run(
        *("show", renamed, "--known", "11.3.2020 kl. 9.05", "--effective"),
        *("15-01-2020", "--journal", demo),
    )

    assert told.exit_code == 0, told.stderr
    assert "--known 11.3.2020 kl. 9.05 understood as 2020-03-11T09:05:59" in told.stderr
    assert "--effective 15-01-2020 understood as 2020-01-15" in told.stderr
    assert "as held on 2020-01-15" in told.stdout


@pytest.mark.parametrize("text", ["31-02-2020", "2020-13-01", "15-01/2020", "tomorrow"])
def test_a_day_that_is_none_is_told(run: Run, demo: Path, text: str) -> None:
    """In either form."""
    told = run("show", "region/1081", "--effective", text, "--journal", demo)

    assert (told.exit_code, told.stdout) == (2, "")
    assert "expected a date, such as 2020-03-10 or 10-03-2020" in told.stderr
