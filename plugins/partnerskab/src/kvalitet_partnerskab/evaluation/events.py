"""What can happen to an evaluation. These are what is stored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId

__all__ = [
    "Axis",
    "Change",
    "Concluded",
    "Event",
    "IndicatorTaken",
    "Planned",
    "WaveTaken",
]

# These names and fields are stored. Do not rename; add a version.


class Axis(StrEnum):
    """What of the eight principles is evaluated.

    Attributes:
        EFTERLEVELSE: Whether they are adhered to.
        BRUGBARHED: Whether they are useful.
        VIRKNING: What they result in for citizens.
    """

    EFTERLEVELSE = "efterlevelse"
    BRUGBARHED = "brugbarhed"
    VIRKNING = "virkning"


@attrs.frozen(kw_only=True)
class Planned:
    """An evaluation was planned, in two strands: monitoring, and by the principles.

    Attributes:
        key: What tells it from other evaluations.
        title: What people call it.
        axes: What of the principles is evaluated.
        source: The document that orders it.
        effective_from: The first day that the plan holds.
    """

    key: str
    title: str
    axes: frozenset[Axis]
    source: str
    effective_from: date


@attrs.frozen(kw_only=True)
class IndicatorTaken:
    """An indicator, nøgletal, came to be monitored.

    Attributes:
        indicator: The indicator.
        effective_from: The first day.
    """

    indicator: StreamId
    effective_from: date


@attrs.frozen(kw_only=True)
class WaveTaken:
    """A wave of a survey came to be part of an evaluation.

    Attributes:
        survey: The survey.
        wave: Which wave of it.
        axes: What of the principles it asks about.
    """

    survey: StreamId
    wave: str
    axes: frozenset[Axis]


@attrs.frozen(kw_only=True)
class Concluded:
    """An evaluation came to its end, with a report and a description of the concept.

    Attributes:
        report: The evaluation report.
        concept: The description of the concept.
        effective_from: The day.
    """

    report: Citation
    concept: Citation
    effective_from: date


Change: TypeAlias = IndicatorTaken | WaveTaken | Concluded
Event: TypeAlias = Planned | Change
