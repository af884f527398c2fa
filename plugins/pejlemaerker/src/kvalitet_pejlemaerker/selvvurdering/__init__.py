"""A tilbud's look at itself by the markers: guidance, never a duty.

The markers can be used one by one, in any order; no. 1 should be read first, which is
said, and required of nobody.
"""

from kvalitet_core.aggregate import Aggregate
from kvalitet_pejlemaerker.selvvurdering.commands import KIND, Assess, Begin, End
from kvalitet_pejlemaerker.selvvurdering.facts import (
    Assessed,
    Begun,
    Ended,
    Event,
    Selvvurdering,
    evolve,
)

__all__ = [
    "AGGREGATE",
    "KIND",
    "Assess",
    "Assessed",
    "Begin",
    "Begun",
    "End",
    "Ended",
    "Event",
    "Selvvurdering",
    "evolve",
]

AGGREGATE = Aggregate(
    kind=KIND,
    state=Selvvurdering,
    evolve=evolve,
    events={
        "pejlemaerker-selvvurdering.begun/1": Begun,
        "pejlemaerker-selvvurdering.assessed/1": Assessed,
        "pejlemaerker-selvvurdering.ended/1": Ended,
    },
    commands={
        "pejlemaerker-selvvurdering.begin/1": Begin,
        "pejlemaerker-selvvurdering.assess/1": Assess,
        "pejlemaerker-selvvurdering.end/1": End,
    },
)
