"""Views over the tests' courses, and what they must come to: a fold of the journal.

A note `poison` fails while it is in `BROKEN`; `HOOK` is called for every event that a
view is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs
from tests.journal import course

from kvalitet_core import Journal, Plugin
from kvalitet_core.personal import Forgotten, Personal, unseen
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import (
    Change,
    Column,
    Delete,
    Increment,
    Table,
    Upsert,
    View,
)

BROKEN: set[str] = set()
HOOK: list[Callable[[Recorded], object]] = []

Rows = dict[str, list[dict[str, Any]]]


def _asked(recorded: Recorded) -> None:
    for hook in HOOK:
        hook(recorded)
    if getattr(recorded.event, "text", None) in BROKEN:
        raise RuntimeError("this note is poison")


def column(name: str, kind: Any = "text", **more: Any) -> Column:
    """A column that is called as it is named."""
    return Column(name=name, type=kind, title=name, **more)


def _count(recorded: Recorded) -> tuple[Change, ...]:
    _asked(recorded)
    stream, event = recorded.stream, recorded.event
    if isinstance(event, course.SeatTaken):
        return (Increment(table="courses", key={"course": stream}, by={"seats": 1}),)
    said = {"course": stream, "text": event.text}
    if event.text == "clear":
        return (
            Delete(table="texts", where={"course": stream}),
            Delete(table="courses", where={"course": stream}),
        )
    return (
        Increment(table="courses", key={"course": stream}, by={"notes": 1}),
        Upsert(
            table="courses",
            row={"course": stream, "last": event.text, "changed": recorded.recorded_at},
        ),
        Increment(table="texts", key=said, by={"times": 1}),
        Upsert(table="texts", row={**said, "upper": event.text == event.text.upper()}),
    )


COUNTS = View(
    name="lesson.counts",
    title="Optælling",
    tables=(
        Table(
            name="courses",
            columns=(
                column("course"),
                column("notes", "integer"),
                column("seats", "integer"),
                column("last", nullable=True),
                column("changed", "instant", nullable=True),
            ),
            key=("course",),
            indexes=(("changed",),),
        ),
        Table(
            name="texts",
            columns=(
                column("course"),
                column("text"),
                column("times", "integer"),
                column("upper", "boolean", nullable=True),
            ),
            key=("course", "text"),
        ),
    ),
    events=frozenset({"lesson.noted/1", "lesson.seat_taken/1"}),
    project=_count,
)


def _people(recorded: Recorded) -> tuple[Change, ...]:
    _asked(recorded)
    event = recorded.event
    pairs = ((event.first, event.first_name), (event.second, event.second_name))
    return tuple(
        change
        for person, name in pairs
        for change in (
            Upsert(
                table="people",
                row={"course": recorded.stream, "person": person, "name": name},
            ),
            Increment(table="times", key={"person": person}, by={"times": 1}),
        )
    )


PEOPLE = View(
    name="lesson.people",
    title="Deltagere",
    tables=(
        Table(
            name="people",
            columns=(
                column("course"),
                column("person"),
                column("name", nullable=True, person="person"),
            ),
            key=("course", "person"),
        ),
        Table(
            name="times",
            columns=(column("person"), column("times", "integer")),
            key=("person",),
        ),
    ),
    events=frozenset({"lesson.enrolled/1"}),
    project=_people,
)


def _summary(recorded: Recorded, state: course.Course) -> tuple[Change, ...]:
    _asked(recorded)
    row = {
        "course": recorded.stream,
        "version": recorded.version,
        "notes": len(state.notes),
        "seats": state.seats,
        "names": len(state.names),
        "last": state.notes[-1] if state.notes else None,
    }
    return (Upsert(table="summaries", row=row),)


SUMMARY = View(
    name="lesson.summary",
    title="Overblik",
    tables=(
        Table(
            name="summaries",
            columns=(
                column("course"),
                column("version", "integer"),
                column("notes", "integer"),
                column("seats", "integer"),
                column("names", "integer"),
                column("last", nullable=True),
            ),
            key=("course",),
        ),
    ),
    events=frozenset({"lesson.noted/1", "lesson.enrolled/1"}),
    project=_summary,
    state=course.Course,
)

VIEWS = (COUNTS, PEOPLE, SUMMARY)


def plugin(*views: View, version: str = "1") -> Plugin:
    """The tests' courses, with these views or those above."""
    return attrs.evolve(course.PLUGIN, views=views or VIEWS, version=version)


