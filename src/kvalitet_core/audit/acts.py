"""What stands in the journal, command by command, as it stands.

Rows are read as plain values, and only when somebody looks into them. So they can be
read without the plugin that wrote them, and nothing that is sealed is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from kvalitet_core.ids import ActorId, CommandId, EventId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.sections import Metadata, metadata, recorded_at
from kvalitet_core.journal.store import Row

__all__ = ["Act", "Entry", "acts", "acts_within", "leaves"]

_decode = msgspec.json.Decoder().decode


class _Asked(msgspec.Struct):
    """What is looked into most of a command's record."""

    actor: msgspec.Raw
    name: str
    outcome: str
    targets: list[str]


_asked = msgspec.json.Decoder(_Asked).decode
_actor = lru_cache(maxsize=512)(msgspec.json.Decoder(dict[str, Any]).decode)
_METADATA: Final = b',"m":{"actor":'
_DATA: Final = len(b'{"d":')


class Entry:
    """One row: a command's record or an event, decoded when it is looked into."""

    __slots__ = (
        "_fields",
        "_metadata",
        "_sections",
        "name",
        "position",
        "state",
        "stream",
        "version",
    )

    def __init__(self, row: Row) -> None:
        self.stream: StreamId
        self.position, self.stream, self.version, self.name, self.state = row  # type: ignore[assignment]  # a stream's id
        self._sections: layout.Sections | None = None
        self._fields: dict[str, Any] | None = None
        self._metadata: Metadata | None = None

    @property
    def sections(self) -> layout.Sections:
        """Its sections, as they stand."""
        if self._sections is None:
            self._sections = layout.split(self.state)
        return self._sections

    @property
    def fields(self) -> dict[str, Any]:
        """What it says, as plain values; what is sealed stays so."""
        if self._fields is None:
            self._fields = _decode(self.sections.d)
        return self._fields

    @property
    def metadata(self) -> Metadata:
        """When it was recorded, and under which ids."""
        if self._metadata is None:
            self._metadata = metadata(self.sections.m)
        return self._metadata

    @property
    def event_id(self) -> EventId:
        """Its own id."""
        return EventId(self.metadata.event)


class Act:
    """One command, as it was asked, and the events that followed.

    Attributes:
        entry: The command's own record.
        events: What came of it, in order.
    """

    __slots__ = ("_known", "entry", "events")

    def __init__(self, entry: Entry, events: tuple[Entry, ...]) -> None:
        self.entry = entry
        self.events = events
        self._known: _Asked | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The record, and then the events."""
        return (self.entry, *self.events)

    @property
    def position(self) -> int:
        """The place of the command's record in the journal."""
        return self.entry.position

    @property
    def recorded_at(self) -> datetime:
        """When the command was recorded."""
        return recorded_at(self.entry.state)

    @property
    def command_id(self) -> CommandId:
        """The id that the command is on record under."""
        return CommandId(self.entry.stream.partition("/")[2])

    @property
    def _asked(self) -> _Asked:
        if self._known is None:
            self._known = _asked_in(self.entry)
        return self._known

    @property
    def name(self) -> str:
        """The command's stored name."""
        return self._asked.name

    @property
    def outcome(self) -> str:
        """What came of it: `accepted`, `nothing` or `refused`."""
        return self._asked.outcome

    @property
    def actor(self) -> ActorId:
        """Who asked."""
        return ActorId(self.acting["id"])

    @property
    def acting(self) -> Mapping[str, Any]:
        """Who asked, in which role, for which organisation, on whose authority."""
        return _actor(self.asked_by)

    @property
    def asked_by(self) -> bytes:
        """The same, as it stands."""
        return bytes(self._asked.actor)

    @property
    def streams(self) -> tuple[StreamId, ...]:
        """What it is about, and what it wrote to."""
        events = (event.stream for event in self.events)
        return tuple(dict.fromkeys((*map(StreamId, self._asked.targets), *events)))

    def mentions(self, *texts: bytes) -> bool:
        """Whether one of some pieces of JSON stands in it: cheaper than to look."""
        return any(
            text in entry.state
            for entry in (self.entry, *self.events)
            for text in texts
        )


def acts(journal: Journal, *, after: int = 0, upto: int | None = None) -> Iterator[Act]:
    """Give the commands of a journal, in order; the journal's own rows are left out.

    Args:
        journal: The journal.

        after: The position after which to begin.

        upto: The last position of a command to give; None goes on to the newest.
    """
    for act in _grouped(log_rows(journal.folder.reader, after=after)):
        if upto is not None and act.position > upto:
            return
        yield act


def acts_within(journal: Journal, first: int, last: int) -> Iterator[Act]:
    """Give the commands between two positions, which part no commit."""
    yield from _grouped(log_rows(journal.folder.reader, after=first - 1, upto=last))


def _grouped(rows: Iterable[Row]) -> Iterator[Act]:
    """Rows as commands, each with its events."""
    begun: list[Entry] = []
    for row in rows:
        command = row[3] == COMMAND
        if begun and (command or _is_own(row)):
            yield Act(begun[0], tuple(begun[1:]))
            begun = []
        if begun or command:
            begun.append(Entry(row))
    if begun:
        yield Act(begun[0], tuple(begun[1:]))


def _asked_in(entry: Entry) -> _Asked:
    """What is looked into most, found without taking the row apart where it can be."""
    try:
        return _asked(entry.state[_DATA : entry.state.rfind(_METADATA)])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _asked(entry.sections.d)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every single value in a plain one, with its path: `findings[0].rule`."""
    match value:
        case dict():
            for key, item in value.items():
                yield from leaves(item, f"{path}.{key}" if path else key)
        case list():
            for number, item in enumerate(value):
                yield from leaves(item, f"{path}[{number}]")
        case _:
            yield path, value


def _is_own(row: Sequence[Any]) -> bool:
    return str(row[1]).startswith(("journal/", "deployment/"))
