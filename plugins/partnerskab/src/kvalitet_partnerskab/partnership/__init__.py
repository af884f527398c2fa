"""A partnership: a municipality that reorganises its socialpsykiatri, phase by phase.

What the partner takes on stands in its own record. Its phases begin on days that are
told; its implementation team has a finding on the seven groups; and the eight
principles that it works by count only all together.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_partnerskab.partnership.events import (
    Begun,
    Change,
    Event,
    Group,
    Phase,
    PhaseCorrected,
    PhaseEntered,
    PrincipleLaidDown,
    PrincipleTakenUp,
    Reorganised,
    TeamNamed,
)
from kvalitet_partnerskab.partnership.plan import PLAN, PhasePlan
from kvalitet_partnerskab.partnership.state import (
    ALL,
    KIND,
    Partnership,
    Team,
    evolve,
    partnership_of,
)
from kvalitet_partnerskab.partnership.team import TEAM

if TYPE_CHECKING:
    from kvalitet_partnerskab.partnership.commands import (
        Begin,
        CorrectPhase,
        EnterPhase,
        NameTeam,
    )
    from kvalitet_partnerskab.partnership.principles import (
        DeclareReorganised,
        LayDown,
        TakeUp,
    )

__all__ = [
    "AGGREGATE",
    "ALL",
    "KIND",
    "PLAN",
    "TEAM",
    "Begin",
    "Begun",
    "Change",
    "CorrectPhase",
    "DeclareReorganised",
    "EnterPhase",
    "Event",
    "Group",
    "LayDown",
    "NameTeam",
    "Partnership",
    "Phase",
    "PhaseCorrected",
    "PhaseEntered",
    "PhasePlan",
    "PrincipleLaidDown",
    "PrincipleTakenUp",
    "Reorganised",
    "TakeUp",
    "Team",
    "TeamNamed",
    "evolve",
    "partnership_of",
]

_COMMANDS = Deferred(
    __name__,
    {
        "partnerskab-partnership.begin/1": "commands.Begin",
        "partnerskab-partnership.enter_phase/1": "commands.EnterPhase",
        "partnerskab-partnership.correct_phase/1": "commands.CorrectPhase",
        "partnerskab-partnership.name_team/1": "commands.NameTeam",
        "partnerskab-partnership.take_up/1": "principles.TakeUp",
        "partnerskab-partnership.lay_down/1": "principles.LayDown",
        "partnerskab-partnership.declare_reorganised/1": (
            "principles.DeclareReorganised"
        ),
    },
)
"""Stored name → where the command is: brought in when it is asked for."""

AGGREGATE = Aggregate(
    kind=KIND,
    state=Partnership,
    evolve=evolve,
    events={
        "partnerskab-partnership.begun/1": Begun,
        "partnerskab-partnership.phase_entered/1": PhaseEntered,
        "partnerskab-partnership.phase_corrected/1": PhaseCorrected,
        "partnerskab-partnership.team_named/1": TeamNamed,
        "partnerskab-partnership.principle_taken_up/1": PrincipleTakenUp,
        "partnerskab-partnership.principle_laid_down/1": PrincipleLaidDown,
        "partnerskab-partnership.reorganised/1": Reorganised,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
