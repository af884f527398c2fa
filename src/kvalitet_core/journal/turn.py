"""Taking turns: one writer at a time in a process, and none inside its own write."""

from __future__ import annotations

import threading

from kvalitet_core.errors import JournalUnavailable

__all__ = ["Turn"]


class Turn:
    """What a thread holds while it writes; the others wait, for so long."""

    def __init__(self, place: str, *, busy_seconds: float) -> None:
        self._place = place
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._owner: int | None = None

    def __enter__(self) -> None:
        """Wait for the turn, and keep it.

        Raises:
            JournalUnavailable: This thread has it already, or others keep it too long.
        """
        if self._owner == threading.get_ident():
            problem = "a write is under way in this thread: use the open batch"
            raise JournalUnavailable(self._place, problem)
        if not self._lock.acquire(timeout=self._busy_seconds):
            problem = f"locked by another thread for more than {self._busy_seconds:g} s"
            raise JournalUnavailable(self._place, problem)
        self._owner = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        """Let the next one have it."""
        self._owner = None
        self._lock.release()
