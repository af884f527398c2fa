"""A plugin's manifest: what it brings, readable without running any of its code.

The file lies in the folder of the plugin's package. It is made from the plugin, never
by hand, and one that says something else than the plugin is refused.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.plugins import Plugin
from kvalitet_core.texts import LANGUAGES

__all__ = [
    "MANIFEST",
    "Manifest",
    "differences",
    "manifest_of",
    "read_manifest",
    "write_manifest",
]

MANIFEST: Final = "kvalitet-plugin.toml"
"""The name of the file."""

_HEAD: Final = "# Made by `kvalitet plugin export`; not to be edited.\n"
_NAMES: Final = ("kinds", "events", "commands", "case_types", "rules", "forms")


@attrs.frozen(kw_only=True)
class Manifest:
    """What a plugin says of itself to those who do not run it.

    Attributes:
        name: The plugin's name.
        version: The plugin's own version.
        api: The number of the plugin interface that it is written for.
        title: Language → what people call it; its name where it has no such text.
        kinds: The kinds of streams that it brings, in order, like all that follow.
        events: The stored names of its events.
        commands: The stored names of its commands.
        case_types: Its case types' codes and versions: `indsatsteam.forloeb/2020-2`.
        rules: Its rules' codes and versions: `indsatsteam.tilbudstype/1`.
        forms: The names of its forms.
    """

    name: str
    version: str
    api: int
    title: Mapping[str, str] = attrs.field(hash=False)
    kinds: tuple[str, ...]
    events: tuple[str, ...]
    commands: tuple[str, ...]
    case_types: tuple[str, ...]
    rules: tuple[str, ...]
    forms: tuple[str, ...]


def manifest_of(plugin: Plugin) -> Manifest:
    """Say what a plugin brings."""
    aggregates = plugin.aggregates
    return Manifest(
        name=plugin.name,
        version=plugin.version,
        api=plugin.api,
        title={
            language: plugin.texts.get(language, {}).get(plugin.name, plugin.name)
            for language in LANGUAGES
        },
        kinds=tuple(sorted(each.kind for each in aggregates)),
        events=tuple(sorted(name for each in aggregates for name in each.events)),
        commands=tuple(sorted(name for each in aggregates for name in each.commands)),
        case_types=tuple(
            sorted(f"{each.code}/{each.version}" for each in plugin.definitions)
        ),
        rules=tuple(sorted(f"{rule.code}/{rule.version}" for rule in plugin.rules)),
        forms=tuple(sorted(str(form.name) for form in plugin.forms)),
    )


def write_manifest(plugin: Plugin) -> str:
    """Write a plugin's manifest, as the text of its file."""
    manifest = manifest_of(plugin)
    lines = [
        f"name = {_quoted(manifest.name)}",
        f"version = {_quoted(manifest.version)}",
        f"api = {manifest.api}",
        *(f"{field} = {_array(getattr(manifest, field))}" for field in _NAMES),
        "",
        "[title]",
        *(f"{key} = {_quoted(text)}" for key, text in manifest.title.items()),
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML has it: as in JSON, but for one control sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _array(names: tuple[str, ...]) -> str:
    if not names:
        return "[]"
    return "".join(["[\n", *(f"    {_quoted(name)},\n" for name in names), "]"])


def read_manifest(text: str) -> Manifest:
    """Read a manifest from the text of its file.

    Raises:
        Malformed: It is none; every problem is named.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Malformed(MANIFEST, f"is no TOML: {error}") from error
    problems = sorted(_problems(found), key=lambda problem: problem.path)
    if problems:
        raise Malformed(MANIFEST, *problems)
    names = {field: tuple(sorted(found[field])) for field in _NAMES}
    return Manifest(**(found | names))


def _problems(found: dict[str, Any]) -> Iterator[Problem]:
    known = [field.name for field in attrs.fields(Manifest)]
    for field in {*known, *found}:
        if field not in found:
            yield Problem(path=f"$.{field}", text="is missing")
        elif field not in known:
            yield Problem(path=f"$.{field}", text="is not a known field")
        elif expected := _expected(field, found[field]):
            text = f"expected {expected}, got {found[field]!r}"
            yield Problem(path=f"$.{field}", text=text)


def _expected(field: str, value: Any) -> str | None:
    """What a field should hold, where it holds something else."""
    if field == "api":
        return None if type(value) is int else "a whole number"
    if field == "title":
        fits = isinstance(value, dict) and set(value) == set(LANGUAGES)
        fits = fits and all(isinstance(text, str) for text in value.values())
        return None if fits else f"a text for each of {' and '.join(LANGUAGES)}"
    if field in _NAMES:
        fits = isinstance(value, list) and all(isinstance(name, str) for name in value)
        return None if fits and len(set(value)) == len(value) else "names, each once"
    return None if isinstance(value, str) else "a text"


def differences(manifest: Manifest, plugin: Plugin) -> list[str]:
    """Everything in which a manifest says something else than the plugin."""
    said, real = attrs.asdict(manifest), attrs.asdict(manifest_of(plugin))
    found = []
    for field in said:
        if field in _NAMES:
            found += _unlike(field, set(said[field]), set(real[field]))
        elif said[field] != real[field]:
            text = (
                f"{MANIFEST} says {field} {said[field]!r}, the plugin {real[field]!r}"
            )
            found.append(text)
    return found


def _unlike(field: str, said: set[str], real: set[str]) -> list[str]:
    what = field.removesuffix("s").replace("_", " ")
    return [
        *(
            f"{MANIFEST} names {what} {name!r}, which the plugin does not have"
            for name in sorted(said - real)
        ),
        *(f"{MANIFEST} leaves out {what} {name!r}" for name in sorted(real - said)),
    ]
