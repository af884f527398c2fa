"""Coverage: what the tests of a case type went through, and what they did not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.testing.counselling import Ansoegning, Forloeb
from tests.testing.placing import Placering

from kvalitet_core.testing.cases import (
    at,
    brought_to,
    case,
    close,
    complete,
    decide,
    fact,
    may_not,
    notify,
    plan,
    received,
    skip,
)
from kvalitet_core.testing.cases_coverage import Point, coverage
from kvalitet_core.testing.scenarios import scenarios

FOLDER = Path(__file__).parent / "scenarier"

ready = case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).given(
    received("2020-11-20"), fact(hjemmel="SEL107"), brought_to(Ansoegning.afgoer)
)


def test_all_that_can_happen_is_listed() -> None:
    """Stages, items, outcomes, what rules can come to, and what keeps items back."""
    wanted = coverage(Forloeb).wanted

    assert {str(point) for point in wanted if "afgoer" in point.place} == {
        "item ansoegning.afgoer done",
        "outcome ansoegning.afgoer imoedekommet",
        "outcome ansoegning.afgoer delvist",
        "outcome ansoegning.afgoer afslag",
        "blocker ansoegning.afgoer when",
        "blocker ansoegning.afgoer four_eyes",
        "blocker ansoegning.afgoer duty",
    }
    assert {str(point) for point in wanted if point.sort in ("stage", "rule")} == {
        "stage ansoegning begun",
        "stage ansoegning completed",
        "stage opstart begun",
        "stage opstart completed",
        "rule proeve.hjemmel true",
        "rule proeve.hjemmel false",
        "rule proeve.rettidig true",
        "rule proeve.rettidig false",
    }
    assert Point("item", "opstart.brev", "skipped") in wanted
    assert Point("blocker", "invariants.laengde", "broken") in wanted


def test_a_rule_on_what_may_be_unknown_can_be_open() -> None:
    """And what is asked before a mandate is held against it counts as well."""
    rules = {str(p) for p in coverage(Placering).wanted if p.place == "plads.temaer"}

    assert rules == {
        f"rule plads.temaer {each}" for each in ("true", "false", "unknown")
    }
    assert (
        Point("blocker", "behandling.afgoer", "mandate") in coverage(Placering).wanted
    )


def test_what_was_gone_through_is_seen() -> None:
    """By what happened, by what was refused, and by what was asked about."""
    before = coverage(Forloeb, ready)
    granted = ready.when(
        decide("ansoegning.afgoer", "imoedekommet", by="bo"), notify(), close()
    )
    after = coverage(Forloeb, [ready, granted])

    assert Point("rule", "proeve.rettidig", "true") in after.seen - before.seen
    assert Point("outcome", "ansoegning.afgoer", "imoedekommet") in after.seen
    assert Point("blocker", "ansoegning.indstil", "when") in before.seen
    again = ready.then(
        may_not(decide(Ansoegning.afgoer, "imoedekommet", by="ansoegning-indstil")),
        may_not(decide(Ansoegning.afgoer, "afslag", by="bo", reasons="Nej", duties={})),
    )
    seen = coverage(Forloeb, again.play()).seen
    assert Point("blocker", "ansoegning.afgoer", "four_eyes") in seen
    assert Point("blocker", "ansoegning.afgoer", "duty") in seen


def test_scenarios_and_trials_count_together() -> None:
    """Enough of both leave nothing untried."""
    late = case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).given(
        received("2020-12-01"), brought_to(Ansoegning.afgoer)
    )
    part = ready.when(
        decide(Ansoegning.afgoer, "delvist", by="bo", reasons="Halvt"),
        at("2020-12-24"),
        plan("opstart.besoeg"),
        *map(complete, ("opstart.besoeg", "opstart.forvent", "opstart.brev")),
    )
    told = (
        scenarios(Forloeb, FOLDER),
        late.when(complete(Ansoegning.afgoer, reasons="Nej")),
        part,
        ready.when(skip("opstart.brev")),
        ready.then(
            may_not(decide(Ansoegning.afgoer, "afslag", reasons="Nej", duties={}))
        ),
        case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).then(
            may_not(complete("ansoegning.oplys"), "requires")
        ),
    )

    coverage(Forloeb, *told).require()


def test_what_is_missing_is_named() -> None:
    """The report says how much there is of each sort, and every gap."""
    with pytest.raises(AssertionError) as failed:
        coverage(Forloeb, ready).require(but=["rule *", "outcome * delvist", "none *"])

    lines = str(failed.value).splitlines()
    assert lines[0] == "proeve.forloeb 2020-2: 5 of 26 covered"
    assert "  rule       0 of 4" in lines
    assert "  outcome ansoegning.afgoer afslag" in lines
    assert lines[-1] == "excuses nothing: 'none *'"


def test_excuses_let_a_gap_stand() -> None:
    """By the words of the report; a star stands for anything."""
    coverage(Forloeb, ready).require(but=["*"])
