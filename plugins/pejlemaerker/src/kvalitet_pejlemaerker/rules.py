"""What the plan says of the making, and what the publication says of its use.

The rules of use guide: what they find is kept, and refuses nothing, for the markers are
no "skal-opgaver".
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_pejlemaerker.sources import (
    CASE_MUNICIPALITIES,
    GROUP,
    planned,
    published,
)

__all__ = [
    "ARBEJDSGRUPPE",
    "BOSTOETTE",
    "FIRST_READ",
    "GROUNDS",
    "KOMMUNER",
    "LAES_FOERST",
    "MEMBERS",
    "OF_MAKING",
    "OF_USE",
    "municipalities",
]

municipalities: Final = Fact(
    "cases.antal_kommuner",
    int,
    da="antallet af kommuner med en casebeskrivelse",
    en="the number of municipalities with a case description",
)
MEMBERS: Final = Fact(
    "arbejdsgruppe.sammensaetning",
    frozenset,
    one_of=GROUP,
    da="arbejdsgruppens sammensætning",
    en="who is in the working group",
)
GROUNDS: Final = Fact(
    "lovgrundlag_alle", frozenset, da="tilbuddets lovgrundlag", en="the legal grounds"
)
FIRST_READ: Final = Fact(
    "laest_foerst",
    bool,
    da="pejlemærke 1 er brugt først",
    en="marker 1 is used first",
)


KOMMUNER: Final = Rule(
    code="pejlemaerker.kommuner",
    version=1,
    condition=(municipalities >= CASE_MUNICIPALITIES[0])
    & (municipalities <= CASE_MUNICIPALITIES[1]),
    hjemmel=planned("Delinitiativ 4"),
    quote=(
        "Restated: case descriptions from 8-9 municipalities with promising practice."
    ),
)
ARBEJDSGRUPPE: Final = Rule(
    code="pejlemaerker.arbejdsgruppe",
    version=1,
    condition=MEMBERS.includes(GROUP[0])
    & MEMBERS.includes(GROUP[1])
    & MEMBERS.includes(GROUP[2]),
    hjemmel=planned("Delinitiativ 4"),
    quote=(
        "Restated: a working group of experts, municipalities and resource persons "
        "drafts the markers."
    ),
)
OF_MAKING: Final = (ARBEJDSGRUPPE, KOMMUNER)
"""What the plan says of how the markers are made."""

BOSTOETTE: Final = Rule(
    code="pejlemaerker.bostoette",
    version=1,
    condition=GROUNDS.includes(LegalGround.SEL85),
    hjemmel=published("hvem pejlemærkerne er til"),
    quote="Restated: the markers are for bostøtte after § 85 serviceloven.",
)
LAES_FOERST: Final = Rule(
    code="pejlemaerker.laes_foerst",
    version=1,
    condition=FIRST_READ.equals(True),  # noqa: FBT003 - it was used, or not
    hjemmel=published("brugen af pejlemærkerne"),
    quote="Restated: they can be used one by one; no. 1 should be read first.",
)
OF_USE: Final = (BOSTOETTE, LAES_FOERST)
"""What the publication says of how the markers are used: guidance, never a duty."""
