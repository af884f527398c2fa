"""A calendar is a value: an authority that closes on other days brings its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.deadlines.given import last_day

from kvalitet_core.deadlines import (
    DANISH,
    Calendar,
    Closing,
    EasterDay,
    Term,
    Weekday,
    YearDay,
)
from kvalitet_core.errors import Malformed

MAY_DAY = Closing(code="foerste_maj", on=YearDay(5, 1), da="første maj", en="May Day")
WITH_MAY_DAY = attrs.evolve(
    DANISH, name="kommune", closings=(MAY_DAY, *DANISH.closings)
)


def test_another_calendar_gives_another_deadline() -> None:
    """Where 1 May is closed, a term that ends on it goes on to the next working day."""
    term = Term(1, "week")

    assert last_day(term, date(2020, 4, 24)) == date(2020, 5, 1)
    assert last_day(term, date(2020, 4, 24), calendar=WITH_MAY_DAY) == date(2020, 5, 4)


def test_a_closing_counts_from_its_first_day_until_its_last() -> None:
    """The first day is in, the day it no longer counts is out."""
    closing = attrs.evolve(
        MAY_DAY, valid_from=date(2020, 5, 1), valid_to=date(2021, 5, 1)
    )

    closed = [closing.closes(date(year, 5, 1)) for year in (2019, 2020, 2021)]
    assert closed == [False, True, False]


def test_a_digest_names_the_content_and_the_order() -> None:
    """The order decides which reason is told, so it is part of what is digested."""
    turned = attrs.evolve(DANISH, closings=DANISH.closings[::-1])

    assert DANISH.digest == attrs.evolve(DANISH).digest
    assert len({DANISH.digest, WITH_MAY_DAY.digest, turned.digest}) == 3
    assert DANISH.as_json()["closings"][0]["on"] == {"month": 1, "day": 1}


def test_a_calendar_without_a_working_day_is_told() -> None:
    """Whoever asks for the next working day gets an error, and no endless search."""
    never = Calendar(
        name="aldrig",
        version=1,
        closings=tuple(
            Closing(code=f"dag_{number}", on=Weekday(number), da="dag", en="day")
            for number in range(1, 8)
        ),
    )

    with pytest.raises(Malformed, match="calendar 'aldrig' version 1: expected a work"):
        never.next_open(date(2020, 1, 1))
    for term in (Term(1, "week"), Term(2, "working_days")):
        with pytest.raises(Malformed, match="calendar: expected a working day within"):
            term.due(date(2020, 1, 1), calendar=never)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Weekday(0), "weekday 0: expected 1"),
        (lambda: Weekday(True), "weekday True: expected 1"),  # noqa: FBT003
        (lambda: YearDay(2, 30), "expected a date, got month 2, day 30"),
        (lambda: EasterDay(300), "offset 300: expected whole days"),
        (lambda: attrs.evolve(MAY_DAY, code="1. maj"), "code '1. maj'"),
        (lambda: attrs.evolve(MAY_DAY, da=" "), "da ' ': expected some text"),
        (lambda: attrs.evolve(DANISH, version=0), "calendar version 0: expected"),
        (lambda: attrs.evolve(DANISH, closings=[1]), "to be a tuple of Closing"),
        (lambda: attrs.evolve(DANISH, name="Dansk kalender"), "name 'Dansk kalender'"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(make: Any, problem: str) -> None:
    """The thing, the rule and the value are named as it is made."""
    with pytest.raises(Malformed) as refused:
        make()

    assert problem in str(refused.value)
