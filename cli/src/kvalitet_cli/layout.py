"""Laying plain values out as text that an auditor can read, at 80 columns and more."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import attrs

__all__ = ["Line", "fields", "labelled", "safe", "scalar", "width"]

MASK: Final = "•••"
FORGOTTEN: Final = "(forgotten)"

_WIDTH: Final = 100
_LEAST_FOR_VALUES: Final = 30
_SPAN: Final = {"effective_from", "effective_to", "value"}


@attrs.frozen
class Line:
    """A line of output: how far it is indented, and its parts with their styles."""

    indent: int = 0
    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str, style: str = "", *, indent: int = 0) -> Line:
        """A line of one part."""
        return cls(indent, ((text, style),))


def width() -> int:
    """The terminal's width; 100 where there is none."""
    return max(40, shutil.get_terminal_size((_WIDTH, 24)).columns)


def safe(text: str) -> str:
    """Text that cannot steer a terminal: control and direction signs are spelt out."""
    if text.isprintable():
        return text
    return "".join(
        sign
        if sign.isprintable() or unicodedata.category(sign) == "Zs"
        else sign.encode("unicode_escape").decode()
        for sign in text
    )


def fields(values: dict[str, Any], *, indent: int) -> Iterator[Line]:
    """Named values, a line each, their values under one another; none for null."""
    rows = [
        (key, shown)
        for name, value in values.items()
        for key, shown in _flat(name, value)
    ]
    column = max((len(key) for key, _ in rows), default=0)
    for key, shown in rows:
        yield from labelled(key, shown, indent=indent, column=column)


def labelled(
    label: str, text: str, *, indent: int, column: int, style: str = ""
) -> Iterator[Line]:
    """A label and its text, wrapped so that it stays in its own column."""
    start = column + 2
    room = max(_LEAST_FOR_VALUES, width() - indent - start)
    wrapped = textwrap.wrap(
        text, room, break_long_words=False, break_on_hyphens=False
    ) or [""]
    yield Line(indent, ((label.ljust(start), "dim"), (wrapped[0], style)))
    for more in wrapped[1:]:
        yield Line.of(more, style, indent=indent + start)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case {"personal": "open", "value": content}:
            yield from _flat(name, content)
        case {"personal": str()}:
            yield name, scalar(value)
        case dict():
            yield from _flat_dict(name, value)
        case [dict(), *_] if all(set(item) == _SPAN for item in value):
            yield from _flat_spans(name, value)
        case [dict(), *_] if all(map(_is_plain, value)):
            for item in value:
                yield name, _inline(item)
        case [dict() | list(), *_]:
            for number, item in enumerate(value, start=1):
                yield from _flat(f"{name} {number}:", item)
        case _:
            yield name, scalar(value)


def _flat_dict(name: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if set(value) == _SPAN - {"value"}:
        yield name, _days(value)
        return
    for key, item in value.items():
        joined = f"{name} {key}" if name.endswith(":") else f"{name}.{key}"
        yield from _flat(joined, item)


def _flat_spans(name: str, spans: list[Any]) -> Iterator[tuple[str, str]]:
    """What holds when: a line a span, the days after the value."""
    for span in spans:
        yield name, f"{_inline(span['value'])} ({_days(span)})"


def _inline(value: Any) -> str:
    """A value in one line: `municipality 0730, place none`."""
    parts = _flat("", value)
    return ", ".join(f"{key[1:]} {text}" if key else text for key, text in parts)


def _is_plain(item: Any) -> bool:
    """Whether an item of a list has only single values, so that a line holds it."""
    return isinstance(item, dict) and not any(
        isinstance(value, dict | list) for value in item.values()
    )


def _days(span: dict[str, Any]) -> str:
    until = span["effective_to"]
    return f"from {span['effective_from']}" + (f" until {until}" if until else "")


def scalar(value: Any) -> str:
    """One value as text."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case {"personal": "masked"}:
            return MASK
        case {"personal": "forgotten"}:
            return FORGOTTEN
        case list():
            return ", ".join(map(scalar, value)) or "none"
        case _:
            return str(value)
