"""A made-up programme whose cases handle applications, for tests of the kit."""

from __future__ import annotations

from datetime import date

from kvalitet_core.casetypes import CaseType, Decision, Fact, Role, Rule, Stage, Task
from kvalitet_core.values import Deadline, Hjemmel, Instant

CALL = Hjemmel(source="Eksempelopslag 2020", paragraph="hvem kan søge")

fagchef = Role("fagchef", da="Fagchef", en="Head of department")
modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
frist = Fact("runde.ansoegningsfrist", Deadline, da="fristen", en="the deadline")
temaer = Fact("svar.temaer", tuple, da="de ønskede temaer", en="the wished themes")
rundens = Fact("runde.temaer", frozenset, da="rundens temaer", en="the themes")
driftsform = Fact("driftsform", str, da="driftsformen", en="the kind of owner")
beloeb = Fact("beloeb", int, da="beløbet i øre", en="the amount in øre")


class Behandling(Stage):
    """Behandling"""

    en = "Handling"
    laes = Task("Læs ansøgningen", en="Read the application", role=fagchef)
    afgoer = Decision(
        "Afgør",
        en="Decide",
        role=fagchef,
        when=laes.done,
        requires=[beloeb],
        outcomes=("imoedekommet", "afslag"),
        mandate="plads",
        amount=beloeb,
        rules=(
            Rule("plads.rettidig", 1, modtaget <= frist, CALL, "Fristen er …"),
            Rule("plads.temaer", 1, temaer.subset_of(rundens), CALL, "Temaerne er …"),
            Rule("plads.ejer", 1, driftsform.equals("kommunal"), CALL, "Kommunale …"),
        ),
    )


class Placering(CaseType):
    """Placering"""

    en = "Placing"
    code, version, valid_from = "plads.placering", "1", date(2020, 9, 1)
    stages = (Behandling,)
    handles = "application"
