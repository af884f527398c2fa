"""Asking: which command a reaction gives for an event, as whom, and under which id.

Pure. The command id is made of the event's id and the reaction's name, so that the
journal keeps one command for each event and reaction, however often it is asked.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import KvalitetError, PluginError, Unknown
from kvalitet_core.ids import CommandId, EventId, checked_command_id
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.personal import unseen
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded

__all__ = ["Declared", "asked", "command_id_of", "declared"]


@attrs.frozen(kw_only=True)
class Declared:
    """A reaction, and the plugin that brings it.

    Attributes:
        reaction: The reaction.
        plugin: The plugin's name.
        version: The plugin's version.
    """

    reaction: Reaction
    plugin: str
    version: str

    @property
    def name(self) -> str:
        """The reaction's name."""
        return self.reaction.name

    @property
    def actor(self) -> Actor:
        """Who asks: the reaction, on the authority of its plugin."""
        return Actor(
            id=self.reaction.name,
            role="reaction",
            organisation=self.plugin,
            authority=f"plugin {self.plugin} {self.version}",
        )

    @property
    def digest(self) -> str:
        """The digest of what is declared: another one when that is changed."""
        parts = (
            self.name,
            *sorted(self.reaction.events),
            "",
            *sorted(self.reaction.issues),
        )
        return sha256("\n".join(parts).encode()).hexdigest()


def declared(plugins: tuple[Plugin, ...]) -> tuple[Declared, ...]:
    """Every reaction of some plugins, by their names."""
    found = (
        Declared(reaction=each, plugin=plugin.name, version=plugin.version)
        for plugin in plugins
        for each in plugin.reactions
    )
    return tuple(sorted(found, key=lambda each: each.name))


def command_id_of(event_id: EventId, reaction: str) -> CommandId:
    """The id of the command that a reaction gives for an event: always the same."""
    return checked_command_id(f"{event_id}.{reaction}")


def asked(each: Declared, recorded: Recorded, registry: Registry) -> Command | None:
    """The command that follows from an event; None where nothing does.

    Raises:
        Unknown: No plugin here brings the command, or the event.
        PluginError: It is no command, or none of those that the reaction declares; or
            the function looked at personal data.
        Exception: Whatever the plugin's function raises.
    """
    if isinstance(recorded.event, UnknownEvent):
        raise Unknown("event", recorded.name, hint="no installed plugin brings it")
    with unseen():
        command: Any = each.reaction.command(recorded)
    if command is None:
        return None
    _require_declared(each, command, registry)
    return command  # type: ignore[no-any-return]  # as just required


def _require_declared(each: Declared, command: object, registry: Registry) -> None:
    named = type(command).__qualname__
    try:
        name = registry.stored(type(command)).name
    except KvalitetError as error:
        text = f"reaction {each.name!r} gave {named}: {_no_command(command)}"
        raise PluginError(each.plugin, text) from error
    if name not in each.reaction.issues:
        issues = ", ".join(sorted(each.reaction.issues))
        text = f"reaction {each.name!r} gave {name}: expected one of {issues}"
        raise PluginError(each.plugin, f"{text}; name it among those that it issues")


def _no_command(command: object) -> str:
    if isinstance(command, Command):
        return "no plugin of this journal registers it; install the plugin"
    return "expected a command of a plugin of this journal, or None"
