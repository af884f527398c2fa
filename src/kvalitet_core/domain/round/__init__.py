"""A round: a call for applications, with its deadline and what it was announced with.

All that varies from round to round stands here, and never in code.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.round.events import (
    Announced,
    Change,
    Closed,
    Corrected,
    DeadlineChanged,
    Event,
    Opened,
    Unsaid,
)
from kvalitet_core.domain.round.state import Round, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.round.commands import (
        Announce,
        ChangeDeadline,
        Close,
        Open,
    )
    from kvalitet_core.domain.round.correcting import Correct

__all__ = [
    "AGGREGATE",
    "Announce",
    "Announced",
    "Change",
    "ChangeDeadline",
    "Close",
    "Closed",
    "Correct",
    "Corrected",
    "DeadlineChanged",
    "Event",
    "Open",
    "Opened",
    "Round",
    "Unsaid",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "round.announce/1": "commands.Announce",
        "round.change_deadline/1": "commands.ChangeDeadline",
        "round.open/1": "commands.Open",
        "round.close/1": "commands.Close",
        "round.correct/1": "correcting.Correct",
    },
)

AGGREGATE = Aggregate(
    kind="round",
    state=Round,
    evolve=evolve,
    events={
        "round.announced/1": Announced,
        "round.deadline_changed/1": DeadlineChanged,
        "round.opened/1": Opened,
        "round.closed/1": Closed,
        "round.corrected/1": Corrected,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
