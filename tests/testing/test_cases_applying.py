"""Cases that handle an application: round, tilbud and application are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.testing.placing import Behandling, Placering

from kvalitet_core.errors import Malformed
from kvalitet_core.testing.cases import (
    answers,
    applicant,
    application_decided,
    available,
    because,
    brought_to,
    case,
    complete,
    decide,
    fact,
    known,
    mandate,
    may_not,
    outcome,
    received,
    refused,
)
from kvalitet_core.testing.scenarios import read_scenarios

TOLD = (
    fact(beloeb=40_000),
    mandate("bo", "plads", ceiling=400),
    brought_to(Behandling.afgoer),
)


def test_without_a_word_an_application_is_received() -> None:
    """Round, tilbud and answers have defaults, by which every rule is met."""
    case(Placering).given(*TOLD).when(complete(Behandling.afgoer, by="bo")).then(
        outcome("imoedekommet"),
        because("plads.rettidig", True),
        because("ejer", True),
        application_decided("imoedekommet"),
    )


def test_an_application_that_comes_late_is_refused() -> None:
    """What the round is announced with is told by its facts' names."""
    case(Placering, round={"ansoegningsfrist": "2020-11-27"}).given(
        received("2020-11-28T00:00:00+01:00"), *TOLD
    ).when(complete(Behandling.afgoer, by="bo", reasons="For sent")).then(
        outcome("afslag"), because("rettidig", False), application_decided("afslag")
    )


def test_who_applies_and_what_is_answered_is_told() -> None:
    """By the names of the facts of an application."""
    case(
        Placering, round={"temaer": ["Sundhed", "Bolig"], "driftsformer": ["privat"]}
    ).given(
        answers(temaer=["Sundhed"]),
        applicant(name="Birkehuset", lovgrundlag="SEL85", lovgrundlag_alle={"SEL107"}),
        *TOLD,
    ).then(
        known("svar.temaer", ["Sundhed"]),
        known("driftsform", "privat"),
        known("runde.temaer", {"Sundhed", "Bolig"}),
        may_not(decide(Behandling.afgoer, "imoedekommet", by="bo"), "finding_false"),
        may_not(
            decide(Behandling.afgoer, "afslag", by="eva", reasons="Nej"), "mandate"
        ),
    )


def test_what_the_application_tells_is_not_recorded_in_the_case() -> None:
    """One truth: the application's own record."""
    case(Placering).when(fact({"svar.temaer": ["Sundhed"]})).then(
        refused("fact_elsewhere"), available(Behandling.laes)
    )


def test_nothing_else_is_known_of_an_applicant_or_a_round() -> None:
    """A misspelt name is told with those there are."""
    with pytest.raises(Malformed, match="expected ansoegertype or driftsform"):
        applicant(driftform="privat")
    with pytest.raises(Malformed, match="expected ansoegningsfrist or driftsformer"):
        case(Placering, round={"frist": "2020-11-27"}).then()


def test_scenario_files_tell_of_applications_too(tmp_path: Path) -> None:
    """A fact's name says where it belongs: round, applicant, answers, or the case."""
    file = tmp_path / "ansoegning.txt"
    file.write_text(
        """Scenarie: En privat søger
  Givet at runde.ansoegningsfrist er 2020-11-27
  Og at temaer er Sundhed, Bolig
  Og at driftsform er privat
  Og at svar.temaer er "Sundhed"
  Og at beloeb er 40000
  Og at bo har mandatet plads til 500 kr.
  Og at sagen er nået til "Afgør"
  Når bo afgør "Afgør" som afslag fordi "Kun kommunale"
  Så skal reglen ejer være brudt
  Og skal reglen temaer være opfyldt
  Og skal ansøgningen være afgjort som afslag
""",
        encoding="utf-8",
    )

    (scenario,) = read_scenarios(Placering, file)

    assert scenario.play().states[-1].handles is not None
