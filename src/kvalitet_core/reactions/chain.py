"""The chain of causes: which event made which reaction ask for what, one after another.

What a reaction asks for is written down before it is asked, and how long the chain is
stands in the journal, as the command's channel. So one that goes round is stopped, even
when what was written down here is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from kvalitet_core.errors import PluginError
from kvalitet_core.ids import CommandId, EventId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.reactions.asking import Declared, command_id_of
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.tables import CAUSED

__all__ = ["LONGEST", "Cause", "Causes", "keep"]

LONGEST: Final = 16
"""How many commands of reactions may follow from one another."""

_CHANNEL: Final = "reaction:"


@attrs.frozen(kw_only=True)
class Cause:
    """Why a reaction asked for a command.

    Attributes:
        command_id: The command.
        event_id: The event that the reaction answered.
        by_command: The command that the event came of; None for the journal's own.
        reaction: The reaction.
        depth: How many commands of reactions the chain has so far, this one included.
    """

    command_id: CommandId
    event_id: EventId
    by_command: CommandId | None
    reaction: str
    depth: int

    @property
    def channel(self) -> str:
        """How the command comes in, for its record: `reaction:3` is third in a row."""
        return f"{_CHANNEL}{self.depth}"


class Causes:
    """The causes that are known, and those of a batch that are about to be."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal
        self._found: dict[str, Cause | None] = {}

    def of(self, command_id: CommandId | None) -> Cause | None:
        """Why a command was asked for; None where no reaction did."""
        if command_id is None:
            return None
        if command_id not in self._found:
            query = select(CAUSED).where(CAUSED.c.command_id == command_id)
            row = self._connection.execute(query).one_or_none()
            self._found[command_id] = (
                self._on_record(command_id) if row is None else Cause(**row._mapping)  # noqa: SLF001 - public
            )
        return self._found[command_id]

    def _on_record(self, command_id: CommandId) -> Cause | None:
        """What the command's own record says, where nothing else is known of it."""
        if "." not in command_id:
            return None
        commit = self._journal.commit(command_id)
        record = commit.record if commit else None
        if record is None or record.reaction is None or record.cause is None:
            return None
        return Cause(
            command_id=command_id,
            event_id=record.cause,
            by_command=None,
            reaction=record.reaction,
            depth=_depth(record.channel or ""),
        )

    def next(self, recorded: Recorded, each: Declared) -> Cause:
        """The cause of what a reaction asks for on an event.

        Raises:
            PluginError: The chain that led to it has as many commands as are allowed.
        """
        before = self.of(recorded.command_id)
        depth = before.depth + 1 if before else 1
        if depth > LONGEST:
            text = (
                f"reaction {each.name!r}: {LONGEST} commands of reactions followed "
                "from one another, the most allowed; let one of them lead to nothing: "
                f"{' → '.join(self._told(recorded))} → {each.name}"
            )
            raise PluginError(each.plugin, text)
        cause = Cause(
            command_id=command_id_of(recorded.event_id, each.name),
            event_id=recorded.event_id,
            by_command=recorded.command_id,
            reaction=each.name,
            depth=depth,
        )
        self._found[cause.command_id] = cause
        return cause

    def _told(self, recorded: Recorded) -> list[str]:
        """The chain that led to an event, the first cause first."""
        told = [_named(recorded)]
        cause = self.of(recorded.command_id)
        while cause is not None:
            told += [cause.reaction, self._answered(cause)]
            cause = self.of(cause.by_command)
        return told[::-1]

    def _answered(self, cause: Cause) -> str:
        """The event that a reaction answered, as people find it."""
        commit = self._journal.commit(cause.by_command) if cause.by_command else None
        for recorded in commit.events if commit else ():
            if recorded.event_id == cause.event_id:
                return _named(recorded)
        return f"event {cause.event_id}"


def keep(connection: Connection, causes: Sequence[Cause]) -> None:
    """Write causes down; one that is there stays as it is."""
    if not causes:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(CAUSED).on_conflict_do_nothing()
    connection.execute(statement, [attrs.asdict(cause) for cause in causes])


def _depth(channel: str) -> int:
    number = channel.removeprefix(_CHANNEL)
    return int(number) if number.isdecimal() else 1


def _named(recorded: Recorded) -> str:
    return f"{recorded.name} at {recorded.position}"
