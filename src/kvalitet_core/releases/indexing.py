"""The index: the files of one package, and what each is of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kvalitet_core.plugins import Plugin
from kvalitet_core.releases.files import Files, definition_named, name_of
from kvalitet_core.schemas import DANISH

__all__ = ["index_of", "owner_in"]


def index_of(plugin: Plugin, files: Files) -> dict[str, Any]:
    """What the index lists, in the order of the files."""
    stems = {
        name.partition("/")[0]
        for aggregate in plugin.aggregates
        for name in aggregate.commands
    }
    return {
        "plugin": plugin.name,
        "schemas": [
            {
                "file": file,
                "kind": "command" if _stem(file) in stems else "event",
                "name": name_of(file),
                **_words(files.content(file)),
            }
            for file in sorted(files.schemas)
        ],
        **_case_types(files),
    }


def _case_types(files: Files) -> dict[str, Any]:
    """The case types among them; nothing where there are none."""
    found = [
        {
            "file": file,
            "name": definition_named(file),
            **_about(files.content(file)),
        }
        for file in sorted(files.definitions)
    ]
    return {"case_types": found} if found else {}


def _about(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Since when a definition is in force, and what it is called."""
    titles = definition.get("titles", {})
    return {
        "titles": {language: told.get("") for language, told in titles.items()},
        "valid_from": definition.get("valid_from"),
        "valid_to": definition.get("valid_to"),
    }


def owner_in(files: Files) -> str | None:
    """The plugin that the index names; None where it names none, or cannot be read."""
    try:
        index = json.loads(files.index or b"null")
    except ValueError:
        return None
    owner = index.get("plugin") if isinstance(index, dict) else None
    return owner if isinstance(owner, str) else None


def _stem(file: str) -> str:
    return str(name_of(file)).partition("/")[0]


def _words(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema says of itself, in both languages."""
    return {word: schema[word] for word in ("description", DANISH) if word in schema}
