"""What the tests of the selection begin with: who chooses, and who is chosen."""

from __future__ import annotations

from typing import Any

from kvalitet_core.domain import application
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import selection
from kvalitet_partnerskab.call import MOST
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.selection import evolve
from partnerskab_situation import OPENED, SELECTION, actor, chosen, entered

__all__ = ["ANNA", "BO", "FOUR", "PUBLISH", "REASON", "WITHDRAWN", "told"]

BO, ANNA = actor(), actor("sagsbehandler", "a-17")
REASON = ReasonCode("fortrudt")
PUBLISH = selection.Publish(selection=SELECTION, effective_from=PUBLISHED)
FOUR = tuple(chosen(number) for number in range(1, MOST + 1))
WITHDRAWN = application.Withdrawn(reason=REASON)


def told(*events: Any, towns: int = 6) -> selection.Selection:
    """The selection as it is after these events."""
    state: selection.Selection | None = None
    for event in (OPENED, *(entered(n) for n in range(1, towns + 1)), *events):
        state = evolve(state, event)
    assert state is not None
    return state
