"""How the catalogue is made, as a case: research, experts, practice, core elements.

What it is made from is restated from the plan; the order of the steps, who does what,
and that somebody else approves is the house's own.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Invariant,
    Milestone,
    Role,
    Stage,
    Task,
)
from kvalitet_core.texts import read_texts
from kvalitet_indsatskatalog.rules import (
    BUILT_ON,
    FOR_GROUNDS,
    RULES,
    RUN_BY,
    YOUNGEST,
)
from kvalitet_indsatskatalog.sources import NAME, PERIOD, YEARS, of_page

__all__ = ["CODE", "WITHIN", "Tilblivelse"]

CODE: Final = f"{NAME}.tilblivelse"

PROJECT: Final = Role("projektleder", da="Projektleder", en="Project manager")
REVIEWER: Final = Role("forsker", da="Forsker", en="Researcher")
HEAD: Final = Role("fagchef", da="Fagchef", en="Head of department")

PRACTICE: Final = Fact(
    "praksis.botilbud",
    frozenset,
    da="de botilbud, der er langt fremme",
    en="the botilbud that are far ahead",
)
"""By their streams; which they were is not to be found."""
PUBLICATION: Final = Fact(
    "publikation", str, da="publikationen", en="the publication's stream"
)
published_in: Final = Fact(
    "udgivet_aar", int, da="udgivelsesåret", en="the year of publication"
)

WITHIN: Final = Invariant(
    "projektperiode",
    (published_in >= YEARS[0]) & (published_in <= YEARS[1]),
    of_page("Projektperiode"),
)
"""The project period is 2019-2021; what comes later is warned of, and not refused."""


class Viden(Stage):
    """Videnindsamling"""

    en = "Gathering of knowledge"
    forskning = Task("Gennemgå forskningen", en="Review the research", role=REVIEWER)
    eksperter = Task("Drøft med eksperter", en="Talk with experts", role=PROJECT)
    praksis = Task(
        "Saml praksis fra botilbud, der er langt fremme",
        en="Gather practice from botilbud that are far ahead",
        role=PROJECT,
        requires=[PRACTICE],
    )
    grundlag = Milestone(
        "Grundlaget er samlet",
        en="The ground is gathered",
        when=forskning.done & eksperter.done & praksis.done,
    )


class Kerneelementer(Stage, when=Viden.done):
    """Kerneelementer"""

    en = "Core elements"
    maalgruppe = Task(
        "Beskriv målgruppen",
        en="Describe the target group",
        role=PROJECT,
        requires=[FOR_GROUNDS, RUN_BY, YOUNGEST],
    )
    skriv = Task(
        "Skriv kerneelementer, metoder og redskaber",
        en="Draft core elements, methods and tools",
        role=PROJECT,
        when=maalgruppe.done,
        requires=[PUBLICATION, BUILT_ON],
    )
    godkend = Decision(
        "Godkend kataloget",
        en="Approve the catalogue",
        role=HEAD,
        when=skriv.done,
        four_eyes=[skriv],
        outcomes={"godkendt": "godkendt", "skrives_om": "skrives om"},
        granting=("godkendt",),
        favourable=("godkendt",),
        returns={"skrives_om": skriv},
        rules=RULES,
    )


class Udgivelse(Stage, when=Kerneelementer.godkend.outcome.equals("godkendt")):
    """Udgivelse"""

    en = "Publication"
    udgiv = Task(
        "Udgiv kataloget",
        en="Publish the catalogue",
        role=PROJECT,
        requires=[published_in],
    )


class Tilblivelse(CaseType):
    """Tilblivelsen af indsatskataloget"""

    en = "The making of the catalogue"
    code, version, valid_from = CODE, "2019-1", PERIOD.start
    stages = (Viden, Kerneelementer, Udgivelse)
    invariants = (WITHIN,)
    texts = read_texts("kvalitet_indsatskatalog")
