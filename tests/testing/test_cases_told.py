"""What a test says in short is what a case takes: values, times, names, sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.testing.visits import Earlier, Visits

from kvalitet_core import Plugin
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.forms import Form
from kvalitet_core.testing import cases_applying, cases_values
from kvalitet_core.testing.cases import (
    Trial,
    because,
    brought_to,
    case,
    claim,
    complete,
    decide,
    done,
    fact,
    known,
    left,
    may,
    may_not,
    migrate,
    no,
    notify,
    outcome,
    owed,
    received,
    refused,
    repeat,
    waive,
)
from kvalitet_core.testing.cases_coverage import coverage
from kvalitet_core.testing.cases_machine import case_machine
from kvalitet_core.testing.cases_setting import Setting
from kvalitet_core.testing.scenarios import read_scenarios
from kvalitet_core.values import Deadline, FormName

begun = case(Visits, round={"place": "Aarhus"})


@pytest.mark.parametrize(
    ("name", "said", "means"),
    [
        ("wishes", ["ro", "lys"], {"lys", "ro"}),
        ("wishes", "ro", ["ro"]),
        ("order", ("b", "a"), ["b", "a"]),
        ("from_day", "2020-02-03", date(2020, 2, 3)),
        ("at_time", "2020-02-03T10:00:00+01:00", datetime(2020, 2, 3, 9, tzinfo=UTC)),
        ("until", date(2020, 2, 3), Deadline("2020-02-03")),
        ("urgent", True, True),
        ("number", 7, 7),
    ],
)
def test_values_are_plain_python(name: str, said: Any, means: Any) -> None:
    """Texts for times and days, rows for sets."""
    begun.when(fact({name: said})).then(known(name, means))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("from_day", "i går"),
        ("number", "syv"),
        ("wishes", 7),
        ("urgent", [1]),
        ("x", {}),
    ],
)
def test_a_wrong_value_goes_to_the_engine_as_it_stands(name: str, said: Any) -> None:
    """And is refused there, as any host's would be."""
    begun.when(fact({name: said})).then(refused())


def test_times_are_days_or_instants() -> None:
    """A day is ten in the morning in Denmark."""
    ten = datetime(2020, 12, 1, 9, tzinfo=UTC)

    assert cases_values.instant_of(date(2020, 12, 1)) == ten
    assert cases_values.day_of(datetime(2020, 12, 1, tzinfo=UTC)) == date(2020, 12, 1)
    assert cases_values.day_of(date(2020, 12, 1)) == date(2020, 12, 1)


def test_a_title_that_two_items_have_names_neither() -> None:
    """Their paths are told."""
    with pytest.raises(Malformed, match=r"expected one item, got visit\.go, tell\.go"):
        begun.when(complete("Go")).then()


def test_an_outcome_that_rules_leave_open_is_to_be_told() -> None:
    """With a rule that is not met, and several that grant nothing."""
    told = begun.given(fact(number=0, wishes=["ro"], urgent=True), brought_to("Judge"))

    with pytest.raises(Malformed, match="expected which of good, bad, ugly, again"):
        told.when(complete("Judge")).then()


def test_several_decide_together() -> None:
    """Until enough have said the same."""
    told = begun.given(fact(number=1, wishes=["ro"], urgent=True), brought_to("Judge"))

    told.when(decide("Judge", "good", by="an")).then(no(done("Judge"))).when(
        decide("Judge", "good", by="an", on_behalf_of="bo")
    ).then(refused("four_eyes")).when(decide("Judge", "good", by="eva")).then(
        outcome("good"), because("wishes", True)
    )


def test_what_is_sent_back_was_decided() -> None:
    """The newest decision is told, though it does not count."""
    begun.given(fact(number=1, wishes=["lys"]), brought_to("Judge")).when(
        decide("Judge", "again", by="an", reasons="Igen")
    ).then(outcome("again"), no(done("visit.go")))


def test_an_item_that_nothing_leads_to_stays_out_of_reach() -> None:
    """`brought_to` goes no further than it can, and the next clause tells."""
    told = begun.given(brought_to("tell.go"))

    with pytest.raises(AssertionError, match="Why not"):
        told.then(done("tell.go"))


def test_other_verbs() -> None:
    """Once more, another version, and what there is nothing of."""
    begun.when(complete("visit.go"), repeat("visit.go", by="an")).then(
        may(claim("visit.go#2", by="eva"))
    )
    both = Plugin(name="visits", version="1", case_types=(Earlier, Visits))
    case(Earlier, round={"call.place": "Ry"}, plugins=[both]).when(migrate("2")).then()
    begun.when(waive("visit.go>tell.go")).then(refused("not_owed"))
    begun.when(notify()).then(refused("decision_unknown"))
    begun.then(no(owed("tell.go")), may_not(claim("tell.go")), no(outcome("good")))
    begun.when(decide("Judge", "good", despite="ukendt")).then(refused())
    begun.then(no(left("visit"))).when(fact(urgent=False)).then(left("visit"))


