"""What becomes known in a course: what is agreed, found, chosen, and got out of it."""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import Fact, Invariant
from kvalitet_indsatsteam.rules import least, most
from kvalitet_indsatsteam.sources import THEMES, of_call

__all__ = [
    "CHOSEN",
    "DEVELOPMENT_AREAS",
    "GAINS",
    "IMPLEMENTED",
    "LENGTH",
    "MONTHS",
    "PARTICIPANTS",
    "RECOMMENDATIONS",
    "STRENGTHS",
    "WORKED_ON",
]

WORKED_ON: Final = Fact(
    "aftale.temaer",
    frozenset,
    one_of=tuple(sorted(THEMES)),
    da="de aftalte temaer",
    en="the agreed themes",
)
"""One or more of the six."""

MONTHS: Final = Fact(
    "aftale.maaneder",
    int,
    da="forløbets aftalte længde i måneder",
    en="the agreed length in months",
)

LENGTH: Final = Invariant(
    "laengde", (least <= MONTHS) & (most >= MONTHS), of_call("forløbets længde")
)
"""A course is expected to last 4 to 12 months, by need and wish: so it only warns."""

STRENGTHS: Final = Fact(
    "analyse.styrker", tuple, da="tilbuddets styrker", en="the tilbud's strengths"
)
DEVELOPMENT_AREAS: Final = Fact(
    "analyse.udviklingsomraader",
    tuple,
    da="tilbuddets udviklingsområder",
    en="the tilbud's development areas",
)
RECOMMENDATIONS: Final = Fact(
    "analyse.anbefalinger", tuple, da="anbefalingerne", en="the recommendations"
)
CHOSEN: Final = Fact(
    "valg.anbefalinger",
    frozenset,
    da="de anbefalinger, som tilbuddet tager op",
    en="the recommendations that the tilbud takes on",
)

GAINS: Final = Fact(
    "udbytte",
    frozenset,
    one_of=("indsigt", "kompetence", "faelles_forstaaelse", "systematisk_praksis"),
    da="forløbets udbytte",
    en="what came of the course",
)
"""The offer's four expected outputs, restated as codes.

Insight into own strengths and development options; competence to create successful
change; a shared understanding of recovery-oriented rehabilitation; more systematic
practice.
"""

IMPLEMENTED: Final = Fact(
    "opfoelgning.omsat",
    frozenset,
    da="de anbefalinger, som er omsat til praksis",
    en="the recommendations that were turned into practice",
)
"""Among those that the tilbud took on; none of them is an answer too."""

PARTICIPANTS: Final = Fact(
    "deltagere", int, da="antallet af deltagere", en="the number of participants"
)
"""How many took part. No source tells it of any course, so nothing waits for it."""
