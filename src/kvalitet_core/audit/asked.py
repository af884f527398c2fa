"""What a command's record says, read strictly; what is read again and again, once."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.journal.codec import Codec
from kvalitet_core.journal.records import KeptReason

__all__ = ["Asked", "Asking"]

_SEEN: Final = 10_000

_ACTOR: Final = len(b'{"actor":')
_NO_REASONS: Final = msgspec.Raw(b"[]")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A command's record, with what most of them have in common left as it stands."""

    actor: msgspec.Raw
    cause: str | None
    channel: str | None
    data: msgspec.Raw
    deployment: str
    events: tuple[str, ...]
    name: str
    now: str
    outcome: Literal["accepted", "nothing", "refused"]
    reaction: str | None
    reads: dict[str, int]
    reasons: msgspec.Raw
    seed: bytes
    targets: tuple[str, ...]


class Asking:
    """Reads commands' records."""

    def __init__(self, codec: Codec) -> None:
        self._asked = codec.decoder(Asked)
        self._actor = codec.decoder(Actor)
        self._kept = codec.decoder(tuple[KeptReason, ...])
        self._seen: set[bytes] = set()

    def record(self, data: bytes) -> Asked:
        """A command's record, read strictly; what was seen before is not read again.

        Raises:
            Malformed: It is not written as a record is.
        """
        record: Asked = self._asked(data)
        actor = data[_ACTOR : _ACTOR + len(record.actor)]
        if actor not in self._seen:
            self._actor(actor)
            self._remember(actor)
        if record.reasons != _NO_REASONS:
            reasons = bytes(record.reasons)
            if reasons not in self._seen:
                self._kept(reasons)
                self._remember(reasons)
        return record

    def _remember(self, section: bytes) -> None:
        if len(self._seen) > _SEEN:
            self._seen = set()
        self._seen.add(section)
