"""The catalogue is made as the plan says, for those that the sources name."""

from __future__ import annotations

from typing import Any

import pytest

from kvalitet_core.testing.cases import (
    Trial,
    available,
    because,
    brought_to,
    case,
    close,
    closed,
    complete,
    decide,
    fact,
    may_not,
    no,
    outcome,
    received,
    refused,
    warned,
)
from kvalitet_indsatskatalog import PLUGIN
from kvalitet_indsatskatalog.examples import TOLD
from kvalitet_indsatskatalog.rules import RULES
from kvalitet_indsatskatalog.sources import PERIOD, YEARS
from kvalitet_indsatskatalog.tilblivelse import Tilblivelse

GODKEND = "kerneelementer.godkend"


def made(**told: Any) -> Trial:
    """Drafted, by what is told of it."""
    known = {**dict(TOLD), **{name.replace("__", "."): v for name, v in told.items()}}
    return (
        case(Tilblivelse, plugins=[PLUGIN])
        .given(received("2019-11-04"))
        .given(fact(known), brought_to(GODKEND))
    )


def test_it_goes_from_the_research_to_the_publication() -> None:
    """Research review, experts, practice; core elements; published."""
    made().when(decide(GODKEND, "godkendt", by="bo")).then(
        outcome("godkendt"), *(because(rule.code, True) for rule in RULES)
    ).when(complete("udgivelse.udgiv"), close()).then(
        closed(), no(warned("projektperiode"))
    )


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"maalgruppe__lovgrundlag": ("SEL107", "SEL85")}, "lovgrundlag"),
        ({"maalgruppe__driftsformer": ("selvejende",)}, "driftsform"),
        ({"maalgruppe__yngste": 17}, "alder"),
        ({"grundlag": ("eksperter", "botilbud")}, "grundlag"),
        ({"grundlag": ("forskningsgennemgang", "botilbud")}, "grundlag"),
        ({"grundlag": ("forskningsgennemgang", "eksperter")}, "grundlag"),
    ],
)
def test_what_the_sources_do_not_say_is_found(told: dict[str, Any], rule: str) -> None:
    """It is approved only by naming the rule, with a reason."""
    trial = made(**told)

    trial.when(decide(GODKEND, "godkendt")).then(refused("case.finding_false"))
    trial.when(decide(GODKEND, "godkendt", despite=rule, reasons="Udvidet.")).then(
        outcome("godkendt"), because(rule, False)
    )


def test_all_three_grounds_come_before_the_core_elements() -> None:
    """In whatever order they are gathered."""
    begun = case(Tilblivelse, plugins=[PLUGIN]).given(received("2019-11-04"))

    begun.given(fact(dict(TOLD))).when(
        complete("viden.praksis"), complete("viden.eksperter")
    ).then(no(available("kerneelementer.maalgruppe"))).when(
        complete("viden.forskning")
    ).then(available("kerneelementer.maalgruppe"))


def test_whoever_drafts_does_not_approve() -> None:
    """Four eyes: the house's own."""
    made().then(may_not(decide(GODKEND, "godkendt", by="kerneelementer-skriv")))


def test_it_can_be_sent_back_to_be_drafted_anew() -> None:
    """With a reason."""
    made().when(decide(GODKEND, "skrives_om", reasons="Mangler redskaber.")).then(
        available("kerneelementer.skriv"), no(available("udgivelse.udgiv"))
    )


def test_the_project_period_is_2019_to_2021() -> None:
    """Shorter than the others [W4]; what comes later is warned of, and not refused."""
    assert (PERIOD.start.year, YEARS) == (2019, (2019, 2021))

    made(udgivet_aar=2022).then(warned("projektperiode")).when(
        decide(GODKEND, "godkendt")
    ).then(outcome("godkendt"))
