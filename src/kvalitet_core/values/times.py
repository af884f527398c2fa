"""Danish time: instants with their offset, dates that end at midnight, deadlines.

Reads no clock: the time is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, ClassVar, Final, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.values.texts import CheckedText

__all__ = [
    "COPENHAGEN",
    "Deadline",
    "Instant",
    "danish_date",
    "end_of_day",
    "instant_at",
]

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
"""The time zone of Danish law: a date is a day there."""

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment, with its offset from UTC: the type of such a field in a stored class."""


class Deadline(CheckedText):
    """A last time: an instant with its offset, or a date until its end in Denmark.

    `2020-11-27` ends when the day does; `2020-11-27T12:00:00+01:00` at noon sharp.
    """

    __slots__ = ()

    noun = "deadline"
    rule = "a date, or an instant with its offset, such as 2020-11-27T12:00:00+01:00"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": (
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
            r"(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
        ),
        "format": "kvalitet-deadline",
        "description": "A date, or an instant with its offset from UTC.",
    }

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is a date or an instant that exists."""
        if not super().accepts(value):
            return False
        try:
            datetime.fromisoformat(str(value))
        except ValueError:
            return False
        return True

    @property
    def is_date(self) -> bool:
        """Whether it is a whole day, and not an instant."""
        return "T" not in self

    @property
    def instant(self) -> datetime:
        """The instant, in UTC, when it ends: for a date, local midnight after it."""
        if self.is_date:
            return end_of_day(date.fromisoformat(self))
        return datetime.fromisoformat(self).astimezone(UTC)

    def met_by(self, instant: datetime) -> bool:
        """Tell whether what happened at the instant was in time.

        At the very instant is in time; midnight after a date is not.

        Raises:
            Malformed: The instant has no offset.
        """
        if instant.utcoffset() is None:
            raise Malformed(
                f"instant {instant.isoformat()!r}", "expected an offset from UTC"
            )
        return instant < self.instant if self.is_date else instant <= self.instant


def danish_date(instant: datetime) -> date:
    """Give the date that it is in Denmark at this instant.

    Raises:
        Malformed: The instant has no offset, so nobody knows when it is.
    """
    if instant.utcoffset() is None:
        raise Malformed(
            f"instant {instant.isoformat()!r}",
            "expected an offset, such as Z or +01:00",
        )
    return instant.astimezone(COPENHAGEN).date()


def end_of_day(day: date) -> datetime:
    """Give the instant, in UTC, when the day ends: local midnight after it.

    What must happen by a date has until then, and not that instant itself.
    """
    return instant_at(day + timedelta(days=1), time.min)


def instant_at(day: date, clock: time) -> datetime:
    """Give the instant, in UTC, when Danish clocks show this time on this day.

    When summer time begins, an hour's times do not exist; when it ends, they exist
    twice. Of the two readings the later one counts, so that no deadline gets shorter:
    02:30 that is skipped is 03:30, and 02:30 that comes twice is the second one.

    Raises:
        Malformed: The time has an offset of its own, so it is not a local time.
    """
    if clock.tzinfo is not None:
        raise Malformed(
            f"time {clock.isoformat()!r}", "expected a local time, without an offset"
        )
    local = datetime.combine(day, clock, tzinfo=COPENHAGEN)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
