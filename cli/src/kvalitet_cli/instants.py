"""Dates and instants as people type them: ISO or Danish, in Danish time by default.

What is typed covers all that it names: as a last instant, a date means the end of that
day, and a time to the second the end of that second. So a time that was copied from a
listing includes what the listing shows.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import click

from kvalitet_cli.language import Language, words
from kvalitet_core.values import COPENHAGEN, end_of_day, instant_at

__all__ = ["Day", "Instant", "local"]

_LENGTH_OF_MINUTES = len("10:15")
_SENTENCES: Final = {
    "understood": (
        "{option} {text} forstået som {found}",
        "{option} {text} understood as {found}",
    ),
}
_TICK = timedelta(microseconds=1)
_WRITTEN = re.compile(
    r"(?P<day>\d{1,2})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
    r"(?: +(?:kl\. ?)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})"
    r"(?:[.:](?P<second>\d{2}))?)?"
)
"""A date, or a date and a time, as they are written in Danish."""


class Instant(click.ParamType):  # type: ignore[type-arg]  # generic in new clicks only
    """A date or an instant; the first moment of it, or the last."""

    name = "instant"

    def __init__(self, *, last: bool, ambiguous_dates: bool = False) -> None:
        self._last = last
        self._ambiguous_dates = ambiguous_dates

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it; say on standard error how, where it could be read otherwise."""
        if isinstance(value, datetime):
            return value
        try:
            found, ambiguous = self._read(value)
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r}: expected a date or an instant in ISO form, "
                "such as 2020-03-10 or 2020-03-10T13:20:00+01:00, or in Danish form, "
                "such as 10-03-2020 or 10-03-2020 kl. 13.20",
                param,
                ctx,
            )
        if ambiguous:
            _tell(str(value), found.astimezone(COPENHAGEN).isoformat(), param, ctx)
        return found

    def _read(self, text: str) -> tuple[datetime, bool]:
        if written := _WRITTEN.fullmatch(text):
            return self._read(_iso(written))[0], True
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return self._read_time(text)
        if self._last:
            return end_of_day(day) - _TICK, self._ambiguous_dates
        return instant_at(day, time.min), self._ambiguous_dates

    def _read_time(self, text: str) -> tuple[datetime, bool]:
        given = datetime.fromisoformat(text)
        if given.tzinfo is None:
            first, ambiguous = _danish(given)
        else:
            first, ambiguous = given.astimezone(UTC), False
        return (first + _unnamed(text) if self._last else first), ambiguous


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in new clicks only
    """A date, in ISO or Danish form."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read it; say on standard error how, where it was not in ISO form."""
        if isinstance(value, date):
            return value
        text = str(value)
        written = _WRITTEN.fullmatch(text)
        try:
            found = date.fromisoformat(_iso(written) if written else text)
        except ValueError:
            expected = "expected a date, such as 2020-03-10 or 10-03-2020"
            self.fail(f"{value!r}: {expected}", param, ctx)
        if written:
            _tell(text, found.isoformat(), param, ctx)
        return found


def _tell(
    text: str,
    found: str,
    param: click.Parameter | None,
    ctx: click.Context | None,
) -> None:
    """Say how something was understood, in the language that was asked for."""
    asked: Language | None = ctx.params.get("language") if ctx else None
    told = words(_SENTENCES, "understood", asked or "en")
    option = param.opts[0] if param else ""
    said = told.format(option=option, text=text, found=found).lstrip()
    click.echo(f"kvalitet: {said}", err=True)


def _iso(written: re.Match[str]) -> str:
    """A date or a time in Danish form, in ISO form."""
    part = written.groupdict()
    day = f"{part['year']}-{int(part['month']):02}-{int(part['day']):02}"
    if part["hour"] is None:
        return day
    clock = f"{int(part['hour']):02}:{part['minute']}"
    return f"{day}T{clock}:{part['second']}" if part["second"] else f"{day}T{clock}"


def _danish(given: datetime) -> tuple[datetime, bool]:
    """The instant, and whether Danish clocks show that time twice or never."""
    readings = {
        given.replace(tzinfo=COPENHAGEN, fold=fold).utcoffset() for fold in (0, 1)
    }
    return instant_at(given.date(), given.time()), len(readings) > 1


def _unnamed(text: str) -> timedelta:
    """What the text leaves open: the rest of a second or of a minute."""
    clock = text.replace(" ", "T").partition("T")[2]
    for sign in "+-Z":
        clock = clock.partition(sign)[0]
    if "." in clock or "," in clock:
        return timedelta()
    if len(clock) <= _LENGTH_OF_MINUTES:
        return timedelta(minutes=1) - _TICK
    return timedelta(seconds=1) - _TICK


def local(instant: str) -> str:
    """A recorded instant in Danish time, to the second, with its offset."""
    found = datetime.fromisoformat(instant).astimezone(COPENHAGEN)
    return found.isoformat(timespec="seconds")
