"""Hand-overs of the key that signs: where the journal says that there are some."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.handing import HandOver
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.journal import layout
from kvalitet_core.journal.own_events import KeyChanged
from kvalitet_core.journal.paging import rows_in
from kvalitet_core.journal.store import Reader

__all__ = ["CHANGED", "HandOvers"]

CHANGED: Final = "journal.key_changed/1"
"""The stored name of the event by which a key gives over to another."""


class HandOvers:
    """The hand-overs of a journal; reads on from where it was."""

    def __init__(self, reader: Reader, journal_id: str) -> None:
        self._reader = reader
        self._stream = f"journal/{journal_id}"
        self._seen = 0
        self._every: list[HandOver] = []

    def every(self) -> Sequence[HandOver]:
        """All that are there by now, in order; one that cannot be read is none."""
        own = rows_in(self._reader, self._stream, after=self._seen)
        for position, _, version, name, state in own:
            if name == CHANGED:
                with suppress(Malformed, msgspec.DecodeError, UnicodeDecodeError):
                    self._every.append(_read(position, state))
            self._seen = version
        return self._every


def _read(position: int, state: bytes) -> HandOver:
    told = msgspec.json.decode(layout.split(state).d, type=KeyChanged)
    before, after = VerifierKey.read(told.before), VerifierKey.read(told.after)
    return HandOver(position=position, before=before, after=after)
