"""Whether a command, decided again, comes to the very bytes that were recorded of it.

What would be written now is held against what was written then, as it stands: so what
came to the same, which is nearly all, is never taken apart. Where one byte is another,
somebody else says what that means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.audit.lying import DATA, METADATA
from kvalitet_core.audit.past import Past
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import CommandId, EventId, StreamId
from kvalitet_core.journal.deciding import Proposal, Request
from kvalitet_core.journal.drafting import Origin
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.layout import Sections
from kvalitet_core.journal.records import CommandRecord, KeptReason
from kvalitet_core.journal.registry import StoredClass, UnknownEvent
from kvalitet_core.journal.remembering import Followed
from kvalitet_core.journal.store import Row

__all__ = ["Given", "Verbatim"]

_ENDING: Final = (
    rb'([0-9T:.-]{20})([0-9]{6}Z)"\}(?:,"p":(\[.*\]))?,'
    rb'"s":\{"d":"[A-Za-z0-9+/]{22}==","m":"[A-Za-z0-9+/]{22}=="\}\}'
)
_ended: Final = re.compile(_ENDING).fullmatch
_told: Final = re.compile(
    rb',"m":\{"actor":"[^"\\]+","command":"([^"\\]+)","correlation":"([^"\\]+)",'
    rb'"event":"[^"\\]+","recorded_at":"' + _ENDING
).fullmatch
_encode: Final = msgspec.json.Encoder(order="sorted").encode
_ACTORS: Final = 512
"""How many who asked are known again, so that what they take has a limit."""


class _Record(CommandRecord, frozen=True, kw_only=True):
    """A command's record, in which who asked stands as it was written."""

    actor: msgspec.Raw  # type: ignore[assignment]  # read apart: few ask much


class Given(msgspec.Struct, frozen=True):
    """A command as it was given, with the seed and the time that it was given.

    Attributes:
        request: The command with all that came with it.
        record: What was recorded of it.
        recorded_at: When it was recorded.
        second: The same as far as the second, as it was written.
    """

    request: Request
    record: CommandRecord
    recorded_at: datetime
    second: bytes = b""


class _Written(msgspec.Struct, gc=False):
    """An event whose bytes are known to be right, decoded when it is looked into.

    Nothing in it leads back to what has it: Python need not look for rings in it.
    """

    stream: StreamId
    version: int
    event_id: EventId
    stored: StoredClass
    data: bytes

    @property
    def event(self) -> Any:
        """The event itself."""
        return self.stored.decode_again(self.data)


class _Bound(msgspec.Struct):
    """An event some of which is sealed, and says itself where."""

    stream: StreamId
    version: int
    event_id: EventId
    event: Any


class Verbatim:
    """Reads what was asked, and says whether it comes to the same to the byte."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._registry = past.registry
        codec = past.registry.codec
        self._record = codec.rereader(_Record)
        self._actor = lru_cache(maxsize=_ACTORS)(codec.decoder(Actor))

    def asked(self, row: Row) -> Given | None:
        """What was asked, by a command's own row; None where that is not plain."""
        position, stream, version, _, state = row
        at = state.rfind(METADATA)
        told = _told(state, at)
        if told is None:
            return None
        command_id, correlation, second, part, sealed = told.groups()
        try:
            record = self._record(state[DATA:at])
            data = bytes(record.data)
            command = self._registry.read_as(
                (position, stream, version, record.name, state),
                Sections(data, b"", sealed, b""),
                self._past.opener,
            )
            if type(command) is UnknownEvent:
                return None
            request = Request(
                command=command,
                stored=self._registry.stored(type(command)),
                data=data,
                actor=self._actor(bytes(record.actor)),
                command_id=CommandId(command_id.decode()),
                id_is_given=False,
                seed=record.seed,
                now=instant(record.now),
                correlation=CommandId(correlation.decode()),
                cause=record.cause,
                reaction=record.reaction,
                channel=record.channel,
            )
            return Given(request, record, instant((second + part).decode()), second)
        except Malformed:
            return None

    def events(
        self, rows: Sequence[Row], asked: Given, proposal: Proposal
    ) -> list[Followed] | None:
        """What followed, where every row is what would be written now; else None.

        Args:
            rows: The command's own row, and those after it.

            asked: What was asked by it.

            proposal: What that comes to now.
        """
        origin, ids = Origin.of(proposal.request), proposal.ids
        now = msgspec.structs.replace(
            asked.record,
            events=ids[1:],
            outcome=proposal.outcome,
            reads=proposal.reads,
            kept=tuple(map(KeptReason.of, proposal.reasons)),
            targets=(proposal.target,),
        )
        if not rows[0][4].startswith(origin.head(_encode(now), ids[0])):
            return None
        found: list[Followed] = []
        for row, (stream, event), event_id in zip(
            rows[1:], proposal.events, ids[1:], strict=False
        ):
            stored = self._registry.stored(type(event))
            data = _data(stored, event)
            if (
                data is None
                or row[1] != stream
                or row[3] != stored.name
                or not _begins(row[4], origin.head(data, event_id), asked.second)
            ):
                return None
            found.append(self._followed(row, event_id, stored, data))
        return found if len(found) == len(proposal.events) else None

    def _followed(
        self, row: Row, event_id: EventId, stored: StoredClass, data: bytes
    ) -> Followed:
        stream, version = StreamId(row[1]), row[2]
        if stored.personal:
            event = self._registry.read(row, self._past.opener)
            return _Bound(stream, version, event_id, event)
        return _Written(stream, version, event_id, stored, data)


def _data(stored: StoredClass, event: Any) -> bytes | None:
    """The bytes that an event would be written as, if it can be written."""
    try:
        return stored.bytes_of(event)
    except Malformed:
        return None


def _begins(state: bytes, head: bytes, second: bytes) -> bool:
    """Whether a row begins so, and is laid out as it must be after that."""
    ended = _ended(state, len(head))
    if ended is None or not state.startswith(head):
        return False
    return ended[1] == second or _is_instant(ended[1] + ended[2])


def _is_instant(text: bytes) -> bool:
    try:
        instant(text.decode())
    except Malformed:
        return False
    return True
