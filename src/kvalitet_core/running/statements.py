"""The statements of the hot path: prepared once, and sent without a detour.

A commit that is followed at once pays for every statement; SQLAlchemy would spend more
time on building these than the database on doing them.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kvalitet_core.running.tables import RUNS

__all__ = ["COLUMNS", "advance", "runs_of"]

COLUMNS: Final = tuple(column.name for column in RUNS.c)
"""The columns of a run, in the order in which they are given."""


@cache
def runs_of(dialect: str, count: int, *, locked: bool) -> str:
    """Reads so many runs by their names, in the order of these; all where it is 0."""
    mark = _mark(dialect)
    chosen = f" WHERE name IN ({', '.join([mark] * count)})" if count else ""
    lock = " FOR UPDATE" if locked and dialect == "postgresql" else ""
    return f"SELECT {', '.join(COLUMNS)} FROM kvalitet_runs{chosen} ORDER BY name{lock}"


@cache
def advance(dialect: str, *, free: bool = False) -> str:
    """Moves a run on from where it is said to be; `free`: if nothing is parked."""
    mark = _mark(dialect)
    unparked = " AND parked = 0" if free else ""
    return (
        f"UPDATE kvalitet_runs SET position = {mark}, events = events + {mark},"
        f" batches = batches + 1, last_position = coalesce({mark}, last_position),"
        f" last_event = coalesce({mark}, last_event), updated_at = {mark},"
        f" error = NULL WHERE name = {mark} AND position = {mark}"
        f" AND generation = coalesce({mark}, generation){unparked}"
    )


def _mark(dialect: str) -> str:
    return "%s" if dialect == "postgresql" else "?"
