"""`kvalitet migrate-cases`: plan, try, and let cases go on under another version."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from tests.cli.sheltering import Sheltering, completion, opening, receipt
from tests.cli.test_case import ME
from tests.cli.test_deadline import BY, CLOSED

ASK: Final = ("migrate-cases", "shelter.stay/2020", "shelter.stay/2021")
APPLY: Final = (*ASK, "--apply", "--reason", "new_round", "--as", ME)
UNMAPPED: Final = ('{"ansoegning.indstil": "ansoegning.vurder"}', "{}")


@pytest.fixture
def running(sheltering: Sheltering) -> Sheltering:
    """A shelter with two cases of the older version, and one of the newer."""
    sheltering.give(
        opening("1"),
        receipt("1"),
        completion("ansoegning.oplys", "1"),
        opening("2"),
        opening("3", version="2021"),
    )
    return sheltering


def versions(made: Sheltering) -> list[str]:
    """The version that each case runs under."""
    made.followed()
    return [each["version"] for each in made.look("case", "list")["cases"]]


def test_a_plan_sums_up_what_would_be_done(running: Sheltering) -> None:
    """What moves where, in how many cases; nothing is written."""
    result = running.run(*ASK, "--plan")

    assert result.exit_code == 0
    assert result.stdout == "ansoegning.indstil → ansoegning.vurder: 1 case\n"
    assert "2 open cases" in result.stderr
    assert "nothing was written" in result.stderr
    assert versions(running) == ["2020", "2020", "2021"]


def test_a_dry_run_goes_through_every_case(running: Sheltering) -> None:
    """By the same code, writing nothing."""
    told = running.look(*ASK, "--dry-run")["cases"]

    assert [(each["case"], each["outcome"]) for each in told] == [
        ("case/shelter.stay.1", "would_migrate"),
        ("case/shelter.stay.2", "would_migrate"),
    ]
    assert told[0]["moved"] == [
        {"was": "ansoegning.indstil", "now": "ansoegning.vurder"}
    ]
    assert versions(running) == ["2020", "2020", "2021"]


def test_it_is_done_once(running: Sheltering) -> None:
    """One event a case says so, with both digests and the reason."""
    told = running.look(*APPLY)["cases"]
    again = running.look(*APPLY)["cases"]

    assert {each["outcome"] for each in told} == {"migrated"}
    assert again == []
    assert versions(running) == ["2021", "2021", "2021"]
    events = running.look("case", "timeline", "shelter.stay.1")["events"]
    (moved,) = [each for each in events if each["name"] == "case.migrated/1"]
    assert moved["why"] == ["because: new_round"]
    told = [part["text"] for each in events for part in each["follows"] or ()]
    assert "Recommend: can be done (Clerk)" in told


@pytest.mark.parametrize("way", ["--plan", "--dry-run"])
def test_where_there_is_no_case_nothing_is_promised(
    sheltering: Sheltering, way: str
) -> None:
    """Whether it could be done is not known of what is not there."""
    sheltering.give()

    result = sheltering.run(*ASK, way)

    assert result.exit_code == 0
    assert "0 open cases" in result.stderr
    assert "nothing to do" in result.stderr
    assert "it can be done" not in result.stderr


def test_what_has_no_place_is_refused_by_name(running: Sheltering) -> None:
    """All of it at once, and no case goes on."""
    running.change(*UNMAPPED)
    running.manifested()

    plan = running.run(*ASK, "--plan")
    result = running.run(*APPLY, "--format", "json")

    told: list[dict[str, Any]] = json.loads(result.stdout)["cases"]
    assert (plan.exit_code, result.exit_code) == (1, 1)
    assert "refused: ansoegning.indstil:" in plan.stdout
    assert "(case.unmapped): 1 case" in plan.stdout
    assert "refused for 1 case; nothing was written for it" in plan.stderr
    assert [each["outcome"] for each in told] == ["refused", "would_migrate"]
    assert versions(running) == ["2020", "2020", "2021"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (ASK, "say what to do: --plan, --dry-run or --apply"),
        ((*ASK, "--apply", "--as", ME), "--apply needs --reason"),
        ((*ASK, "--apply", "--reason", "x"), "say who acts"),
        ((ASK[0], "other.type/1", ASK[2], "--plan"), "expected shelter.stay/VERSION"),
        ((*ASK[:2], "shelter.stay/2022", "--plan"), "did you mean shelter.stay/2021"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    running: Sheltering, ask: tuple[str, ...], said: str
) -> None:
    """Before anything is looked at."""
    result = running.run(*ask)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_changed_calendar_keeps_both_proofs(sheltering: Sheltering) -> None:
    """A case goes on under the same version with another calendar; both are kept."""
    sheltering.give(opening())
    sheltering.change("CLERK = Role", f"{CLOSED}CLERK = Role")
    sheltering.change('"shelter.stay", "2020"\n', f'"shelter.stay", "2020"\n{BY}')
    sheltering.manifested()
    done = sheltering.run(*ASK[:2], ASK[1], *APPLY[3:])
    assert done.exit_code == 0, done.stderr

    ask = ("deadline", "proof", "shelter.stay.1", "ansoegning.oplys")
    was, now = sheltering.look(*ask)["proofs"]

    assert (was["deadline"], now["deadline"]) == ("2020-09-21", "2020-09-22")
    assert [each["path"] for each in now["changes"]] == ["calendar", "deadline"]
    assert now["because"]["name"] == "case.migrated/1"
    assert was["again"]["holds"]
    assert now["again"]["same"]
