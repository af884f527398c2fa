"""Hypothesis strategies for what was stored once: values that fit a released schema.

The classes of older numbers are gone; their schemas are not. What is drawn is the data
as it lies in a journal: every field is there, spelled canonically, and the place of a
sealed section stands for each personal value.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.schemas import problems
from kvalitet_core.testing.strategies import DATES, INSTANTS, LETTERS, TEXTS, Values

__all__ = ["as_stored"]

_FORMATS: Final[Mapping[str, Values]] = {
    "date": DATES.map(lambda day: day.isoformat()),
    "date-time": INSTANTS.map(lambda at: at.isoformat().replace("+00:00", "Z")),
    "decimal": st.integers(-(10**6), 10**6).map(lambda n: f"{n}.50"),
    "dk-cvr": st.sampled_from(["19174883", "29190623", "29190925"]),
    "isbn-13": st.sampled_from(["9780306406157", "978-0-306-40615-7"]),
    "kvalitet-deadline": DATES.map(lambda day: day.isoformat()),
    "uuid": st.uuids().map(str),
}
"""Texts of a format, which no pattern describes."""


def as_stored(schema: dict[str, Any]) -> Values:
    """Values of a released schema, as they lie in a journal.

    Args:
        schema: One that the library has made of a class.
    """
    properties: dict[str, Any] = schema["properties"]
    definitions = schema.get("$defs", {})
    personal = sorted(name for name in properties if "x-personal" in properties[name])
    opened = {
        name: _drawn(own, definitions)
        for name, own in properties.items()
        if name not in personal
    }
    places = {name: {"personal": number} for number, name in enumerate(personal)}
    bare = schema | {
        "properties": {name: properties[name] for name in opened},
        "required": list(opened),
    }
    return (
        st.fixed_dictionaries(opened)
        .filter(lambda value: not problems(bare, value))
        .map(lambda value: value | places)
    )


def _drawn(  # noqa: PLR0911 - one line a kind of schema
    schema: dict[str, Any], definitions: dict[str, Any]
) -> Values:
    match schema:
        case {"$ref": str(reference)}:
            return _drawn(definitions[reference.rpartition("/")[2]], definitions)
        case {"anyOf": list(parts)}:
            shared = {"type": schema["type"]} if "type" in schema else {}
            return st.one_of([_drawn(shared | part, definitions) for part in parts])
        case {"enum": list(choices)}:
            return st.sampled_from(choices)
        case {"type": "object", "properties": dict(properties)}:
            return st.fixed_dictionaries(
                {name: _drawn(own, definitions) for name, own in properties.items()}
            )
        case {"type": "array", "prefixItems": list(parts)}:
            drawn = st.tuples(*(_drawn(part, definitions) for part in parts))
            return drawn.map(list)
        case {"type": "array", "items": dict(items)}:
            return _listed(schema, _drawn(items, definitions))
        case {"type": "string"}:
            return _text(schema)
        case _:
            return _PLAIN[schema["type"]](schema)


def _listed(schema: dict[str, Any], items: Values) -> Values:
    if schema.get("uniqueItems"):
        return st.lists(items, max_size=3, unique_by=_spelled).map(_in_order)
    return st.lists(items, max_size=3)


def _in_order(items: list[Any]) -> list[Any]:
    """The items of a set, in the order in which they are written.

    In which order things with fields are written, no schema says: of them there is one.
    """
    if any(isinstance(item, dict) for item in items):
        return items[:1]
    alike = len({type(item) for item in items} & {str, int}) == 1
    return sorted(items) if alike else items


def _text(schema: dict[str, Any]) -> Values:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("contentEncoding") == "base64":
        return st.binary(max_size=9).map(lambda data: base64.b64encode(data).decode())
    if "pattern" in schema:
        found = st.from_regex(schema["pattern"], alphabet=LETTERS)
        return found.map(lambda text: text.rstrip("\n"))
    return TEXTS


def _spelled(value: Any) -> bytes:
    return MsgspecCodec().encode(value)


def _whole(schema: dict[str, Any]) -> Values:
    return st.integers(schema.get("minimum", -(2**53)), schema.get("maximum", 2**53))


_PLAIN: Final[Mapping[str, Callable[[dict[str, Any]], Values]]] = {
    "boolean": lambda _: st.booleans(),
    "integer": _whole,
    "null": lambda _: st.none(),
    "object": lambda _: st.just({}),
}
"""The types that need nothing more than their name, and answers, which may be none."""
