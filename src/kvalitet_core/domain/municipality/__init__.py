"""A municipality: what it is called, which region it lies in, and while when.

The streams are the programme's list of municipalities. A municipality is off the list
from the day it merges into another, or leaves the programme.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.municipality.events import (
    Event,
    Left,
    Merged,
    Moved,
    Registered,
    Renamed,
)
from kvalitet_core.domain.municipality.state import Municipality, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.municipality.commands import (
        Leave,
        Merge,
        Move,
        Register,
        Rename,
    )

__all__ = [
    "AGGREGATE",
    "Event",
    "Leave",
    "Left",
    "Merge",
    "Merged",
    "Move",
    "Moved",
    "Municipality",
    "Register",
    "Registered",
    "Rename",
    "Renamed",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "municipality.register/1": "commands.Register",
        "municipality.rename/1": "commands.Rename",
        "municipality.move/1": "commands.Move",
        "municipality.merge/1": "commands.Merge",
        "municipality.leave/1": "commands.Leave",
    },
)

AGGREGATE = Aggregate(
    kind="municipality",
    state=Municipality,
    evolve=evolve,
    events={
        "municipality.registered/1": Registered,
        "municipality.renamed/1": Renamed,
        "municipality.moved/1": Moved,
        "municipality.merged/1": Merged,
        "municipality.left/1": Left,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
