"""What the sources say of how the catalogue is made, and whom it is for."""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_indsatskatalog.sources import (
    BASIS,
    DRIFTSFORMER,
    GROUNDS,
    OLDER_THAN,
    of_page,
    of_pool,
    planned,
)

__all__ = [
    "ALDER",
    "BUILT_ON",
    "DRIFTSFORM",
    "FOR_GROUNDS",
    "GRUNDLAG",
    "LOVGRUNDLAG",
    "RULES",
    "RUN_BY",
    "YOUNGEST",
]

BUILT_ON: Final = Fact(
    "grundlag",
    frozenset,
    one_of=BASIS,
    da="det, kataloget bygger på",
    en="what the catalogue builds on",
)
FOR_GROUNDS: Final = Fact(
    "maalgruppe.lovgrundlag",
    frozenset,
    one_of=tuple(sorted(map(str, LegalGround))),
    da="de bestemmelser, kataloget er til",
    en="the grounds that the catalogue is for",
)
RUN_BY: Final = Fact(
    "maalgruppe.driftsformer",
    frozenset,
    one_of=tuple(sorted(map(str, Driftsform))),
    da="de driftsformer, kataloget er til",
    en="the driftsformer that the catalogue is for",
)
YOUNGEST: Final = Fact(
    "maalgruppe.yngste",
    int,
    da="alderen på de yngste borgere, kataloget er til",
    en="the age of the youngest citizens that the catalogue is for",
)

GRUNDLAG: Final = Rule(
    code="indsatskatalog.grundlag",
    version=1,
    condition=BUILT_ON.includes("forskningsgennemgang")
    & BUILT_ON.includes("eksperter")
    & BUILT_ON.includes("botilbud"),
    hjemmel=planned("Delinitiativ 5"),
    quote=(
        "Restated: made with botilbud that are far ahead, a research review, and "
        "dialogue with experts."
    ),
)
LOVGRUNDLAG: Final = Rule(
    code="indsatskatalog.lovgrundlag",
    version=1,
    condition=FOR_GROUNDS.subset_of(GROUNDS),
    hjemmel=of_page("Målgruppe"),
    quote="Restated: socialpsykiatriske botilbud after §§ 107 and 108 serviceloven.",
)
DRIFTSFORM: Final = Rule(
    code="indsatskatalog.driftsform",
    version=1,
    condition=RUN_BY.subset_of(DRIFTSFORMER),
    hjemmel=of_page("Målgruppe"),
    quote="Restated: regional, private and municipal socialpsykiatriske botilbud.",
)
ALDER: Final = Rule(
    code="indsatskatalog.alder",
    version=1,
    condition=YOUNGEST >= OLDER_THAN,
    hjemmel=of_pool("Målgruppe"),
    quote="Restated: citizens over 18 with psychological difficulties.",
)
RULES: Final = (ALDER, DRIFTSFORM, GRUNDLAG, LOVGRUNDLAG)
"""All of them, by their codes; a catalogue is approved by what they find."""
