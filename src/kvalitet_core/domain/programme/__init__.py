"""A programme: what ties its sub-initiatives, and what is known of it and of each.

Its tracks, sub-initiatives and goals are numbered, as the programme's own papers number
them. What is said of one is said from a day on, and said anew where it was wrong; the
earlier statement stays in the history. A budget that nobody knows is stated as unknown.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.programme.events import (
    AuthorityChanged,
    BudgetStated,
    Change,
    ContactNamed,
    ContactRemoved,
    EndChanged,
    Established,
    Event,
    GoalStated,
    PageSection,
    PageStated,
    SubInitiativeStated,
    TrackStated,
)
from kvalitet_core.domain.programme.state import (
    Budget,
    Contact,
    Numbered,
    Programme,
    SubInitiative,
    evolve,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.programme.commands import (
        ChangeAuthority,
        ChangeEnd,
        Establish,
        StateGoal,
        StateTrack,
    )
    from kvalitet_core.domain.programme.parts import (
        StateBudget,
        StatePage,
        StateSubInitiative,
    )
    from kvalitet_core.domain.programme.people import NameContact, RemoveContact

__all__ = [
    "AGGREGATE",
    "AuthorityChanged",
    "Budget",
    "BudgetStated",
    "Change",
    "ChangeAuthority",
    "ChangeEnd",
    "Contact",
    "ContactNamed",
    "ContactRemoved",
    "EndChanged",
    "Establish",
    "Established",
    "Event",
    "GoalStated",
    "NameContact",
    "Numbered",
    "PageSection",
    "PageStated",
    "Programme",
    "RemoveContact",
    "StateBudget",
    "StateGoal",
    "StatePage",
    "StateSubInitiative",
    "StateTrack",
    "SubInitiative",
    "SubInitiativeStated",
    "TrackStated",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "programme.establish/1": "commands.Establish",
        "programme.change_authority/1": "commands.ChangeAuthority",
        "programme.change_end/1": "commands.ChangeEnd",
        "programme.state_track/1": "commands.StateTrack",
        "programme.state_goal/1": "commands.StateGoal",
        "programme.state_sub_initiative/1": "parts.StateSubInitiative",
        "programme.state_budget/1": "parts.StateBudget",
        "programme.state_page/1": "parts.StatePage",
        "programme.name_contact/1": "people.NameContact",
        "programme.remove_contact/1": "people.RemoveContact",
    },
)

AGGREGATE = Aggregate(
    kind="programme",
    state=Programme,
    evolve=evolve,
    events={
        "programme.established/1": Established,
        "programme.authority_changed/1": AuthorityChanged,
        "programme.end_changed/1": EndChanged,
        "programme.track_stated/1": TrackStated,
        "programme.goal_stated/1": GoalStated,
        "programme.sub_initiative_stated/1": SubInitiativeStated,
        "programme.budget_stated/1": BudgetStated,
        "programme.page_stated/1": PageStated,
        "programme.contact_named/1": ContactNamed,
        "programme.contact_removed/1": ContactRemoved,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
