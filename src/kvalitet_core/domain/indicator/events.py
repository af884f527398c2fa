"""What can happen to an indicator. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.ids import StreamId
from kvalitet_core.values import Figure, ReasonCode

__all__ = [
    "Corrected",
    "Defined",
    "Direction",
    "Event",
    "Observed",
    "Reported",
    "ReportedFigure",
    "Statement",
    "TargetSet",
    "Withdrawn",
]

# These names and fields are stored. Do not rename; add a version.


class Direction(StrEnum):
    """Which way is better.

    Attributes:
        HIGHER: A higher number is better.
        LOWER: A lower number is better.
        NEITHER: The number only describes.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@attrs.frozen(kw_only=True)
class Defined:
    """An indicator was defined, for the first time or anew.

    Attributes:
        version: Which of the indicator's definitions it is, from 1.
        name: What people call it.
        unit: What is counted: `pct.` or `borgere`.
        decimals: How many decimals its figures have.
        least: The lowest figure that there can be, if any.
        most: The highest figure that there can be, if any.
        direction: Which way is better.
        computation: How a figure is worked out, for people.
        source: The document that the definition comes from.
        valid_from: The first day that it holds, and the one before it no longer.
    """

    version: int
    name: str
    unit: str
    decimals: int
    least: Figure | None = None
    most: Figure | None = None
    direction: Direction
    computation: str
    source: str
    valid_from: date


@attrs.frozen(kw_only=True)
class Observed:
    """A figure was observed, for somebody and some days.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it is for: a municipality, a tilbud, or the stream of another thing.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        value: The figure, with the definition's decimals.
        source: Where it comes from.
        based_on: The survey that it was worked out from, if it was one.
        registered: The day that it was registered.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    value: Figure
    source: str
    based_on: StreamId | None = None
    registered: date


@attrs.frozen(kw_only=True)
class Corrected:
    """A figure that was registered wrongly was put right.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it is for.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        value: The figure as it should have been, with the definition's decimals.
        source: Where the right figure comes from.
        reason: Why, as a code; nothing about a person.
        registered: The day that the correction was registered.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    value: Figure
    source: str
    reason: ReasonCode
    registered: date


@attrs.frozen(kw_only=True)
class Withdrawn:
    """A figure was taken back: there is none for these days.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it was for.
        effective_from: The first day that it was about.
        effective_to: The first day that it was no longer about.
        reason: Why, as a code; nothing about a person.
        registered: The day that it was taken back.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    reason: ReasonCode
    registered: date


@attrs.frozen(kw_only=True)
class TargetSet:
    """It was laid down which figure is aimed at.

    Attributes:
        definition: The version of the definition that the figure is of.
        of: Who aims at it; None for all.
        value: The figure that is aimed at.
        source: The document that says so.
        effective_from: The first day that it is aimed at.
        effective_to: The first day that it is no longer; None while it is.
    """

    definition: int
    of: StreamId | None = None
    value: Figure
    source: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class ReportedFigure:
    """One figure as a report gave it.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it is for.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        value: The figure.
        target: The figure that was aimed at on its last day, if any.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    value: Figure
    target: Figure | None = None


@attrs.frozen(kw_only=True)
class Reported:
    """The figures were reported as they were known on a day; that stays so.

    Attributes:
        report: What tells the report from the indicator's others: `2021-halvaar-1`.
        known_on: The day on whose knowledge it rests; its end counts.
        effective_from: The first of the days that it is about.
        effective_to: The first day that it is no longer about.
        figures: What it says.
    """

    report: str
    known_on: date
    effective_from: date
    effective_to: date
    figures: tuple[ReportedFigure, ...]


Statement: TypeAlias = Observed | Corrected | Withdrawn
Event: TypeAlias = Defined | Statement | TargetSet | Reported
