"""An application is judged by the call, and decided as the selection was published."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from kvalitet_core.testing.cases import (
    answers,
    applicant,
    available,
    because,
    brought_to,
    case,
    close,
    closed,
    complete,
    decide,
    due,
    fact,
    may_not,
    no,
    notify,
    outcome,
    received,
    refused,
)
from kvalitet_core.testing.cases_coverage import coverage
from kvalitet_core.testing.cases_machine import case_machine
from kvalitet_core.testing.scenarios import Scenario, scenarios
from kvalitet_partnerskab import PLUGIN
from kvalitet_partnerskab.ansoegning import ADVANCED, JOINS, Ansoegning2019, case_type
from kvalitet_partnerskab.ansoegning.stages import House, Partner, Reference
from kvalitet_partnerskab.rules import selected

FOLDER = Path(__file__).parent / "scenarier"
DEADLINE = "2019-09-24T12:00:00+02:00"
ROUND = {"ansoegningsfrist": DEADLINE}
GOOD = answers(budget=True, budgetnoter=True, beloeb=100_000)
AFGOER = "ansoegning.afgoer"


def begun(*told: object) -> object:
    """A case of an application in the pool's round."""
    return case(Ansoegning2019, round=ROUND, plugins=(PLUGIN,)).given(*told)


def ready(*told: object, partner: bool = True) -> object:
    """One that is recommended, and of which it is published what came of it."""
    return begun(*told).given(
        fact({ADVANCED.name: True}),
        brought_to("ansoegning.indstil"),
        complete("ansoegning.indstil", by="anna"),
        fact({selected.name: partner}),
    )


def test_a_partner_is_granted_and_enters_the_partnership() -> None:
    """From the application to the end."""
    ready(GOOD).when(decide(AFGOER, "imoedekommet", by="bo")).then(
        outcome("imoedekommet"),
        because("ansoegerkreds", True),
        because("budget", True),
        because("rettidig", True),
        because("udvalgt", True),
        available(Partner.indgaa),
        no(available(Reference.svar)),
    ).when(notify(), complete(Partner.indgaa), close()).then(closed())


def test_who_is_not_selected_is_refused_and_answers_the_offer() -> None:
    """The offer is of being a reference municipality."""
    ready(GOOD, partner=False).then(
        may_not(decide(AFGOER, "imoedekommet", by="bo"), "finding_false")
    ).when(decide(AFGOER, "afslag", by="bo", reasons="Ikke udvalgt")).then(
        because("udvalgt", False), available(Reference.svar)
    ).then(may_not(complete(Reference.svar), "requires")).when(
        notify(), fact({JOINS.name: True}), complete(Reference.svar), close()
    ).then(closed())


def test_nobody_decides_before_the_selection_is_published() -> None:
    """Nor recommends without saying how far the municipality is."""
    begun(GOOD, brought_to("ansoegning.indstil")).then(
        may_not(complete("ansoegning.indstil"), "requires")
    ).when(fact({ADVANCED.name: False}), complete("ansoegning.indstil")).then(
        no(available(AFGOER))
    )


def test_whoever_recommends_does_not_decide() -> None:
    """Four eyes, by person."""
    ready(GOOD).when(decide(AFGOER, "imoedekommet", by="anna")).then(
        refused("four_eyes")
    )


@pytest.mark.parametrize(
    ("when", "met"),
    [
        ("2019-09-17T12:00:01+02:00", True),
        ("2019-09-24T12:00:00+02:00", True),
        ("2019-09-24T12:00:01+02:00", False),
    ],
)
def test_noon_of_24_september_is_in_time_and_a_second_later_is_not(
    when: str, *, met: bool
) -> None:
    """The deadline is an instant: 24 September 2019 at 12.00 in Denmark."""
    reasons = () if met else "For sent"
    granted = decide(
        AFGOER, "imoedekommet" if met else "afslag", by="bo", reasons=reasons
    )

    ready(received(when), GOOD).when(granted).then(because("rettidig", met))


@pytest.mark.parametrize("budget", [True, False])
@pytest.mark.parametrize("notes", [True, False])
def test_a_budget_counts_with_its_notes(*, budget: bool, notes: bool) -> None:
    """What is assessed: "the application and the budget with budget notes"."""
    told = answers(budget=budget, budgetnoter=notes)

    ready(told).when(decide(AFGOER, "afslag", by="bo", reasons="Nej")).then(
        because("budget", budget and notes)
    )


def test_a_tilbud_is_outside_the_circle_of_applicants() -> None:
    """The circle: all municipalities."""
    ready(GOOD, applicant(ansoegertype="tilbud")).then(
        may_not(decide(AFGOER, "imoedekommet", by="bo"), "finding_false")
    ).when(decide(AFGOER, "afslag", by="bo", reasons="Ikke en kommune")).then(
        because("ansoegerkreds", False)
    )


def test_no_term_stands_unless_the_authority_gives_one() -> None:
    """No source has how long there was to decide."""
    ready(GOOD).then(due(AFGOER, None))
    assert case_type(House()).definition.digest == Ansoegning2019.definition.digest


@pytest.mark.parametrize(
    "scenario", scenarios(Ansoegning2019, FOLDER, plugins=[PLUGIN])
)
def test_scenario(scenario: Scenario) -> None:
    """What caseworkers have written down happens so."""
    scenario.play()


def test_nothing_is_left_untried() -> None:
    """Stages, items, outcomes, findings and blockers."""
    partner = ready(GOOD).when(
        decide(AFGOER, "imoedekommet", by="bo"), notify(), complete(Partner.indgaa)
    )
    partly = ready(GOOD).when(decide(AFGOER, "delvist", by="bo", reasons="Mindre"))
    dark = ready().then(
        may_not(decide(AFGOER, "imoedekommet", by="bo"), "finding_unknown")
    )
    home = ready(GOOD, applicant(ansoegertype="tilbud"), partner=False).when(
        decide(AFGOER, "afslag", by="bo", reasons="Nej"),
        fact({JOINS.name: False}),
        complete(Reference.svar),
    )
    poor = ready(answers(budget=False), received("2019-10-01")).when(
        decide(AFGOER, "afslag", by="bo", reasons="For sent")
    )
    lacking = begun(GOOD, brought_to("ansoegning.indstil")).then(
        may_not(complete("ansoegning.indstil"), "requires")
    )
    silent = ready(GOOD, partner=False).then(
        may_not(decide(AFGOER, "afslag", by="bo", reasons="Nej", duties={}), "duty")
    )
    asked = ready(GOOD, partner=False).when(
        decide(AFGOER, "afslag", by="bo", reasons="Nej")
    )

    coverage(
        Ansoegning2019,
        partner,
        partly,
        dark,
        home,
        poor,
        lacking,
        silent,
        asked.then(may_not(complete(Reference.svar), "requires")),
        scenarios(Ansoegning2019, FOLDER, plugins=[PLUGIN]),
    ).require(but=_KNOWN_ALWAYS)


_KNOWN_ALWAYS = (
    "rule partnerskab.ansoegerkreds unknown",
    "rule partnerskab.rettidig unknown",
    "rule partnerskab.udvalgt unknown",
)

TestAnsoegning = case_machine(Ansoegning2019, plugins=(PLUGIN,)).TestCase
TestAnsoegning.settings = settings(max_examples=8, stateful_step_count=20)
