"""An indicator, nøgletal: what is measured, what was observed, and what was reported.

Nothing here says which indicators there are: a definition is data, in versions, each
with its source. A figure is a text with the definition's decimals, so nothing is
rounded. A correction is laid over what it corrects: `Indicator.known` gives what was
known at the end of a day, and a report keeps the figures that it gave.

A module a part: `events`, `state` with its fold, the commands in `defining`,
`observing` and `reporting`, and the rules that they share in `checks`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.indicator.events import (
    Corrected,
    Defined,
    Direction,
    Event,
    Observed,
    Reported,
    ReportedFigure,
    Statement,
    TargetSet,
    Withdrawn,
)
from kvalitet_core.domain.indicator.reporting import (
    Difference,
    Report,
    figures,
    since,
)
from kvalitet_core.domain.indicator.state import Indicator, Observation, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.indicator.defining import Define, SetTarget
    from kvalitet_core.domain.indicator.observing import Correct, Observe, Withdraw

__all__ = [
    "AGGREGATE",
    "Correct",
    "Corrected",
    "Define",
    "Defined",
    "Difference",
    "Direction",
    "Event",
    "Indicator",
    "Observation",
    "Observe",
    "Observed",
    "Report",
    "Reported",
    "ReportedFigure",
    "SetTarget",
    "Statement",
    "TargetSet",
    "Withdraw",
    "Withdrawn",
    "evolve",
    "figures",
    "since",
]

_COMMANDS = Deferred(
    __name__,
    {
        "indicator.define/1": "defining.Define",
        "indicator.observe/1": "observing.Observe",
        "indicator.correct/1": "observing.Correct",
        "indicator.withdraw/1": "observing.Withdraw",
        "indicator.set_target/1": "defining.SetTarget",
        "indicator.report/1": "reporting.Report",
    },
)

AGGREGATE = Aggregate(
    kind="indicator",
    state=Indicator,
    evolve=evolve,
    events={
        "indicator.defined/1": Defined,
        "indicator.observed/1": Observed,
        "indicator.corrected/1": Corrected,
        "indicator.withdrawn/1": Withdrawn,
        "indicator.target_set/1": TargetSet,
        "indicator.reported/1": Reported,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
