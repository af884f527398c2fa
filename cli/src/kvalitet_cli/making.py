"""Making journals: only where there is none."""

from __future__ import annotations

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.opening import store_at

__all__ = ["refuse_to_overwrite"]


def refuse_to_overwrite(journal: str) -> None:
    """Leave alone what is there.

    Raises:
        JournalUnavailable: Something is there.
    """
    store = store_at(journal)
    try:
        there = store.format() is not None
    finally:
        store.close()
    if there:
        problem = "there is a journal already; nothing was written"
        raise JournalUnavailable(store.place, problem)
