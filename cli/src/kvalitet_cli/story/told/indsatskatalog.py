"""How the demo tells of the catalogue, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "begun": (
        (
            "En sag åbnes om kataloget til botilbud: en indgribende og dyr hjælp, hvis "
            "indhold og kvalitet er meget forskellige."
        ),
        (
            "A case opens on the catalogue for botilbud: an intrusive and costly help, "
            "of very different content and quality."
        ),
    ),
    "known": (
        (
            "Forskning gennemgås, eksperter spørges, og to opdigtede botilbud, der er "
            "langt fremme, fortæller, hvad de gør."
        ),
        (
            "Research is reviewed, experts are asked, and two made-up botilbud that "
            "are far ahead tell what they do."
        ),
    ),
    "drafted": (
        (
            "Udkastet har kerneelementer med metoder og redskaber, til §§ 107 og 108 "
            "og borgere over 18. Hvad de hedder, er ikke til at finde, så der står et "
            "enkelt og siger, at det er opdigtet."
        ),
        (
            "The draft has core elements with methods and tools, for §§ 107 and 108 "
            "and citizens over 18. What they are called is not to be found, so a "
            "single one stands there, and says that it is made up."
        ),
    ),
    "published": (
        (
            "Kataloget er godkendt og udgivet, og dets sag er lukket. Det var planlagt "
            "til begyndelsen af 2021; dagen, det udkom, er opdigtet."
        ),
        (
            "The catalogue is approved, published, and its case closed. It was planned "
            "for the beginning of 2021; the day it came out on is made up."
        ),
    ),
}
