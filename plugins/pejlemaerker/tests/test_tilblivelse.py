"""The markers are made as the plan says, and approved by somebody else."""

from __future__ import annotations

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
    done,
    fact,
    may_not,
    no,
    outcome,
    received,
    refused,
)
from kvalitet_pejlemaerker import PLUGIN
from kvalitet_pejlemaerker.examples import TOLD
from kvalitet_pejlemaerker.sources import GROUP
from kvalitet_pejlemaerker.tilblivelse import Tilblivelse

GODKEND = "udarbejdelse.godkend"


def made(number: int = 8, members: tuple[str, ...] = GROUP) -> Trial:
    """Drafted, with cases from so many municipalities and this group."""
    told = {
        **dict(TOLD),
        "cases.antal_kommuner": number,
        "arbejdsgruppe.sammensaetning": members,
    }
    return (
        case(Tilblivelse, plugins=[PLUGIN])
        .given(received("2020-01-06"))
        .given(fact(told), brought_to(GODKEND))
    )


@pytest.mark.parametrize("number", [8, 9])
def test_it_goes_from_the_mapping_to_the_films(number: int) -> None:
    """Mapping, cases, working group, drafting, publication."""
    made(number).when(decide(GODKEND, "godkendt", by="bo")).then(
        outcome("godkendt"), because("kommuner", True), because("arbejdsgruppe", True)
    ).when(complete("udgivelse.udgiv"), complete("udgivelse.film"), close()).then(
        *(
            done(stage)
            for stage in ("kortlaegning", "cases", "udarbejdelse", "udgivelse")
        ),
        closed(),
    )


@pytest.mark.parametrize("number", [7, 10])
def test_other_numbers_of_municipalities_are_found(number: int) -> None:
    """Case descriptions from 8-9 municipalities [S2]: else somebody says why."""
    trial = made(number)

    trial.when(decide(GODKEND, "godkendt")).then(refused("case.finding_false"))
    trial.when(
        decide(GODKEND, "godkendt", despite="kommuner", reasons="Én trak sig.")
    ).then(outcome("godkendt"), because("kommuner", False))


@pytest.mark.parametrize("missing", GROUP)
def test_a_group_that_lacks_somebody_is_found(missing: str) -> None:
    """Experts, municipalities and resource persons [S2] [W24]."""
    members = tuple(each for each in GROUP if each != missing)

    made(members=members).when(decide(GODKEND, "godkendt")).then(
        refused("case.finding_false")
    )


def test_nothing_is_drafted_before_there_is_something_to_draft_on() -> None:
    """The knowledge base, the cases and the group come first."""
    case(Tilblivelse, plugins=[PLUGIN]).given(
        received("2020-01-06"), fact(dict(TOLD)), brought_to("cases.beskriv")
    ).then(no(available("udarbejdelse.skriv")))


def test_whoever_drafts_does_not_approve() -> None:
    """Four eyes: the house's own."""
    made().then(may_not(decide(GODKEND, "godkendt", by="udarbejdelse-skriv")))


def test_it_can_be_sent_back_to_be_drafted_anew() -> None:
    """With a reason; the group drafts again."""
    made().when(decide(GODKEND, "skrives_om", reasons="Mangler eksempler.")).then(
        available("udarbejdelse.skriv"), no(available("udgivelse.udgiv"))
    )
