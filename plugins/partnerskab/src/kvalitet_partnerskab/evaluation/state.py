"""An evaluation as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

import attrs

from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId
from kvalitet_partnerskab.evaluation.events import (
    Axis,
    Change,
    Concluded,
    Event,
    IndicatorTaken,
    Planned,
    WaveTaken,
)

__all__ = ["KIND", "Evaluation", "evolve"]

KIND: Final = "partnerskab-evaluation"
"""The kind of its streams."""


@attrs.frozen(kw_only=True)
class Evaluation:
    """An evaluation as it is known.

    Attributes:
        planned: How it was planned.
        indicators: The indicators that are monitored, in the order they came.
        waves: The waves that are part of it, in the order they came.
        concluded: What it came to; None until it is concluded.
    """

    planned: Planned
    indicators: tuple[StreamId, ...] = ()
    waves: tuple[WaveTaken, ...] = ()
    concluded: Concluded | None = None

    @property
    def effective_from(self) -> date:
        """The first day that the plan holds."""
        return self.planned.effective_from

    @property
    def covered(self) -> frozenset[Axis]:
        """What of the principles some wave asks about."""
        return frozenset(axis for wave in self.waves for axis in wave.axes)


def evolve(state: Evaluation | None, event: Event) -> Evaluation:
    """Give the evaluation as it is after the event."""
    if isinstance(event, Planned):
        return Evaluation(planned=event)
    return _changed(existing(state, event), event)


def _changed(known: Evaluation, event: Change) -> Evaluation:
    match event:
        case IndicatorTaken(indicator=indicator):
            return attrs.evolve(known, indicators=(*known.indicators, indicator))
        case WaveTaken(survey=survey, wave=wave):
            others = (
                each
                for each in known.waves
                if (each.survey, each.wave) != (survey, wave)
            )
            return attrs.evolve(known, waves=(*others, event))
        case Concluded():
            return attrs.evolve(known, concluded=event)
        case _:
            assert_never(event)
