"""Where the facts come from, and what the programme calls things."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Deadline, Hjemmel, Money

__all__ = [
    "APPLIED_FOR",
    "BEGINS",
    "CALLED",
    "DOCUMENTS",
    "LENGTHS",
    "NAME",
    "OFFER_2020",
    "OFFER_2021",
    "PRICE",
    "TASK_FORCE",
    "TASK_FORCE_DEADLINES",
    "THEMES",
    "THE_CALL",
    "of_call",
]

NAME: Final = "indsatsteam"

BEGINS: Final = date(2019, 1, 1)
"""The first day of the programme's period, 2019-2022."""

OFFER_2020: Final = (
    "Tilbud om rådgivningsforløb fra Indsatsteamet, Socialstyrelsen, efterår 2020"
)
"""The agency's offer of counselling courses of autumn 2020."""

OFFER_2021: Final = (
    "selveje.dk, Socialstyrelsen tilbyder udviklingsforløb til socialpsykiatrien, 2021"
)
"""The offer of 2021, as a federation of self-owning institutions told it."""

CALLED: Final = ("rådgivningsforløb", "indsatsforløb", "udviklingsforløb")
"""What a course is called, letter by letter; the last in the text of 2021."""

DOCUMENTS: Final = ("ansøgningsskema", "ansøgningsvejledning")
"""What stood on the page to be fetched; neither is to be found."""

TASK_FORCE: Final = (
    "Vejledning til ansøgning om deltagelse i et længerevarende Task Force forløb"
)
"""The guidance to a neighbouring offer of the same agency, known by its title alone."""

TASK_FORCE_DEADLINES: Final = (
    Deadline("2015-05-18T12:00:00+02:00"),
    Deadline("2015-10-23T12:00:00+02:00"),
)
"""Its fixed deadlines, at 12 noon: a precedent for rounds that end at an hour."""

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

PRICE: Final = Money(oere=0)
"""A course is free for the tilbud."""

APPLIED_FOR: Final = (2019, 2022)
"""Courses were applied for from autumn 2019 to 2022; two deadlines are known."""

LENGTHS: Final = (4, 12)
"""A course was expected to last 4 to 12 months, by need and wish."""


THE_CALL: Final = "Indsatsteamets opslag for runden"
"""What every rule rests on: the round's own call, which each finding names."""


def of_call(place: str) -> Hjemmel:
    """The call of the round as the ground of a rule.

    It has no days of its own: a call governs its round, also what comes after it.

    Args:
        place: What it is called where the call says it.
    """
    return Hjemmel(source=THE_CALL, paragraph=place)
