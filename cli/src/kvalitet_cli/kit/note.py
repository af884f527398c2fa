"""The note in a plugin's folder: which template made it, and what that wrote."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["NOTE", "Note", "read_note", "write_note"]

NOTE: Final = ".kvalitet-template.toml"
"""The name of the file."""

_HEAD: Final = "# Written by `kvalitet plugin new` and `update`; not to be edited.\n"
_EXPECTED: Final = "expected a name, a template and files with digests"


@attrs.frozen(kw_only=True)
class Note:
    """What the template wrote.

    Attributes:
        name: The plugin's name.
        template: The template's version.
        files: Path in the folder → SHA-256 of the text that the template has for it.
    """

    name: str
    template: int
    files: Mapping[str, str]


def write_note(note: Note, folder: Path) -> None:
    """Write the note."""
    files = [
        f"{json.dumps(path)} = {json.dumps(note.files[path])}" for path in note.files
    ]
    lines = [f"name = {json.dumps(note.name)}", f"template = {note.template}", ""]
    text = "\n".join([*lines, "[files]", *files])
    (folder / NOTE).write_text(f"{_HEAD}{text}\n", encoding="utf-8")


def read_note(folder: Path) -> Note:
    """Read the note.

    Raises:
        Malformed: There is none, or it is not as it was written.
    """
    place = folder / NOTE
    try:
        found: dict[str, Any] = tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        problem = f"has no {NOTE}: it was not made by `kvalitet plugin new`"
        raise Malformed(f"folder {folder}", problem) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Malformed(str(place), f"is no TOML: {error}") from error
    try:
        note = Note(**found)
    except TypeError as error:
        raise Malformed(str(place), _EXPECTED) from error
    digests = note.files.values() if isinstance(note.files, dict) else [None]
    kinds = (type(note.name) is str, type(note.template) is int)
    if not all((*kinds, *(isinstance(each, str) for each in digests))):
        raise Malformed(str(place), _EXPECTED)
    return note
