"""An evaluation: what was monitored and asked, and the report and concept it came to.

It has two strands. Monitoring is of indicators, nøgletal; which they are is data. The
evaluation by the principles is of their efterlevelse, brugbarhed and virkning, each
asked about in waves of surveys. It ends in a report and, apart from it, a description
of the concept.
"""

from kvalitet_core.aggregate import Aggregate
from kvalitet_partnerskab.evaluation.checks import KIND
from kvalitet_partnerskab.evaluation.commands import (
    Conclude,
    Plan,
    TakeIndicator,
    TakeWave,
)
from kvalitet_partnerskab.evaluation.events import (
    Axis,
    Change,
    Concluded,
    Event,
    IndicatorTaken,
    Planned,
    WaveTaken,
)
from kvalitet_partnerskab.evaluation.state import Evaluation, evolve

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
    commands={
        "partnerskab-evaluation.plan/1": Plan,
        "partnerskab-evaluation.take_indicator/1": TakeIndicator,
        "partnerskab-evaluation.take_wave/1": TakeWave,
        "partnerskab-evaluation.conclude/1": Conclude,
    },
)
