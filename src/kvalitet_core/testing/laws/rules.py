"""Laws about rules: what they ask, on which facts, and by which law."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from typing import Any, Final

from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.network import Admission, ChangeAdmission, Establish
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws

__all__ = ["FACTS", "MEMBER_FACTS", "SEAT_FACTS", "RuleLaws", "kinds_given"]

FACTS: Final[Mapping[str, Kind]] = {
    "ansoegertype": Kind.TEXT,
    "driftsform": Kind.TEXT,
    "lovgrundlag": Kind.TEXT,
    "lovgrundlag_alle": Kind.SET,
    "modtaget": Kind.INSTANT,
    "runde.ansoegningsfrist": Kind.DEADLINE,
    "runde.driftsformer": Kind.SET,
    "runde.lovgrundlag": Kind.SET,
    "runde.maaneder_hoejst": Kind.NUMBER,
    "runde.maaneder_mindst": Kind.NUMBER,
    "runde.temaer": Kind.SET,
}
"""The facts that an application is judged by, besides its answers."""

MEMBER_FACTS: Final[Mapping[str, Kind]] = {
    "medlem.art": Kind.TEXT,
    "medlem.sted": Kind.TEXT,
    "optagelse.kilde": Kind.TEXT,
}
"""The facts that a network's member is judged by, besides answers and limits."""

SEAT_FACTS: Final[Mapping[str, Kind]] = {
    "arbejdssted.pladser": Kind.NUMBER,
    "hold.pladser": Kind.NUMBER,
    "tilmelding.antal": Kind.NUMBER,
    "tilmelding.arbejdssted": Kind.TEXT,
    "tilmelding.maalgrupper": Kind.SET,
    "tilmelding.modtaget": Kind.INSTANT,
    "tilmelding.nummer": Kind.NUMBER,
}
"""The facts that a sign-up's place in an order rests on, besides its answers."""

_ANSWERS: Final = {
    "array": Kind.LIST,
    "boolean": Kind.BOOLEAN,
    "integer": Kind.NUMBER,
    "string": Kind.TEXT,
}
"""The kind of fact that an answer becomes, by its type in the form."""

_LIMITS: Final[Mapping[type[Any], Kind]] = {
    bool: Kind.BOOLEAN,
    int: Kind.NUMBER,
    str: Kind.TEXT,
    tuple: Kind.LIST,
}
"""The kind of fact that a limit of an admission becomes, by its type."""


class RuleLaws(Laws):
    """What rules ask."""

    def test_a_rule_that_knows_nothing_says_so(self) -> None:
        """Where none of its facts is known, a rule finds UNKNOWN, not FALSE."""
        hold(
            Breach(
                _named(rule),
                f"finds {rule.find({}).truth.value} where nothing is known",
                "drop is_known(): a comparison of what is not known is unknown itself",
            )
            for rule in _rules(self.examined)
            if rule.find({}).truth is not Truth.UNKNOWN
        )

    def test_a_rule_asks_for_facts_that_somebody_gives(self) -> None:
        """A fact is the core's, an answer of a form, or one that the plugin gives."""
        given = {
            *kinds_given(self.examined),
            *_left_open(self.examined),
            *_literals(self.examined),
        }
        hold(
            Breach(
                f"{_named(rule)}: fact {name!r}",
                "is given by nobody, so the rule is never decided",
                "mend its name; an answer is svar.<question of a form>",
            )
            for rule in _rules(self.examined)
            for name in sorted(rule.condition.needs)
            if name not in given
        )

    def test_a_rule_takes_a_fact_as_it_is_given(self) -> None:
        """A fact has the type that the core or the form gives it."""
        given = kinds_given(self.examined)
        hold(
            Breach(
                f"{_named(rule)}: fact {name!r}",
                f"is taken as {kind.noun}, and given as {given[name].noun}",
                "give the Fact the type that is given",
            )
            for rule in _rules(self.examined)
            for name, kind in sorted(rule.condition.needs.items())
            if given.get(name, kind) is not kind
        )

    def test_versions_of_a_rule_count_from_one(self) -> None:
        """A rule's first version is 1, and each later one is one more."""
        hold(
            Breach(
                f"rule {code!r}",
                f"has the versions {', '.join(map(str, numbers))}",
                "count its versions from 1, and leave none out",
            )
            for code, numbers in _versions(self.examined)
            if numbers != list(range(1, len(numbers) + 1))
        )

    def test_a_new_version_of_a_rule_says_something_new(self) -> None:
        """Two versions that follow each other differ in more than number and days."""
        hold(
            Breach(
                _named(newer),
                f"says what version {older.version} says",
                "let the older version hold on, and drop this one",
            )
            for older, newer in pairwise(_rules(self.examined))
            if older.code == newer.code and _said(older) == _said(newer)
        )

    def test_a_rule_holds_while_its_law_does(self) -> None:
        """No rule holds on a day on which the law that it rests on does not."""
        hold(
            Breach(
                _named(rule),
                f"holds on days on which {rule.hjemmel} does not",
                "end the rule with its law, or name the law that holds then",
            )
            for rule in _rules(self.examined)
            if _outlives(rule)
        )


def _rules(examined: Examined) -> list[Rule]:
    return sorted(examined.plugin.rules, key=lambda rule: (rule.code, rule.version))


def _versions(examined: Examined) -> Iterator[tuple[str, list[int]]]:
    for code, rules in groupby(_rules(examined), key=lambda rule: rule.code):
        yield code, [rule.version for rule in rules]


def kinds_given(examined: Examined) -> dict[str, Kind]:
    """Give every fact whose type is known from elsewhere."""
    answers = {
        f"svar.{question}": _ANSWERS[own["type"]]
        for form in examined.plugin.forms
        for question, own in dict(form.schema).get("properties", {}).items()
        if isinstance(own, dict) and own.get("type") in _ANSWERS
    }
    limits = {
        f"optagelse.{name}": _LIMITS[type(value)]
        for admission in _admissions(examined)
        for name, value in admission.limits.items()
    }
    return {**answers, **limits, **FACTS, **MEMBER_FACTS, **SEAT_FACTS}


def _left_open(examined: Examined) -> Iterator[str]:
    """The limits that the plugin's admissions leave open."""
    for admission in _admissions(examined):
        for name in admission.unsaid:
            yield f"optagelse.{name}"


def _admissions(examined: Examined) -> Iterator[Admission]:
    """Who may be a member of the networks that the plugin's catalogues establish."""
    for catalogue in examined.plugin.catalogues:
        for command in catalogue.commands:
            if isinstance(command, Establish | ChangeAdmission):
                yield command.admission


def _literals(examined: Examined) -> set[str]:
    """The texts in the plugin's code, but for the names given to facts."""
    nodes = [node for each in examined.sources for node in ast.walk(each.tree)]
    made = {
        id(node.args[0])
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fact"
        and node.args
    }
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in made
    }


def _named(rule: Rule) -> str:
    return f"rule {rule.code!r} version {rule.version}"


def _said(rule: Rule) -> dict[str, Any]:
    counted = ("version", "valid_from", "valid_to")
    return {k: v for k, v in rule.as_json().items() if k not in counted}


def _outlives(rule: Rule) -> bool:
    law = rule.hjemmel
    early = law.valid_from and (not rule.valid_from or rule.valid_from < law.valid_from)
    late = law.valid_to and (not rule.valid_to or rule.valid_to > law.valid_to)
    return bool(early or late)
