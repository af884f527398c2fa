"""A municipality applies, where the round is open to municipalities."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.programme import (
    ANNOUNCED,
    DRAFT,
    FORM,
    NOW,
    OPENED,
    OPSLAG,
    ROUND,
    SUBMIT,
    SUBMITTED,
)

from kvalitet_core import Plugin
from kvalitet_core.casetypes.conditions import Fact, Truth
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.core import CORE
from kvalitet_core.domain import application, municipality
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.registry import Registry
from kvalitet_core.testing import given
from kvalitet_core.testing.given_when_then import Outcome
from kvalitet_core.values import MunicipalityCode, RegionCode

KOMMUNE = StreamId("municipality/0999")
REGISTERED = municipality.Registered(
    code=MunicipalityCode("0999"),
    name="Eksempelkøbing",
    region=RegionCode("1089"),
    effective_from=date(2019, 1, 1),
)
OPEN_TO_ALL = attrs.evolve(
    ANNOUNCED, eligible_grounds=frozenset(), eligible_driftsformer=frozenset()
)
APPLIES = Fact("ansoegertype", str, one_of=("kommune", "tilbud"), da="a", en="a")
PLUGIN = Plugin(
    name="proeve",
    version="1",
    forms=(FORM,),
    rules=(
        Rule("proeve.kreds", 1, APPLIES.equals("kommune"), OPSLAG, "Alle kommuner …"),
    ),
)
APPLICATION = StreamId("application/proeve-2020-11.0999.1")


def trying(
    command: Any,
    *told: Any,
    announced: Any = OPEN_TO_ALL,
    known: tuple[municipality.Event, ...] = (REGISTERED,),
) -> Outcome:
    """Decide a command where the round and the municipality are known so."""
    around = [(ROUND, (announced, OPENED)), *([(KOMMUNE, known)] if known else [])]
    return given(*told, *around, plugins=[PLUGIN]).when(command, now=NOW)


def test_a_municipality_applies_where_the_round_names_no_tilbud() -> None:
    """Drafted or handed in at once; its stream has the municipality's code."""
    submit = attrs.evolve(SUBMIT, applicant=KOMMUNE)
    draft = attrs.evolve(DRAFT, applicant=KOMMUNE)

    (submitted,) = trying(submit).events
    (drafted,) = trying(draft).events

    assert submitted.applicant == drafted.applicant == KOMMUNE
    assert given(plugins=[PLUGIN]).target(submit) == APPLICATION


@pytest.mark.parametrize("command", [SUBMIT, DRAFT])
def test_a_round_for_tilbud_takes_no_municipality(command: Any) -> None:
    """Nobody could ever find whether it meets what is asked of a tilbud."""
    trying(attrs.evolve(command, applicant=KOMMUNE), announced=ANNOUNCED).then_refused(
        "application.applicant_kind"
    )


def test_only_a_municipality_that_is_there_applies() -> None:
    """It is on the programme's list on the day of receipt."""
    submit = attrs.evolve(SUBMIT, applicant=KOMMUNE)
    left = municipality.Left(effective_from=date(2020, 1, 1))

    trying(submit, known=()).then_refused("application.applicant_unknown")
    trying(submit, known=(REGISTERED, left)).then_refused(
        "application.applicant_not_in_force"
    )


def test_no_one_else_applies() -> None:
    """A tilbud or a municipality; a region is neither."""
    with pytest.raises(Malformed, match=r"municipality/… or tilbud/…"):
        attrs.evolve(SUBMIT, applicant=StreamId("region/1089"))


def test_who_applies_is_a_fact_for_rules() -> None:
    """Set by the event that the application was received in."""
    received = attrs.evolve(SUBMITTED, applicant=KOMMUNE)

    (assessed,) = trying(application.Assess(application=APPLICATION), received).events

    (finding,) = assessed.findings
    (applies, call) = finding.inputs
    assert finding.truth is Truth.TRUE
    assert (applies.fact, applies.value) == ("ansoegertype", "kommune")
    assert applies.set_by == f"{APPLICATION}@1"
    assert call.fact == "runde.kilde"


def test_what_tilbud_have_handed_in_is_read_as_before() -> None:
    """The commands of before, when only tilbud applied, fit those of today."""
    registry = Registry((CORE,))

    for name in ("application.draft", "application.submit"):
        assert registry.numbers(f"{name}/2") == {f"{name}/1", f"{name}/2"}
