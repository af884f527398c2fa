"""Where the facts come from, and what the programme calls things."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Hjemmel

__all__ = [
    "ANNOUNCEMENT",
    "BEGINS",
    "EVALUATION",
    "GUIDE",
    "INFORMATION",
    "NAME",
    "NEWSLETTER",
    "PAGE",
    "POOL",
    "PRACTICE",
    "SELECTED",
    "STAFF_GUIDE",
    "STATUS",
    "TOOL",
    "of_pool",
]

NAME: Final = "partnerskab"

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

PAGE: Final = (
    "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien, "
    "Socialstyrelsen, 11-03-2021"
)
"""The agency's page of the sub-initiative."""

POOL: Final = (
    "§ 15.75.55.10 Social investeringspulje til recovery og rehabilitering: Partnerskab"
    " om strategisk omlægning, Socialstyrelsens puljeside"
)
"""The page of the pool, with the deadline of 24 September 2019 kl. 12.00."""

ANNOUNCEMENT: Final = (
    "Pulje: Recovery og rehabilitering, partnerskab om strategisk omlægning, "
    "Socialstyrelsen, 2019"
)
"""The news of the pool, with the deadline of 17 September 2019 kl. 12.00."""

INFORMATION: Final = (
    "Informationsmøder: Partnerskab om strategisk udvikling og omlægning af "
    "socialpsykiatrien, Socialstyrelsen, 2019"
)
"""The news of the information meetings; it names PwC and VIVE."""

SELECTED: Final = (
    "22 kommuner vil være med til at udvikle socialpsykiatrien, Socialstyrelsen, 2019"
)
"""The news of the selection, 19 December 2019."""

STATUS: Final = "Partnerskab, socialstyrelsen.dk, De seks delinitiativer"
"""The page of the partnership, with its phases."""

NEWSLETTER: Final = "Nyheder fra omlægningen af socialpsykiatrien, 2020"
"""The half-yearly newsletter."""

GUIDE: Final = "Recovery-orienteret rehabilitering. Vejledning til praksis, 2023"
"""The guide to practice, with the eight principles."""

STAFF_GUIDE: Final = (
    "Guide til medarbejdere og ledere i de sociale tilbud. Recovery-orienteret "
    "rehabilitering i praksis i socialpsykiatrien, 2023"
)
"""The guide for those who work in the tilbud."""

EVALUATION: Final = (
    "Partnerskab om strategisk udvikling og omlægning af socialpsykiatrien - "
    "Evaluering, PwC, 2023"
)
"""The evaluation report."""

TOOL: Final = "Nyt redskab til recovery, Socialt Udviklingscenter SUS"
"""The news of the drawing that SUS made as a tool for dialogue."""

PRACTICE: Final = "Etablering af et tværgående indsatsteam, Social- og Boligstyrelsen"
"""The page of the programme that followed, which tells of the concept."""


def of_pool(place: str) -> Hjemmel:
    """The call of the pool as the ground of a rule.

    Args:
        place: What it is called where the call says it.
    """
    return Hjemmel(source=POOL, paragraph=place)
