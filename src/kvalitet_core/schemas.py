"""JSON Schema 2020-12 of stored classes, made from the classes themselves.

The descriptions come from the docstrings; personal fields are marked `x-personal`, and
stand for their values as a person would enter them. Pure.
"""

from __future__ import annotations

import inspect
import re
from types import UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec

from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.personal import SUBJECT, Personal
from kvalitet_core.values import CheckedText

__all__ = ["field_descriptions", "json_schema", "problems"]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_FIELD = re.compile(r" {4}(\w+): (.*)")


def json_schema(cls: type[Any], name: str) -> dict[str, Any]:
    """The schema of a class under its stored name.

    Args:
        cls: A stored class, with a line in its docstring for every field.

        name: Its stored name: `tilbud.register/1` gives `urn:kvalitet:tilbud.register:1`.
    """
    definitions: dict[str, Any] = {}
    body = _object(cls, definitions)
    stem, _, number = name.partition("/")
    schema: dict[str, Any] = {"$schema": DIALECT, "$id": f"urn:kvalitet:{stem}:{number}", "title": name}
    schema |= body
    if definitions:
        schema["$defs"] = dict(sorted(definitions.items()))
    return schema


def _object(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A class: closed, and described by its docstring."""
    texts = field_descriptions(cls)
    hints = get_type_hints(cls, include_extras=True)
    properties = {}
    for field in attrs.fields(cls):
        own = _schema(hints[field.name], definitions)
        if field.name in texts:
            own["description"] = texts[field.name]
        if SUBJECT in field.metadata:
            own["x-subject"] = field.metadata[SUBJECT]
        properties[field.name] = own
    return {
        "type": "object",
        "description": inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0],
        "properties": properties,
        "required": [f.name for f in attrs.fields(cls) if f.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Any type that can be stored; classes that it mentions go to `definitions`."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Personal:
        return _schema(parts[0], definitions) | {"x-personal": True}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(part, definitions) for part in parts]}
    if origin is tuple and parts[1:] != (Ellipsis,):
        items = [_schema(part, definitions) for part in parts]
        return {"type": "array", "prefixItems": items, "items": False}
    if origin in (tuple, frozenset):
        array = {"type": "array", "items": _schema(parts[0], definitions)}
        return array | {"uniqueItems": True} if origin is frozenset else array
    if isinstance(hint, type) and attrs.has(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, CheckedText):
        return dict(hint.json_schema)
    return _leaf(hint)


def _leaf(hint: Any) -> dict[str, Any]:
    """A type with nothing of ours inside it."""
    schema = msgspec.json.schema(hint)
    reference = schema.pop("$ref", None)
    if reference is None:
        return schema
    definition: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return definition


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
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema, format_checker=_format_checker())
    found = {
        Problem(path=leaf.json_path, text=_told(leaf))
        for error in validator.iter_errors(value)
        for leaf in _leaves(error)
    }
    return sorted(found, key=lambda problem: (problem.path, problem.text))


def _leaves(error: Any) -> list[Any]:
    """What is wrong itself: where null is one of two alternatives, in the other one."""
    if error.validator != "anyOf":
        return [error]
    meant = [
        inner
        for inner in error.context
        if (inner.validator, inner.validator_value) != ("type", "null")
    ]
    if len({inner.schema_path[0] for inner in meant}) != 1:
        return [error]
    return [leaf for inner in meant for leaf in _leaves(inner)]


def _told(error: Any) -> str:
    """The message; a value of our own says itself what its rule is."""
    return str(error.cause if isinstance(error.cause, Malformed) else error.message)


def _format_checker() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker()
    for cls in CheckedText.__subclasses__():
        name = cls.json_schema.get("format")
        if name:
            checker.checks(name, raises=Exception)(cls)
    return checker
