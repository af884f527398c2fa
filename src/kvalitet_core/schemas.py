"""JSON Schema 2020-12 of stored classes, made from the classes themselves.

English descriptions come from the docstrings, Danish ones from texts by their keys; see
`kvalitet_core.texts`. Personal fields are marked `x-personal`, and stand for their
values as a person would enter them. Pure.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType, UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec

from kvalitet_core.errors import Problem
from kvalitet_core.personal import SUBJECT, Personal
from kvalitet_core.values import Answers, CheckedText

__all__ = [
    "DANISH",
    "field_descriptions",
    "json_schema",
    "own_formats",
    "own_problems",
    "problems",
    "text_keys",
]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

DANISH: Final = "x-description-da"
"""The keyword that holds a description in Danish."""

_FIELD = re.compile(r" {4}(\w+): (.*)")
_NO_TEXTS: Final[Mapping[str, str]] = MappingProxyType({})


def json_schema(
    cls: type[Any], name: str, *, danish: Mapping[str, str] = _NO_TEXTS
) -> dict[str, Any]:
    """The schema of a class under its stored name.

    Args:
        cls: A stored class, with a line in its docstring for every field.

        name: Its stored name; `tilbud.close/1` gives `urn:kvalitet:tilbud.close:1`.

        danish: Danish texts. The keys for the class are `tilbud.close` and
            `tilbud.close.reason`; for one inside it `ContactCard` and
            `ContactCard.phone`.
    """
    stem, _, number = name.partition("/")
    builder = _Builder(danish)
    body = builder.object(cls, stem)
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "$id": f"urn:kvalitet:{stem}:{number}",
        "title": name,
    }
    schema |= body
    if builder.definitions:
        schema["$defs"] = dict(sorted(builder.definitions.items()))
    return schema


def text_keys(cls: type[Any], name: str) -> dict[str, str]:
    """The keys of every text that a class's schema wants, with the English ones.

    Args:
        cls: A stored class.

        name: Its stored name.
    """
    builder = _Builder(_NO_TEXTS)
    builder.object(cls, name.partition("/")[0])
    return builder.wanted


class _Builder:
    """Makes the schema of one stored class.

    Attributes:
        definitions: The classes inside it, by name.
        wanted: The keys of every description, with the English ones.
    """

    def __init__(self, danish: Mapping[str, str]) -> None:
        self.definitions: dict[str, Any] = {}
        self.wanted: dict[str, str] = {}
        self._danish = danish

    def object(self, cls: type[Any], key: str) -> dict[str, Any]:
        """A class: closed, and described by its docstring."""
        texts = field_descriptions(cls)
        hints = get_type_hints(cls, include_extras=True)
        body = {"type": "object", **self._described(key, _first_paragraph(cls))}
        properties = body["properties"] = {}
        for field in attrs.fields(cls):
            own = self._schema(hints[field.name])
            own |= getattr(field.validator, "json_schema", {})
            own = self._redescribed(own, f"{key}.{field.name}", texts.get(field.name))
            if SUBJECT in field.metadata:
                own["x-subject"] = field.metadata[SUBJECT]
            properties[field.name] = own
        body["required"] = [
            field.name for field in attrs.fields(cls) if field.default is attrs.NOTHING
        ]
        return body | {"additionalProperties": False}

    def _described(self, key: str, english: str) -> dict[str, Any]:
        self.wanted[key] = english
        danish = self._danish.get(key)
        return {"description": english} | ({DANISH: danish} if danish else {})

    def _redescribed(
        self, own: dict[str, Any], key: str, english: str | None
    ) -> dict[str, Any]:
        """What a field says of itself goes before what its type says."""
        if english is None:
            self.wanted[key] = ""
            return own
        own = {word: value for word, value in own.items() if word != DANISH}
        return own | self._described(key, english)

    def _schema(self, hint: Any) -> dict[str, Any]:
        """Any type that can be stored."""
        while isinstance(hint, NewType):
            hint = hint.__supertype__
        if get_origin(hint) is None:
            return self._named(hint)
        origin, parts = get_origin(hint), get_args(hint)
        if origin is Personal:
            return self._schema(parts[0]) | {"x-personal": True}
        if origin in (Union, UnionType):
            return {"anyOf": [self._schema(part) for part in parts]}
        if origin in (tuple, frozenset):
            return self._array(origin, parts)
        return self._leaf(hint)

    def _array(self, origin: Any, parts: Any) -> dict[str, Any]:
        if origin is tuple and parts[1:] != (Ellipsis,):
            items = [self._schema(part) for part in parts]
            return {"type": "array", "prefixItems": items, "items": False}
        array = {"type": "array", "items": self._schema(parts[0])}
        return array | {"uniqueItems": True} if origin is frozenset else array

    def _named(self, hint: Any) -> dict[str, Any]:
        """A class by reference, a checked text by its own schema, or a plain type."""
        if isinstance(hint, type) and attrs.has(hint):
            name = hint.__name__
            if name not in self.definitions:
                self.definitions[name] = {}
                self.definitions[name] = self.object(hint, name)
            return {"$ref": f"#/$defs/{name}"}
        if isinstance(hint, type) and issubclass(hint, CheckedText | Answers):
            own = {**hint.json_schema, "title": hint.noun, "x-rule": hint.rule}
            return own | self._described(hint.__name__, own["description"])
        return self._leaf(hint)

    def _leaf(self, hint: Any) -> dict[str, Any]:
        """A type with nothing of ours inside it."""
        schema = msgspec.json.schema(hint)
        reference = schema.pop("$ref", None)
        if reference is None:
            return schema
        definition: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
        return definition | self._described(hint.__name__, _first_paragraph(hint))


def _first_paragraph(cls: type[Any]) -> str:
    return inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]


def field_descriptions(cls: type[Any]) -> dict[str, str]:
    """What a class's docstring says of each field, under `Attributes:`."""
    _, _, section = inspect.cleandoc(cls.__doc__ or "").partition("\nAttributes:\n")
    found: dict[str, str] = {}
    name = ""
    for line in section.splitlines():
        if match := _FIELD.fullmatch(line):
            name = match[1]
            found[name] = match[2]
        elif name and line.startswith(" " * 8):
            found[name] += " " + line.strip()
        elif line and not line.startswith(" "):
            break
    return found


