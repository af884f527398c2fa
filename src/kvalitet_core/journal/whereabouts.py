"""Where an event stands in the journal, by its id alone.

An id begins with the time at which it was decided, and rows stand in the order in which
they were recorded, which was then or later. So whoever begins to look at that time
finds it after few rows. Nothing else rests on that: what is not found from there on is
looked for in all that stands before.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import time_of
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Row

__all__ = ["row_of_event"]

_FEW: Final = 64
"""How many rows are read at first: what is looked for is most often among them."""
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
        for row in log_rows(reader, after=after, upto=upto, first=_FEW):
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


def _is_event_of(state: object, event: bytes) -> bool:
    """Whether a row has an event: no text after its id can look like the member."""
    if not isinstance(state, bytes) or event not in state:
        return False
    start = state.rfind(_EVENT) + len(_EVENT)
    return state[start : state.find(b'"', start)] == event
