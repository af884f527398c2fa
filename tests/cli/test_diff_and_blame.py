"""`kvalitet diff` and `kvalitet blame`: what changed, who set it, on what ground."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Look = Callable[..., Any]


@pytest.fixture
def renamed(look: Look) -> str:
    """The demo's tilbud that was renamed, and whose name was then corrected."""
    events = look("log", "--event", "tilbud.renamed", "--limit", "1")["commits"]
    return str(events[0]["targets"][0])


def test_a_diff_names_each_place_with_what_was_and_what_is(
    look: Look, renamed: str
) -> None:
    """The correction of 12 March changed one place: the name, not its days."""
    (told,) = look("diff", renamed, "2020-03-10..2020-03-12")["differences"]

    (place,) = told["differences"]
    assert place == {
        "path": "name[1].value",
        "before": "Bofællesskabet Mosevang",
        "after": "Bofællesskabet Mosebo",
    }
    assert (told["from"]["version"], told["to"]["version"]) == (4, 5)


def test_an_end_that_is_left_out_is_the_beginning_or_now(
    look: Look, renamed: str
) -> None:
    """From nothing, everything is new; from now on, nothing is otherwise."""
    (first,) = look("diff", renamed, "..1")["differences"]
    (whole,) = look("diff", renamed, "..")["differences"]
    (none,) = look("diff", renamed, "5..")["differences"]

    assert first["from"] == {"version": 0, "recorded_at": None}
    assert all(place["before"] is None for place in whole["differences"])
    assert (whole["to"]["version"], none["differences"]) == (5, [])


def test_a_diff_is_the_difference_of_the_two_states_that_are_shown(
    look: Look, renamed: str
) -> None:
    """`diff` and `show` tell of the same states, at every pair of versions."""
    states = [
        look("show", renamed, "--version", str(version))["states"][0]["state"]
        for version in range(1, 6)
    ]

    for number, (before, after) in enumerate(pairwise(states), start=1):
        (told,) = look("diff", renamed, f"{number}..{number + 1}")["differences"]
        assert bool(told["differences"]) == (before != after)


def test_persons_are_masked_in_a_diff(demo: Path, run: Run, renamed: str) -> None:
    """A card that was named is there, and does not say whose it is."""
    found = run("diff", renamed, "1..3", "--journal", demo)

    assert "masked" in found.stdout
    assert "Bregnerod" not in found.stdout + found.stderr


def test_blame_names_the_event_the_person_and_the_ground(
    look: Look, renamed: str
) -> None:
    """Who last set a field is whoever asked for the event that last changed it."""
    (name,) = look("blame", renamed, "name")["fields"]

    assert name["name"] == "tilbud.renamed/1"
    assert name["version"] == 5
    assert name["actor"]["id"] == "a-17"
    assert name["actor"]["authority"] == "Opslag 2019 (made up)"
    assert name["fields"]["name"] == "Bofællesskabet Mosebo"


def test_every_field_of_a_stream_was_set_by_something(look: Look, renamed: str) -> None:
    """What nothing has changed since the first event was set by that."""
    fields = {each["field"]: each for each in look("blame", renamed)["fields"]}
    state = look("show", renamed)["states"][0]["state"]

    assert fields.keys() == state.keys()
    assert fields["driftsform"]["version"] == 1
    assert fields["contacts"]["name"] == "tilbud.contact_named/1"


def test_text_for_people_says_the_same(demo: Path, run: Run, renamed: str) -> None:
    """Before with a minus and after with a plus; the ground in words."""
    diff = run("diff", renamed, "4..5", "--journal", demo).stdout
    blame = run("blame", renamed, "name", "--journal", demo).stdout

    assert "- Bofællesskabet Mosevang" in diff
    assert "+ Bofællesskabet Mosebo" in diff
    assert "ground   Opslag 2019 (made up)" in blame


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("diff", "{stream}", "3..1"), "expected B after A"),
        (("diff", "{stream}", "1..99"), "the newest is 5"),
        (("diff", "{stream}", "1"), "expected A..B"),
        (("diff", "{stream}", "then..now"), "expected a date or an instant"),
        (("diff", "tilbud/none", "1..2"), "has no event of it"),
        (("diff", "command/none", "1..2"), "its streams have none"),
        (("blame", "{stream}", "nam"), "did you mean name?"),
        (("blame", "{stream}", "name.value"), "unknown field"),
        (("blame", "tilbud/none"), "has no event of it"),
    ],
)
def test_a_wrong_question_is_named(
    demo: Path, run: Run, renamed: str, asked: tuple[str, ...], said: str
) -> None:
    """Nothing is put out, and it leaves with 2."""
    words = [word.format(stream=renamed) for word in asked]

    found = run(*words, "--journal", demo)

    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""
