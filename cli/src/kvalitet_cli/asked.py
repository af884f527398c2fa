"""Which event or command somebody asks about: by id, or by its place in a stream."""

from __future__ import annotations

from kvalitet_cli.options import LARGEST
from kvalitet_cli.streams import checked_stream, no_such_stream
from kvalitet_core.audit import Act, act_of, act_of_event
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import EventId
from kvalitet_core.journal import layout
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.sections import metadata

__all__ = ["asked_for"]


def asked_for(journal: Journal, text: str) -> tuple[Act, EventId | None]:
    """The command that was asked about, and which of its events, if one was.

    Raises:
        Unknown: There is no such event or command.
        Malformed: It is no stream and version.
    """
    if "@" in text:
        return _at_version(journal, text)
    act = act_of(journal, text)
    if act is not None:
        return act, None
    found = act_of_event(journal, text)
    return found, EventId(text)


def _at_version(journal: Journal, text: str) -> tuple[Act, EventId]:
    """The event at a place in a stream, and the command that it came of."""
    named, _, number = text.rpartition("@")
    stream = checked_stream(named)
    if not number.isdecimal() or not 0 < int(number) <= LARGEST:
        problem = f"expected a version from 1 on after @, got {number!r}"
        raise Malformed(f"event {text!r}", problem)
    version = int(number)
    rows = journal.folder.reader.stream(
        stream, after=version - 1, upto=version, limit=1
    )
    if not rows:
        newest = journal.folder.reader.versions([stream])[stream]
        if not newest:
            raise no_such_stream(journal, stream)
        raise Unknown("version", f"{stream} {version}", hint=f"the newest is {newest}")
    told = metadata(layout.split(rows[0][4]).m)
    act = act_of(journal, told.command) if told.command else None
    if act is None:
        raise Unknown("command", f"of {text}", hint="it is the journal's own event")
    return act, EventId(told.event)
