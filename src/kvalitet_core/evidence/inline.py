"""Sealing as a journal is written: in the background, a second later at most.

Or each commit by itself, before it is answered, where that is asked for. What goes
wrong here hides no receipt: the commit is durable. It is told as the journal's
`unsealed`, and tried again with the next commit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from kvalitet_core.evidence.daily_index import DailyIndex
from kvalitet_core.evidence.losses import origin_now
from kvalitet_core.evidence.sequencer import Sequencer
from kvalitet_core.evidence.signer import Signer
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

            seconds: How long a commit may wait to be sealed and signed; 0 has it done
                before the commit is answered.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: It is another journal's, or its state is lost.
        """
        origin = origin_now(store, journal_id)
        signer = Signer.open(key, origin=origin, create=True)
        self._sequencer = Sequencer(store, origin=origin, signer=signer, clock=clock)
        self._index = DailyIndex(store, journal_id, clock=clock)
        self._seconds = seconds
        self._work = threading.Lock()
        self._schedule = threading.Lock()
        self._begun = -seconds
        self._timer: threading.Timer | None = None
        self._closed = False
        self._problem: Exception | None = None

    @property
    def problem(self) -> Exception | None:
        """What went wrong the last time; None when all is well."""
        return self._problem

    def committed(self) -> None:
        """Have what is there sealed and signed in time."""
        if not self._seconds:
            self._seal_by_turns()
            return
        with self._schedule:
            if self._timer is None:
                wait = max(0.0, self._begun + self._seconds - monotonic())
                self._timer = threading.Timer(wait, self._in_time)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """Have all that is there sealed and signed."""
        with self._schedule:
            if self._timer is not None:
                self._timer.cancel()
        with self._work:
            self._closed = True
            self._seal()

    def _in_time(self) -> None:
        """Seal what is there by now; what comes meanwhile has its own time."""
        with self._schedule:
            self._timer = None
            self._begun = monotonic()
        self._seal_by_turns()

    def _seal_by_turns(self) -> None:
        with self._work:
            if not self._closed:
                self._seal()

    def _seal(self) -> None:
        """Seal and sign, with the case index first where it is the day's first time.

        Where the index cannot be logged, that is told, and the rest is signed.
        """
        if self._done(self._sequencer.advance):
            indexed, problem = self._done(self._take_index), self._problem
            if self._done(self._sequencer.sign) and not indexed:
                self._problem = problem

    def _take_index(self) -> None:
        if self._index.is_due():
            self._index.log()
            self._sequencer.advance()

    def _done(self, work: Callable[[], object]) -> bool:
        """Do a part of it; False where it could not be done, which is told."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - nothing hides a receipt
            self._problem = error
            return False
        self._problem = None
        return True
