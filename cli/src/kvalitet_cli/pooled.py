"""Other processes that do a part of the work."""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

__all__ = ["others"]


def others(count: int) -> ProcessPoolExecutor:
    """Some more processes; interrupted, they end without a word.

    A terminal interrupts them with the one that started them, which tells of it.
    """
    return ProcessPoolExecutor(
        count,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
