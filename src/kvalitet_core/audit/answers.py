"""What reactions ask for on a branch: otherwise, no longer, or what they never did."""

from __future__ import annotations

from typing import Any

import attrs

from kvalitet_core.errors import PluginError, Unknown
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded

__all__ = ["Answers", "Unasked"]


@attrs.frozen(kw_only=True)
class Unasked:
    """What a reaction would ask for now and never did: it is told, and not done.

    Attributes:
        reaction: The reaction's name.
        command: The stored name of the command.
        stream: The stream of the event that it would answer.
        event: The stored name of that event.
    """

    reaction: str
    command: str
    stream: StreamId
    event: str


class Answers:
    """Knows which events came about otherwise, and what reactions say to that."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._reactions: dict[str, Reaction] = {
            each.name: each
            for plugin in journal.registry.plugins
            for each in plugin.reactions
        }
        self._otherwise: dict[EventId, Recorded] = {}
        self.unasked: list[Unasked] = []

    def note(self, was: Recorded | None, now: Recorded) -> None:
        """Take in an event that comes about otherwise than it was recorded.

        Args:
            was: As it was recorded; None where none was.

            now: As it comes about.
        """
        self._otherwise[now.event_id] = now
        for each in self._reactions.values():
            if now.name in each.events and not self._is_on_record(each, now):
                self._note_unasked(each, was, now)

    def is_otherwise(self, event_id: EventId | None) -> bool:
        """Whether an event came about otherwise than it was recorded."""
        return event_id in self._otherwise

    def asked(self, reaction: str | None, event_id: EventId) -> Any | None:
        """What a reaction asks for because of an event that came about otherwise.

        Raises:
            Unknown: The reaction is not installed.
            PluginError: It cannot say.
        """
        found = self._reactions.get(reaction or "")
        if found is None:
            hint = "no installed plugin has it"
            raise Unknown("reaction", f"{reaction}", hint=hint)
        return _answer(found, self._otherwise[event_id])

    def _is_on_record(self, reaction: Reaction, now: Recorded) -> bool:
        """Whether what it asked for because of the event comes later anyway."""
        command_id = f"{now.event_id}.{reaction.name}"
        return self._journal.commit(command_id) is not None

    def _note_unasked(
        self, reaction: Reaction, was: Recorded | None, now: Recorded
    ) -> None:
        if was is not None and _answer(reaction, was) is not None:
            return
        command = _answer(reaction, now)
        if command is not None:
            name = self._journal.registry.stored(type(command)).name
            self.unasked.append(
                Unasked(
                    reaction=reaction.name,
                    command=name,
                    stream=now.stream,
                    event=now.name,
                )
            )


def _answer(reaction: Reaction, recorded: Recorded) -> Any | None:
    try:
        return reaction.command(recorded)
    except Exception as error:
        text = f"reaction {reaction.name}: {type(error).__name__}: {error}"
        raise PluginError(reaction.name.partition(".")[0], text) from error
