"""A view's tables in the database: from what is declared to what is made there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from kvalitet_core.view import Column, Table
from kvalitet_core.views.kinds import kept
from kvalitet_core.views.naming import named

__all__ = ["drop", "indexed", "personal", "tables_of"]


def tables_of(
    view: str, declared: Sequence[Table], generation: int, dialect: str
) -> Mapping[str, sa.Table]:
    """The tables of one making of a view, by their declared names."""
    metadata = sa.MetaData()
    return {
        table.name: sa.Table(
            named(view, generation, table.name),
            metadata,
            *(_column(column, table, dialect) for column in table.columns),
            sqlite_with_rowid=False,
        )
        for table in declared
    }


def _column(column: Column, table: Table, dialect: str) -> sa.Column[object]:
    """One column. A personal one holds sealed bytes, whatever its type."""
    type_ = sa.LargeBinary() if column.person else kept(column.type, dialect).type
    if column.name in table.key:
        return sa.Column(column.name, type_, primary_key=True, autoincrement=False)
    return sa.Column(column.name, type_, nullable=column.nullable)


def personal(table: Table) -> Mapping[str, tuple[str, ...]]:
    """The personal columns, by the column with the person's id."""
    found: dict[str, tuple[str, ...]] = {}
    for column in table.columns:
        if column.person is not None:
            found[column.person] = (*found.get(column.person, ()), column.name)
    return found


def indexed(
    connection: sa.Connection,
    view: str,
    declared: Sequence[Table],
    generation: int,
    tables: Mapping[str, sa.Table],
) -> None:
    """Make the indexes: those declared, and one for each person's id."""
    for table in declared:
        wanted = {*table.indexes, *((person,) for person in personal(table))}
        for columns in sorted(wanted):
            if columns == table.key[: len(columns)]:
                continue
            name = named(view, generation, table.name, "by", *columns)
            physical = tables[table.name]
            index = sa.Index(name, *(physical.c[column] for column in columns))
            connection.execute(CreateIndex(index, if_not_exists=True))


def drop(connection: sa.Connection, tables: Mapping[str, sa.Table]) -> None:
    """Take the tables away, if they are there."""
    for table in tables.values():
        table.drop(connection, checkfirst=True)
