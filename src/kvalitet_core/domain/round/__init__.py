"""A round: a call for applications, with its deadline and what it was announced with.

All that varies from round to round stands here, and never in code.
"""

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.domain.round.commands import (
    Announce,
    ChangeDeadline,
    Close,
    Open,
)
from kvalitet_core.domain.round.events import (
    Announced,
    Change,
    Closed,
    DeadlineChanged,
    Event,
    Opened,
)
from kvalitet_core.domain.round.state import Round, evolve

__all__ = [
    "AGGREGATE",
    "Announce",
    "Announced",
    "Change",
    "ChangeDeadline",
    "Close",
    "Closed",
    "DeadlineChanged",
    "Event",
    "Open",
    "Opened",
    "Round",
    "evolve",
]

AGGREGATE = Aggregate(
    kind="round",
    state=Round,
    evolve=evolve,
    events={
        "round.announced/1": Announced,
        "round.deadline_changed/1": DeadlineChanged,
        "round.opened/1": Opened,
        "round.closed/1": Closed,
    },
    commands={
        "round.announce/1": Announce,
        "round.change_deadline/1": ChangeDeadline,
        "round.open/1": Open,
        "round.close/1": Close,
    },
)
