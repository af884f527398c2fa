"""A made-up programme of counselling, for tests of what tests are written with."""

from __future__ import annotations

from datetime import date

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Document,
    Fact,
    Invariant,
    Milestone,
    Param,
    Role,
    Rule,
    Stage,
    Task,
    forvaltningsloven,
)
from kvalitet_core.deadlines import Term
from kvalitet_core.values import Deadline, Hjemmel, Instant

OPSLAG = Hjemmel(source="Eksempelopslag 2020", paragraph="frist")

sagsbehandler = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
fagchef = Role("fagchef", da="Fagchef", en="Head of department")
konsulent = Role("konsulent", da="Konsulent", en="Consultant")

hjemmel = Fact(
    "hjemmel", one_of=("SEL85", "SEL107"), da="lovgrundlaget", en="the legal ground"
)
modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
frist = Param(
    "ansoegningsfrist", Deadline, da="ansøgningsfristen", en="the application deadline"
)
maaneder = Fact("maaneder", int, da="længden i måneder", en="the length in months")


class Ansoegning(Stage):
    """Ansøgning"""

    en = "Application"
    oplys = Task(
        "Oplys sagen",
        en="Inform the case",
        role=sagsbehandler,
        requires=[Document("ansoegningsskema")],
    )
    indstil = Task("Indstil", en="Recommend", role=sagsbehandler, when=oplys.done)
    afgoer = Decision(
        "Afgør ansøgning",
        en="Decide the application",
        role=fagchef,
        when=indstil.done,
        four_eyes=[indstil],
        due=Term(6, "weeks", after=modtaget, suspendable=("partshoering",)),
        remind=(7,),
        outcomes=("imoedekommet", "delvist", "afslag"),
        granting=("imoedekommet", "delvist"),
        afgoerelse=True,
        rules=(
            Rule(
                "proeve.hjemmel", 1, hjemmel.is_known(), OPSLAG, "Hvem der kan søge …"
            ),
            Rule("proeve.rettidig", 1, modtaget <= frist, OPSLAG, "Fristen er …"),
        ),
    )


class Opstart(Stage):
    """Opstart"""

    en = "Start-up"
    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet", "delvist"])
    forvent = Task("Afstem forventninger", en="Agree on aims", role=konsulent)
    besoeg = Task(
        "Besøg stedet",
        en="Visit the place",
        role=konsulent,
        discretionary=True,
        planned_by=[konsulent, fagchef],
    )
    brev = Task(
        "Send velkomstbrev", en="Send a welcome letter", role=konsulent, optional=True
    )
    plan = Milestone("Forløbsplan aftalt", en="Plan agreed", when=forvent.done)


class Forloeb(CaseType):
    """Rådgivningsforløb"""

    en = "Course of counselling"
    code, version, valid_from = "proeve.forloeb", "2020-2", date(2020, 9, 1)
    stages = (Ansoegning, Opstart)
    roles = (sagsbehandler, fagchef, konsulent)
    facts = (maaneder,)
    hooks = (forvaltningsloven.afgoerelse,)
    obliges = (Ansoegning.afgoer.obliges(Opstart.forvent, within=Term(30, "days")),)
    invariants = (Invariant("laengde", (maaneder >= 4) & (maaneder <= 12), OPSLAG),)
