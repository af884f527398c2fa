"""Why a day is closed: a day of the week, of the year, or at so many days from Easter.

Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeAlias

import attrs

from kvalitet_core.canonical import plain_date, plain_hjemmel
from kvalitet_core.dated import later_than
from kvalitet_core.deadlines.checking import code, whole
from kvalitet_core.deadlines.easter import easter_sunday
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Hjemmel, not_blank

__all__ = ["Closing", "EasterDay", "Weekday", "YearDay"]

_LEAP_YEAR = 2000


@attrs.frozen
class Weekday:
    """A day of every week.

    Attributes:
        number: 1 for Monday to 7 for Sunday, as ISO 8601 counts.
    """

    number: int = attrs.field()

    @number.validator
    def _is_one(self, _: attrs.Attribute[int], number: int) -> None:
        if not whole(number, 1, 7):
            raise Malformed(f"weekday {number!r}", "expected 1 (Monday) to 7 (Sunday)")

    def includes(self, day: date) -> bool:
        """Tell whether it is this day of the week."""
        return day.isoweekday() == self.number

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"weekday": self.number}


@attrs.frozen
class YearDay:
    """A date of every year.

    Attributes:
        month: 1 for January to 12 for December.
        day: The day of the month; 29 February is there in leap years only.
    """

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        try:
            date(_LEAP_YEAR, self.month, self.day)
        except (TypeError, ValueError) as error:
            got = f"month {self.month!r}, day {self.day!r}"
            raise Malformed("day of the year", f"expected a date, got {got}") from error

    def includes(self, day: date) -> bool:
        """Tell whether it is this date, in whatever year."""
        return (day.month, day.day) == (self.month, self.day)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"month": self.month, "day": self.day}


@attrs.frozen
class EasterDay:
    """A day that moves with Easter.

    Attributes:
        offset: How many days after Easter Sunday; negative before it.
    """

    offset: int = attrs.field()

    @offset.validator
    def _is_near(self, _: attrs.Attribute[int], offset: int) -> None:
        if not whole(offset, -80, 240):
            raise Malformed(
                f"offset {offset!r}", "expected whole days from -80 to 240, in the year"
            )

    def includes(self, day: date) -> bool:
        """Tell whether it is so many days from Easter in its year."""
        return day - easter_sunday(day.year) == timedelta(days=self.offset)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {"easter": self.offset}


When: TypeAlias = Weekday | YearDay | EasterDay


@attrs.frozen(kw_only=True)
class Closing:
    """One reason why days are closed, and from when to when it counts.

    Attributes:
        code: Its permanent code: `juledag`.
        on: Which days.
        da: What such a day is called in Danish.
        en: What it is called in English.
        valid_from: The first day it counts; None where no first day is known.
        valid_to: The first day it no longer counts; None while it counts.
        hjemmel: The law that says so or changed it, where one is known.
    """

    code: str = attrs.field(validator=code)
    on: When
    da: str = attrs.field(validator=not_blank)
    en: str = attrs.field(validator=not_blank)
    valid_from: date | None = None
    valid_to: date | None = attrs.field(
        default=None, validator=later_than("valid_from")
    )
    hjemmel: Hjemmel | None = None

    def closes(self, day: date) -> bool:
        """Tell whether the day is closed for this reason."""
        if not self.on.includes(day):
            return False
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "code": self.code,
            "on": self.on.as_json(),
            "da": self.da,
            "en": self.en,
            "valid_from": plain_date(self.valid_from),
            "valid_to": plain_date(self.valid_to),
            "hjemmel": plain_hjemmel(self.hjemmel),
        }
