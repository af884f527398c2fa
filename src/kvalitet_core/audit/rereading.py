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
from kvalitet_core.journal.stored import StoredClass

__all__ = ["Rereading"]

_KEPT: Final = 64
"""How many events of a name are known again, so that what they take has a limit."""

_PLAIN: Final = b'Z"},"s":{"d":"'
_ENDING: Final = slice(-72, -58)
"""Where that stands in a row that has no sealed sections between its m and its s."""


class _Name:
    """What is at hand for a stored name.

    Attributes:
        known: Its events that were read, by their data.
        decode: Reads one of which nothing is sealed; None where none is such.
        is_kept: Whether what was read of it need not be held against a schema again.
    """

    __slots__ = ("decode", "is_kept", "known")

    def __init__(self, stored: StoredClass | None, *, is_kept: bool) -> None:
        self.known: dict[bytes, Any] = {}
        self.decode = None if stored is None or stored.personal else stored.decode
        self.is_kept = is_kept

    def keep(self, data: bytes, event: Any) -> None:
        if len(self.known) >= _KEPT:
            self.known.clear()
        self.known[data] = event


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
        self._names: dict[str, _Name] = {}

    def first(self, row: Row) -> Any:
        """The event of a row that was not read before.

        Raises:
            Malformed: The row does not hold what its name says.
        """
        state = row[4]
        if state.__class__ is not bytes:
            raise of_another_type()
        cut = state.rfind(METADATA)
        data = state[DATA:cut]
        name = self._names.get(row[3]) or self._named(row[3])
        if state[_ENDING] != _PLAIN or name.decode is None:
            return self._otherwise(row, data)
        event = name.known.get(data)
        if event is not None:
            self.again += 1
            return event
        try:
            event = name.decode(data)
        except Malformed:
            return self._otherwise(row, data)
        if self._fits(row, data) and name.is_kept:
            name.keep(data, event)
        return event

    def once_more(self, row: Row) -> Any:
        """The event of a row that was read before: nothing in it is checked.

        Raises:
            Malformed: The row does not hold what its name says.
        """
        state = row[4]
        data = state[DATA : state.rfind(METADATA)]
        name = self._names.get(row[3]) or self._named(row[3])
        event = name.known.get(data)
        if event is not None:
            return event
        stored = self._classes.get(row[3])
        if stored is None:
            return self._registry.read(row, self._opener)
        event = stored.decode_again(data)
        if not stored.personal:
            name.keep(data, event)
        return event

    def _named(self, name: str) -> _Name:
        """What is at hand for a stored name from here on."""
        is_kept = self._fitting is None or self._fitting.has(name)
        made = self._names[name] = _Name(self._classes.get(name), is_kept=is_kept)
        return made

    def _otherwise(self, row: Row, data: bytes) -> Any:
        """The event of a row of which something is sealed, or that is laid out anew."""
        event = self._registry.read(row, self._opener)
        if row[4].rfind(METADATA) < 0:
            data = layout.split(row[4]).d
        self._fits(row, data)
        return event

    def _fits(self, row: Row, data: bytes) -> bool:
        """Whether an event fits its schema; what does not is noted."""
        if self._fitting is None:
            return True
        problem = self._fitting.problem(row[3], data)
        if problem is not None:
            self._note(row[0], row[1], problem)
        return problem is None
