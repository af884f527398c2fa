"""Fitting: whether a change fits its table, and what it is there as it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kvalitet_core.errors import Malformed, Problem, Unknown
from kvalitet_core.journal.registry import nearest
from kvalitet_core.personal import Personal
from kvalitet_core.view import Column, Part, Table
from kvalitet_core.views.cells import Cell, Cells
from kvalitet_core.views.kinds import Misfit, kept
from kvalitet_core.views.operations import Act, Operation, Shape
from kvalitet_core.views.tables import personal

__all__ = ["TableChanges"]


class _Row(NamedTuple):
    """How rows that name the same columns are taken."""

    shape: Shape
    writes: tuple[tuple[str, Callable[[Any], Any]], ...]
    key: tuple[int, ...]
    personal: tuple[tuple[int, str, int], ...] = ()


class TableChanges:
    """Takes the changes of one table."""

    def __init__(self, view: str, table: Table, dialect: str, cells: Cells) -> None:
        self._view = view
        self._table = table
        self._dialect = dialect
        self._cells = cells
        self._columns = {column.name: column for column in table.columns}
        self._personal = personal(table)
        self._where = f"view {view}, table {table.name}"
        self._rows: dict[tuple[str, ...], _Row] = {}
        self._sums: dict[tuple[tuple[str, ...], tuple[str, ...]], _Row] = {}

    def upsert(self, row: Mapping[str, Any]) -> Operation:
        """A row that is put there, or changed."""
        names = tuple(row)
        taken = self._rows.get(names) or self._row(names)
        try:
            values = [write(row[name]) for name, write in taken.writes]
        except Misfit:
            raise self._misfit(row) from None
        at = tuple([values[place] for place in taken.key])
        for place, column, person in taken.personal:
            values[place] = self._sealed(values[place], column, values[person], at)
        return Operation(taken.shape, tuple(values), None, at)

    def delete(self, where: Mapping[str, Any]) -> Operation:
        """Rows that are taken out."""
        self._require_known(where)
        if not where:
            raise Malformed(self._where, "a deletion says no column; name one or more")
        told = {name: value for name, value in where.items() if value is not None}
        nulls = tuple(sorted(set(where) - set(told)))
        values = self._written(told)
        shape = Shape("delete", self._table.name, tuple(values), nulls=nulls)
        said = tuple(values.values())
        key = self._table.key
        if nulls or not set(values) <= set(key):
            return Operation(shape, said)
        scope = tuple(place for place, name in enumerate(key) if name in values)
        return Operation(shape, said, scope, tuple(values[key[n]] for n in scope))

    def increment(self, key: Mapping[str, Any], by: Mapping[str, int]) -> Operation:
        """Numbers of a row that are added to."""
        names = (tuple(key), tuple(by))
        taken = self._sums.get(names) or self._sum(*names)
        try:
            said = [write(key[name]) for name, write in taken.writes]
            numbers = [_number(by[name]) for name in taken.shape.adds]
        except Misfit:
            raise self._misfit(key, by) from None
        at = tuple([said[place] for place in taken.key])
        return Operation(taken.shape, (*said, *numbers), None, at)

    def forget(self, subject: str) -> list[Operation]:
        """What clears the table's personal columns of one person."""
        return [
            Operation(
                Shape("forget", self._table.name, (person,), nulls=columns), (subject,)
            )
            for person, columns in self._personal.items()
        ]

    def _sum(self, key: tuple[str, ...], by: tuple[str, ...]) -> _Row:
        """Look once at what increments of these columns are."""
        self._require_known((*key, *by))
        expected = ", ".join(self._table.key)
        if set(key) != set(self._table.key) or not by:
            problem = f"an increment says all of the key ({expected}) and what to add"
            raise Malformed(self._where, problem)
        columns = self._columns
        if other := [n for n in by if columns[n].type != "integer" or n in key]:
            problem = f"expected columns with numbers to add to, got {', '.join(other)}"
            raise Malformed(self._where, problem)
        named = {*key, *by}
        lacks = any(
            not each.nullable and each.type != "integer" and each.name not in named
            for each in self._table.columns
        )
        act: Act = "change" if lacks else "put"
        row = _Row(
            shape=Shape(act, self._table.name, key, adds=by),
            writes=tuple((name, self._write(columns[name])) for name in key),
            key=tuple(key.index(name) for name in self._table.key),
        )
        self._sums[key, by] = row
        return row

    def _row(self, names: tuple[str, ...]) -> _Row:
        """Look once at what rows with these columns are."""
        self._require_known(names)
        named = set(names)
        problems = [
            Problem(path=f"$.{name}", text="is part of the key, and not said")
            for name in self._table.key
            if name not in named
        ] + list(self._parted(named))
        if problems:
            raise Malformed(self._where, *problems)
        lacking = [
            column.name
            for column in self._table.columns
            if column.name not in named and not column.nullable
        ]
        places = {name: place for place, name in enumerate(names)}
        row = _Row(
            shape=Shape("change" if lacking else "put", self._table.name, names),
            writes=tuple((name, self._write(self._columns[name])) for name in names),
            key=tuple(places[name] for name in self._table.key),
            personal=tuple(
                (places[column], column, places[person])
                for person, columns in self._personal.items()
                for column in columns
                if column in named
            ),
        )
        self._rows[names] = row
        return row

    def _parted(self, named: set[str]) -> list[Problem]:
        """What is about a person is told with the person, and the other way round."""
        problems = []
        for person, columns in self._personal.items():
            for column in columns:
                if column in named and person not in named:
                    text = f"is about {person}, and that is not said with it"
                    problems.append(Problem(path=f"$.{column}", text=text))
                elif person in named - set(self._table.key) and column not in named:
                    text = f"is said without {column}, which is about that person"
                    problems.append(Problem(path=f"$.{person}", text=text))
        return problems

    def _write(self, column: Column) -> Callable[[Any], Any]:
        if column.person is not None:
            return _personal_value
        write = kept(column.type, self._dialect).write
        if not column.nullable:
            return write
        return lambda value: None if value is None else write(value)

    def _written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values in clear, as they are kept."""
        sealed = [name for name in values if self._columns[name].person is not None]
        if sealed:
            problem = f"{', '.join(sealed)}: is kept sealed, so nobody looks for it"
            raise Malformed(self._where, problem)
        try:
            return {n: self._write(self._columns[n])(v) for n, v in values.items()}
        except Misfit:
            raise self._misfit(values) from None

    def _misfit(
        self, row: Mapping[str, Any], by: Mapping[str, Any] | None = None
    ) -> Malformed:
        """Everything that is wrong with some values."""
        tried = [(n, self._write(self._columns[n]), row[n]) for n in row]
        tried += [(name, _number, number) for name, number in (by or {}).items()]
        problems = []
        for name, write, value in tried:
            try:
                write(value)
            except Misfit as error:
                problems.append(Problem(path=f"$.{name}", text=str(error)))
        return Malformed(self._where, *problems)

    def _sealed(
        self, value: Any, column: str, person: str | None, row: tuple[Any, ...]
    ) -> bytes | None:
        if value is None:
            return None
        if person is None:
            problem = Problem(path=f"$.{column}", text="is about nobody")
            raise Malformed(self._where, problem)
        cell = Cell(self._view, self._table.name, column, row, person)
        try:
            return self._cells.sealed(value, cell)
        except Misfit as error:
            problem = Problem(path=f"$.{column}", text=str(error))
            raise Malformed(self._where, problem) from None

    def _require_known(self, names: Sequence[str] | Mapping[str, Any]) -> None:
        for name in names:
            if name not in self._columns:
                near = nearest(str(name), self._columns)
                raise Unknown(f"column of {self._where}", str(name), nearest=near)


_number: Final = kept("integer", "sqlite").write
"""Takes what is added, which is never nothing."""


def _personal_value(value: Any) -> Any:
    if value is None or isinstance(value, (Personal, Part)):
        return value
    got = type(value).__name__
    raise Misfit(f"is personal: expected the Personal of the event, got {got}")
