"""Statements: what carries out a group of operations, made once for each shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from kvalitet_core.running.connecting import raw_of
from kvalitet_core.running.job import Unfit
from kvalitet_core.view import Table
from kvalitet_core.views.operations import Shape

__all__ = ["Statements"]

_NOUGHT: Final = sa.literal_column("0", sa.BigInteger())


class _Made(NamedTuple):
    """A statement as the driver takes it, and where each of its values comes from."""

    text: str
    places: tuple[int, ...]
    names: tuple[str, ...] | None

    def given(self, values: tuple[Any, ...]) -> Any:
        """The values as the driver takes them."""
        told = tuple([values[place] for place in self.places])
        return told if self.names is None else dict(zip(self.names, told, strict=True))


class Statements:
    """Carries out operations on one making of a view's tables."""

    def __init__(
        self,
        view: str,
        declared: Sequence[Table],
        tables: Mapping[str, sa.Table],
        dialect: sa.Dialect,
    ) -> None:
        self._view = view
        self._declared = {table.name: table for table in declared}
        self._tables = tables
        self._dialect = dialect
        self._made: dict[Shape, _Made] = {}

    def carry_out(
        self, connection: sa.Connection, shape: Shape, values: Sequence[tuple[Any, ...]]
    ) -> int:
        """Carry a group of operations out, in order; gives how many rows it touched.

        Raises:
            Unfit: A row that was to be changed is not there.
        """
        made = self._made.get(shape) or self._make(shape)
        given: Any = [made.given(each) for each in values]
        done = (
            raw_of(connection).executemany(made.text, given)
            if self._dialect.name == "sqlite"
            else connection.exec_driver_sql(
                made.text, given if len(given) > 1 else given[0]
            )
        )
        if shape.act == "change" and done.rowcount != len(values):
            said = ", ".join((*shape.columns, *shape.adds))
            problem = f"{said} are too few columns for a new row, and there is none yet"
            raise Unfit(f"view {self._view}, table {shape.table}: {problem}")
        return int(done.rowcount)

    def _make(self, shape: Shape) -> _Made:
        statement = self._statement(shape)
        compiled = statement.compile(dialect=self._dialect)
        names = tuple(compiled.positiontup or compiled.params)
        made = _Made(
            str(compiled),
            tuple(int(name[1:]) for name in names),
            None if compiled.positiontup else names,
        )
        self._made[shape] = made
        return made

    def _statement(self, shape: Shape) -> Any:
        table = self._tables[shape.table]
        key = self._declared[shape.table].key
        bound: dict[str, Any] = {
            name: sa.bindparam(f"b{place}", type_=table.c[name].type)
            for place, name in enumerate((*shape.columns, *shape.adds))
        }
        match shape.act:
            case "put":
                return self._put(table, key, bound, shape.adds)
            case "change":
                said = _said(table, key, bound, shape.adds)
                kept = said or {key[0]: table.c[key[0]]}
                return sa.update(table).where(*_at(table, bound, key)).values(kept)
            case "delete":
                empty = (table.c[name].is_(None) for name in shape.nulls)
                return sa.delete(table).where(*_at(table, bound, bound), *empty)
            case "forget":
                full = (table.c[name].is_not(None) for name in shape.nulls)
                cleared = dict.fromkeys(shape.nulls, sa.null())
                about = _at(table, bound, bound)
                return sa.update(table).where(*about, sa.or_(*full)).values(cleared)

    def _put(
        self,
        table: sa.Table,
        key: Sequence[str],
        bound: Mapping[str, Any],
        adds: Sequence[str],
    ) -> Any:
        """Put a row; numbers that it needs and that are not said begin at nought."""
        needed: dict[str, Any] = {
            column.name: _NOUGHT
            for column in table.columns
            if not column.nullable and column.name not in bound
        }
        insert = self._insert(table).values({**bound, **needed})
        said = _said(table, key, {n: insert.excluded[n] for n in bound}, adds)
        if not said:
            return insert.on_conflict_do_nothing(index_elements=list(key))
        return insert.on_conflict_do_update(index_elements=list(key), set_=said)

    def _insert(self, table: sa.Table) -> Any:
        if self._dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)


def _at(
    table: sa.Table, bound: Mapping[str, Any], names: Iterable[str]
) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == bound[name] for name in names]


def _said(
    table: sa.Table,
    key: Sequence[str],
    values: Mapping[str, Any],
    adds: Sequence[str],
) -> dict[str, Any]:
    """What becomes of the columns of a row that is there."""
    return {
        name: sa.func.coalesce(table.c[name], _NOUGHT) + value
        if name in adds
        else value
        for name, value in values.items()
        if name not in key
    }
