"""The facts that the contract knows of are those that something gives."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

import attrs
import pytest
from tests.domain.network_situation import ESTABLISH, OPEN_TO_ALL, PLUGIN, STRICT

from kvalitet_core.domain.application import facts
from kvalitet_core.domain.course_run import ordering
from kvalitet_core.domain.network import Admission
from kvalitet_core.domain.network import facts as network_facts
from kvalitet_core.domain.tilbud import facts as tilbud_facts
from kvalitet_core.plugins import Catalogue
from kvalitet_core.testing.breaches import LawBroken
from kvalitet_core.testing.laws.rules import (
    FACTS,
    MEMBER_FACTS,
    SEAT_FACTS,
    RuleLaws,
)
from kvalitet_core.values import Answers


def _given(*modules: ModuleType) -> Iterator[str]:
    """The texts that facts are given by in these modules."""
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            keys = node.keys if isinstance(node, ast.Dict) else []
            keys = [node.slice] if isinstance(node, ast.Subscript) else keys
            for key in keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value


def test_the_contract_knows_every_fact_of_an_application() -> None:
    """A rule may ask for what an application gives, and nothing else of the core."""
    assert {*_given(facts, tilbud_facts)} == set(FACTS)


def test_the_contract_knows_every_fact_of_a_member() -> None:
    """Besides what is told, what its network asks, and of the tilbud it works in."""
    assert {*_given(network_facts), network_facts.SOURCE} == set(MEMBER_FACTS)


def test_the_contract_knows_every_fact_of_a_sign_up() -> None:
    """Besides what is asked of it: what a place in an order can rest on."""
    assert {*_given(ordering)} == set(SEAT_FACTS)


def _laws(*admissions: Admission) -> RuleLaws:
    """The laws of rules, for a plugin whose networks have these admissions."""
    commands = tuple(attrs.evolve(ESTABLISH, admission=each) for each in admissions)
    found = Catalogue(
        name="networks", title="Netværk", source="Opdigtet", commands=commands
    )

    class Laws(RuleLaws):
        plugin = attrs.evolve(PLUGIN, rules=PLUGIN.rules[:1], catalogues=(found,))
        package = "kvalitet_core.texts"
        examples = ()

    return Laws()


def test_a_limit_is_given_by_the_admission_that_sets_it() -> None:
    """A rule that asks for one which no admission knows of is never decided."""
    open_ = attrs.evolve(STRICT, limits=Answers({}), unsaid=frozenset({"ansatte"}))

    _laws(STRICT).test_a_rule_asks_for_facts_that_somebody_gives()
    _laws(open_).test_a_rule_asks_for_facts_that_somebody_gives()
    with pytest.raises(LawBroken, match=r"optagelse\.ansatte"):
        _laws(OPEN_TO_ALL).test_a_rule_asks_for_facts_that_somebody_gives()


def test_a_rule_takes_a_limit_as_the_admission_sets_it() -> None:
    """A number is no text."""
    textual = attrs.evolve(STRICT, limits=Answers({"ansatte": "ti"}))

    _laws(STRICT).test_a_rule_takes_a_fact_as_it_is_given()
    with pytest.raises(LawBroken, match=r"optagelse\.ansatte"):
        _laws(textual).test_a_rule_takes_a_fact_as_it_is_given()
