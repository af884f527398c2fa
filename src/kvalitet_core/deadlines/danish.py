"""The Danish calendar: which days no term ends on.

Forældelsesloven § 27, stk. 2, is the written model: a term that ends in a weekend, on
a holiday, on 5 June, or on 24 or 31 December goes on to the next working day. It was
made for the limitation of claims, and is used here for other terms too.

That a working day is every other day, also where an act only says so many working
days, was found in no source (UNSOURCED): an authority that knows otherwise brings a
calendar of its own.

The closings count for every year, as the model has them. They are no claim about
opening hours before the act of 2007: Saturdays were working days for long.

Pure.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.deadlines.calendar import Calendar
from kvalitet_core.deadlines.closings import Closing, EasterDay, Weekday, YearDay
from kvalitet_core.values import Hjemmel

__all__ = ["DANISH"]


def _closed(code: str, on: Weekday | YearDay | EasterDay, da: str, en: str) -> Closing:
    return Closing(code=code, on=on, da=da, en=en)


_STORE_BEDEDAG = Closing(
    code="store_bededag",
    on=EasterDay(26),
    da="store bededag",
    en="General Prayer Day",
    valid_to=date(2024, 1, 1),
    hjemmel=Hjemmel(source="Lov nr. 214 af 6. marts 2023", paragraph="store bededag"),
)

_HOLIDAYS = (
    _closed("nytaarsdag", YearDay(1, 1), "nytårsdag", "New Year's Day"),
    _closed("skaertorsdag", EasterDay(-3), "skærtorsdag", "Maundy Thursday"),
    _closed("langfredag", EasterDay(-2), "langfredag", "Good Friday"),
    _closed("paaskedag", EasterDay(0), "påskedag", "Easter Sunday"),
    _closed("anden_paaskedag", EasterDay(1), "anden påskedag", "Easter Monday"),
    _STORE_BEDEDAG,
    _closed(
        "kristi_himmelfartsdag",
        EasterDay(39),
        "Kristi himmelfartsdag",
        "Ascension Day",
    ),
    _closed("pinsedag", EasterDay(49), "pinsedag", "Whit Sunday"),
    _closed("anden_pinsedag", EasterDay(50), "anden pinsedag", "Whit Monday"),
    _closed("juledag", YearDay(12, 25), "juledag", "Christmas Day"),
    _closed(
        "anden_juledag", YearDay(12, 26), "anden juledag", "Second Day of Christmas"
    ),
)

_LIKE_HOLIDAYS = (
    _closed("grundlovsdag", YearDay(6, 5), "grundlovsdag", "Constitution Day"),
    _closed("juleaftensdag", YearDay(12, 24), "juleaftensdag", "Christmas Eve"),
    _closed("nytaarsaftensdag", YearDay(12, 31), "nytårsaftensdag", "New Year's Eve"),
)

_WEEKEND = (
    _closed("sunday", Weekday(7), "søndag", "Sunday"),
    _closed("saturday", Weekday(6), "lørdag", "Saturday"),
)

DANISH: Final = Calendar(
    name="danish",
    version=1,
    closings=(*_HOLIDAYS, *_LIKE_HOLIDAYS, *_WEEKEND),
    hjemmel=Hjemmel(source="Forældelsesloven", paragraph="§ 27, stk. 2"),
)
"""Weekends, the church's holidays, 5 June, 24 and 31 December; store bededag to 2023.

Where two fall on one day the holiday is told, then the day like one, then the weekend.
"""
