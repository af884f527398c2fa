"""Laying plain values out as text that an auditor can read, at 80 columns and more."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import attrs

from kvalitet_cli.language import Language, words

__all__ = ["Line", "fields", "labelled", "safe", "scalar", "width"]

MASK: Final = "•••"

_WIDTH: Final = 100
_LEAST_FOR_VALUES: Final = 30
_WORDS: Final = {
    "none": ("ingen", "none"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "forgotten": ("(glemt)", "(forgotten)"),
    "from": ("fra {first}", "from {first}"),
    "from_until": ("fra {first} til {last}", "from {first} until {last}"),
}
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


def fields(
    values: dict[str, Any], *, indent: int, language: Language = "en"
) -> Iterator[Line]:
    """Named values, a line each, their values under one another; none for null."""
    rows = [
        (key, shown)
        for name, value in values.items()
        for key, shown in _flat(name, value, language)
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


def _flat(name: str, value: Any, language: Language) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case {"personal": "open", "value": content}:
            yield from _flat(name, content, language)
        case {"personal": str()}:
            yield name, scalar(value, language)
        case dict():
            yield from _flat_dict(name, value, language)
        case [dict(), *_] if all(set(item) == _SPAN for item in value):
            yield from _flat_spans(name, value, language)
        case [dict(), *_] if all(map(_is_plain, value)):
            for item in value:
                yield name, _inline(item, language)
        case [dict() | list(), *_]:
            for number, item in enumerate(value, start=1):
                yield from _flat(f"{name} {number}:", item, language)
        case _:
            yield name, scalar(value, language)


def _flat_dict(
    name: str, value: dict[str, Any], language: Language
) -> Iterator[tuple[str, str]]:
    if set(value) == _SPAN - {"value"}:
        yield name, _days(value, language)
        return
    for key, item in value.items():
        joined = f"{name} {key}" if name.endswith(":") else f"{name}.{key}"
        yield from _flat(joined, item, language)


def _flat_spans(
    name: str, spans: list[Any], language: Language
) -> Iterator[tuple[str, str]]:
    """What holds when: a line a span, the days after the value."""
    for span in spans:
        yield name, f"{_inline(span['value'], language)} ({_days(span, language)})"


def _inline(value: Any, language: Language) -> str:
    """A value in one line: `municipality 0730, place none`."""
    parts = _flat("", value, language)
    return ", ".join(f"{key[1:]} {text}" if key else text for key, text in parts)


def _is_plain(item: Any) -> bool:
    """Whether an item of a list has only single values, so that a line holds it."""
    return isinstance(item, dict) and not any(
        isinstance(value, dict | list) for value in item.values()
    )


def _days(span: dict[str, Any], language: Language) -> str:
    first, last = span["effective_from"], span["effective_to"]
    told = words(_WORDS, "from_until" if last else "from", language)
    return told.format(first=first, last=last)


def scalar(value: Any, language: Language = "en") -> str:
    """One value as text."""
    match value:
        case None:
            return words(_WORDS, "none", language)
        case bool():
            return words(_WORDS, "yes" if value else "no", language)
        case {"personal": "masked"}:
            return MASK
        case {"personal": "forgotten"}:
            return words(_WORDS, "forgotten", language)
        case list():
            told = ", ".join(scalar(item, language) for item in value)
            return told or words(_WORDS, "none", language)
        case _:
            return str(value)
