"""Finding streams, and saying why one is not found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from itertools import islice
from typing import Final, TypeVar

from kvalitet_cli.instants import local
from kvalitet_core.errors import Malformed, PluginMissing, Unknown
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.whereabouts import row_of_event
from kvalitet_core.recorded import Recorded

__all__ = [
    "EVENT",
    "checked_stream",
    "event_of",
    "no_such_stream",
    "refuse_missing_plugin",
    "refuse_unknown_kind",
    "state_at",
]

EVENT: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What the id of an event looks like."""

_COMPARED = 10_000
_OWN = ("command", "deployment", "journal")

S = TypeVar("S")


def checked_stream(text: str) -> StreamId:
    """A stream id as it was typed.

    Raises:
        Malformed: It is none.
    """
    kind, slash, key = text.partition("/")
    try:
        if slash:
            return stream_id(kind, key)
    except Malformed as error:
        raise Malformed(f"stream {text!r}", *error.problems) from error
    hint = "expected kind/key, such as municipality/0730; `kvalitet streams` lists them"
    raise Malformed(f"stream {text!r}", hint)


def state_at(
    journal: Journal,
    state: type[S],
    text: str,
    *,
    kind: str,
    listing: str = "",
    known: datetime | None = None,
) -> tuple[StreamId, S]:
    """The stream that somebody has typed, which may leave out its kind; its state.

    Args:
        journal: Where it is looked for.

        state: The class of its state.

        text: What was typed: `grant/g-1` or `g-1`.

        kind: The kind of stream.

        listing: The command that lists them; `streams` with the kind by default.

        known: The instant as of which it is told; None for all that is known.

    Raises:
        Malformed: It is no stream id.
        Unknown: There is none, or there was none then; the nearest are named.
    """
    stream = checked_stream(text if "/" in text else f"{kind}/{text}")
    if not stream.startswith(f"{kind}/"):
        how = f"`kvalitet {listing or f'streams {kind}'}` lists {kind}s"
        raise Unknown(kind, text, hint=f"{stream} is of another kind; {how}")
    found = journal.get(state, stream, known=known)
    if found is not None:
        return stream, found
    first = next(journal.history(stream), None)
    if first is None:
        raise no_such_stream(journal, stream)
    hint = f"it was first recorded at {local(written(first.recorded_at))}"
    raise Unknown(kind, stream, hint=hint)


def event_of(journal: Journal, event_id: str) -> Recorded:
    """The event with an id.

    Raises:
        Unknown: There is none.
    """
    row = row_of_event(journal.folder.reader, event_id)
    if row is None:
        hint = f"no event of journal {journal.place} has it"
        raise Unknown("event", event_id, hint=hint)
    return Records(journal.folder).recorded(row)


def refuse_unknown_kind(journal: Journal, kind: str) -> None:
    """Tell a kind of which there is no stream from one that nobody knows.

    Raises:
        Unknown: No plugin has such a kind, and no stream of the journal is of it.
    """
    if kind in _OWN or journal.registry.has_kind(kind):
        return
    if kind and any(journal.streams(kind)):
        return
    known = sorted({*journal.registry.aggregates, *_kinds(journal)})
    what, hint = "kind of stream", f"known are {', '.join(known)}"
    raise Unknown(what, kind, nearest=get_close_matches(kind, known), hint=hint)


def no_such_stream(journal: Journal, stream: StreamId) -> Unknown:
    """The error for a stream that has no event; it names the nearest.

    Raises:
        Unknown: Nobody knows its kind.
    """
    kind = stream.partition("/")[0]
    refuse_unknown_kind(journal, kind)
    known = [name for name, _ in islice(journal.streams(kind), _COMPARED)]
    near = get_close_matches(stream, known)
    hint = f"journal {journal.place} has no event of it"
    if near:
        hint += f"; did you mean {' or '.join(near)}?"
    what = "stream"
    return Unknown(what, stream, hint=hint)


def refuse_missing_plugin(journal: Journal, stream: StreamId) -> None:
    """Tell a kind that only a missing plugin knows from a kind that nobody has.

    Raises:
        Unknown: The stream is one of the journal's own, which have no state.
        PluginMissing: The stream has events, of a kind that no installed plugin has.
    """
    kind = stream.partition("/")[0]
    if kind in _OWN:
        what, hint = "kind of state", "its streams have none; try `kvalitet history`"
        raise Unknown(what, kind, hint=hint)
    if journal.registry.has_kind(kind):
        return
    first = next(journal.history(stream), None)
    if first is not None:
        raise PluginMissing(stream, first.version, first.name)


def _kinds(journal: Journal) -> Iterable[str]:
    return (stream.partition("/")[0] for stream, _ in journal.streams())
