"""Sealing as a journal is written: each commit at once, signed a second later at most.

What goes wrong here hides no receipt: the commit is durable. It is told as the
journal's `unsealed`, and tried again with the next commit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from kvalitet_core.evidence.sequencer import Sequencer
from kvalitet_core.evidence.signer import Signer, origin_of
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.store import Store

__all__ = ["Inline"]

_SECONDS: Final = 1.0


class Inline:
    """Seals one journal in one process; safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        journal_id: str,
        *,
        key: Path,
        clock: Clock,
        seconds: float = _SECONDS,
    ) -> None:
        """Take up the signer, which is made where there is none.

        Args:
            store: The journal's rows, and the tree over them.

            journal_id: The journal's own id.

            key: The file of the key that signs.

            clock: Says when something was signed.

            seconds: How long a commit may wait to be signed.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: It is another journal's, or its state is lost.
        """
        origin = origin_of(journal_id)
        signer = Signer.open(key, origin=origin, create=True)
        self._sequencer = Sequencer(store, origin=origin, signer=signer, clock=clock)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._signed = 0.0
        self._timer: threading.Timer | None = None
        self._problem: Exception | None = None

    @property
    def problem(self) -> Exception | None:
        """What went wrong the last time; None when all is well."""
        return self._problem

    def committed(self) -> None:
        """Take what is there into the tree, and have it signed in time."""
        with self._lock:
            if not self._done(self._sequencer.advance) or self._timer is not None:
                return
            wait = self._signed + self._seconds - monotonic()
            if wait <= 0:
                self._sign()
                return
            self._timer = threading.Timer(wait, self._sign_now)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Have all that is there sealed and signed."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._done(self._sequencer.advance):
                self._sign()

    def _sign_now(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():
                self._sign()

    def _sign(self) -> None:
        self._timer = None
        self._signed = monotonic()
        self._done(self._sequencer.sign)

    def _done(self, work: Callable[[], object]) -> bool:
        """Do a part of it; False where it could not be done, which is told."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - nothing hides a receipt
            self._problem = error
            return False
        self._problem = None
        return True
