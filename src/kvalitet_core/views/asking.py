"""Asking: rows of a view's table, by what they hold, and as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import sqlalchemy as sa

from kvalitet_core.errors import Malformed, Problem, Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.view import Column, Table
from kvalitet_core.views.cells import Cell, Cells
from kvalitet_core.views.kinds import Misfit, as_told, kept
from kvalitet_core.views.makings import Making

__all__ = ["Asking", "Row"]

Row: TypeAlias = dict[str, Any]
"""Column → value; a personal one is `Personal`, or None where there is nothing."""

_FROM, _TO = "effective_from", "effective_to"


class Asking:
    """One making of a view's tables, as it is asked."""

    def __init__(self, making: Making, *, dialect: str, cells: Cells) -> None:
        self._making = making
        self._dialect = dialect
        self._cells = cells

    def declared(self, name: str | None) -> Table:
        """A table by its name; the first when none is named.

        Raises:
            Unknown: There is no such table; the nearest is named.
        """
        tables = self._making.by_name
        if name is None:
            return self._making.declared[0]
        if name not in tables:
            kind = f"table of view {self._making.view}"
            raise Unknown(kind, name, nearest=nearest(name, tables))
        return tables[name]

    def query(
        self,
        table: Table,
        *,
        where: Mapping[str, Any],
        as_of: date | None,
        limit: int | None,
    ) -> sa.Select[Any]:
        """The statement that finds rows, in the order of their keys.

        Raises:
            Unknown: A column is not there; the nearest is named.
            Malformed: A value is not of its column's type, or the table is not of days.
        """
        physical = self._making.tables[table.name]
        query = sa.select(physical).order_by(*(physical.c[name] for name in table.key))
        for name, value in self._told(table, where).items():
            column = physical.c[name]
            query = query.where(column.is_(None) if value is None else column == value)
        if as_of is not None:
            query = query.where(*self._holding(table, physical, as_of))
        return query.limit(limit)

    def _told(self, table: Table, where: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked for, as it is kept."""
        columns = {column.name: column for column in table.columns}
        subject = f"view {self._making.view}, table {table.name}"
        told, problems = {}, []
        for name, value in where.items():
            if name not in columns:
                near = nearest(name, columns)
                raise Unknown(f"column of {subject}", name, nearest=near)
            try:
                told[name] = self._as_kept(columns[name], value)
            except Misfit as error:
                problems.append(Problem(path=f"$.{name}", text=str(error)))
        if problems:
            raise Malformed(subject, *problems)
        return told

    def _as_kept(self, column: Column, value: Any) -> Any:
        if column.person is not None:
            raise Misfit("is kept sealed, so nobody can look for it")
        if value is None:
            return None
        return kept(column.type, self._dialect).write(as_told(column.type, value))

    def _holding(
        self, table: Table, physical: sa.Table, day: date
    ) -> list[sa.ColumnElement[bool]]:
        types = {column.name: column.type for column in table.columns}
        if (types.get(_FROM), types.get(_TO)) != ("date", "date"):
            problem = f"has no {_FROM} and {_TO}, so it cannot be asked as of a day"
            raise Malformed(f"view {self._making.view}, table {table.name}", problem)
        if type(day) is not date:
            got = type(day).__name__
            raise Malformed("as_of", f"expected a date, got {got}")
        asked = kept("date", self._dialect).write(day)
        begun, ended = physical.c[_FROM], physical.c[_TO]
        return [begun <= asked, sa.or_(ended.is_(None), ended > asked)]

    def rows(
        self, table: Table, found: Sequence[Any], *, persons: bool
    ) -> tuple[Row, ...]:
        """Rows as they are given, personal columns opened or left unseen.

        Raises:
            KeyUnavailable: A person's key is lost, wrong or was not given.
            Malformed: Sealed bytes were changed, or belong elsewhere.
        """
        return tuple(self._row(table, row, persons=persons) for row in found)

    def _row(self, table: Table, kept_row: Any, *, persons: bool) -> Row:
        row: Row = {}
        for column, value in zip(table.columns, kept_row, strict=True):
            if value is None or column.person is not None:
                row[column.name] = value
            else:
                row[column.name] = kept(column.type, self._dialect).read(value)
        key = tuple(self._key_part(table, name, row[name]) for name in table.key)
        for column in table.columns:
            if column.person is not None and row[column.name] is not None:
                subject = row[column.person]
                cell = Cell(self._making.view, table.name, column.name, key, subject)
                sealed = bytes(row[column.name])
                row[column.name] = (
                    self._cells.opened(sealed, cell)
                    if persons
                    else self._cells.unseen(sealed, cell)
                )
        return row

    def _key_part(self, table: Table, name: str, value: Any) -> Any:
        """A part of the key as it is kept, which sealed cells are bound to."""
        (column,) = (each for each in table.columns if each.name == name)
        return kept(column.type, self._dialect).write(value)
