"""How the demo tells of the programme, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "established": (
        (
            "{loader} opretter programmet »{title}«: {tracks} spor, {parts} "
            "delinitiativer og {goals} mål, bogstav for bogstav. {known} budgetter er "
            "kendt. {unknown} er ikke til at finde og står som ukendte: ukendt er ikke "
            "nul."
        ),
        (
            "{loader} enters the programme »{title}«: {tracks} tracks, {parts} "
            "sub-initiatives and {goals} goals, letter by letter. {known} budgets are "
            "known. {unknown} are not to be found, and are stated as unknown: unknown "
            "is not nothing."
        ),
    ),
    "contact_named": (
        (
            "En opdigtet person bliver kontakt for delinitiativ 6. Hvem det er, er "
            "forseglet, som for alle personer i denne journal."
        ),
        (
            "Somebody made up becomes the contact of sub-initiative 6. Whoever it is "
            "is sealed, as every person in this journal."
        ),
    ),
    "page_of_1": (
        (
            "Styrelsens side om delinitiativ 1 er opdateret, og det, der står på den, "
            "lægges ind, overskrift for overskrift."
        ),
        (
            "The agency's page on sub-initiative 1 is updated, and what it says is "
            "entered, heading by heading."
        ),
    ),
    "page_of_6": (
        (
            "Styrelsens side om delinitiativ 6 er også opdateret, og det, der står på "
            "den, lægges ind på samme måde."
        ),
        (
            "The agency's page on sub-initiative 6 is updated, too, and entered in the "
            "same way."
        ),
    ),
    "new_authority": (
        (
            "Programmet er forbi. Det, det efterlod, hører under {after}, som indtil "
            "årsskiftet hed {before}."
        ),
        (
            "The programme is over. What it left belongs to {after}, which until the "
            "turn of the year was called {before}."
        ),
    ),
}
