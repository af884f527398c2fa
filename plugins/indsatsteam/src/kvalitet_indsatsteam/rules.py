"""Who could have a counselling course: one rule a condition of the offer.

The limits themselves (deadline, themes, grounds, driftsformer, length) stand in the
round, since they changed from round to round, and each finding names the call that the
round comes from. So the rules have no days: what comes when the programme is over is
late in its round, and is found to be.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.values import Deadline
from kvalitet_indsatsteam.sources import of_call

__all__ = [
    "DRIFTSFORM",
    "LAENGDE",
    "RETTIDIG",
    "RULES",
    "TEMAER",
    "TILBUDSTYPE",
    "least",
    "most",
    "received",
]

received: Final = Fact(
    "modtaget",
    datetime,
    da="ansøgningen er modtaget",
    en="the application was received",
)
_deadline = Fact(
    "runde.ansoegningsfrist", Deadline, da="rundens frist", en="the round's deadline"
)
_grounds = Fact(
    "lovgrundlag_alle", frozenset, da="tilbuddets lovgrundlag", en="the legal grounds"
)
_eligible_grounds = Fact(
    "runde.lovgrundlag", frozenset, da="rundens lovgrundlag", en="the round's grounds"
)
_driftsform = Fact("driftsform", str, da="tilbuddets driftsform", en="the driftsform")
_eligible_driftsformer = Fact(
    "runde.driftsformer",
    frozenset,
    da="rundens driftsformer",
    en="the round's driftsformer",
)
_wished = Fact("svar.temaer", tuple, da="de ønskede temaer", en="the wished themes")
_themes: Final = Fact(
    "runde.temaer", frozenset, da="rundens temaer", en="the round's themes"
)
_months = Fact(
    "svar.maaneder", int, da="den ønskede længde", en="the wished length in months"
)
least: Final = Fact(
    "runde.maaneder_mindst", int, da="rundens mindste længde", en="the least length"
)
most: Final = Fact(
    "runde.maaneder_hoejst", int, da="rundens største længde", en="the greatest length"
)

DRIFTSFORM: Final = Rule(
    code="indsatsteam.driftsform",
    version=1,
    condition=_eligible_driftsformer.includes(_driftsform),
    hjemmel=of_call("hvem kan søge"),
    quote=(
        "Restated: who may apply: regional, private and municipal socialpsykiatriske "
        "tilbud; the text of 2021 adds selvejende."
    ),
)

LAENGDE: Final = Rule(
    code="indsatsteam.laengde",
    version=1,
    condition=(_months >= least) & (_months <= most),
    hjemmel=of_call("forløbets længde"),
    quote="Restated: expected length: 4 to 12 months, by need and wish.",
)

RETTIDIG: Final = Rule(
    code="indsatsteam.rettidig",
    version=1,
    condition=received <= _deadline,
    hjemmel=of_call("ansøgningsfrist"),
    quote="Restated: application rounds: deadline 27 Nov 2020; deadline 20 Aug 2021.",
)

TEMAER: Final = Rule(
    code="indsatsteam.temaer",
    version=1,
    condition=_wished.subset_of(_themes),
    hjemmel=of_call("temaer"),
    quote="Restated: six themes, one or more chosen.",
)

TILBUDSTYPE: Final = Rule(
    code="indsatsteam.tilbudstype",
    version=1,
    condition=_grounds.intersects(_eligible_grounds),
    hjemmel=of_call("tilbudstyper"),
    quote=(
        "Restated: eligible tilbud types: tilbud in the citizen's own home after § 85 "
        "serviceloven; botilbud after §§ 107, 108; botilbud after almenboligloven "
        "with support after § 85."
    ),
)

RULES: Final = (DRIFTSFORM, LAENGDE, RETTIDIG, TEMAER, TILBUDSTYPE)
"""All of them, by their codes."""