class Unfitting(Exception):
    """A change of a row that is not there."""


class Model:
    """A view's tables as dictionaries, to which changes are done one by one."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.tables: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {
            table.name: {} for table in view.tables
        }

    def do(self, change: Change) -> None:
        """Do one change."""
        declared = next(each for each in self.view.tables if each.name == change.table)
        rows = self.tables[declared.name]
        match change:
            case Delete(where=where):
                for key in [k for k, row in rows.items() if _holds(row, where)]:
                    del rows[key]
            case Upsert(row=said):
                self._put(declared, dict(said), {})
            case Increment(key=said, by=by):
                self._put(declared, dict(said), dict(by))

    def _put(self, declared: Table, said: dict[str, Any], by: dict[str, int]) -> None:
        rows = self.tables[declared.name]
        key = tuple(said[name] for name in declared.key)
        if key not in rows:
            lacking = [
                each
                for each in declared.columns
                if not each.nullable and each.name not in {**said, **by}
            ]
            if [each for each in lacking if not by or each.type != "integer"]:
                raise Unfitting(key)
            rows[key] = {each.name: None for each in declared.columns}
            rows[key] |= dict.fromkeys((each.name for each in lacking), 0)
        rows[key] |= said
        for name, number in by.items():
            rows[key][name] = (rows[key][name] or 0) + number

    def forget(self, person: str) -> None:
        """Clear what is personal of someone."""
        for declared in self.view.tables:
            for each in declared.columns:
                for row in self.tables[declared.name].values():
                    if each.person is not None and row[each.person] == person:
                        row[each.name] = None

    def shown(self) -> Rows:
        """The rows of each table in the order of their keys, what is sealed opened."""
        return {
            name: [
                {column: _opened(value) for column, value in rows[key].items()}
                for key in sorted(rows)
            ]
            for name, rows in self.tables.items()
        }


def _holds(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in where.items())


def _opened(value: Any) -> Any:
    if not isinstance(value, Personal):
        return value
    content = value.reveal()
    return None if content is Forgotten.FORGOTTEN else content


def folded(
    journal: Journal, view: View, *, without: Collection[int] = (), upto: int = 2**62
) -> Rows:
    """What a view must show: its changes done one by one, but for some positions."""
    model, registry = Model(view), journal.registry
    states: dict[str, Any] = {}
    hooks, HOOK[:] = HOOK[:], []
    broken = set(BROKEN)
    BROKEN.clear()
    try:
        for recorded in journal.events(upto=upto):
            if recorded.name.startswith("journal."):
                continue
            aggregate = registry.aggregate_of(type(recorded.event))
            with unseen():
                state = aggregate.evolve(states.get(recorded.stream), recorded.event)
            states[recorded.stream] = state
            if recorded.name == "person.forgotten/2":
                model.forget(recorded.stream.partition("/")[2])
            if recorded.name in view.events and recorded.position not in without:
                given = (recorded,) if view.state is None else (recorded, state)
                for change in view.project(*given):
                    model.do(change)
        return model.shown()
    finally:
        HOOK[:] = hooks
        BROKEN.update(broken)


def forget(journal: Journal, person: str) -> None:
    """Forget someone who is on record."""
    journal.forget(
        person,
        by=course.ANNA,
        legal_basis="GDPR art. 17",
        reason="asked for it",
        approved_by=["x", "y"],
    )
