"""Where the facts come from, and what they say in words and numbers."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.dated import Period
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.values import Hjemmel

__all__ = [
    "BACKGROUND",
    "BASIS",
    "DRIFTSFORMER",
    "GROUNDS",
    "NAME",
    "OLDER_THAN",
    "PAGE",
    "PERIOD",
    "PLAN",
    "PLANNED",
    "POOL",
    "TARGET_GROUP",
    "YEARS",
    "of_page",
    "of_pool",
    "planned",
]

NAME: Final = "indsatskatalog"

PERIOD: Final = Period(start=date(2019, 1, 1), end=date(2022, 1, 1))
"""The project period, 2019-2021; shorter than that of the other sub-initiatives."""

YEARS: Final = (2019, 2021)
"""The first and the last year of it."""

PLANNED: Final = "primo 2021"
"""When the catalogue was to be published, by the plan."""

PAGE: Final = "socialstyrelsen.dk, Delinitiativ 5"
"""The agency's page of the sub-initiative."""
PLAN: Final = "Delinitiativerne om en styrket kvalitet i socialpsykiatrien (07-09-2020)"
"""The agency's page of all six."""

TARGET_GROUP: Final = (
    "ledere med ansvar for kvalitet i socialpsykiatriske botilbud",
    "medarbejderne på botilbuddene",
)
"""Whom the catalogue is for: leaders responsible for quality, and their staff."""

GROUNDS: Final = frozenset({LegalGround.SEL107, LegalGround.SEL108})
"""The botilbud that it is for: those after §§ 107 and 108 serviceloven."""

DRIFTSFORMER: Final = frozenset(
    {Driftsform.REGIONAL, Driftsform.PRIVAT, Driftsform.KOMMUNAL}
)
"""Regional, private and municipal botilbud."""

POOL: Final = (
    "Social investeringspulje til recovery og rehabilitering, Socialstyrelsen, 2019"
)
"""The call text of the same programme's pool, § 15.75.55.10."""
OLDER_THAN: Final = 18
"""It is about support of citizens over 18.

The pool of the same programme says so; the sub-initiative's own page names no age.
"""

BASIS: Final = ("forskningsgennemgang", "eksperter", "botilbud")
"""What it is made from.

A research review, dialogue with experts, and the practice of botilbud that are far
ahead; which those were is not to be found.
"""

BACKGROUND: Final = (
    "Botilbud er en indgribende og omkostningstung form for hjælp.",
    "Der er stor variation i botilbuddenes indhold og kvalitet.",
)
"""Why it was made, restated."""


def planned(paragraph: str) -> Hjemmel:
    """The plan as the ground of a rule.

    Args:
        paragraph: What it is about there.
    """
    return Hjemmel(source=PLAN, paragraph=paragraph)


def of_page(paragraph: str) -> Hjemmel:
    """The sub-initiative's own page as the ground of a rule.

    Args:
        paragraph: The heading on it.
    """
    return Hjemmel(source=PAGE, paragraph=paragraph)


def of_pool(paragraph: str) -> Hjemmel:
    """The call text of the programme's pool as the ground of a rule.

    Args:
        paragraph: The heading in it.
    """
    return Hjemmel(source=POOL, paragraph=paragraph)
