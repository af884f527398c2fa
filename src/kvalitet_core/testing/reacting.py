"""When this event, that command: a reaction asked about an event that is told.

    command = reacting(WELCOME, to=Granted(amount=…), stream=APPLICATION)

    assert command == Invite(application=APPLICATION)
    given((APPLICATION, [Granted(amount=…)])).when(command).then(Invited())

What the reaction gives is judged as it would be where it runs: it is a command among
those that it names, it is the same when it is asked again, and nobody's personal data
was looked at. Nothing is given to a journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from kvalitet_core.aggregate import Command
from kvalitet_core.core import CORE
from kvalitet_core.ids import ActorId, CommandId, EventId, StreamId, stream_id
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.reactions.asking import Declared, asked, declared
from kvalitet_core.recorded import Recorded
from kvalitet_core.testing.given_when_then import NOW

__all__ = ["reacting", "recorded_as"]

_KEY: Final = "0190a000-0000-7000-8000-000000000001"


def reacting(
    reaction: Reaction,
    *,
    to: Any,
    stream: StreamId | str | None = None,
    plugins: Iterable[Plugin] = (),
    at: datetime = NOW,
) -> Command | None:
    """Ask a reaction about an event: the command that follows, or None.

    Args:
        reaction: The reaction.

        to: The event.

        stream: The stream that the event belongs to; any of its kind by default.

        plugins: Where the event and the command come from, besides the core. The one
            that brings the reaction is among them.

        at: When the event was recorded.

    Raises:
        AssertionError: No plugin here brings the reaction, it does not answer such an
            event, or it gives another command when it is asked again.
        PluginError: What it gives is no command, or none of those that it names; or it
            looked at personal data.
    """
    registry = Registry((CORE, *plugins))
    each = _found(reaction, registry)
    recorded = recorded_as(to, registry, stream=stream, at=at)
    if recorded.name not in reaction.events:
        known = ", ".join(sorted(reaction.events))
        text = f"{reaction.name} does not answer {recorded.name}; it answers {known}"
        raise AssertionError(text)
    first, again = (asked(each, recorded, registry) for _ in range(2))
    if first != again:
        text = f"{reaction.name} gives {first!r}, and when it is asked again {again!r}"
        raise AssertionError(text)
    return first


def _found(reaction: Reaction, registry: Registry) -> Declared:
    for each in declared(registry.plugins):
        if each.reaction is reaction:
            return each
    raise AssertionError(f"none of the plugins that are told brings {reaction.name}")


def recorded_as(
    event: Any,
    registry: Registry,
    *,
    stream: StreamId | str | None = None,
    at: datetime = NOW,
) -> Recorded:
    """An event as it would stand in a journal, if it were the first of its stream."""
    kind = registry.aggregate_of(type(event)).kind
    return Recorded(
        position=4,
        stream=StreamId(stream) if stream else stream_id(kind, _KEY),
        version=1,
        name=registry.stored(type(event)).name,
        recorded_at=at,
        event_id=EventId(_KEY),
        command_id=CommandId("told"),
        correlation_id=CommandId("told"),
        actor_id=ActorId("tester"),
        event=event,
    )
