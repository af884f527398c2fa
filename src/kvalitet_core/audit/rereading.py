"""Reading the events of a journal: strictly at first, and later the same again.

Many events say what others have said. What an event is follows from its name and its
bytes alone, and nothing changes it: so one that was read is known by them again.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.audit.fitting import Fitting
from kvalitet_core.audit.lying import DATA, METADATA, of_another_type
from kvalitet_core.audit.wrong import Note
from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.store import Row

__all__ = ["Rereading"]

_KEPT: Final = 64
"""How many events of a name are known again, so that what they take has a limit."""

_PLAIN: Final = b'Z"},"s":{"d":"'
_ENDING: Final = slice(-72, -58)
"""Where that stands in a row that has no sealed sections between its m and its s."""


class Rereading:
    """Reads events, each held against its schema the first time.

    Attributes:
        again: How many were known again when they came up for the first time.
    """

    def __init__(self, folder: Folder, fitting: Fitting | None, note: Note) -> None:
        """Begin without any.

        Args:
            folder: Where the rows are from.

            fitting: Holds each event against its schema; None where nothing does.

            note: Takes down what is wrong.
        """
        self.again = 0
        self._registry = folder.registry
        self._opener = folder.opener
        self._classes = folder.registry.classes
        self._fitting = fitting
        self._note = note
        self._known: dict[str, dict[bytes, Any]] = {}

    def first(self, row: Row) -> Any:
        """The event of a row that was not read before.

        Raises:
            Malformed: The row does not hold what its name says.
        """
        name, state = row[3], row[4]
        if not isinstance(state, bytes):
            raise of_another_type()
        cut = state.rfind(METADATA)
        data = state[DATA:cut]
        is_plain = state[_ENDING] == _PLAIN
        known = self._known.get(name)
        if known is not None and is_plain:
            event = known.get(data)
            if event is not None:
                self.again += 1
                return event
        event, is_pure = self._read(row, data, is_plain=is_plain)
        if cut < 0:
            data = layout.split(state).d
        if self._fits(row, data) and is_pure:
            self._keep(name, data, event)
        return event

    def once_more(self, row: Row) -> Any:
        """The event of a row that was read before: nothing in it is checked.

        Raises:
            Malformed: The row does not hold what its name says.
        """
        name, state = row[3], row[4]
        data = state[DATA : state.rfind(METADATA)]
        known = self._known.get(name)
        event = None if known is None else known.get(data)
        if event is not None:
            return event
        stored = self._classes.get(name)
        if stored is None:
            return self._registry.read(row, self._opener)
        event = stored.decode_again(data)
        if not stored.personal:
            self._keep(name, data, event)
        return event

    def _read(self, row: Row, data: bytes, *, is_plain: bool) -> tuple[Any, bool]:
        """The event of a row, and whether its bytes alone say what it is."""
        stored = self._classes.get(row[3])
        if stored is not None and is_plain and not stored.personal:
            try:
                return stored.decode(data), True
            except Malformed:
                pass
        return self._registry.read(row, self._opener), False

    def _fits(self, row: Row, data: bytes) -> bool:
        """Whether an event fits its schema; what does not is noted."""
        if self._fitting is None:
            return True
        problem = self._fitting.problem(row[3], data)
        if problem is not None:
            self._note(row[0], row[1], problem)
        return problem is None and self._fitting.has(row[3])

    def _keep(self, name: str, data: bytes, event: Any) -> None:
        known = self._known.setdefault(name, {})
        if len(known) >= _KEPT:
            known.clear()
        known[data] = event
