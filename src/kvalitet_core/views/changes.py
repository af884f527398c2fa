"""Changes: what a view's function gives, checked and made ready to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.view import Change, Delete, Increment, Table, Upsert
from kvalitet_core.views.cells import Cells
from kvalitet_core.views.fitting import TableChanges
from kvalitet_core.views.operations import Operation

__all__ = ["Changes"]

_NOT_CHANGES: Final = "expected a tuple of Upsert, Delete and Increment"


class Changes:
    """Takes the changes of one view for one kind of database."""

    def __init__(
        self, view: str, tables: Sequence[Table], *, dialect: str, cells: Cells
    ) -> None:
        self._view = view
        self._tables = {
            table.name: TableChanges(view, table, dialect, cells) for table in tables
        }

    def of(self, changes: object) -> list[Operation]:
        """The operations of what a view's function gave, in order.

        Raises:
            Malformed: They do not fit the view's tables.
            Unknown: They name a table or a column that is not there.
        """
        if not isinstance(changes, (tuple, list)):
            got = type(changes).__name__
            raise Malformed(f"view {self._view}", f"{_NOT_CHANGES}, got {got}")
        return [self._taken(change) for change in changes]

    def _taken(self, change: Change) -> Operation:
        if isinstance(change, Upsert):
            return self._table(change.table).upsert(change.row)
        if isinstance(change, Increment):
            return self._table(change.table).increment(change.key, change.by)
        if isinstance(change, Delete):
            return self._table(change.table).delete(change.where)
        got = type(change).__name__
        raise Malformed(f"view {self._view}", f"{_NOT_CHANGES}, got one of {got}")

    def _table(self, name: str) -> TableChanges:
        taken = self._tables.get(name)
        if taken is None:
            near = nearest(name, self._tables)
            raise Unknown(f"table of view {self._view}", name, nearest=near)
        return taken

    def forgetting(self, subject: str) -> list[Operation]:
        """What clears everything personal of one person."""
        return [
            operation
            for taken in self._tables.values()
            for operation in taken.forget(subject)
        ]
