"""The rooms behind one open journal, joined together for one process.

Connections are made when they are first needed, and made anew in a process that was
forked. Knows nothing of what the rooms are used for; who opens a journal joins them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import attrs

from kvalitet_core.attachments.keeping import Attachments
from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.afterwards import Sealing
from kvalitet_core.journal.engine import Engine
from kvalitet_core.journal.own_events import Opened
from kvalitet_core.journal.store import Store
from kvalitet_core.privacy.keystore import Keys, KeyStore

__all__ = ["Wired", "Wiring"]


@attrs.frozen(kw_only=True)
class Wiring:
    """The rooms behind one open journal, joined together for one process."""

    store: Store
    keys: KeyStore | None
    finder: Keys | None
    engine: Engine
    opened: Opened
    attachments: Attachments
    sealing: Sealing | None = None

    def close(self) -> None:
        """Let go of every connection."""
        if self.sealing is not None:
            self.sealing.close()
        self.store.close()
        for keys in (self.keys, self.finder):
            if keys is not None:
                keys.close()


class Wired:
    """Has the rooms of the process that it is used in; each part of a journal does."""

    def __init__(self, wire: Callable[[], Wiring], *, place: str) -> None:
        self._wire = wire
        self._place = place
        self._wiring: Wiring | None = None
        self._process = 0
        self._lock = threading.Lock()
        self._left_behind: list[Wiring] = []
        self._closed = False

    @property
    def _rooms(self) -> Wiring:
        if self._closed:
            raise JournalUnavailable(self._place, "is closed")
        wiring = self._wiring
        if wiring is None or self._process != os.getpid():
            wiring = self._wired_here()
        return wiring

    def _wired_here(self) -> Wiring:
        """Wire the rooms for this process; what a parent left is not touched."""
        with self._lock:
            if self._wiring is not None and self._process != os.getpid():
                self._left_behind.append(self._wiring)
                self._wiring = None
            if self._wiring is None:
                self._wiring = self._wire()
                self._process = os.getpid()
            return self._wiring

    def _let_go(self) -> None:
        """Close what this process has, for good; what a parent left is not touched."""
        if self._wiring is not None and self._process == os.getpid():
            self._wiring.close()
        self._wiring = None
        self._closed = True
