"""`given_events` shows the rows of a view, and finds one that depends on its ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.journal import course
from tests.views import viewed
from tests.views.viewed import COUNTS, PEOPLE, SUMMARY

from kvalitet_core.aggregate import at
from kvalitet_core.errors import Malformed
from kvalitet_core.overviews import STREAMS
from kvalitet_core.personal import Personal
from kvalitet_core.recorded import Recorded
from kvalitet_core.testing import given_events
from kvalitet_core.testing.given_when_then import NOW
from kvalitet_core.view import Change, Upsert

A, B = course.course("a"), course.course("b")
ONE, TWO = course.Noted(text="one"), course.Noted(text="two")
ENROLLED = course.Enrolled(
    first="anna",  # type: ignore[arg-type]
    first_name=Personal("Anna"),
    second="bo",  # type: ignore[arg-type]
    second_name=Personal("Bo"),
)


def happened(*told: Any, **more: Any) -> Any:
    """That this has happened in the tests' courses."""
    return given_events(*told, plugins=[course.PLUGIN], **more)


def test_rows_are_those_that_the_events_come_to() -> None:
    """Of a view that is no plugin's yet, in the order of its keys."""
    rows = happened((B, [TWO]), (A, [ONE, course.SeatTaken(number=1)])).rows(COUNTS)

    assert [(r["course"], r["notes"], r["seats"], r["last"]) for r in rows] == [
        (A, 1, 1, "one"),
        (B, 1, 0, "two"),
    ]


def test_events_are_told_in_any_order_and_a_minute_apart() -> None:
    """By streams or one by one; so a view can be tested that mixes them."""
    rows = happened(at(A, ONE), at(B, ONE), at(A, TWO)).rows(COUNTS)

    changed = {row["course"]: row["changed"] for row in rows}
    assert changed[A] - changed[B] == timedelta(minutes=1)
    assert NOW + timedelta(minutes=2) <= changed[A] < NOW + timedelta(minutes=3)


def test_another_table_and_some_of_its_rows_can_be_asked() -> None:
    """As of a journal's own views."""
    rows = happened((A, [ONE, TWO, ONE])).rows(
        COUNTS, table="texts", where={"times": 2}
    )

    assert [row["text"] for row in rows] == ["one"]


def test_persons_are_shown_unless_they_are_forgotten() -> None:
    """What is personal is opened."""
    told = ((A, [ENROLLED]),)

    names = [row["name"] for row in happened(*told).rows(PEOPLE)]
    without = [row["name"] for row in happened(*told, forgotten=["bo"]).rows(PEOPLE)]

    assert names == ["Anna", "Bo"]
    assert without == ["Anna", None]


def test_a_view_with_a_state_is_given_it() -> None:
    """As it is after each event."""
    (row,) = happened((A, [ONE, course.SeatTaken(number=1), TWO])).rows(SUMMARY)

    assert (row["version"], row["notes"], row["seats"]) == (3, 2, 1)


def test_the_cores_own_views_are_shown_too() -> None:
    """Beside those of plugins."""
    rows = happened((A, [ONE])).rows(STREAMS, where={"kind": "lesson"})

    assert [row["version"] for row in rows] == [1]


def test_a_view_takes_the_place_of_its_namesake() -> None:
    """The one that is given is the one that is tried."""
    table = COUNTS.tables[0]

    def project(recorded: Recorded) -> tuple[Change, ...]:
        row = {"course": recorded.stream, "notes": 100, "seats": 0}
        return (Upsert(table=table.name, row=row),)

    other = attrs.evolve(COUNTS, project=project, tables=(table,))
    told = given_events((A, [ONE]), plugins=[viewed.plugin()])

    assert [row["notes"] for row in told.rows(other)] == [100]


def test_what_does_not_fit_is_raised_as_it_is() -> None:
    """Not parked, as it would be in a journal's views."""

    def project(recorded: Recorded) -> tuple[Change, ...]:
        return (Upsert(table="courses", row={"course": recorded.version}),)

    bad = attrs.evolve(COUNTS, project=project)

    with pytest.raises(Malformed, match=r"\$.course: expected a text, got int"):
        happened((A, [ONE])).rows(bad)


def test_a_view_that_depends_on_how_it_is_followed_is_found() -> None:
    """A function that remembers says something else when its view is made anew."""
    seen: list[object] = []

    def project(recorded: Recorded) -> tuple[Change, ...]:
        seen.append(recorded)
        row = {"course": recorded.stream, "notes": len(seen), "seats": 0}
        return (Upsert(table="courses", row=row),)

    forgetful = attrs.evolve(COUNTS, project=project)

    with pytest.raises(AssertionError) as found:
        happened((A, [ONE])).rows(forgetful)

    text = str(found.value)
    assert "view lesson.counts: comes to other rows in another way" in text
    assert "in batches of 1, each given twice:" in text
    assert "made anew after batches of 1:" in text
    assert "'notes': 1" in text
