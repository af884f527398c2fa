"""Writing: files from classes, and the note that they are released."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from kvalitet_core.plugins import Plugin
from kvalitet_core.releases.checking import changed, check
from kvalitet_core.releases.definitions import changed_definitions, definitions_of
from kvalitet_core.releases.files import (
    INDEX,
    RELEASED,
    Files,
    file_of,
    files_in,
    schemas_of,
    written,
)
from kvalitet_core.releases.finding import SchemaFinding
from kvalitet_core.releases.indexing import index_of

__all__ = ["export", "release"]


def export(plugin: Plugin, folder: Path) -> tuple[list[str], list[SchemaFinding]]:
    """Write the files of a plugin's classes and case types, and the index.

    A released file is never written again. Files of older numbers stay as they are.

    Returns:
        The names of the files that are new or say something new; and what stands
        against it, in which case nothing is written.
    """
    there = files_in(folder)
    against = sorted([*changed(plugin, there), *changed_definitions(plugin, there)])
    if against:
        return [], against
    schemas, definitions = (
        {
            file: written(content)
            for file, content in contents.items()
            if file not in there.released
        }
        for contents in (_schemas(plugin), _definitions(plugin))
    )
    whole = Files(
        schemas={**there.schemas, **schemas},
        definitions={**there.definitions, **definitions},
        released=there.released,
    )
    made = {**schemas, **definitions, INDEX: written(index_of(plugin, whole))}
    before = {**there.contents, INDEX: there.index}
    new = [file for file in sorted(made) if made[file] != before.get(file)]
    folder.mkdir(parents=True, exist_ok=True)
    for file in new:
        (folder / file).write_bytes(made[file])
    return new, []


def _schemas(plugin: Plugin) -> dict[str, Any]:
    return {file_of(name): schema for name, schema in schemas_of(plugin).items()}


def _definitions(plugin: Plugin) -> dict[str, Any]:
    return {file: each.as_json() for file, each in definitions_of(plugin).items()}


def release(plugin: Plugin, folder: Path) -> tuple[list[str], list[SchemaFinding]]:
    """Note that all files of a plugin are released, and never change again.

    Returns:
        The names of the files that are newly released; and what stands against it, in
        which case nothing is written.
    """
    there = files_in(folder)
    against = check(plugin, there)
    if against:
        return [], against
    digests = {
        file: sha256(content).hexdigest() for file, content in there.contents.items()
    }
    lines = [f"{file} {digest}\n" for file, digest in sorted(digests.items())]
    (folder / RELEASED).write_text("".join(sorted(lines)), encoding="utf-8")
    return sorted(digests.keys() - there.released.keys()), []
