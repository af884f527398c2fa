"""Answering: a reaction's command is given to the journal, under an id of its own.

Given again, the journal answers as it did the first time. What cannot be done is told
apart from what could not be reached: only the first is the event's own fault.
"""

from __future__ import annotations

from typing import Literal

import attrs

from kvalitet_core.aggregate import Command
from kvalitet_core.errors import (
    CommandIdReused,
    Conflict,
    PluginError,
    PluginMissing,
    Refused,
    Unavailable,
)
from kvalitet_core.ids import CommandId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.reactions.asking import Declared
from kvalitet_core.reactions.chain import Cause
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Poison

__all__ = ["Answer", "given"]


@attrs.frozen(kw_only=True)
class Answer:
    """What the journal answered to a reaction's command.

    Attributes:
        command_id: The command's id; of a refusal that is not kept, it is on no record.
        outcome: `accepted`, `nothing` (there was nothing to do) or `refused`.
    """

    command_id: CommandId
    outcome: Literal["accepted", "nothing", "refused"]


def given(
    each: Declared,
    recorded: Recorded,
    command: Command,
    cause: Cause,
    *,
    journal: Journal,
) -> Answer:
    """Give the command that follows from an event; a refusal is an answer.

    Raises:
        Poison: The command cannot be decided or stored, or another is on record in its
            place.
        Conflict: Others kept writing first.
        Unavailable: The journal, or a key, could not be reached.
    """
    command_id = cause.command_id
    try:
        receipt = journal.do(
            command,
            by=each.actor,
            command_id=command_id,
            correlation=recorded.correlation_id,
            cause=recorded.event_id,
            reaction=each.name,
            channel=cause.channel,
        )
    except Refused:
        return Answer(command_id=command_id, outcome="refused")
    except CommandIdReused as reused:
        return _first(each, recorded, reused, journal=journal)
    except PluginMissing as missing:
        raise Poison(recorded, missing) from missing
    except (Conflict, Unavailable):
        raise
    except Exception as error:
        raise Poison(recorded, error) from error
    return Answer(command_id=command_id, outcome=receipt.outcome)


def _first(
    each: Declared, recorded: Recorded, reused: CommandIdReused, *, journal: Journal
) -> Answer:
    """What was answered the first time, where only the plugin's version is another.

    Raises:
        Poison: Another command is on record.
    """
    commit = journal.commit(reused.command_id)
    if commit is not None and reused.differs == ("actor",):
        record = commit.record
        if (record.reaction, record.cause) == (each.name, recorded.event_id):
            command_id = CommandId(reused.command_id)
            return Answer(command_id=command_id, outcome=record.outcome)
    asked = commit.record.name if commit else "another command"
    text = (
        f"reaction {each.name!r}: answered this event with {asked} before, on record "
        f"as command {reused.command_id}, and now gives another one (differs in "
        f"{', '.join(reused.differs)}); an event is answered once: let the function "
        "give what it gave then"
    )
    raise Poison(recorded, PluginError(each.plugin, text)) from reused
