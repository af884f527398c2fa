"""Making journals: where they may be, and only where there is none."""

from __future__ import annotations

from kvalitet_core.errors import JournalUnavailable

__all__ = ["on_server", "refuse_to_overwrite"]


def on_server(journal: str) -> bool:
    """Tell whether a journal's address is that of a database server."""
    return journal.startswith(("postgresql://", "postgres://"))


def refuse_to_overwrite(journal: str, *, remedy: str) -> None:
    """Leave alone what is there; the remedy is what to do then.

    Raises:
        JournalUnavailable: Something is there.
    """
    from kvalitet_core.opening_stores import store_at  # noqa: PLC0415 - what writes

    store = store_at(journal)
    try:
        there = store.format() is not None
    finally:
        store.close()
    if there:
        problem = f"there is a journal already; nothing was written: {remedy}"
        raise JournalUnavailable(store.place, problem)
