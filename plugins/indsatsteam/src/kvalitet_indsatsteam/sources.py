"""Where the facts come from, and what the programme calls things."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Hjemmel

__all__ = [
    "BEGINS",
    "ENDS",
    "LENGTHS",
    "NAME",
    "OFFER_2020",
    "OFFER_2021",
    "THEMES",
    "offer",
]

NAME: Final = "indsatsteam"

BEGINS, ENDS = date(2019, 1, 1), date(2023, 1, 1)
"""The programme's period is 2019-2022: its first day, and the first day after it."""

OFFER_2020: Final = (
    "Tilbud om rådgivningsforløb fra Indsatsteamet, Socialstyrelsen, efterår 2020"
)
"""The agency's offer of counselling courses of autumn 2020."""

OFFER_2021: Final = (
    "selveje.dk, Socialstyrelsen tilbyder udviklingsforløb til socialpsykiatrien, 2021"
)
"""The offer of 2021, as a federation of self-owning institutions told it."""

THEMES: Final = frozenset(
    {
        "Civilsamfund",
        "Helhed og sammenhæng",
        "Ledelse og organisation",
        "Samarbejde med borgeren",
        "Sundhed",
        "Uddannelse og beskæftigelse",
    }
)
"""The six themes, one or more of which a tilbud chose; letter by letter."""

LENGTHS: Final = (4, 12)
"""A course was expected to last 4 to 12 months, by need and wish."""


def offer(place: str) -> Hjemmel:
    """The offer as the ground of a rule, in force for the programme's period.

    Args:
        place: What it is called where the offer says it.
    """
    return Hjemmel(source=OFFER_2020, paragraph=place, valid_from=BEGINS, valid_to=ENDS)
