"""A tilbud: a place or a service that supports people, and what is known of it.

Whoever stands as its contact or leads it is a person: an id that says nothing, and a
card that is sealed with that person's own key.

The house form, a module a part: `events`, `state` with its fold, `commands`, `people`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.tilbud.events import (
    Change,
    Closed,
    ContactNamed,
    ContactRemoved,
    DriftsformChanged,
    Event,
    LeaderChanged,
    LegalGroundsChanged,
    Moved,
    PeopleChange,
    Registered,
    Renamed,
)
from kvalitet_core.domain.tilbud.state import (
    Contact,
    Leader,
    Seat,
    Tilbud,
    evolve,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.tilbud.commands import (
        ChangeDriftsform,
        ChangeLegalGrounds,
        Close,
        Move,
        Register,
        Rename,
    )
    from kvalitet_core.domain.tilbud.people import (
        ChangeLeader,
        NameContact,
        RemoveContact,
    )

__all__ = [
    "AGGREGATE",
    "Change",
    "ChangeDriftsform",
    "ChangeLeader",
    "ChangeLegalGrounds",
    "Close",
    "Closed",
    "Contact",
    "ContactCard",
    "ContactNamed",
    "ContactRemoved",
    "Driftsform",
    "DriftsformChanged",
    "Event",
    "Leader",
    "LeaderChanged",
    "LegalGroundsChanged",
    "Move",
    "Moved",
    "NameContact",
    "PeopleChange",
    "Register",
    "Registered",
    "RemoveContact",
    "Rename",
    "Renamed",
    "Seat",
    "Tilbud",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "tilbud.register/1": "commands.Register",
        "tilbud.rename/1": "commands.Rename",
        "tilbud.change_driftsform/1": "commands.ChangeDriftsform",
        "tilbud.change_legal_grounds/1": "commands.ChangeLegalGrounds",
        "tilbud.move/1": "commands.Move",
        "tilbud.name_contact/1": "people.NameContact",
        "tilbud.remove_contact/1": "people.RemoveContact",
        "tilbud.change_leader/1": "people.ChangeLeader",
        "tilbud.close/1": "commands.Close",
    },
)

AGGREGATE = Aggregate(
    kind="tilbud",
    state=Tilbud,
    evolve=evolve,
    events={
        "tilbud.registered/1": Registered,
        "tilbud.renamed/1": Renamed,
        "tilbud.driftsform_changed/1": DriftsformChanged,
        "tilbud.legal_grounds_changed/1": LegalGroundsChanged,
        "tilbud.moved/1": Moved,
        "tilbud.contact_named/1": ContactNamed,
        "tilbud.contact_removed/1": ContactRemoved,
        "tilbud.leader_changed/1": LeaderChanged,
        "tilbud.closed/1": Closed,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
