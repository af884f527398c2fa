"""The kinds of columns: what each takes, strictly, and how it is kept and read back.

Instants are kept as texts that sort as the times do in SQLite, and as `timestamptz` in
PostgreSQL; dates as ISO texts and as `date`. Texts sort by their code points in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Boolean, Date, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

from kvalitet_core.journal.instants import instant, written

__all__ = ["Kept", "Misfit", "as_told", "kept"]

_LARGEST: Final = 2**63


class Misfit(Exception):
    """A value is not what its column takes; says what was expected, not the value."""


class Kept(NamedTuple):
    """How a kind of column is kept in one kind of database.

    Attributes:
        type: Its type there.
        write: From a value to what is kept; a `Misfit` says what was expected.
        read: From what is kept to the value.
    """

    type: TypeEngine[Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _text(value: Any) -> str:
    if type(value) is not str:
        if not isinstance(value, str):
            raise Misfit(_expected("a text", value))
        value = str.__str__(value)
    if "\0" in value:
        raise Misfit("expected a text, got one with a NUL character")
    if not value.isascii() and not _is_unicode(value):
        raise Misfit("expected a text, got one with half a character")
    return str(value)


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Misfit(_expected("a whole number", value))
    if not -_LARGEST <= value < _LARGEST:
        raise Misfit("expected a whole number of 64 bits at most")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise Misfit(_expected("true or false", value))
    return value


def _day(value: Any) -> date:
    if type(value) is not date:
        raise Misfit(_expected("a date", value))
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise Misfit(_expected("an instant", value))
    if value.utcoffset() is None:
        raise Misfit("expected an instant with its offset, got one without")
    if value.tzinfo is UTC:
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise Misfit("expected an instant that can be told in UTC") from error


def _expected(what: str, value: object) -> str:
    return f"expected {what}, got {type(value).__name__}"


def _same(value: Any) -> Any:
    return value


_ON_SQLITE: Final[Mapping[str, Kept]] = {
    "text": Kept(Text(), _text, _same),
    "integer": Kept(BigInteger(), _whole, _same),
    "boolean": Kept(BigInteger(), lambda value: int(_flag(value)), bool),
    "date": Kept(Text(), lambda value: _day(value).isoformat(), date.fromisoformat),
    "instant": Kept(Text(), lambda value: written(_moment(value)), instant),
}
_ON_POSTGRES: Final[Mapping[str, Kept]] = {
    "text": Kept(Text(collation="C"), _text, _same),
    "integer": Kept(BigInteger(), _whole, _same),
    "boolean": Kept(Boolean(), _flag, _same),
    "date": Kept(Date(), _day, _same),
    "instant": Kept(
        TIMESTAMP(timezone=True), _moment, lambda value: value.astimezone(UTC)
    ),
}


def kept(kind: str, dialect: str) -> Kept:
    """How a kind of column is kept in a kind of database."""
    return (_ON_POSTGRES if dialect == "postgresql" else _ON_SQLITE)[kind]


def as_told(kind: str, value: object) -> object:
    """A value as a question gives it: of its type, or a text that says it.

    Raises:
        Misfit: The text does not say one.
    """
    if not isinstance(value, str) or kind == "text":
        return value
    try:
        return _SAID[kind](value)
    except (KeyError, ValueError) as error:
        raise Misfit(f"expected {_FORMS[kind]}, got {value!r}") from error


def _instant_said(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(text)
    return found


_SAID: Final[Mapping[str, Callable[[str], object]]] = {
    "integer": int,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": date.fromisoformat,
    "instant": _instant_said,
}
_FORMS: Final[Mapping[str, str]] = {
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a date such as 2020-11-27",
    "instant": "an instant such as 2020-11-27T12:00:00Z",
}
