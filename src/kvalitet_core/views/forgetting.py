"""Forgetting in views: what is personal of somebody is cleared, in every making.

Then what deleted bytes left behind is wiped: in SQLite the tables are written anew and
the log is emptied, in PostgreSQL they are vacuumed. Where a reader prevents it, it is
noted, and done when the view is next made ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.running.connecting import meanings
from kvalitet_core.running.tables import VIEWS
from kvalitet_core.sqlitefile import with_log_emptied, without_remnants
from kvalitet_core.views.makings import Making, makings, remove
from kvalitet_core.views.tables import personal

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["cleared_elsewhere", "taken_away", "wipe", "wiped_after"]


def cleared_elsewhere(
    connection: sa.Connection, current: Making, subjects: Iterable[str]
) -> list[Making]:
    """Clear what is personal of some people in the view's other makings.

    Returns:
        The makings in which there was anything.
    """
    others = [
        each
        for each in makings(connection, current.view)
        if each.generation != current.generation
    ]
    wanted = list(subjects)
    return [each for each in others if _cleared(connection, each, wanted)]


def _cleared(connection: sa.Connection, each: Making, subjects: list[str]) -> bool:
    found = 0
    for declared in each.declared:
        table = each.tables[declared.name]
        for person, columns in personal(declared).items():
            full = sa.or_(*(table.c[name].is_not(None) for name in columns))
            done = connection.execute(
                sa.update(table)
                .where(table.c[person].in_(subjects), full)
                .values(dict.fromkeys(columns, sa.null()))
            )
            found += done.rowcount
    return found > 0


def wiped_after(
    transaction: Transaction, cleared: Iterable[Making], runs: Runs
) -> None:
    """Wipe what was cleared, as far as a transaction can, and the rest after it."""
    touched = list(cleared)
    for each in touched:
        _note(transaction.connection, each, remnants=True)
        if transaction.connection.dialect.name == "sqlite":
            raw = transaction.connection.connection.dbapi_connection
            for name in _tables(each):
                without_remnants(raw, name)  # type: ignore[arg-type]  # it is SQLite's
    transaction.afterwards.append(partial(wipe, runs, touched))


def taken_away(
    transaction: Transaction, unwanted: Iterable[Making], *, left: Making, runs: Runs
) -> None:
    """Take makings away, and wipe what is personal in them, with its traces.

    What is left to be wiped is noted with the making that is left.
    """
    sealed = False
    for each in unwanted:
        remove(transaction.connection, each)
        sealed = sealed or bool(_tables(each))
    if sealed:
        _note(transaction.connection, left, remnants=True)
        transaction.afterwards.append(partial(wipe, runs, [left]))


def wipe(runs: Runs, cleared: Iterable[Making]) -> bool:
    """Wipe what deleted bytes left behind; False while someone prevents it.

    What was cleared is kept by then, so nothing that goes wrong here undoes it.
    """
    noted = list(cleared)
    try:
        done = _wiped(runs, noted)
        if done:
            with runs.transaction() as transaction:
                for each in noted:
                    _note(transaction.connection, each, remnants=False)
    except RunsUnavailable:
        return False
    return done


def _wiped(runs: Runs, cleared: Sequence[Making]) -> bool:
    with meanings(runs.place):
        if runs.engine.dialect.name == "sqlite":
            return runs.in_memory or _log_emptied(runs)
        return _vacuumed(runs, cleared)


def _log_emptied(runs: Runs) -> bool:
    with runs.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        return with_log_emptied(raw)  # type: ignore[arg-type]  # it is SQLite's


def _vacuumed(runs: Runs, cleared: Iterable[Making]) -> bool:
    plain = runs.engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        there = set(sa.inspect(connection).get_table_names())
        for each in cleared:
            for name in there.intersection(_tables(each)):
                connection.exec_driver_sql(f'VACUUM "{name}"')
    return True


def _tables(each: Making) -> list[str]:
    return [
        each.tables[declared.name].name
        for declared in each.declared
        if personal(declared)
    ]


def _note(connection: sa.Connection, each: Making, *, remnants: bool) -> None:
    connection.execute(
        sa.update(VIEWS)
        .where(VIEWS.c.view == each.view, VIEWS.c.generation == each.generation)
        .values(remnants=int(remnants))
    )
