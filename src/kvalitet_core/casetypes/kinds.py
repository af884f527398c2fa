"""The kinds of value that a fact can have, and how each is checked and written.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeAlias

from kvalitet_core.values import Deadline, Instant

__all__ = ["COLLECTIONS", "Kind", "Value", "alternatives"]

Value: TypeAlias = str | int | date | datetime | frozenset[str] | tuple[str, ...]
"""A value of a fact; yes and no are `int` to a type checker."""

_DEADLINES: Final = 1024
"""How many deadlines are known again; many cases have one and the same."""


class Kind(StrEnum):
    """What sort of value a fact has.

    Attributes:
        TEXT: A text or a code.
        NUMBER: A whole number of 64 bits at most.
        BOOLEAN: Yes or no.
        DATE: A day in Denmark.
        INSTANT: A moment, with its offset from UTC.
        DEADLINE: A last day or a last moment.
        SET: Texts without order.
        LIST: Texts in order.
    """

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    DEADLINE = "deadline"
    SET = "set"
    LIST = "list"

    @classmethod
    def of(cls, type_: object) -> Kind | None:
        """Give the kind of values that a Python type stands for, or None."""
        return next((kind for known, kind in _TYPES if known == type_), None)

    @property
    def noun(self) -> str:
        """What such a value is, for people, with its article."""
        return _NOUNS[self]

    @property
    def check(self) -> Callable[[object], bool]:
        """What tells whether a value is of this kind, and can be written."""
        return _CHECKS[self]

    def accepts(self, value: object) -> bool:
        """Tell whether a value is of this kind, and can be written."""
        return _CHECKS[self](value)

    def taken(self, value: Any) -> Any:
        """Give a value of this kind as it is compared: texts plain, times in UTC."""
        if self is Kind.TEXT:
            return _plain(value)
        if self is Kind.INSTANT:
            return value.astimezone(UTC)
        if self is Kind.DEADLINE and not value.is_date:
            return _in_utc(value)
        if self is Kind.SET:
            return frozenset(map(_plain, value))
        if self is Kind.LIST:
            return tuple(map(_plain, value))
        return value

    def texts(self, value: Any) -> frozenset[str]:
        """Give the texts that a text, or a value of several, consists of."""
        return frozenset([value] if self is Kind.TEXT else value)

    def as_json(self, value: Any) -> str | int | list[str]:
        """Give a value of this kind, as it is compared, as plain JSON."""
        if self in (Kind.DATE, Kind.INSTANT):
            return str(value.isoformat())
        if self is Kind.DEADLINE:
            return _plain(value)
        if self in COLLECTIONS:
            return sorted(value) if self is Kind.SET else list(value)
        kept: str | int = value
        return kept

    def stored(self, value: Any) -> str | int | bool | tuple[str, ...]:
        """Give a value of this kind as an event keeps it; a set in its order."""
        kept = self.as_json(self.taken(value))
        return tuple(kept) if isinstance(kept, list) else kept

    def restored(self, kept: Any) -> Any:
        """Give the value that `stored` wrote.

        Raises:
            ValueError: No value of this kind is written so.
        """
        if self in COLLECTIONS:
            return frozenset(kept) if self is Kind.SET else tuple(kept)
        if self in (Kind.DATE, Kind.INSTANT, Kind.DEADLINE):
            return _READ[self](kept)
        return kept

    def from_text(self, text: str) -> Any:
        """Give the value that `as_text` wrote; a value without commas in its texts.

        Raises:
            ValueError: No value of this kind is written so.
        """
        if self in COLLECTIONS:
            texts = text.split(", ") if text else []
            return frozenset(texts) if self is Kind.SET else tuple(texts)
        return _READ[self](text)

    def as_text(self, value: Any) -> str:
        """Give a value of this kind as a text for the record, as it came."""
        if self in (Kind.DATE, Kind.INSTANT):
            return str(value.isoformat())
        if self is Kind.BOOLEAN:
            return "true" if value else "false"
        if self in COLLECTIONS:
            return ", ".join(sorted(value) if self is Kind.SET else value)
        return _plain(value) if isinstance(value, str) else str(value)


COLLECTIONS = frozenset({Kind.SET, Kind.LIST})
"""The kinds whose values are several texts."""


def alternatives(nouns: tuple[str, ...]) -> str:
    """Join what would do to one phrase: `a number, a date or an instant`."""
    *most, last = nouns
    return f"{', '.join(most)} or {last}" if most else last


def _plain(text: str) -> str:
    """A text as nothing but a text, whatever subclass of `str` it came as."""
    return str.__str__(text)


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_number(value: object) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return -(2**63) <= value < 2**63


def _is_instant(value: object) -> bool:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return False
    try:
        value.astimezone(UTC)
    except OverflowError:
        return False
    return True


def _is_deadline(value: object) -> bool:
    return isinstance(value, Deadline) and _is_in_time(value)


@lru_cache(maxsize=_DEADLINES)
def _is_in_time(deadline: Deadline) -> bool:
    """Whether it ends at an instant that can be told."""
    try:
        return _is_instant(deadline.instant)
    except OverflowError:
        return False


@lru_cache(maxsize=_DEADLINES)
def _in_utc(deadline: Deadline) -> Deadline:
    return Deadline(deadline.instant.isoformat())


def _are_texts(type_: type[Iterable[object]]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        return isinstance(value, type_) and all(map(_is_text, value))

    return check


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.BOOLEAN: _truth,
    Kind.DATE: date.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.DEADLINE: Deadline,
}

_TYPES: tuple[tuple[object, Kind], ...] = (
    *((kind, kind) for kind in Kind),
    (str, Kind.TEXT),
    (int, Kind.NUMBER),
    (bool, Kind.BOOLEAN),
    (date, Kind.DATE),
    (datetime, Kind.INSTANT),
    (Instant, Kind.INSTANT),
    (Deadline, Kind.DEADLINE),
    (frozenset, Kind.SET),
    (frozenset[str], Kind.SET),
    (tuple, Kind.LIST),
    (tuple[str, ...], Kind.LIST),
)

_NOUNS = {
    Kind.TEXT: "a text",
    Kind.NUMBER: "a whole number",
    Kind.BOOLEAN: "True or False",
    Kind.DATE: "a date",
    Kind.INSTANT: "an instant with its offset",
    Kind.DEADLINE: "a Deadline",
    Kind.SET: "a frozenset of texts",
    Kind.LIST: "a tuple of texts",
}

_CHECKS: dict[Kind, Callable[[object], bool]] = {
    Kind.TEXT: _is_text,
    Kind.NUMBER: _is_number,
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.DATE: lambda value: type(value) is date,
    Kind.INSTANT: _is_instant,
    Kind.DEADLINE: _is_deadline,
    Kind.SET: _are_texts(frozenset),
    Kind.LIST: _are_texts(tuple),
}
