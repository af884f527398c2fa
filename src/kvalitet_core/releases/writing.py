"""Writing: schema files from classes, and the note that they are released."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from kvalitet_core.plugins import Plugin
from kvalitet_core.releases.checking import SchemaFinding, changed, check
from kvalitet_core.releases.files import (
    INDEX,
    RELEASED,
    Files,
    file_of,
    files_in,
    schemas_of,
    written,
)
from kvalitet_core.releases.indexing import index_of

__all__ = ["export", "release"]


def export(plugin: Plugin, folder: Path) -> tuple[list[str], list[SchemaFinding]]:
    """Write the schema files of a plugin's classes, and the index.

    A released file is never written again. Files of older numbers stay as they are.

    Returns:
        The names of the files that are new or say something new; and what stands
        against it, in which case nothing is written.
    """
    there = files_in(folder)
    against = sorted(changed(plugin, there))
    if against:
        return [], against
    made = {
        file_of(name): written(schema)
        for name, schema in schemas_of(plugin).items()
        if file_of(name) not in there.released
    }
    whole = Files(schemas={**there.schemas, **made}, released=there.released)
    made[INDEX] = written(index_of(plugin, whole))
    before = {**there.schemas, INDEX: there.index}
    new = [file for file in sorted(made) if made[file] != before.get(file)]
    folder.mkdir(parents=True, exist_ok=True)
    for file in new:
        (folder / file).write_bytes(made[file])
    return new, []


def release(plugin: Plugin, folder: Path) -> tuple[list[str], list[SchemaFinding]]:
    """Note that all schema files of a plugin are released, and never change again.

    Returns:
        The names of the files that are newly released; and what stands against it, in
        which case nothing is written.
    """
    there = files_in(folder)
    against = check(plugin, there)
    if against:
        return [], against
    digests = {
        file: sha256(content).hexdigest() for file, content in there.schemas.items()
    }
    lines = [f"{file} {digest}\n" for file, digest in sorted(digests.items())]
    (folder / RELEASED).write_text("".join(sorted(lines)), encoding="utf-8")
    return sorted(digests.keys() - there.released.keys()), []
