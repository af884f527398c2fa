"""Finding streams, and saying why one is not found."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice

from kvalitet_core.errors import PluginMissing, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal

__all__ = ["no_such_stream", "refuse_missing_plugin"]

_COMPARED = 10_000


def no_such_stream(journal: Journal, stream: str) -> Unknown:
    """The error for a stream that has no event; it names the nearest."""
    kind = stream.partition("/")[0]
    known = [name for name, _ in islice(journal.streams(kind), _COMPARED)]
    hint = f"journal {journal.place} has no event of it"
    what = "stream"
    return Unknown(what, stream, nearest=get_close_matches(stream, known), hint=hint)


def refuse_missing_plugin(journal: Journal, stream: StreamId) -> None:
    """Tell a kind that only a missing plugin knows from a kind that nobody has.

    Raises:
        Unknown: The stream is one of the journal's own, which have no state.
        PluginMissing: The stream has events, of a kind that no installed plugin has.
    """
    kind = stream.partition("/")[0]
    if kind in ("command", "deployment", "journal"):
        what, hint = "kind of state", "its streams have none; try `kvalitet history`"
        raise Unknown(what, kind, hint=hint)
    if kind in journal.registry.aggregates:
        return
    first = next(journal.history(stream), None)
    if first is not None:
        raise PluginMissing(stream, first.version, first.name)
