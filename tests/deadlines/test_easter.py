"""Easter Sunday is the Sunday after the church's full moon on or after 21 March."""

from __future__ import annotations

from datetime import date, timedelta

from kvalitet_core.deadlines.easter import easter_sunday


def by_epacts(year: int) -> date:
    """Easter by the tables of 1582: golden number, epact, full moon, next Sunday.

    The epact is the age of the moon on 1 January: it grows by 11 a year, less a day
    for each leap day that a century leaves out, and more by eight days in 2,500 years.
    """
    golden = year % 19 + 1
    century = year // 100 + 1
    no_leap_days = 3 * century // 4 - 12
    moon_early = (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon_early - no_leap_days) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    march = 44 - epact
    full_moon = date(year, 3, 1) + timedelta(
        days=march - 1 if march >= 21 else march + 29
    )
    return full_moon + timedelta(days=7 - full_moon.isoweekday() % 7)


def test_two_ways_to_reckon_easter_agree() -> None:
    """The arithmetic and the tables name the same Sunday in every year to 4099."""
    years = range(1583, 4100)

    assert [y for y in years if easter_sunday(y) != by_epacts(y)] == []


def test_easter_is_where_it_is_known_to_have_been() -> None:
    """The earliest and latest Easters of two centuries, and the programme's own."""
    known = [
        date(1913, 3, 23),
        date(1943, 4, 25),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2019, 4, 21),
        date(2020, 4, 12),
        date(2021, 4, 4),
        date(2022, 4, 17),
        date(2038, 4, 25),
    ]

    assert [easter_sunday(day.year) for day in known] == known
