"""How a stream came to be as it is: its state after each of its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kvalitet_core.errors import PluginMissing
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.personal import unseen
from kvalitet_core.plain import Plain
from kvalitet_core.recorded import Recorded

__all__ = ["plain_versions", "versions"]


def versions(journal: Journal, stream: StreamId) -> Iterator[tuple[Recorded, Any]]:
    """Give each event of a stream, with the state that it led to.

    Raises:
        PluginMissing: It holds events of a plugin that is not installed.
        Unknown: Nobody knows its kind.
    """
    evolve = journal.registry.aggregate_at(stream).evolve
    state: Any = None
    for recorded in journal.history(stream):
        if type(recorded.event) is UnknownEvent:
            raise PluginMissing(stream, recorded.version, recorded.name)
        with unseen():
            state = evolve(state, recorded.event)
        yield recorded, state


def plain_versions(
    journal: Journal, stream: StreamId, *, plain: Plain
) -> Iterator[tuple[Recorded, dict[str, Any]]]:
    """The same with the states as plain values, which can be compared and asked.

    Args:
        journal: The journal.

        stream: The stream.

        plain: What makes them plain: `Plain(journal)` masks persons.

    Raises:
        PluginMissing: It holds events of a plugin that is not installed.
        Unknown: Nobody knows its kind.
    """
    for recorded, state in versions(journal, stream):
        found = plain.of(state, stream=stream)
        yield recorded, found if isinstance(found, dict) else {}