def problems(schema: dict[str, Any], value: Any) -> list[Problem]:
    """Everything in a JSON value that does not fit a schema, in the order of paths."""
    return _found(schema, value, formats=None)


def own_problems(schema: dict[str, Any], value: Any) -> list[Problem]:
    """As `problems`, by none but `own_formats`, whatever else is installed."""
    return _found(schema, value, formats=())


def own_formats() -> dict[str, type[CheckedText]]:
    """The formats that our own values check: `dk-cvr`."""
    known = (
        (cls.json_schema.get("format"), cls) for cls in CheckedText.__subclasses__()
    )
    return {name: cls for name, cls in known if name}


def _found(schema: dict[str, Any], value: Any, *, formats: Any) -> list[Problem]:
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry

    checker = FormatChecker(formats=formats)
    for name, cls in own_formats().items():
        checker.checks(name, raises=Exception)(cls)
    made = Draft202012Validator(schema, format_checker=checker, registry=Registry())
    errors = made.iter_errors(value)
    found = {problem for error in errors for problem in _problems_of(error, schema)}
    return sorted(found, key=lambda problem: (problem.path, problem.text))


def _problems_of(error: Any, root: dict[str, Any]) -> Iterator[Problem]:
    """What one error of the validator says, at the field that it is about."""
    if _is_personal(error, root):
        yield from _hidden(error, root)
    elif error.validator == "required":
        yield from _missing(error, error.json_path)
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for name in set(error.instance) - set(known):
            nearest = get_close_matches(name, known, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            path = f"{error.json_path}.{name}"
            yield Problem(path=path, text=f"is not a known field{hint}")
    elif error.validator == "anyOf" and any(map(_is_told, error.context)):
        for inner in filter(_is_told, error.context):
            yield from _problems_of(inner, root)
    else:
        yield Problem(path=error.json_path, text=_rule_of(error) or error.message)


def _missing(error: Any, path: str) -> Iterator[Problem]:
    for name in error.validator_value:
        if name not in error.instance:
            yield Problem(path=f"{path}.{name}", text="is missing")


def _is_told(error: Any) -> bool:
    """Whether it says more than that a value might have been left out."""
    return bool(error.schema != {"type": "null"})


def _is_personal(error: Any, root: dict[str, Any]) -> bool:
    """Whether the value is about a person, so that it must not be shown.

    The field says so, however deep the value lies in it; and a whole that is no object
    may hold what belongs in such a field.
    """
    fields = root.get("properties", {})
    if error.absolute_path:
        return "x-personal" in fields.get(error.absolute_path[0], {})
    return error.validator == "type" and any("x-personal" in f for f in fields.values())


def _hidden(error: Any, root: dict[str, Any]) -> Iterator[Problem]:
    """What can be said without the value, and without a name that was typed in it."""
    known = {
        name
        for each in (root, *root.get("$defs", {}).values())
        for name in each.get("properties", {})
    }
    path = "$"
    for step in error.absolute_path:
        if isinstance(step, str) and step not in known:
            break
        path += f".{step}" if isinstance(step, str) else f"[{step}]"
    if error.validator == "required":
        yield from _missing(error, path)
    elif error.validator == "additionalProperties":
        yield Problem(path=path, text="has a field that is not known")
    else:
        yield Problem(path=path, text="does not hold what its type says")


def _rule_of(error: Any) -> str | None:
    """What a text's form must be, in the words of whoever checks it."""
    rule = error.schema.get("x-rule")
    if rule is None or error.validator not in ("pattern", "format"):
        return None
    what = f"{error.schema.get('title', '')} {error.instance!r}".strip()
    return f"{what}: expected {rule}"
