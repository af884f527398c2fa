"""`kvalitet search`, `refusals`, `corrections`, `overrides` and `late`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.golden import history

Run = Callable[..., Result]
Look = Callable[..., Any]

FOLDER = next(each for each in history.folders() if each.name == "0.3.0.dev1")
LISTINGS = ("refusals", "corrections", "overrides", "late")


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A captured history with decisions, and without the plugin that made it."""
    place = tmp_path_factory.mktemp("golden") / "golden.db"
    with history.opened(FOLDER, place, plugins=()):
        return place


def test_a_hit_tells_who_asked_and_where_it_says_so(run: Run, golden: Path) -> None:
    """An auditor can go from each hit to the row, and the field in it."""
    rule = "opdigtet.laengde"

    told = run("search", "--rule", rule, "--journal", golden, "--format", "json")

    first = json.loads(told.stdout)["hits"][0]
    assert (first["command"], first["actor"]["id"]) == ("application.assess/1", "a-17")
    place = first["found"][0]
    event = run("history", place["event_id"], "--journal", golden, "--format", "json")
    (item,) = json.loads(event.stdout)["events"]
    assert item["fields"]["findings"][0]["rule"] == rule
    assert place["path"] == "findings[0]"


def test_the_text_names_the_same(run: Run, golden: Path) -> None:
    """What programs get, people get."""
    told = run("search", "--rule", "opdigtet.laengde", "--journal", golden)

    assert "application.assessed/1" in told.stdout
    assert "findings[0]: true" in told.stdout
    assert "there are no others" in told.stderr


def test_a_text_is_found_whatever_its_letters(look: Look) -> None:
    """Capital letters make no difference, Danish ones neither."""
    large = look("search", "--text", "LÆRKEHØJ")["hits"]

    assert large == look("search", "--text", "lærkehøj")["hits"]
    assert any(hit["command"] == "tilbud.register/1" for hit in large)


def test_a_limit_says_that_there_are_more(run: Run, golden: Path) -> None:
    """The oldest come first, and nobody takes a part for the whole."""
    told = run(
        *("search", "--actor", "a-17", "--limit", "1", "--format", "jsonl"),
        *("--journal", golden),
    )

    assert len(told.stdout.splitlines()) == 1
    assert "there are more: --limit 0 shows all" in told.stderr


@pytest.mark.parametrize(
    ("option", "name", "near"),
    [
        ("--rule", "opdigtet.laengden", "opdigtet.laengde"),
        ("--definition", "opdigtet.forlob", "opdigtet.forloeb"),
        ("--fact", "svar.maneder", "svar.maaneder"),
        ("--actor", "a-177", "a-17"),
        ("--type", "case.decidet", "case.decided"),
        ("--digest", "123456", "nothing in journal"),
        ("--event", "016fa94e", "nothing in journal"),
    ],
)
def test_a_name_that_nothing_has_is_an_error(
    run: Run, golden: Path, option: str, name: str, near: str
) -> None:
    """An empty answer reads as all-clear; the nearest name is told."""
    told = run("search", option, name, "--journal", golden)

    assert told.exit_code == 2
    assert f"unknown {option[2:]} {name!r}" in told.stderr
    assert near in told.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "say what to search for"),
        (("--digest", "xyz"), "--digest: expected 6 or more of the signs"),
        (("--digest", "1234"), "got '1234'"),
        (("--text", " "), "--text: expected some text, got none"),
        (("--text", "x", "--from", "2021-01-02", "--to", "2021-01-01"), "later than"),
        (("--text", "x", "--from", "soon"), "expected a date or an instant"),
    ],
)
def test_what_cannot_be_searched_for_is_wrong_usage(
    run: Run, golden: Path, args: tuple[str, ...], said: str
) -> None:
    """Nothing is looked up, and what is wrong is named."""
    told = run("search", *args, "--journal", golden)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_of_a_right_name_nothing_may_be_found(run: Run, golden: Path) -> None:
    """Nothing before the first decision: an answer, and no error."""
    told = run(
        *("search", "--type", "case.decided", "--to", "2020-09-02"),
        *("--journal", golden),
    )

    assert (told.exit_code, told.stdout) == (0, "")
    assert "hits: none found" in told.stderr


def test_refusals_give_each_reason_with_its_code(look: Look) -> None:
    """The same as in the log, and nothing else."""
    log = look("log", "--limit", "0")["commits"]
    refused = [each for each in log if each["outcome"] == "refused"]

    told = look("refusals")["refusals"]

    assert [each["command_id"] for each in told] == [
        each["command_id"] for each in reversed(refused)
    ]
    assert told[0]["found"][0]["value"].endswith(
        f"({refused[-1]['reasons'][0]['code']})"
    )


def test_a_reason_that_nothing_has_is_an_error(run: Run, golden: Path) -> None:
    """The nearest is told."""
    told = run("refusals", "--code", "application.rolle", "--journal", golden)

    assert told.exit_code == 2
    assert "did you mean application.role" in told.stderr


def test_the_name_that_was_put_right_is_among_the_corrections(look: Look) -> None:
    """A name from the day of the old one puts that right; both stand."""
    told = look("corrections")["corrections"]

    renamed = [each for each in told if each["command"] == "tilbud.rename/1"]
    assert renamed[0]["found"][0]["path"] == "name"
    assert date.fromisoformat(renamed[0]["found"][0]["value"])


@pytest.mark.parametrize("name", LISTINGS)
def test_each_listing_comes_in_each_form(run: Run, golden: Path, name: str) -> None:
    """As text, as one JSON value, and as a value a line: all the same."""
    text, whole, lines = (
        run(name, "--journal", golden, "--format", form)
        for form in ("text", "json", "jsonl")
    )

    items = json.loads(whole.stdout)[name]
    assert items
    assert len(items) == len(lines.stdout.splitlines())
    assert all(each["command_id"] in text.stdout for each in items)
    assert {told.exit_code for told in (text, whole, lines)} == {0}


def test_what_was_late_by_days_is_for_the_auditor_to_say(
    run: Run, golden: Path
) -> None:
    """More counts where fewer days are allowed."""
    counts = [
        len(run("late", *args, "--journal", golden, "--limit", "0").stdout)
        for args in ((), ("--days", "30"), ("--days", "0"))
    ]

    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_with_pointers_the_same_is_found(demo: Path, run: Run) -> None:
    """They are made when that is asked for, and used from then on; it is said so."""
    asked = ("search", "--type", "tilbud.renamed", "--journal", demo)

    before = run(*asked)
    made = run(*asked, "--pointers")
    after = run(*asked)

    assert before.stdout == made.stdout == after.stdout != ""
    assert "the pointers know" not in before.stderr
    assert "the pointers know the journal as far as position" in made.stderr
    assert "the pointers know the journal as far as position" in after.stderr


def test_pointers_that_are_no_use_are_told_of(demo: Path, run: Run) -> None:
    """The search reads all; whoever wants them brought up to date is refused."""
    demo.with_name(f"{demo.name}.pointers").write_text("mine " * 1000)
    asked = ("search", "--type", "tilbud.renamed", "--journal", demo)

    found, refused = run(*asked), run(*asked, "--pointers")

    assert found.exit_code == 0
    assert "the whole journal is read" in found.stderr
    assert found.stdout != ""
    assert refused.exit_code == 3
    assert refused.stdout == ""
