"""A small case type to take apart, and how to write another one like it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.casetypes import (
    Decision,
    Document,
    Fact,
    Milestone,
    Role,
    Rule,
    Task,
)
from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.checks import findings
from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.forvaltningsloven import afgoerelse
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.deadlines import Term
from kvalitet_core.testing.definitions_standings import settled
from kvalitet_core.values import Deadline, Hjemmel, Instant

__all__ = [
    "Ansoegning",
    "Forloeb",
    "Opstart",
    "changed",
    "first",
    "found",
    "known",
    "second",
]

sagsbehandler = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
fagchef = Role("fagchef", da="Fagchef", en="Head of department")

hjemmel = Fact(
    "hjemmel", one_of=("SEL85", "SEL107"), da="hjemlen", en="the legal ground"
)
modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
haster = Fact("haster", bool, da="hastesag", en="urgent")
maaneder = Fact("maaneder", int, da="længden", en="the length")
beloeb = Fact("beloeb", int, da="beløbet", en="the amount")
skema = Document("ansoegningsskema")

OPSLAG = Hjemmel(source="Opslag 2020", paragraph="frist")


def rettidig(last: str, *, version: int = 1) -> Rule:
    """The rule that an application is in time, with the last day."""
    return Rule(
        code="kommune.rettidig",
        version=version,
        condition=modtaget <= Deadline(last),
        hjemmel=OPSLAG,
        quote="Ansøgningen skal være modtaget senest ved fristen.",
    )


class Ansoegning(Stage):
    """Ansøgning"""

    en = "Application"
    oplys = Task("Oplys sagen", en="Inform", role=sagsbehandler, requires=[skema])
    indstil = Task("Indstil", en="Recommend", role=sagsbehandler, when=oplys.done)
    afgoer = Decision(
        "Afgør ansøgning",
        en="Decide",
        role=fagchef,
        when=indstil.done,
        four_eyes=[indstil],
        due=Term(6, "weeks", after=modtaget),
        outcomes=("imoedekommet", "delvist", "afslag"),
        granting=("imoedekommet", "delvist"),
        rules=(rettidig("2020-11-27"),),
        afgoerelse=True,
    )


class Opstart(Stage):
    """Opstartsfase"""

    en = "Start-up"
    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet", "delvist"])
    forvent = Task("Afstem forventninger", en="Agree", role=sagsbehandler)
    plan = Milestone("Forløbsplan aftalt", en="Plan agreed", when=forvent.done)


class Forloeb(CaseType):
    """Rådgivningsforløb"""

    en = "Course of counselling"
    code, version, valid_from = "kommune.forloeb", "2020-1", date(2020, 1, 1)
    stages = (Ansoegning, Opstart)
    roles = (sagsbehandler, fagchef)
    facts = (haster, maaneder, beloeb, hjemmel)
    hooks = (afgoerelse,)
    obliges = (Ansoegning.afgoer.obliges(Opstart.forvent, within=Term(30, "days")),)


first: Definition = Forloeb.definition


def changed(path: str = "", /, **given: Any) -> Definition:
    """The definition with an item, a stage or itself changed; nothing is checked."""
    if not path:
        return attrs.evolve(first, **given)
    stages = (_stage(stage, path, given) for stage in first.stages)
    return attrs.evolve(first, stages=tuple(stages))


def _stage(stage: StageDefinition, path: str, given: dict[str, Any]) -> StageDefinition:
    if stage.code == path:
        return attrs.evolve(stage, **given)
    items = tuple(_item(one, path, given) for one in stage.items)
    return attrs.evolve(stage, items=items)


def _item(item: Item, path: str, given: dict[str, Any]) -> Item:
    return attrs.evolve(item, **given) if item.path == path else item


def found(definition: Definition) -> dict[str, list[str]]:
    """What is found wrong with a definition: the texts by their places."""
    told: dict[str, list[str]] = {}
    for problem in findings(definition):
        told.setdefault(problem.path, []).append(problem.text)
    return told


def known(**values: Any) -> dict[str, Known]:
    """What is known, each by the event that is called as it is."""
    return {name: Known(value, f"e-{name}") for name, value in values.items()}  # type: ignore[arg-type]


def second(standing: Standing) -> Standing:
    """How a case stands once it is settled."""
    return settled(standing, settle(first, standing))
