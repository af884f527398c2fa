"""`kvalitet schema show`: what a command or an event holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import FORMATS, Form
from kvalitet_cli.report import put_json, put_lines
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import Registry, StoredClass, nearest
from kvalitet_core.opening import CORE
from kvalitet_core.schemas import json_schema

__all__ = ["command"]


@click.command(name="show")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; json gives the JSON Schema itself.",
)
def command(*, name: str, form: Form) -> None:
    r"""Show what the command or the event NAME holds.

    \b
    Example:
      kvalitet schema show tilbud.register
      kvalitet schema show tilbud.renamed/1 --format json
    """
    stored = _stored(Registry((CORE,)), name)
    schema = json_schema(stored.cls, stored.name)
    if form == "text":
        put_lines(_lines(schema))
    else:
        put_json(schema, form=form)


def _stored(registry: Registry, name: str) -> StoredClass:
    """The class of a name, which may leave its number out: then the newest.

    Raises:
        Unknown: There is none; the nearest names are told.
    """
    numbered = sorted(registry.classes, key=lambda full: int(full.partition("/")[2]))
    newest = {full.partition("/")[0]: full for full in numbered}
    full = newest.get(name, name)
    if full not in registry.classes:
        kind = "command or event"
        raise Unknown(kind, name, nearest=nearest(name, newest))
    return registry.classes[full]


def _lines(schema: dict[str, Any]) -> Iterator[Line]:
    yield Line.of(schema["title"], "bold")
    yield Line.of(schema["description"], indent=4)
    yield from _properties(schema, indent=4)
    for name, definition in schema.get("$defs", {}).items():
        yield Line()
        yield Line.of(name, "bold")
        yield Line.of(definition.get("description", ""), indent=4)
        yield from _properties(definition, indent=4)


def _properties(schema: dict[str, Any], *, indent: int) -> Iterator[Line]:
    properties = schema.get("properties", {})
    column = max(map(len, properties), default=0)
    for name, own in properties.items():
        told = [_kind(own)]
        if name in schema.get("required", ()):
            told.append("required")
        if own.get("x-personal"):
            told.append(f"personal, about {own.get('x-subject')}")
        text = f"{', '.join(told)}. {own.get('description', '')}"
        yield from labelled(name, text, indent=indent, column=column)


def _kind(schema: dict[str, Any]) -> str:
    """What a value looks like, in a few words."""
    match schema:
        case {"$ref": str(reference)}:
            return reference.rpartition("/")[2]
        case {"anyOf": list(parts)}:
            return " or ".join(map(_kind, parts))
        case {"enum": list(values)}:
            return "one of " + ", ".join(map(str, values))
        case {"type": "array", "items": dict(items)}:
            return f"list of {_kind(items)}"
        case {"x-rule": str(rule)}:
            return rule
        case {"format": str(form)}:
            return form
        case {"type": "string"}:
            return "text"
        case {"type": str(name)}:
            return name
        case _:
            return "anything"
