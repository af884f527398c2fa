"""The Danish calendar of 1900 to 2099, with the package `holidays` as its oracle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from kvalitet_core.deadlines import DANISH

YEARS = range(1900, 2100)
DAYS = [
    date(1900, 1, 1) + timedelta(days=ahead)
    for ahead in range((date(2100, 1, 1) - date(1900, 1, 1)).days)
]

NAMES = {
    "Nytårsdag": "nytaarsdag",
    "Skærtorsdag": "skaertorsdag",
    "Langfredag": "langfredag",
    "Påskedag": "paaskedag",
    "Anden påskedag": "anden_paaskedag",
    "Store bededag": "store_bededag",
    "Kristi himmelfartsdag": "kristi_himmelfartsdag",
    "Pinsedag": "pinsedag",
    "Anden pinsedag": "anden_pinsedag",
    "Juledag": "juledag",
    "Anden juledag": "anden_juledag",
    "Grundlovsdag": "grundlovsdag",
    "Juleaftensdag": "juleaftensdag",
    "Nytårsaften": "nytaarsaftensdag",
    "Arbejdernes kampdag": None,
}
"""The oracle's names, with our codes. 1 May is a day off by agreement, in some trades:
no act that was read makes it one on which no term ends."""

WEEKEND = {"saturday", "sunday"}


def codes(day: date) -> set[str]:
    """Every reason why a day is closed."""
    return {each.code for each in DANISH.closings if each.closes(day)}


def test_the_same_days_have_the_same_names_as_in_the_oracle() -> None:
    """Weekends and 1 May aside, the two agree on each day of 200 years.

    The oracle has the eleven holidays as public ones, and 5 June, 24 and 31 December
    as optional ones, which it has throughout these years: there is no year in which
    the two differ.
    """
    oracle = country_holidays(
        "DK", years=YEARS, categories=("public", "optional"), language="da"
    )
    expected = {
        day: {NAMES[name] for name in names.split("; ")} - {None}
        for day, names in oracle.items()
    }

    differing = [
        day for day in DAYS if codes(day) - WEEKEND != expected.get(day, set())
    ]
    assert differing == []


def test_weekends_are_closed_in_every_year() -> None:
    """A weekend is closed in every year, as the written model has it."""
    for day in DAYS:
        assert codes(day) & WEEKEND == {6: {"saturday"}, 7: {"sunday"}}.get(
            day.isoweekday(), set()
        )


def test_store_bededag_is_closed_through_2023_and_open_from_2024() -> None:
    """It fell on the fourth Friday after Easter, and is a working day from 2024."""
    found = [day for day in DAYS if "store_bededag" in codes(day)]

    assert [day.year for day in found] == list(range(1900, 2024))
    assert {day.isoweekday() for day in found} == {5}
    assert DANISH.closed(date(2023, 5, 5)) == "store_bededag"
    assert DANISH.closed(date(2024, 4, 26)) is None


def test_no_term_waits_longer_than_five_days() -> None:
    """At Easter and at Christmas there are at most five closed days in a row."""
    waits = {(DANISH.next_open(day) - day).days for day in DAYS}

    assert max(waits) == 5


def test_the_next_working_day_is_the_first_open_one() -> None:
    """It is never earlier, is open, and nothing between is."""
    for day in DAYS[::5]:
        after = DANISH.next_open(day)

        assert DANISH.is_open(after)
        assert all(
            not DANISH.is_open(day + timedelta(days=ahead))
            for ahead in range((after - day).days)
        )


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2017, 6, 5), "anden_pinsedag"),
        (date(2008, 5, 1), "kristi_himmelfartsdag"),
        (date(2022, 12, 24), "juleaftensdag"),
        (date(2022, 12, 25), "juledag"),
        (date(2021, 6, 5), "grundlovsdag"),
        (date(2021, 6, 6), "sunday"),
        (date(2021, 6, 12), "saturday"),
        (date(2021, 5, 1), "saturday"),
        (date(2020, 5, 1), None),
    ],
)
def test_of_two_reasons_the_holiday_is_told(day: date, code: str | None) -> None:
    """A holiday goes before 5 June, that before a weekend; 1 May is a working day."""
    assert DANISH.closed(day) == code


def test_the_calendar_that_proofs_name_stays_as_it_is() -> None:
    """A change of the calendar takes a new version: proofs name this one by digest."""
    assert (DANISH.name, DANISH.version) == ("danish", 1)
    assert DANISH.digest == (
        "2f8738ea688188f4f06db27d63ba931a114b734b391161513564f863ddf55cd4"
    )
