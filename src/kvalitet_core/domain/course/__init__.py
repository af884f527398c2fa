"""A course in a programme's catalogue: what it is about, and whom it is for.

When and where it is held, and who takes part, stands in its runs: see
`kvalitet_core.domain.course_run`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.course.events import (
    Change,
    Event,
    Registered,
    Revised,
    Withdrawn,
)
from kvalitet_core.domain.course.state import Course, Entry, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.course.commands import Register, Revise, Withdraw

__all__ = [
    "AGGREGATE",
    "Change",
    "Course",
    "Entry",
    "Event",
    "Register",
    "Registered",
    "Revise",
    "Revised",
    "Withdraw",
    "Withdrawn",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "course.register/1": "commands.Register",
        "course.revise/1": "commands.Revise",
        "course.withdraw/1": "commands.Withdraw",
    },
)

AGGREGATE = Aggregate(
    kind="course",
    state=Course,
    evolve=evolve,
    events={
        "course.registered/1": Registered,
        "course.revised/1": Revised,
        "course.withdrawn/1": Withdrawn,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
