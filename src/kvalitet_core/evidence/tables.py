"""The tables of a bundle, for a spreadsheet: every event, and every case.

Whoever verifies makes them again from the events, and compares them byte by byte.
"""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from kvalitet_core.evidence.case_index import CaseIndex
from kvalitet_core.journal import layout
from kvalitet_core.journal.sections import metadata
from kvalitet_core.journal.store import Row

__all__ = ["CASES", "EVENTS", "cases_table", "event_lines", "table"]

EVENTS: Final = (
    "position",
    "stream",
    "version",
    "name",
    "recorded_at",
    "event_id",
    "command_id",
    "actor_id",
)
"""The columns of `events.csv`."""

CASES: Final = ("stream", "events", "commands")
"""The columns of `cases.csv`."""


def table(lines: list[list[Any]]) -> bytes:
    """Lines of a table, as bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def event_lines(rows: list[Row]) -> list[list[Any]]:
    """The lines of some events."""
    return [_event(row) for row in rows]


def _event(row: Row) -> list[Any]:
    position, stream, version, name, state = row
    meta = metadata(layout.split(state).m)
    texts = (meta.event, meta.command or "", meta.actor or "")
    told = [stream, version, name, meta.recorded_at, *texts]
    return [position, *map(_harmless, told)]


def cases_table(index: CaseIndex) -> bytes:
    """The table of every stream: how many events, and commands about it."""
    lines = [[_harmless(each), *index.counts(each)] for each in index.streams]
    return table([list(CASES), *lines])


def _harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    odd = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if odd else value
