"""How the demo tells of the partners' work, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "prepared": (
        (
            "Den forberedende fase: analyse, med PwC's kortlægning, som 84 kommuner "
            "har bidraget til, og en registeranalyse."
        ),
        (
            "The preparing phase: analysis, with a mapping by PwC that 84 "
            "municipalities gave input to, and an analysis of registers."
        ),
    ),
    "teams": (
        (
            "Hver kommune har sit implementeringsteam. {number} grupper skal være med; "
            "i Rudersdals mangler regionen, og det er fundet og venter på at blive "
            "rettet."
        ),
        (
            "Each municipality has its team. {number} groups must be in it; "
            "Rudersdal's lacks the region, which is found, and waits to be mended."
        ),
    ),
    "news": (
        (
            "Det første nummer af »{title}«, som udkommer hvert halve år. Rudersdal "
            "fortæller."
        ),
        (
            "The first issue of »{title}«, which comes out every half year. Rudersdal "
            "tells."
        ),
    ),
    "tested": (
        (
            "Afprøvning og udvikling begynder. De fire tager de otte principper op, "
            "Rudersdal alle undtagen det tredje."
        ),
        (
            "Testing and development begins. The four take up the eight principles, "
            "Rudersdal all but the third."
        ),
    ),
    "reorganised": (
        (
            "{towns} arbejder efter alle otte principper. Rudersdal arbejder efter "
            "syv, og principperne tæller kun alle sammen: {reason!r}."
        ),
        (
            "{towns} work by all eight principles. Rudersdal works by seven, and the "
            "principles count only all together: {reason!r}."
        ),
    ),
    "out": (
        (
            "Det er 2023, og {number} udgivelser kommer ud, {with_isbn} af dem med det "
            "ISBN, de har: vejledningen til praksis, guiden til medarbejdere og "
            "ledere, evalueringen og konceptet med otte principper og otte "
            "forudsætninger. Kun året er kendt, så dagen er opdigtet, og det er "
            "forudsætningernes navne også."
        ),
        (
            "It is 2023, and {number} publications come out, {with_isbn} of them with "
            "the ISBN that they have: the guide to practice, the guide to staff and "
            "leaders, the evaluation, and the concept of eight principles and eight "
            "prerequisites. Only the year is known, so the day is made up, and so are "
            "the names of the prerequisites."
        ),
    ),
}
