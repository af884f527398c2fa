"""The timer: who it is, and how it gives a command that others may give as well.

Two that run at once, or one that runs again, find the same and give the same command
under the same id; so what is noted once is not noted again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import CommandIdReused, Refused
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt

if TYPE_CHECKING:
    from kvalitet_core.views.views import Views

__all__ = ["INSTANT_LATER", "TIMER", "follows_journal", "given_once", "id_of"]

TIMER: Final = Actor(
    id="kvalitet-tick",
    role="timer",
    organisation="kvalitet",
    authority="kvalitet tick",
)
"""Who notes what has fallen due, where nobody else is named."""

INSTANT_LATER: Final = timedelta(microseconds=1)
"""What was in time at an instant is late by this much after it."""

_ID_LENGTH: Final = 40


def id_of(word: str, told: Iterable[str]) -> str:
    """The id of a command: the same, whoever finds the same to be done."""
    digest = hashlib.sha256(json.dumps([*told]).encode()).hexdigest()
    return f"{word}-{digest[:_ID_LENGTH]}"


def given_once(
    journal: Journal, command: Command, *, by: Actor, command_id: str
) -> tuple[Receipt, bool]:
    """Give a command, unless it is on record; its receipt, and whether it is new.

    What is on record may have been refused, or come to nothing; then it is given anew.
    """
    is_new = journal.commit(command_id) is None
    try:
        receipt = journal.do(command, by=by, command_id=command_id)
    except (CommandIdReused, Refused):
        return journal.do(command, by=by), True
    if receipt.outcome == "nothing" and not is_new:
        return journal.do(command, by=by), True
    return receipt, is_new


def follows_journal(views: Views, name: str) -> bool:
    """Whether a view shows all that is on record, so that it can tell where to look."""
    status = next(each for each in views.status() if each.name == f"view {name}")
    return not (status.lag_events or status.parked)
