"""How the demo tells of what is measured, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "asked": (
        (
            "Den første runde spørgsmål går ud til tolv opdigtede ledere og "
            "medarbejdere om de tre ting, der evalueres: efterlevelse, brugbarhed og "
            "virkning. Færre end fem svar vises ikke; det tal er opdigtet."
        ),
        (
            "A first wave of questions goes out to twelve made-up leaders and staff, "
            "on the three things that are evaluated: efterlevelse, brugbarhed and "
            "virkning. Fewer than five answers are not to be shown; that number is "
            "made up."
        ),
    ),
    "answered": (
        (
            "Ni af dem svarer, hver under et id, der ikke siger, hvem det er. Havde de "
            "skrevet noget med egne ord, var det forseglet."
        ),
        (
            "Nine of them answer, each under an id that does not say who it is. Had "
            "they written in their own words, that would be sealed."
        ),
    ),
    "too_late": (
        "Et tiende svar kommer, da runden er slut. Afvist: {reason!r}.",
        "A tenth answer comes when the wave is over. Refused: {reason!r}.",
    ),
    "figures": (
        (
            "De fire indberetter hver et opdigtet tal. Roskildes rettes samme dag, og "
            "det, rapporten sagde, står der alligevel."
        ),
        (
            "The four report a made-up figure each. Roskilde's is put right the same "
            "day, and what the report said stands all the same."
        ),
    ),
    "defined_anew": (
        "Nøgletallet defineres på ny og skal fra december tælles på en anden måde.",
        "The figure is defined anew, to be counted otherwise from December.",
    ),
    "superseded": (
        "Nogen tæller stadig på den gamle måde. Afvist: {reason!r}.",
        "Somebody still counts the old way. Refused: {reason!r}.",
    ),
}
