"""Where an event stands in the journal, by its id alone.

An id begins with the time at which it was decided, and rows stand in the order in which
they were recorded, which was then or later. So whoever begins to look at that time
finds it after few rows. Nothing else rests on that: what is not found from there on is
looked for in all that stands before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import time_of
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Row

__all__ = ["row_of_event"]

_FIRST_PAGE: Final = 64
_PAGE: Final = 1000
_EVENT: Final = b'"event":"'


def row_of_event(reader: Reader, event_id: str) -> Row | None:
    """The row of the event with an id; None where no row has it.

    Args:
        reader: The journal's rows.

        event_id: The id; of whatever form, as journals outlive forms.
    """
    wanted = event_id.encode()
    begun = _before(reader, event_id)
    for after, upto in ((begun, None), (0, begun)):
        for row in _rows(reader, after, upto):
            if _is_event_of(row[4], wanted):
                return row
    return None


def _before(reader: Reader, event_id: str) -> int:
    """A position up to which all was recorded before an id was made, as it seems."""
    at, newest = time_of(event_id), reader.newest()
    if at is None or newest is None:
        return 0
    low, high = 0, newest[0]
    while low < high:
        middle = (low + high) // 2
        rows = reader.log(after=middle, limit=1)
        try:
            is_before = bool(rows) and recorded_at(rows[0][4]) < at
        except Malformed:
            return 0
        if is_before:
            low = rows[0][0]
        else:
            high = middle
    return low


def _rows(reader: Reader, after: int, upto: int | None) -> Iterator[Row]:
    """Rows in order, first few at a time and then more."""
    limit = _FIRST_PAGE
    while after != upto and (rows := reader.log(after=after, upto=upto, limit=limit)):
        yield from rows
        after, limit = rows[-1][0], _PAGE


def _is_event_of(state: object, event: bytes) -> bool:
    """Whether a row has an event: no text after its id can look like the member."""
    if not isinstance(state, bytes) or event not in state:
        return False
    start = state.rfind(_EVENT) + len(_EVENT)
    return state[start : state.find(b'"', start)] == event
