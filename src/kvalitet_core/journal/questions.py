"""What the schema of a form must be, so that it asks, and lets nothing else in.

It is looked at when its plugin is: what goes wrong with it otherwise goes wrong while
somebody's application is decided. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_core.forms import Form
from kvalitet_core.schemas import own_formats

__all__ = ["unanswerable"]

_LITERAL: Final = ("const", "default", "enum", "examples")
_OPENING: Final = ("patternProperties", "$dynamicRef", "$id")


def unanswerable(form: Form) -> list[str]:
    """Everything that keeps a form from being asked."""
    what = f"form {str(form.name)!r}"
    try:
        schema = dict(form.schema)
        text = _no_schema(schema) or (form.digest and None)
    except (TypeError, ValueError, RecursionError) as error:
        text = f"is no JSON: {error}"
    if text:
        return [f"{what}: its schema {text}"]
    found = [*_open(schema), *_outside(schema, schema, "$")]
    return [f"{what}: its schema {each}" for each in found]


def _no_schema(schema: dict[str, Any]) -> str | None:
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return f"is no JSON Schema: {error.json_path}: {error.message}"
    return None


def _open(schema: dict[str, Any]) -> Iterator[str]:
    """Where it would let in what nobody asked, which would stand in clear."""
    if schema.get("type") != "object":
        yield f"asks for {schema.get('type')!r}; expected type 'object'"
    if "properties" not in schema:
        yield "asks nothing; expected properties, {} where that is meant"
    if schema.get("additionalProperties") is not False:
        yield "allows other answers; expected additionalProperties false"


def _outside(part: Any, root: dict[str, Any], path: str) -> Iterator[str]:
    """Where it leads out of itself, or to a check that only some machines have."""
    if isinstance(part, list | tuple):
        for number, each in enumerate(part):
            yield from _outside(each, root, f"{path}[{number}]")
    if not isinstance(part, Mapping):
        return
    reference, name = part.get("$ref"), part.get("format")
    if isinstance(reference, str) and not _is_defined(reference, root):
        rule = "expected #/$defs/ and a name there that is no reference itself"
        yield f"refers to {reference!r} at {path}; {rule}"
    if isinstance(name, str) and name not in own_formats():
        known = ", ".join(sorted(own_formats()))
        yield f"has the format {name!r} at {path}; expected one of {known}"
    for key, each in part.items():
        if key in _OPENING and not path.endswith(".properties"):
            yield f"has {key} at {path}, which forms do not use; drop it"
        if key not in _LITERAL or path.endswith(".properties"):
            yield from _outside(each, root, f"{path}.{key}")


def _is_defined(reference: str, root: dict[str, Any]) -> bool:
    """Whether it leads to a definition, and no further."""
    start, _, name = reference.rpartition("/")
    there = root.get("$defs", {}).get(name)
    return start == "#/$defs" and there is not None and "$ref" not in str(there)
