"""The languages that the library speaks, and how it says a day and a time in them.

Pure.
"""

from __future__ import annotations

from datetime import date, time
from typing import Final, Literal, TypeAlias

from kvalitet_core.errors import Malformed

__all__ = ["Language", "at_clock", "checked_language", "short_day"]

Language: TypeAlias = Literal["da", "en"]
"""A language that the library speaks."""


def checked_language(language: str) -> Language:
    """Take a language from outside.

    Raises:
        Malformed: The library does not speak it.
    """
    if language == "da":
        return "da"
    if language == "en":
        return "en"
    raise Malformed(f"language {language!r}", "expected da or en")


def short_day(day: date, language: Language) -> str:
    """Say a date: `24. januar 2020`."""
    point = "." if language == "da" else ""
    return f"{day.day}{point} {_MONTHS[language][day.month - 1]} {day.year}"


def at_clock(day: str, clock: time, language: Language) -> str:
    """Say a time of a day as Danish clocks show it: `24. januar 2020 kl. 12.00`."""
    even = not (clock.second or clock.microsecond)
    told = clock.isoformat("minutes" if even else "auto")
    if language == "da":
        return f"{day} kl. {told.replace('.', ',').replace(':', '.')}"
    return f"{day} at {told} Danish time"


_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "da": (
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
