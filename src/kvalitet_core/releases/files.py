"""The files: what they are called, what stands in them, and where a package has them.

`schemas/tilbud.closed.1.json` is the schema of `tilbud.closed/1`, and
`schemas/case_type.mentor.forloeb.2026-1.json` what case type `mentor.forloeb` says in
its version `2026-1`: sorted keys, two spaces, a line break at the end.
"""

from __future__ import annotations

import json
import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.errors import Malformed, Problem, Unknown
from kvalitet_core.ids import KIND
from kvalitet_core.plugins import Plugin
from kvalitet_core.schemas import json_schema
from kvalitet_core.texts import read_texts

__all__ = [
    "CORE_PACKAGE",
    "INDEX",
    "RELEASED",
    "Files",
    "definition_file",
    "definition_named",
    "file_of",
    "files_in",
    "files_of",
    "name_of",
    "schemas_of",
    "written",
]

CORE_PACKAGE: Final = "kvalitet_core"

INDEX: Final = "index.json"
"""The file that lists the others, for people and programs that look for one."""

RELEASED: Final = "released.txt"
"""The file that notes which files never change again, each with its SHA-256."""

_FILE: Final = re.compile(rf"({KIND.pattern}\.[a-z][a-z0-9_]*)\.([1-9][0-9]*)\.json")
_DEFINITION: Final = re.compile(
    rf"case_type\.({KIND.pattern}\.[a-z][a-z0-9_]*)\.([A-Za-z0-9][A-Za-z0-9._-]*)\.json"
)
_LINE: Final = re.compile(r"([A-Za-z0-9._-]+) ([0-9a-f]{64})")


@attrs.frozen(kw_only=True)
class Files:
    """The files of one package that say what is stored, as they lie there.

    Attributes:
        schemas: File name → what stands in it, of schemas.
        released: File name → SHA-256 in hex, of those that never change again.
        index: What stands in the index; None where there is none.
        definitions: File name → what stands in it, of case types.
    """

    schemas: Mapping[str, bytes]
    released: Mapping[str, str]
    index: bytes | None = None
    definitions: Mapping[str, bytes] = attrs.field(factory=dict)

    @property
    def contents(self) -> Mapping[str, bytes]:
        """File name → what stands in it, of all but the index."""
        return {**self.schemas, **self.definitions}

    def content(self, file: str) -> dict[str, Any]:
        """The schema or the definition that stands in a file.

        Raises:
            Malformed: It is no JSON object.
        """
        try:
            found = json.loads(self.contents[file])
        except ValueError as error:
            raise Malformed(file, f"is no JSON: {error}") from error
        if not isinstance(found, dict):
            raise Malformed(file, "expected a JSON object")
        return found


def file_of(name: str) -> str:
    """The file of a stored name: `tilbud.closed/1` has `tilbud.closed.1.json`."""
    return f"{name.replace('/', '.')}.json"


def name_of(file: str) -> str | None:
    """The stored name that a file is of, or None when it is of none."""
    match = _FILE.fullmatch(file)
    return f"{match[1]}/{match[2]}" if match else None


def definition_file(definition: Definition) -> str:
    """The file of a case type: `case_type.mentor.forloeb.2026-1.json`."""
    return f"case_type.{definition.code}.{definition.version}.json"


def definition_named(file: str) -> str | None:
    """What a file is the case type of: `mentor.forloeb/2026-1`; None for none."""
    match = _DEFINITION.fullmatch(file)
    return f"{match[1]}/{match[2]}" if match else None


def written(content: object) -> bytes:
    """A schema, a definition or an index as it stands in its file."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def schemas_of(plugin: Plugin) -> dict[str, dict[str, Any]]:
    """Stored name → schema, of all that a plugin stores, with its Danish texts.

    What its classes take from the core is called in Danish what the core calls it.
    """
    core = read_texts(CORE_PACKAGE)["da"]
    danish = ChainMap(dict(plugin.texts.get("da", {})), dict(core))
    return {
        name: json_schema(cls, name, danish=danish)
        for aggregate in plugin.aggregates
        for name, cls in sorted({**aggregate.events, **aggregate.commands}.items())
    }


def files_of(package: str) -> Files:
    """The schema files that came with a package; none where it has no such folder.

    Raises:
        Unknown: There is no such package.
        Malformed: `released.txt` is not laid out as it must be.
    """
    try:
        inside = files(package)
    except ModuleNotFoundError as missing:
        raise Unknown("package", package) from missing
    folder = inside / "schemas"
    if package == CORE_PACKAGE and not folder.is_dir():
        return files_in(_source_tree(inside) / "schemas")
    return files_in(folder)


def _source_tree(package: Traversable) -> Path:
    """The repository that the core is run from, whose folder the wheel takes in."""
    return Path(str(package)).parents[1]


def files_in(folder: Traversable) -> Files:
    """The schema files of a folder.

    Raises:
        Malformed: `released.txt` is not laid out as it must be.
    """
    if not folder.is_dir():
        return Files(schemas={}, released={})
    found = {file.name: file for file in folder.iterdir() if file.is_file()}
    return Files(
        schemas=_read(found, name_of),
        definitions=_read(found, definition_named),
        released=_digests(found[RELEASED].read_text("utf-8"))
        if RELEASED in found
        else {},
        index=found[INDEX].read_bytes() if INDEX in found else None,
    )


def _read(
    found: Mapping[str, Traversable], named: Callable[[str], str | None]
) -> dict[str, bytes]:
    return {name: found[name].read_bytes() for name in sorted(found) if named(name)}


def _digests(text: str) -> dict[str, str]:
    lines = text.splitlines()
    problems = [
        Problem(path=f"line {number}", text=f"expected a file and its SHA-256: {line}")
        for number, line in enumerate(lines, start=1)
        if not _LINE.fullmatch(line)
    ]
    if problems:
        raise Malformed(RELEASED, *problems)
    if lines != sorted(set(lines)):
        raise Malformed(RELEASED, "expected its lines sorted, each once")
    return dict(line.split(" ") for line in lines)
