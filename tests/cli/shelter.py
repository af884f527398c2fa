"""A plugin that the tests of the command line install: a stay at a shelter.

Two versions of one case type: the newer gives longer time, and calls one task
otherwise.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Document,
    Fact,
    Invariant,
    Milestone,
    Renamed,
    Role,
    Rule,
    Stage,
    Task,
)
from kvalitet_core.deadlines import Term
from kvalitet_core.plugins import Plugin
from kvalitet_core.values import Hjemmel

CLERK = Role("clerk", da="Sagsbehandler", en="Clerk")
HEAD = Role("head", da="Leder", en="Head")
LAW = Hjemmel(source="Opslag 2020", paragraph="hvem kan søge")
LENGTH = Hjemmel(source="Opslag 2020", paragraph="forløbets længde")

ground = Fact("hjemmel", one_of=("SEL107", "SEL110"), da="lovgrundlaget", en="the law")
months = Fact("maaneder", int, da="længden", en="the length")
form = Document("skema", da="skemaet", en="the form")
RULE = Rule("shelter.grundlag", 1, ground.is_in(["SEL107"]), LAW, "kun § 107-tilbud")
OUTCOMES = ("imoedekommet", "afslag")


class Ansoegning(Stage):
    """Ansøgning"""

    oplys = Task(
        "Oplys sagen",
        en="Clarify the case",
        role=CLERK,
        due=Term(14, "days", suspendable=("partshoering",)),
        remind=(3,),
        requires=[form],
    )
    indstil = Task("Indstil", en="Recommend", role=CLERK, when=oplys.done)
    afgoer = Decision(
        "Afgør ansøgningen",
        en="Decide the application",
        role=HEAD,
        when=indstil.done,
        four_eyes=[indstil],
        outcomes=OUTCOMES,
        rules=[RULE],
    )
    en = "Application"


class Ophold(Stage):
    """Ophold"""

    when = Ansoegning.afgoer.outcome.equals("imoedekommet")
    samtale = Task("Hold samtale", en="Hold a talk", role=CLERK)
    aftalt = Milestone("Planen er aftalt", en="The plan is agreed", when=samtale.done)
    en = "Stay"


class Stay(CaseType):
    """Ophold på herberg"""

    code, version = "shelter.stay", "2020"
    valid_from, valid_to = date(2020, 1, 1), date(2021, 1, 1)
    en = "Stay at a shelter"
    roles = (CLERK, HEAD)
    facts = (months,)
    stages = (Ansoegning, Ophold)
    obliges = (Ansoegning.afgoer.obliges(Ophold.samtale, within=Term(30, "days")),)
    invariants = (Invariant("laengde", months >= 4, LENGTH),)


def _newer() -> tuple[type[Stage], type[Stage]]:
    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task(
            "Oplys sagen",
            en="Clarify the case",
            role=CLERK,
            due=Term(28, "days", suspendable=("partshoering",)),
            remind=(3,),
            requires=[form],
        )
        vurder = Task("Vurdér", en="Assess", role=CLERK, when=oplys.done)
        afgoer = Decision(
            "Afgør ansøgningen",
            en="Decide the application",
            role=HEAD,
            when=vurder.done,
            four_eyes=[vurder],
            outcomes=OUTCOMES,
            rules=[RULE],
        )
        en = "Application"

    class Ophold(Stage):
        """Ophold"""

        when = Ansoegning.afgoer.outcome.equals("imoedekommet")
        samtale = Task("Hold samtale", en="Hold a talk", role=CLERK)
        aftalt = Milestone(
            "Planen er aftalt", en="The plan is agreed", when=samtale.done
        )
        en = "Stay"

    return Ansoegning, Ophold


FIRST, SECOND = _newer()


class NewerStay(CaseType):
    """Ophold på herberg"""

    code, version, valid_from = "shelter.stay", "2021", date(2021, 1, 1)
    en = "Stay at a shelter"
    roles = (CLERK, HEAD)
    facts = (months,)
    stages = (FIRST, SECOND)
    obliges = (FIRST.afgoer.obliges(SECOND.samtale, within=Term(30, "days")),)
    invariants = (Invariant("laengde", months >= 4, LENGTH),)
    migrate_from = MappingProxyType(
        {"2020": Renamed({"ansoegning.indstil": "ansoegning.vurder"})}
    )


PLUGIN = Plugin(name="shelter", version="1.0", case_types=(Stay, NewerStay))
