"""An evaluation: what was monitored and asked, and the report and concept it came to.

It has two strands. Monitoring is of indicators, nøgletal; which they are is data. The
evaluation by the principles is of their efterlevelse, brugbarhed and virkning, each
asked about in waves of surveys. It ends in a report and, apart from it, a description
of the concept.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_partnerskab.evaluation.events import (
    Axis,
    Change,
    Concluded,
    Event,
    IndicatorTaken,
    Planned,
    WaveTaken,
)
from kvalitet_partnerskab.evaluation.state import KIND, Evaluation, evolve

if TYPE_CHECKING:
    from kvalitet_partnerskab.evaluation.commands import (
        Conclude,
        Plan,
        TakeIndicator,
        TakeWave,
    )

__all__ = [
    "AGGREGATE",
    "KIND",
    "Axis",
    "Change",
    "Conclude",
    "Concluded",
    "Evaluation",
    "Event",
    "IndicatorTaken",
    "Plan",
    "Planned",
    "TakeIndicator",
    "TakeWave",
    "WaveTaken",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "partnerskab-evaluation.plan/1": "commands.Plan",
        "partnerskab-evaluation.take_indicator/1": "commands.TakeIndicator",
        "partnerskab-evaluation.take_wave/1": "commands.TakeWave",
        "partnerskab-evaluation.conclude/1": "commands.Conclude",
    },
)
"""Stored name → where the command is: brought in when it is asked for."""

AGGREGATE = Aggregate(
    kind=KIND,
    state=Evaluation,
    evolve=evolve,
    events={
        "partnerskab-evaluation.planned/1": Planned,
        "partnerskab-evaluation.indicator_taken/1": IndicatorTaken,
        "partnerskab-evaluation.wave_taken/1": WaveTaken,
        "partnerskab-evaluation.concluded/1": Concluded,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
