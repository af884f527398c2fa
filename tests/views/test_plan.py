"""A batch of changes does what they would do one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import attrs
import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st
from tests.views.viewed import Model, Unfitting, column

from kvalitet_core.running.addresses import address_of
from kvalitet_core.running.connecting import engine_of
from kvalitet_core.running.job import Unfit
from kvalitet_core.view import Change, Delete, Increment, Table, Upsert, View
from kvalitet_core.views.cells import Cells
from kvalitet_core.views.changes import Changes
from kvalitet_core.views.plan import Plan
from kvalitet_core.views.statements import Statements
from kvalitet_core.views.tables import tables_of

PAIRS = Table(
    name="pairs",
    columns=(
        column("a"),
        column("b", "integer"),
        column("needed"),
        column("n", "integer"),
        column("m", "integer", nullable=True),
        column("t", nullable=True),
    ),
    key=("a", "b"),
)
NUMBERS = Table(
    name="numbers",
    columns=(
        column("a"),
        column("n", "integer"),
        column("m", "integer", nullable=True),
        column("on", "date", nullable=True),
    ),
    key=("a",),
)
VIEW = View(
    name="test.plan",
    title="Plan",
    tables=(PAIRS, NUMBERS),
    events=frozenset({"test.happened/1"}),
    project=lambda _: (),
)

KEYS = st.sampled_from(["x", "y"])
WHOLE = st.integers(0, 2)
SOME = st.none() | WHOLE
TEXTS = st.none() | st.sampled_from(["one", "two"])


def _row(table: str, needed: dict[str, Any], more: dict[str, Any]) -> Any:
    return st.fixed_dictionaries(needed, optional=more).map(
        lambda row: Upsert(table=table, row=row)
    )


def _where(table: str, more: dict[str, Any]) -> Any:
    return (
        st.fixed_dictionaries({}, optional=more)
        .filter(bool)
        .map(lambda where: Delete(table=table, where=where))
    )


def _sum(table: str, key: dict[str, Any]) -> Any:
    by = st.fixed_dictionaries(
        {}, optional={"n": st.integers(-2, 2), "m": st.integers(-2, 2)}
    ).filter(bool)
    return st.builds(
        lambda key, by: Increment(table=table, key=key, by=by),
        st.fixed_dictionaries(key),
        by,
    )


CHANGES = st.one_of(
    _row(
        "pairs",
        {"a": KEYS, "b": WHOLE},
        {"needed": KEYS, "n": WHOLE, "m": SOME, "t": TEXTS},
    ),
    _row("pairs", {"a": KEYS, "b": WHOLE, "needed": KEYS, "n": WHOLE}, {"t": TEXTS}),
    _row("numbers", {"a": KEYS}, {"n": WHOLE, "m": SOME, "on": st.none()}),
    _row("numbers", {"a": KEYS, "n": WHOLE}, {"m": SOME}),
    _where("pairs", {"a": KEYS, "b": WHOLE, "t": TEXTS, "n": WHOLE}),
    _where("pairs", {"a": KEYS}),
    _where("pairs", {"b": WHOLE}),
    _where("numbers", {"a": KEYS, "m": SOME}),
    _where("numbers", {"a": KEYS}),
    _sum("pairs", {"a": KEYS, "b": WHOLE}),
    _sum("numbers", {"a": KEYS}),
)


@attrs.frozen
class Place:
    """Empty tables in a transaction that is never kept."""

    connection: sa.Connection
    tables: Any

    def carried_out(self, plans: Sequence[Sequence[Change]]) -> dict[str, Any]:
        """What is there after some plans, in a transaction of its own."""
        dialect = self.connection.dialect
        operations = Changes(
            "test.plan",
            VIEW.tables,
            dialect=dialect.name,
            cells=Cells(lambda: None, lambda _: False),  # type: ignore[arg-type, return-value]
        )
        statements = Statements("test.plan", VIEW.tables, self.tables, dialect)
        within = self.connection.begin_nested()
        try:
            for changes in plans:
                plan = Plan()
                plan.add(operations.of(tuple(changes)))
                for shape, values in plan.groups():
                    statements.carry_out(self.connection, shape, values)
            return {
                name: [
                    row._asdict()
                    for row in self.connection.execute(
                        sa.select(table).order_by(*table.primary_key)
                    )
                ]
                for name, table in self.tables.items()
            }
        finally:
            within.rollback()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Tables on each kind of database in turn."""
    url = "memory:"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")
    engine = engine_of(address_of(url), read_only=False, busy_seconds=5)
    with closing(engine.connect()) as connection, connection.begin() as outer:
        if request.param == "postgres":
            connection.exec_driver_sql("CREATE SCHEMA kvalitet_views")
        tables = tables_of("test.plan", VIEW.tables, 1, connection.dialect.name)
        for table in tables.values():
            table.create(connection)
        yield Place(connection, tables)
        outer.rollback()
    engine.dispose()


@given(changes=st.lists(CHANGES, max_size=12))
@example(
    changes=[
        Increment(table="numbers", key={"a": "x"}, by={"m": 1}),
        Upsert(table="numbers", row={"a": "x", "m": None}),
        Increment(table="numbers", key={"a": "x"}, by={"m": 2, "n": 1}),
    ]
)
@example(
    changes=[
        Upsert(table="pairs", row={"a": "x", "b": 1, "t": "one"}),
        Delete(table="pairs", where={"a": "x"}),
    ]
)
@example(
    changes=[
        Upsert(table="pairs", row={"a": "x", "b": 1, "needed": "x", "n": 1}),
        Delete(table="pairs", where={"b": 1}),
        Upsert(table="pairs", row={"a": "x", "b": 1, "t": "two"}),
    ]
)
def test_a_plan_has_the_effect_of_one_change_after_another(
    place: Place, changes: list[Change]
) -> None:
    """Grouped, merged and left out as they are, and a row that lacks is still found."""
    model = Model(VIEW)
    try:
        for change in changes:
            model.do(change)
    except Unfitting:
        with pytest.raises(Unfit, match="too few columns for a new row"):
            place.carried_out([changes])
        with pytest.raises(Unfit, match="too few columns for a new row"):
            place.carried_out([[change] for change in changes])
        return

    together = place.carried_out([changes])
    one_by_one = place.carried_out([[change] for change in changes])

    assert together == one_by_one == model.shown()


def test_changes_of_one_row_become_one_statement() -> None:
    """However many changes a row has in a batch, it is written once."""
    changes: list[Change] = [Upsert(table="numbers", row={"a": "x", "n": 0})]
    changes += [
        change
        for _ in range(50)
        for change in (
            Upsert(table="numbers", row={"a": "x", "m": 7}),
            Increment(table="numbers", key={"a": "x"}, by={"n": 1}),
        )
    ]
    operations = Changes(
        "test.plan",
        VIEW.tables,
        dialect="sqlite",
        cells=Cells(lambda: None, lambda _: False),  # type: ignore[arg-type, return-value]
    )
    plan = Plan()
    plan.add(operations.of(changes))

    ((shape, values),) = plan.groups()

    (row,) = (dict(zip(shape.columns, each, strict=True)) for each in values)
    assert (shape.act, shape.adds) == ("put", ())
    assert row == {"a": "x", "n": 50, "m": 7}
