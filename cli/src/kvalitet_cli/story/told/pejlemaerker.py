"""How the demo tells of the markers, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["TOLD"]

TOLD: Final = {
    "begun": (
        (
            "En sag åbnes om, hvordan pejlemærkerne bliver til: kortlægning, "
            "casebeskrivelser, en arbejdsgruppe, udarbejdelse, udgivelse."
        ),
        (
            "A case opens on the making of the markers: mapping, case descriptions, a "
            "working group, drafting, publication."
        ),
    ),
    "mapped": (
        (
            "VIVE og SUS har gennemgået litteraturen og kortlagt praksis. Otte "
            "kommuner med lovende praksis er beskrevet; planen siger 8-9, og hvilke "
            "det var, er ikke til at finde."
        ),
        (
            "VIVE and SUS have studied the literature and mapped practice. Eight "
            "municipalities with promising practice are described; the plan says 8-9, "
            "and which they were is not to be found."
        ),
    ),
    "group": (
        "En arbejdsgruppe nedsættes, af eksperter, kommuner og ressourcepersoner.",
        ("A working group is set up, of experts, municipalities and resource persons."),
    ),
    "drafted": (
        (
            "Udkastet er der: {markers} pejlemærker i deres officielle rækkefølge, "
            "hvert med to anbefalinger, hvis navne ikke er til at finde og er "
            "opdigtede."
        ),
        (
            "The draft is there: {markers} markers in their official order, each with "
            "two recommendations, whose names are not to be found and are made up."
        ),
    ),
    "too_early": (
        (
            "Bostøtten Fyrtårnet i Roskilde har hørt om pejlemærkerne og vil gerne "
            "holde sig op imod dem med det samme. Afvist: {reason!r}."
        ),
        (
            "Bostøtten Fyrtårnet in Roskilde has heard of the markers, and would like "
            "to hold itself against them at once. Refused: {reason!r}."
        ),
    ),
    "approved": (
        (
            "En anden end gruppen godkender udkastet. Havde et pejlemærke manglet "
            "eller haft et andet navn, kunne det ikke være godkendt."
        ),
        (
            "Somebody else than the group approves the draft. Had a marker been "
            "missing, or had another name, it could not be."
        ),
    ),
    "published": (
        (
            "SUS fortæller, at pejlemærkerne er ude; dagen, de udkom, er opdigtet. Fem "
            "film præsenterer dem."
        ),
        (
            "SUS tells that the markers are out; on which day they came out is made "
            "up. Five films present them."
        ),
    ),
    "used": (
        (
            "Nu må Fyrtårnet. Det begynder med nr. 9, selv om nr. 1 bør læses først: "
            "det konstateres og afviser intet, for pejlemærkerne er en vejledning og "
            "ingen pligt."
        ),
        (
            "Now Fyrtårnet may. It begins with no. 9, though no. 1 should be read "
            "first: that is found, and refuses nothing, since the markers are "
            "guidance, and no duty."
        ),
    ),
}
