"""Two proofs of one deadline: what changed between them, as data with text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from tests.deadlines.given import CAUSES, cases, ended

from kvalitet_core.deadlines import (
    DANISH,
    Extension,
    Suspension,
    Term,
    differences,
    fixed,
)
from kvalitet_core.values import Deadline, Hjemmel

TERM = Term(2, "weeks", suspendable=CAUSES)
TRIGGER = date(2020, 3, 2)
OLD = TERM.due(TRIGGER, set_by="e-1").proof
MONTH = Extension(count=1, unit="months", reason="kompleks_sag", set_by="e-9")


def told(new: Any) -> list[tuple[str, str | None, str | None]]:
    """What changed from the old proof."""
    return [(each.path, each.old, each.new) for each in differences(OLD, new.proof)]


@given(cases(endless=True), cases(endless=True))
def test_two_proofs_differ_just_where_they_are_not_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Nothing is left out: whoever is told of no difference has the same deadline."""
    old, new = (
        each["term"]
        .due(
            each["trigger"],
            suspensions=each["suspensions"],
            extensions=each["extensions"],
        )
        .proof
        for each in (one, other)
    )

    assert differences(old, old) == ()
    assert bool(differences(old, new)) is (old != new)


def test_a_trigger_that_changed_is_told_with_its_event() -> None:
    """When it was, who says so, and what the deadline became."""
    assert told(TERM.due(date(2020, 3, 4), set_by="e-5")) == [
        ("trigger.value", "2020-03-02", "2020-03-04"),
        ("trigger.set_by", "e-1", "e-5"),
        ("deadline", "2020-03-16", "2020-03-18"),
    ]


def test_an_instant_that_is_learnt_is_a_change_of_the_trigger() -> None:
    """Though the day, and so the deadline, is the same."""
    instant = datetime(2020, 3, 2, 9, tzinfo=UTC)

    assert told(TERM.due(instant, set_by="e-1")) == [
        ("trigger.value", "2020-03-02", "2020-03-02T09:00:00+00:00")
    ]


def test_a_calendar_that_changed_is_told_by_version_and_digest() -> None:
    """Also where the deadline stays as it was."""
    later = attrs.evolve(DANISH, version=2)

    ((path, old, new),) = told(OLD.recompute(later))

    assert path == "calendar"
    assert (old, new) == (
        f"danish 1 ({DANISH.digest[:12]})",
        f"danish 2 ({later.digest[:12]})",
    )


def test_a_term_that_changed_is_told_field_by_field() -> None:
    """Length, end, order, causes and law, each by itself."""
    other = Term(
        1,
        "month",
        end="stand",
        order="roll_then_extend",
        suspendable=CAUSES[:1],
        hjemmel=Hjemmel(source="Opslag 2020", paragraph="frist"),
    )

    assert told(other.due(TRIGGER, set_by="e-1")) == [
        ("term.count", "2", "1"),
        ("term.unit", "weeks", "months"),
        ("term.end", "roll", "stand"),
        ("term.order", "extend_then_roll", "roll_then_extend"),
        ("term.suspendable", "manglende_oplysninger", None),
        ("term.hjemmel", None, "Opslag 2020 frist"),
        ("deadline", "2020-03-16", "2020-04-02"),
    ]


def test_each_suspension_and_extension_is_told_by_itself() -> None:
    """What is gone, and what has come."""
    one = ended(date(2020, 3, 5), 3, by="e-2")
    old = TERM.due(TRIGGER, suspensions=[one]).proof
    until_later = attrs.evolve(one, end=one.end + timedelta(days=1))

    new = TERM.due(TRIGGER, suspensions=[until_later], extensions=[MONTH]).proof

    assert [(d.path, d.old, d.new) for d in differences(old, new)] == [
        ("suspensions", "partshoering 2020-03-05/2020-03-08 by e-2", None),
        ("suspensions", None, "partshoering 2020-03-05/2020-03-09 by e-2"),
        ("extensions", None, "1 months kompleks_sag by e-9"),
        ("deadline", "2020-03-19", "2020-04-20"),
    ]


def test_extensions_in_another_order_are_told_as_a_whole() -> None:
    """None is gone and none has come, but the order counts."""
    week = Extension(count=1, unit="weeks", reason="kompleks_sag")
    old = TERM.due(TRIGGER, extensions=[MONTH, week]).proof
    new = TERM.due(TRIGGER, extensions=[week, MONTH]).proof

    (first, *_) = differences(old, new)

    assert (first.what, first.old) == (
        "extensions",
        "1 months kompleks_sag by e-9, 1 weeks kompleks_sag",
    )


def test_what_was_counted_and_is_fixed_now_differs_in_everything() -> None:
    """The term falls away, and what an authority has set takes its place."""
    paths = [path for path, _, _ in told(fixed(Deadline("2020-04-01"), set_by="e-7"))]

    assert {path.partition(".")[0] for path in paths} == {
        "trigger",
        "calendar",
        "term",
        "fixed",
        "deadline",
    }


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "da",
            [
                "bero: ingen → partshoering 2020-03-05/..",
                "frist: 2020-03-16 → ingen",
            ],
        ),
        (
            "en",
            [
                "suspension: none → partshoering 2020-03-05/..",
                "deadline: 2020-03-16 → none",
            ],
        ),
    ],
)
def test_a_difference_is_told_in_both_languages(
    language: str, lines: list[str]
) -> None:
    """What it is, what it was, and what it is now."""
    waiting = Suspension(cause=CAUSES[0], start=date(2020, 3, 5))
    new = TERM.due(TRIGGER, set_by="e-1", suspensions=[waiting]).proof

    assert [each.text(language) for each in differences(OLD, new)] == lines
