"""Where the facts come from, and what they say in words and numbers."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Hjemmel

__all__ = [
    "ANNOUNCED",
    "AUTHORS",
    "BEGINS",
    "BUILDS_ON",
    "CASE_MUNICIPALITIES",
    "FILMS",
    "GROUP",
    "GUIDANCE",
    "MAPPING",
    "NAME",
    "NO_DUTIES",
    "PAGES",
    "PLAN",
    "PLANNED",
    "PUBLICATION",
    "PUBLISHER",
    "RECOMMENDATIONS",
    "SUPPORTED",
    "SUS",
    "TITLE",
    "YEAR",
    "planned",
    "published",
]

NAME: Final = "pejlemaerker"

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

TITLE: Final = "Faglige pejlemærker for kvalitet i bostøtten"
PUBLISHER: Final = "Socialstyrelsen"
YEAR: Final = 2021
PUBLICATION: Final = f"{TITLE}, {PUBLISHER}, {YEAR}"
"""The publication; no source that was read has its ISBN or the day it came out."""

ANNOUNCED: Final = date(2021, 6, 4)
"""When SUS told of it: it was published by then."""

PLANNED: Final = "primo 2021"
"""When it was to be published, by the plan."""

PLAN: Final = "Delinitiativerne om en styrket kvalitet i socialpsykiatrien (07-09-2020)"
SUS: Final = "sus.dk, Faglige pejlemærker for kvalitet i bostøtten, 4. juni 2021"
GUIDANCE: Final = f"{PUBLICATION}, om brugen af pejlemærkerne"

NO_DUTIES: Final = "skal-opgaver"
"""What the markers are not; the word for them was chosen for that reason."""

MAPPING: Final = "Kortlægning af god kvalitet i praksis i bostøtten, VIVE med SUS, 2021"
"""The practice mapping that the markers build on, beside a literature study."""
AUTHORS: Final = ("Jensen", "Bom", "Tauby-Theill", "Emkjær", "Nicolajsen", "Olsen")
"""Who is named as author of the mapping."""
PAGES: Final = 156
"""How many pages the mapping has."""
BUILDS_ON: Final = (
    "recovery",
    "rehabilitering",
    "Socialtilsynets kvalitetsmodel",
    "kriterierne for lovende praksis",
)
"""What the knowledge base builds on."""

CASE_MUNICIPALITIES: Final = (8, 9)
"""Cases were to be described from 8-9 municipalities; their names are not found."""

GROUP: Final = ("eksperter", "kommuner", "ressourcepersoner")
"""Who drafts the markers: experts, municipalities, resource persons; no names found."""

RECOMMENDATIONS: Final = (2, 3)
"""Each marker has two to three recommendations; their names are not found."""

FILMS: Final = 5
"""How many films present the ten markers."""

SUPPORTED: Final = 25_000
"""More people than this get bostøtte."""


def planned(paragraph: str) -> Hjemmel:
    """The plan as the ground of a rule.

    Args:
        paragraph: What it is about there.
    """
    return Hjemmel(source=PLAN, paragraph=paragraph)


def published(paragraph: str) -> Hjemmel:
    """The publication as the ground of a rule, which guides and binds nobody.

    Args:
        paragraph: What it is about there.
    """
    return Hjemmel(source=PUBLICATION, paragraph=paragraph)
