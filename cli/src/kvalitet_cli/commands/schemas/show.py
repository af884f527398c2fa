"""`kvalitet schema show`: what a command or an event holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

import click

from kvalitet_cli.kinds import kind_of
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import FORMATS, Form
from kvalitet_cli.plugged import package_with
from kvalitet_cli.report import put_json, put_lines
from kvalitet_core.discovery import assembled
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.registry import Registry, nearest
from kvalitet_core.releases import file_of, files_of, schemas_of
from kvalitet_core.schemas import DANISH

__all__ = ["command"]

Language: TypeAlias = Literal["en", "da"]
_WORDS: Final = {"en": ("description",), "da": (DANISH, "description")}


@click.command(name="show")
@click.argument("name")
@click.option(
    "--language",
    type=click.Choice(("en", "da")),
    default="en",
    help="The language of the text: English, or Danish; json has both.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; json gives the JSON Schema itself.",
)
def command(*, name: str, language: Language, form: Form) -> None:
    r"""Show what the command or the event NAME holds; an older number, too.

    \b
    Example:
      kvalitet schema show tilbud.register
      kvalitet schema show tilbud.register --language da
      kvalitet schema show tilbud.renamed/1 --format json
    """
    _, registry = assembled()
    schema = _schema(registry, name)
    if form == "text":
        put_lines(_lines(schema, language))
    else:
        put_json(schema, form=form)


def _schema(registry: Registry, name: str) -> dict[str, Any]:
    """The schema of a name, which may leave its number out: then the newest.

    Raises:
        Unknown: There is none; the nearest names are told.
    """
    numbered = sorted(registry.classes, key=lambda full: int(full.partition("/")[2]))
    newest = {full.partition("/")[0]: full for full in numbered}
    full = newest.get(name, name)
    for plugin in registry.plugins:
        schemas = schemas_of(plugin)
        if full in schemas:
            return schemas[full]
        if full in plugin.upcasters:
            files = files_of(package_with(plugin))
            if file_of(full) in files.schemas:
                return files.content(file_of(full))
    kind = "command or event"
    raise Unknown(kind, name, nearest=nearest(name, newest))


def _lines(schema: dict[str, Any], language: Language) -> Iterator[Line]:
    yield Line.of(schema["title"], "bold")
    yield Line.of(_words(schema, language), indent=4)
    yield from _properties(schema, language, indent=4)
    for name, definition in schema.get("$defs", {}).items():
        yield Line()
        yield Line.of(name, "bold")
        yield Line.of(_words(definition, language), indent=4)
        yield from _properties(definition, language, indent=4)


def _words(schema: dict[str, Any], language: Language) -> str:
    """What a schema says of itself; in English where it has no Danish."""
    said = (schema[word] for word in _WORDS[language] if word in schema)
    return next(said, "")


def _properties(
    schema: dict[str, Any], language: Language, *, indent: int
) -> Iterator[Line]:
    properties = schema.get("properties", {})
    column = max(map(len, properties), default=0)
    for name, own in properties.items():
        told = [kind_of(own)]
        if name in schema.get("required", ()):
            told.append("required")
        if own.get("x-personal"):
            told.append(f"personal, about {own.get('x-subject')}")
        text = f"{', '.join(told)}. {_words(own, language)}"
        yield from labelled(name, text, indent=indent, column=column)
