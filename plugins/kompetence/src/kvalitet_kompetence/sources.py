"""Where the facts come from, and what the programme calls things, letter by letter.

The courses themselves are not to be found: neither their names, lengths, price and
seats, nor who gave them, nor the rules of their waiting lists. All of that is an
argument of a command, and nothing here stands for it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import ISBN

__all__ = [
    "ATTENTION_POINTS",
    "BEGINS",
    "INSPIRATION",
    "INSPIRATION_DATE",
    "INSPIRATION_EARLIER",
    "INSPIRATION_ISBN",
    "INSPIRATION_MADE_BY",
    "LEADERS",
    "LIST",
    "MODEL",
    "NAME",
    "PAGE",
    "PHASES",
    "PURPOSE",
    "STAFF",
    "TARGET_GROUPS",
    "THEMES",
]

NAME: Final = "kompetence"

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

LIST: Final = (
    "Delinitiativerne om en styrket kvalitet i socialpsykiatrien, Socialstyrelsen, "
    "7. september 2020"
)
"""The agency's list of the sub-initiatives, which has the central themes."""

PAGE: Final = "Delinitiativ 2, sbst.dk/projekter-og-initiativer/handicap/delinitiativ-2"
"""The sub-initiative's own page, which has its purpose and whom it is for."""

INSPIRATION: Final = (
    "Inspiration til Ledelse af strategisk kompetenceudvikling i socialpsykiatrien"
)
"""The material that goes with the courses."""

INSPIRATION_DATE: Final = date(2020, 10, 20)
INSPIRATION_ISBN: Final = ISBN("978-87-94059-18-3")
INSPIRATION_MADE_BY: Final = (
    "Implement Consulting Group",
    "Københavns Professionshøjskole",
)
INSPIRATION_EARLIER: Final = "Seminar.dk"
"""Whose earlier material it builds on."""

PURPOSE: Final = (
    "Restated: spread the best current knowledge on recovery-oriented rehabilitation "
    "through competence development that meets the tilbud's needs."
)

LEADERS: Final = "ledere"
"""Leaders in municipal, regional and private tilbud who are responsible for quality."""

STAFF: Final = "medarbejdere"
"""Staff who deliver support."""

TARGET_GROUPS: Final = frozenset({LEADERS, STAFF})
"""The primary target group, restated as two codes."""

THEMES: Final = (
    "rehabilitering og recovery",
    "inddragelse og medbestemmelse",
    "helhed og sammenhæng",
    "pårørende",
    "misbrug",
    "peers",
    "fritid",
    "sundhed",
    "civilsamfund",
    "uddannelse og beskæftigelse",
    "dokumentation af progression og udvikling",
)
"""The central themes, in the order of the list."""

MODEL: Final = "Fem faser i strategisk kompetenceudvikling"
"""What the material calls its model."""

PHASES: Final = (
    "Strategi og mål",
    "Kompetencebehov",
    "Plan for kompetenceudvikling",
    "Læringsaktiviteter",
    "Forankring",
)
"""The model's phases, in order."""

ATTENTION_POINTS: Final = (
    "Forventningsafstemning",
    "Inddragelse",
    "Motivation",
    "Kobling til faglig praksis",
    "Ansvar og organisering",
)
"""The model's five attention points, in order."""
