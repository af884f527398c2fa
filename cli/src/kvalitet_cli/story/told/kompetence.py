"""How the demo tells of the courses, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "material": (
        "»{title}« udkommer med sine fem faser i strategisk kompetenceudvikling.",
        (
            "»{title}« comes out, with its five phases of strategic competence "
            "development."
        ),
    ),
    "planned": (
        (
            "Et opdigtet kursus er i kataloget, med to hold på fire pladser. Den, der "
            "kommer først, får plads; de, der venter, tilbydes en i den rækkefølge, "
            "som holdets vilkår nævner."
        ),
        (
            "A made-up course is in the catalogue, in two runs of four seats. Seats go "
            "to whoever comes first; those who wait are offered one in the order that "
            "the run's terms name."
        ),
    ),
    "signed_up": (
        (
            "Tre fra Mosebo får plads med det samme. En af dem tilmelder sig igen for "
            "en sikkerheds skyld. Afvist: {reason!r}."
        ),
        (
            "Three from Mosebo have seats at once. One of them signs up once more, to "
            "be sure. Refused: {reason!r}."
        ),
    ),
    "not_for_them": (
        (
            "En pårørende vil også gerne med, og holdet er for ledere og medarbejdere. "
            "Afvist: {reason!r}."
        ),
        (
            "A relative would like to come, too, and the run is for leaders and staff. "
            "Refused: {reason!r}."
        ),
    ),
    "waits": (
        (
            "To kolleger andetstedsfra tilmelder sig sammen og vil med begge to eller "
            "slet ikke: med én ledig plads venter de. Den, der kommer efter dem, "
            "venter bag dem."
        ),
        (
            "Two colleagues from elsewhere sign up together, and will come both or "
            "neither: with one seat free they wait. Whoever comes after them waits "
            "behind them."
        ),
    ),
    "too_late": (
        "Fristen var i går kl. 12. Afvist: {reason!r}.",
        "The deadline was yesterday at noon. Refused: {reason!r}.",
    ),
    "offered": (
        (
            "En af de tre kan ikke komme. De to pladser tilbydes de to kolleger, som "
            "står først; tilbuddet siger hvorfor og gælder i 72 timer."
        ),
        (
            "One of the three cannot come. The two seats are offered to the two "
            "colleagues, who stand first; the offer says why, and stands for 72 hours."
        ),
    ),
    "accepted": (
        "De tager imod. Holdet er fuldt og har aldrig været mere end fuldt.",
        "They accept. The run is full, and was never fuller than full.",
    ),
    "cancelled": (
        (
            "Det andet hold aflyses. En, der ikke har hørt det, tilmelder sig. Afvist: "
            "{reason!r}."
        ),
        (
            "The other run is cancelled. Somebody who has not heard it signs up. "
            "Refused: {reason!r}."
        ),
    ),
    "held": (
        "Første kursusdag; alle fire er der.",
        "The first day; all four are there.",
    ),
    "certified": (
        (
            "Anden kursusdag var i går. Tre får deres kursusbevis. En var der kun den "
            "første dag: {reason!r}."
        ),
        (
            "The second day was yesterday. Three get their certificates. One was there "
            "on the first day only: {reason!r}."
        ),
    ),
}