def test_an_account_tells_who_acted_for_whom_and_what_is_broken() -> None:
    """Everything that happened, whatever it is."""
    told = begun.when(complete("visit.go", by="an", on_behalf_of="bo"))

    with pytest.raises(AssertionError, match=r"an \(bo\) completed visit\.go"):
        told.then(done("Judge"))


def test_coverage_counts_what_ends_a_stage_early_and_what_refuses() -> None:
    """A stage with `until`, an invariant that refuses, a decision sent back."""
    early = begun.when(fact(urgent=False))
    wrong = begun.then(may_not(fact(number=-1), "invariant"))

    seen = {str(point) for point in coverage(Visits, early, wrong).seen}

    assert {"stage visit left", "blocker invariants.enough broken"} <= seen
    assert coverage(Visits, case(Earlier, round={"place": "Ry"}).play()).seen == set()


def test_a_machine_draws_every_kind_of_value() -> None:
    """Facts of all kinds, parameters, and deciding together."""
    from tests.testing.test_cases_machine import walk  # noqa: PLC0415 - a tool of its

    walk(case_machine(Visits), walks=4)


def test_the_simplest_answers_fit_a_form() -> None:
    """What must be answered and is not told gets the least that fits."""
    asked: dict[str, Any] = {
        "valg": {"enum": ["a", "b"]},
        "rækker": {
            "type": "array",
            "items": {"type": "integer", "minimum": 3},
            "minItems": 2,
        },
        "ja": {"type": "boolean"},
        "tekst": {"type": "string", "minLength": 12},
    }
    form = Form(
        name=FormName("visits.form/1"),
        title="Skema",
        source="opdigtet",
        schema={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": asked,
            "required": [*asked],
        },
    )
    setting = Setting(
        definition=Visits.definition, answers={"ja": False, "flere": {"b", "a"}}
    )

    assert cases_applying._answered(setting, form) == {
        "valg": "a",
        "rækker": (3, 3),
        "ja": False,
        "tekst": "eksempel....",
        "flere": ("a", "b"),
    }


def test_scenarios_spell_every_kind_of_value(tmp_path: Path) -> None:
    """Lists, days, clocks, yes and no; a parameter by its last word."""
    file = tmp_path / "visit.txt"
    file.write_text(
        """Scenario: Everything
  Given that place is "Aarhus"
  And that the case is received 2020-02-01 at 9.30
  And that wishes is "ro", "lys"
  And that order is b, a
  And that from_day is 2020-02-03
  And that at_time is 2020-02-03
  And that until is 2020-02-03 at 12:00
  And that urgent is yes
  And that number is 1
  When an starts visit.go
  And an completes visit.go
  Then visit.judge must be available
  And fact wishes must be "lys", "ro"
  And fact at_time must be 2020-02-03 at 10:00
  And it must not be refused
  When an repeats visit.go
  And eva completes visit.go#2
  Then visit.go#2 must be done
  When an decides visit.judge as again because "Once more"
  Then visit.go must be available
  When it is 2020-02-10
  And urgent becomes no
  Then visit must be ended early
""",
        encoding="utf-8",
    )

    (scenario,) = read_scenarios(Visits, file)

    assert scenario.play().states


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Given that number is many", "expected a whole number, got many"),
        ("Given that from_day is 2020-02-30", "day is out of range"),
        ("Given that place comes in", "unknown document 'place'"),
        ("When an extends visit.go by 2 moons", "unknown unit 'moons'"),
        ("When an completes Go", "a sentence of the grammar, got 'an"),
        ('When an completes "Go"', "expected one item, got visit.go, tell.go"),
    ],
)
def test_misspelt_words_are_told(tmp_path: Path, line: str, problem: str) -> None:
    """With the line, and what would do."""
    file = tmp_path / "wrong.txt"
    file.write_text(f"Scenario: x\n  {line}\n  Then visit must wait\n", "utf-8")

    with pytest.raises(Malformed) as caught:
        read_scenarios(Visits, file)

    (only,) = caught.value.problems
    assert only.path == "wrong.txt, line 2"
    assert problem in only.text


def test_a_trial_of_another_plugin_of_the_same_name_gets_the_type() -> None:
    """One that lacks the case type is given it."""
    lacking = Plugin(name="visits", version="3")

    trial: Trial = attrs.evolve(begun, plugins=(lacking,))

    trial.given(received("2021-01-01")).then(no(done("Judge")))
    with pytest.raises(Unknown):
        trial.then(done("Judges"))
