"""A selection: which of those who applied become partners, and what the others get.

Its limits, two to four partners, stand in its own record with their source. Whoever is
selected is named when the selection is published, and whoever is not is invited as a
reference municipality in the same commit.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_partnerskab.selection.events import (
    Answered,
    Change,
    Deselected,
    Entered,
    Event,
    Opened,
    PartnerNamed,
    Published,
    ReferenceLeft,
    ReferenceOffered,
    Selected,
    Struck,
)
from kvalitet_partnerskab.selection.state import (
    KIND,
    Candidate,
    Selection,
    Standing,
    evolve,
    selection_of,
)

if TYPE_CHECKING:
    from kvalitet_partnerskab.selection.commands import (
        Deselect,
        Enter,
        Open,
        Select,
        Strike,
    )
    from kvalitet_partnerskab.selection.publishing import Answer, Publish

__all__ = [
    "AGGREGATE",
    "KIND",
    "Answer",
    "Answered",
    "Candidate",
    "Change",
    "Deselect",
    "Deselected",
    "Enter",
    "Entered",
    "Event",
    "Open",
    "Opened",
    "PartnerNamed",
    "Publish",
    "Published",
    "ReferenceLeft",
    "ReferenceOffered",
    "Select",
    "Selected",
    "Selection",
    "Standing",
    "Strike",
    "Struck",
    "evolve",
    "selection_of",
]

_COMMANDS = Deferred(
    __name__,
    {
        "partnerskab-selection.open/1": "commands.Open",
        "partnerskab-selection.enter/1": "commands.Enter",
        "partnerskab-selection.strike/1": "commands.Strike",
        "partnerskab-selection.select/1": "commands.Select",
        "partnerskab-selection.deselect/1": "commands.Deselect",
        "partnerskab-selection.publish/1": "publishing.Publish",
        "partnerskab-selection.answer/1": "publishing.Answer",
    },
)
"""Stored name → where the command is: brought in when it is asked for."""

AGGREGATE = Aggregate(
    kind=KIND,
    state=Selection,
    evolve=evolve,
    events={
        "partnerskab-selection.opened/1": Opened,
        "partnerskab-selection.entered/1": Entered,
        "partnerskab-selection.struck/1": Struck,
        "partnerskab-selection.selected/1": Selected,
        "partnerskab-selection.deselected/1": Deselected,
        "partnerskab-selection.published/1": Published,
        "partnerskab-selection.partner_named/1": PartnerNamed,
        "partnerskab-selection.reference_offered/1": ReferenceOffered,
        "partnerskab-selection.answered/1": Answered,
        "partnerskab-selection.reference_left/1": ReferenceLeft,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
