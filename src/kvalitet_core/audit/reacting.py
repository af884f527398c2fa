"""Whether every reaction is accounted for: its command is on record, or known to come.

A reaction's command has an id made of the event that it answers, so for each event it
is known under which id its answer stands. How far each reaction has followed the
journal stands beside the journal, not in it; whoever knows that says so.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import attrs

from kvalitet_core.audit.asked import Asked
from kvalitet_core.errors import KvalitetError
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.store import Row
from kvalitet_core.reactions.asking import Declared, asked, command_id_of, declared

__all__ = ["Answers", "Caused", "Due", "Reached", "Reacting"]


@attrs.frozen(kw_only=True)
class Reached:
    """How far a reaction has followed the journal, as is kept beside it.

    Attributes:
        position: The place up to which everything is answered or parked.
        parked: The places of events that could not be answered yet, or that wait
            behind such a one.
        aside: The places of events that someone has put aside for good.
        refused: How many of its commands were refused.
    """

    position: int
    parked: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()
    refused: int = 0


class Due(NamedTuple):
    """An event that a reaction answers with a command."""

    position: int
    stream: str
    reaction: str


class Caused(NamedTuple):
    """A command that names what made somebody ask for it."""

    position: int
    stream: str
    cause: str
    reaction: str | None


@attrs.define(kw_only=True)
class Answers:
    """What part of a journal says of reactions.

    Attributes:
        due: The id of a command that is to come, and of which event it is.
        caused: The commands whose cause is not among what was read here before.
        answered: How many events of each reaction have their command.
        failing: Of each reaction, the places of events that its function fails on.
        commands: How many commands of each reaction are on record.
        refused: How many of them were refused.
    """

    due: dict[str, Due] = attrs.field(factory=dict)
    caused: list[Caused] = attrs.field(factory=list)
    answered: Counter[str] = attrs.field(factory=Counter)
    failing: dict[str, list[int]] = attrs.field(factory=dict)
    commands: Counter[str] = attrs.field(factory=Counter)
    refused: Counter[str] = attrs.field(factory=Counter)

    def add(self, other: Answers) -> None:
        """Take in what another part says; then what fits together is accounted for."""
        self.due |= other.due
        self.caused += other.caused
        self.answered += other.answered
        self.commands += other.commands
        self.refused += other.refused
        for name, places in other.failing.items():
            self.failing.setdefault(name, []).extend(places)
        self.caused = [each for each in self.caused if not self.settle(each)]

    def settle(self, caused: Caused) -> bool:
        """Whether a command is the answer to an event that was read."""
        if caused.reaction is None:
            return False
        command_id = caused.stream.partition("/")[2]
        due = self.due.get(command_id)
        if due is None or due.position > caused.position:
            return False
        if command_id != f"{caused.cause}.{caused.reaction}":
            return False
        del self.due[command_id]
        self.answered[caused.reaction] += 1
        return True


class Reacting:
    """Reads which events call for an answer, and which commands are answers.

    Attributes:
        found: What was read so far.
    """

    def __init__(self, folder: Folder) -> None:
        self.found = Answers()
        self._registry = folder.registry
        self._records = Records(folder)
        self._by_event: dict[str, list[Declared]] = {}
        for each in declared(folder.registry.plugins):
            for name in each.reaction.events:
                for number in folder.registry.numbers(name):
                    self._by_event.setdefault(number, []).append(each)

    @property
    def names(self) -> frozenset[str]:
        """The stored names of the events that call for an answer."""
        return frozenset(self._by_event)

    def expect(self, row: Row, event: Any) -> None:
        """Work out which commands follow from an event; none from an unreadable row.

        Args:
            row: Its row.

            event: The event.
        """
        try:
            recorded = self._records.holding(row, event)
        except KvalitetError:
            return
        for each in self._by_event[row[3]]:
            try:
                command = asked(each, recorded, self._registry)
            except Exception:  # noqa: BLE001 - whatever a plugin's function raises
                self.found.failing.setdefault(each.name, []).append(row[0])
                continue
            if command is not None:
                command_id = command_id_of(recorded.event_id, each.name)
                self.found.due[command_id] = Due(row[0], row[1], each.name)

    def command(self, position: int, stream: str, record: Asked) -> None:
        """Take a command's record, which may be the answer to an event."""
        if record.reaction is not None:
            self.found.commands[record.reaction] += 1
            if record.outcome == "refused":
                self.found.refused[record.reaction] += 1
        if record.cause is not None:
            caused = Caused(position, stream, record.cause, record.reaction)
            if not self.found.settle(caused):
                self.found.caused.append(caused)
