"""A tilbud: a place or a service that supports people, and what is known of it.

Whoever stands as its contact or leads it is a person: an id that says nothing, and a
card that is sealed with that person's own key.

The house form, a module a part: `events`, `state` with its fold, the commands in
`registering`, `describing` and `people`.
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
    from kvalitet_core.domain.tilbud.describing import (
        ChangeDriftsform,
        ChangeLegalGrounds,
        Rename,
    )
    from kvalitet_core.domain.tilbud.people import (
        ChangeLeader,
        NameContact,
        RemoveContact,
    )
    from kvalitet_core.domain.tilbud.registering import Close, Move, Register

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
        "tilbud.register/1": "registering.Register",
        "tilbud.rename/1": "describing.Rename",
        "tilbud.change_driftsform/1": "describing.ChangeDriftsform",
        "tilbud.change_legal_grounds/1": "describing.ChangeLegalGrounds",
        "tilbud.move/1": "registering.Move",
        "tilbud.name_contact/1": "people.NameContact",
        "tilbud.remove_contact/1": "people.RemoveContact",
        "tilbud.change_leader/1": "people.ChangeLeader",
        "tilbud.close/1": "registering.Close",
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
