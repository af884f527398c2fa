"""How the markers are made, as a case: mapping, cases, group, drafting, publication.

The five steps are restated from the plan and from what SUS told: the mapping is by VIVE
with SUS, and the group drafts. Who does what else, the case descriptions too, and that
somebody else approves, is the house's own.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Milestone,
    Role,
    Stage,
    Task,
)
from kvalitet_core.texts import read_texts
from kvalitet_pejlemaerker.rules import MEMBERS, OF_MAKING, municipalities
from kvalitet_pejlemaerker.sources import BEGINS, NAME

__all__ = ["CODE", "Tilblivelse"]

CODE: Final = f"{NAME}.tilblivelse"

PROJECT: Final = Role("projektleder", da="Projektleder", en="Project manager")
MAPPERS: Final = Role("kortlaegger", da="VIVE med SUS", en="VIVE with SUS")
GROUP: Final = Role("arbejdsgruppe", da="Arbejdsgruppen", en="The working group")
HEAD: Final = Role("fagchef", da="Fagchef", en="Head of department")

WHICH: Final = Fact(
    "cases.kommuner",
    frozenset,
    da="kommunerne med en casebeskrivelse",
    en="the municipalities with a case description",
)
"""By their codes; which they were is not to be found."""
PUBLICATION: Final = Fact(
    "publikation", str, da="publikationen", en="the publication's stream"
)
FILMS: Final = Fact("film", int, da="antallet af film", en="the number of films")


class Kortlaegning(Stage):
    """Kortlægning"""

    en = "Mapping"
    litteratur = Task(
        "Gennemfør litteraturstudiet", en="Study the literature", role=MAPPERS
    )
    praksis = Task(
        "Kortlæg god kvalitet i praksis",
        en="Map good quality in practice",
        role=MAPPERS,
    )
    grundlag = Milestone(
        "Vidensgrundlaget er samlet",
        en="The knowledge base is gathered",
        when=litteratur.done & praksis.done,
    )


class Cases(Stage):
    """Casebeskrivelser"""

    en = "Case descriptions"
    udpeg = Task(
        "Udpeg kommuner med lovende praksis",
        en="Point out municipalities with promising practice",
        role=PROJECT,
        requires=[WHICH, municipalities],
    )
    beskriv = Task(
        "Skriv casebeskrivelserne",
        en="Write the case descriptions",
        role=MAPPERS,
        when=udpeg.done,
    )


class Arbejdsgruppe(Stage):
    """Arbejdsgruppe"""

    en = "Working group"
    nedsaet = Task(
        "Nedsæt arbejdsgruppen",
        en="Set up the working group",
        role=PROJECT,
        requires=[MEMBERS],
    )


class Udarbejdelse(
    Stage, when=Kortlaegning.done & Cases.done & Arbejdsgruppe.nedsaet.done
):
    """Udarbejdelse"""

    en = "Drafting"
    skriv = Task(
        "Skriv pejlemærkerne",
        en="Draft the markers",
        role=GROUP,
        requires=[PUBLICATION],
    )
    godkend = Decision(
        "Godkend pejlemærkerne",
        en="Approve the markers",
        role=HEAD,
        when=skriv.done,
        four_eyes=[skriv],
        outcomes={"godkendt": "godkendt", "skrives_om": "skrives om"},
        granting=("godkendt",),
        favourable=("godkendt",),
        returns={"skrives_om": skriv},
        rules=OF_MAKING,
    )


class Udgivelse(Stage, when=Udarbejdelse.godkend.outcome.equals("godkendt")):
    """Udgivelse"""

    en = "Publication"
    udgiv = Task("Udgiv pejlemærkerne", en="Publish the markers", role=PROJECT)
    film = Task(
        "Præsentér pejlemærkerne i film",
        en="Present the markers in films",
        role=PROJECT,
        when=udgiv.done,
        requires=[FILMS],
        optional=True,
    )


class Tilblivelse(CaseType):
    """Tilblivelsen af de faglige pejlemærker"""

    en = "The making of the professional markers"
    code, version, valid_from = CODE, "2019-1", BEGINS
    stages = (Kortlaegning, Cases, Arbejdsgruppe, Udarbejdelse, Udgivelse)
    texts = read_texts("kvalitet_pejlemaerker")
