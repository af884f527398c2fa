"""What a plugin brings, as a page of Markdown: the same page for the same plugin."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kvalitet_cli.kinds import kind_of
from kvalitet_cli.kit.case_types import case_type
from kvalitet_core.aggregate import Aggregate
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.forms import Form
from kvalitet_core.plugins import Catalogue, Plugin
from kvalitet_core.releases import schemas_of
from kvalitet_core.schemas import DANISH

__all__ = ["page"]

_AS_OF: Final = {
    "received": "the day of receipt",
    "decided": "the day of the decision",
}


def page(plugin: Plugin, examples: Iterable[Any] = ()) -> str:
    """Write the page.

    Args:
        plugin: What it is about.

        examples: The functions that show what comes of its commands.
    """
    sections = (
        _head(plugin),
        *(_aggregate(plugin, each) for each in sorted(plugin.aggregates, key=_kind)),
        _section("Case types", map(case_type, plugin.definitions)),
        _section(
            "Rules", (_rule(plugin, each) for each in sorted(plugin.rules, key=_code))
        ),
        _section(
            "Forms", (_form(plugin, each) for each in sorted(plugin.forms, key=_name))
        ),
        _section(
            "Catalogues",
            (_catalogue(plugin, each) for each in sorted(plugin.catalogues, key=_name)),
        ),
        _section("Examples", map(_example, examples)),
        _texts(plugin),
    )
    return "\n".join(line for section in sections for line in section)


def _head(plugin: Plugin) -> Iterator[str]:
    yield f"# {_text(plugin, 'da', plugin.name) or plugin.name}"
    yield ""
    english = _text(plugin, "en", plugin.name)
    if english not in ("", _text(plugin, "da", plugin.name)):
        yield english
        yield ""
    yield f"Plugin `{plugin.name}`, version {plugin.version}, interface {plugin.api}."
    yield ""


def _section(title: str, parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """A heading and what stands under it; nothing where there is nothing."""
    lines = [line for part in parts for line in part]
    if lines:
        yield from (f"## {title}", "", *lines)


def _aggregate(plugin: Plugin, aggregate: Aggregate) -> Iterator[str]:
    schemas = schemas_of(plugin)
    yield from (f"## Streams `{aggregate.kind}/…`", "")
    yield from (_summary(aggregate.state), "")
    for title, names in (
        ("Commands", aggregate.commands),
        ("Events", aggregate.events),
    ):
        for name in sorted(names):
            yield f"### {title[:-1]} `{name}`"
            yield ""
            yield from _described(schemas[name])
            yield from _fields(schemas[name], required=title == "Commands")


def _described(schema: Mapping[str, Any]) -> Iterator[str]:
    for text in (schema.get("description"), schema.get(DANISH)):
        if text:
            yield from (_plain(text), "")


def _fields(schema: Mapping[str, Any], *, required: bool) -> Iterator[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    if not properties:
        return
    yield "| field | holds | in English | på dansk |"
    yield "|---|---|---|---|"
    for name, own in properties.items():
        holds = [kind_of(own)]
        if required and name not in schema.get("required", ()):
            holds.append("may be left out")
        if own.get("x-personal"):
            holds.append(f"personal, about `{own.get('x-subject')}`")
        texts = (own.get("description", ""), own.get(DANISH, ""))
        cells = (f"`{name}`", ", ".join(holds), *texts)
        yield f"| {' | '.join(map(_cell, cells))} |"
    yield ""


def _rule(plugin: Plugin, rule: Rule) -> Iterator[str]:
    yield from (f"### Rule `{rule.code}`, version {rule.version}", "")
    for language in ("en", "da"):
        told = _text(plugin, language, rule.code)
        if told:
            yield from (told, "")
    yield from ("| | |", "|---|---|")
    period = f"from {rule.valid_from or 'the beginning'}"
    period += f" until {rule.valid_to}" if rule.valid_to else ""
    rows = {
        "asks": f"{rule.condition.text('en')}.",
        "spørger": f"{rule.condition.text('da')}.",
        "legal basis": str(rule.hjemmel),
        "quote": rule.quote,
        "holds": f"{period}, by {_AS_OF[rule.as_of]}",
        "facts": ", ".join(f"`{name}`" for name in sorted(rule.condition.needs)),
        "digest": f"`{rule.digest}`",
    }
    for name, value in rows.items():
        yield f"| {name} | {_cell(value)} |"
    yield ""


def _form(plugin: Plugin, form: Form) -> Iterator[str]:
    yield from (f"### Form `{form.name}`", "", f"{form.title}.", "")
    told = _text(plugin, "en", str(form.name))
    if told:
        yield from (f"{told}.", "")
    yield from (f"Source: {form.source}.", "")
    yield from _fields(form.schema, required=True)


def _catalogue(plugin: Plugin, catalogue: Catalogue) -> Iterator[str]:
    name = f"{plugin.name}.{catalogue.name}"
    count = len(catalogue.commands)
    yield from (f"### Catalogue `{name}`", "", f"{catalogue.title}.", "")
    told = _text(plugin, "en", name)
    if told:
        yield from (f"{told}.", "")
    noun = "command" if count == 1 else "commands"
    yield from (f"Source: {catalogue.source}. It is {count} {noun}.", "")


def _example(example: Any) -> Iterator[str]:
    yield f"### {example.__name__.replace('_', ' ').capitalize()}"
    yield from ("", _plain(inspect.getdoc(example) or ""), "")


def _texts(plugin: Plugin) -> Iterator[str]:
    """Every text that the plugin gives, by its key."""
    danish, english = (plugin.texts.get(each, {}) for each in ("da", "en"))
    keys = sorted({*danish, *english})
    if keys:
        yield from ("## Texts", "", "| key | på dansk | in English |", "|---|---|---|")
        for key in keys:
            cells = (f"`{key}`", danish.get(key, ""), english.get(key, ""))
            yield f"| {' | '.join(map(_cell, cells))} |"
        yield ""


def _text(plugin: Plugin, language: str, key: str) -> str:
    return plugin.texts.get(language, {}).get(key, "")


def _summary(cls: type[Any]) -> str:
    return _plain((inspect.getdoc(cls) or "").split("\n\n")[0])


def _plain(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def _cell(text: str) -> str:
    """A text as a cell of a table."""
    return _plain(text).replace("|", "\\|")


def _kind(aggregate: Aggregate) -> str:
    return aggregate.kind


def _code(rule: Rule) -> tuple[str, int]:
    return rule.code, rule.version


def _name(named: Form | Catalogue) -> str:
    return str(named.name)
