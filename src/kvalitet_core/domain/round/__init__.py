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
from kvalitet_core.domain.round.correcting import Correct
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
    commands={
        "round.announce/1": Announce,
        "round.change_deadline/1": ChangeDeadline,
        "round.open/1": Open,
        "round.close/1": Close,
        "round.correct/1": Correct,
    },
)
