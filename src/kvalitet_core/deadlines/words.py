"""Days, numbers of days and laws in words, in Danish and in English.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from kvalitet_core.deadlines.units import Unit
from kvalitet_core.spoken import Language, at_clock, short_day
from kvalitet_core.values import COPENHAGEN, Deadline, Hjemmel

__all__ = [
    "by_law",
    "long_day",
    "number_of",
    "until",
    "when",
]


def number_of(count: int, unit: Unit, language: Language) -> str:
    """Say how many: `6 uger`, `1 måned`."""
    return f"{count} {_UNITS[language][unit][count != 1]}"


def long_day(day: date, language: Language) -> str:
    """Say a date with its weekday: `fredag den 24. januar 2020`."""
    joint = " den " if language == "da" else " "
    return f"{_WEEKDAYS[language][day.weekday()]}{joint}{short_day(day, language)}"


def when(value: date | datetime, language: Language) -> str:
    """Say a date, or an instant as Danish clocks show it."""
    if not isinstance(value, datetime):
        return long_day(value, language)
    local = value.astimezone(COPENHAGEN)
    return at_clock(long_day(local.date(), language), local.time(), language)


def until(deadline: Deadline, language: Language) -> str:
    """Say when a deadline ends: at the end of a day, or at an instant."""
    if not deadline.is_date:
        return when(deadline.instant, language)
    day = long_day(date.fromisoformat(deadline), language)
    return f"udgangen af {day}" if language == "da" else f"the end of {day}"


def by_law(laws: Iterable[Hjemmel | None]) -> str:
    """Name laws after a statement, in brackets; nothing where there are none."""
    named = [str(law) for law in laws if law is not None]
    return f" [{'; '.join(named)}]" if named else ""


_UNITS: Final[dict[Language, dict[Unit, tuple[str, str]]]] = {
    "da": {
        "days": ("dag", "dage"),
        "working_days": ("arbejdsdag", "arbejdsdage"),
        "weeks": ("uge", "uger"),
        "months": ("måned", "måneder"),
        "years": ("år", "år"),
    },
    "en": {
        "days": ("day", "days"),
        "working_days": ("working day", "working days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
}

_WEEKDAYS: Final[dict[Language, tuple[str, ...]]] = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
}
