"""Makings: each time that a view's tables were made, and what they were made as.

A view's run says which making is current. Others are left behind by a rebuild that is
under way, or was interrupted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import sqlalchemy as sa

from kvalitet_core.running.inserting import insert_if_absent
from kvalitet_core.running.tables import VIEWS
from kvalitet_core.view import Column, Table
from kvalitet_core.views.tables import drop, tables_of

__all__ = ["Making", "begin", "making", "makings", "remove"]


@attrs.frozen(kw_only=True)
class Making:
    """One making of a view's tables.

    Attributes:
        view: The view's name.
        generation: Which making it is, from 1.
        digest: The digest of what the view was then.
        declared: The tables as they were declared.
        tables: The same in the database, by their declared names.
        remnants: Whether bytes that were deleted may still be on the disk.
    """

    view: str
    generation: int
    digest: str
    declared: Sequence[Table]
    tables: Mapping[str, sa.Table]
    remnants: bool = False

    @property
    def by_name(self) -> Mapping[str, Table]:
        """The declared tables by their names."""
        return {table.name: table for table in self.declared}


def making(connection: sa.Connection, view: str, generation: int) -> Making | None:
    """One making of a view, if its tables are there."""
    found = makings(connection, view)
    return next((each for each in found if each.generation == generation), None)


def makings(connection: sa.Connection, view: str) -> list[Making]:
    """Every making of a view whose tables are there, in order."""
    query = sa.select(VIEWS).where(VIEWS.c.view == view).order_by(VIEWS.c.generation)
    dialect = connection.dialect.name
    return [_making(row, dialect) for row in connection.execute(query)]


def _making(row: Any, dialect: str) -> Making:
    declared = tuple(_table(told) for told in json.loads(row.tables))
    return Making(
        view=row.view,
        generation=row.generation,
        digest=row.digest,
        declared=declared,
        tables=tables_of(row.view, declared, row.generation, dialect),
        remnants=bool(row.remnants),
    )


def _table(told: Mapping[str, Any]) -> Table:
    return Table(
        name=told["name"],
        columns=tuple(Column(**column) for column in told["columns"]),
        key=tuple(told["key"]),
        indexes=tuple(tuple(index) for index in told["indexes"]),
    )


def begin(
    connection: sa.Connection,
    view: str,
    declared: Sequence[Table],
    *,
    generation: int,
    digest: str,
) -> Making:
    """Make a view's tables, without their indexes; those that are there are taken."""
    told = json.dumps([attrs.asdict(table) for table in declared])
    values = {
        "view": view,
        "generation": generation,
        "digest": digest,
        "tables": told,
        "remnants": 0,
    }
    tables = tables_of(view, declared, generation, connection.dialect.name)
    if insert_if_absent(connection, VIEWS, values):
        for table in tables.values():
            table.create(connection, checkfirst=False)
    return Making(
        view=view,
        generation=generation,
        digest=digest,
        declared=declared,
        tables=tables,
    )


def remove(connection: sa.Connection, unwanted: Making) -> None:
    """Take a making's tables away."""
    drop(connection, unwanted.tables)
    connection.execute(
        sa.delete(VIEWS).where(
            VIEWS.c.view == unwanted.view,
            VIEWS.c.generation == unwanted.generation,
        )
    )
