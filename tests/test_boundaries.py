"""Arrows run one way: which room may know which, read from the imports themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kvalitet_core

ROOT = Path(kvalitet_core.__file__).parent

VOCABULARY = frozenset(
    {
        "actor",
        "aggregate",
        "attachment",
        "canonical",
        "dated",
        "deferred",
        "errors",
        "ids",
        "personal",
        "recorded",
        "spoken",
        "values",
    }
)

MAY_IMPORT = {
    "actor": VOCABULARY,
    "aggregate": VOCABULARY,
    "asyncapi": VOCABULARY | {"plugins", "releases", "schemas"},
    "attachment": VOCABULARY,
    "canonical": VOCABULARY,
    "dated": VOCABULARY,
    "deferred": frozenset(),
    "errors": frozenset(),
    "ids": VOCABULARY,
    "personal": VOCABULARY,
    "spoken": VOCABULARY,
    "values": VOCABULARY,
    "domain": VOCABULARY | {"casetypes", "deadlines", "domain", "forms"},
    "attachments": VOCABULARY | {"attachments", "newfile", "privacy"},
    "casetypes": VOCABULARY | {"casetypes", "deadlines", "drawing"},
    "casework": VOCABULARY
    | {"casetypes", "casework", "deadlines", "domain", "journal", "views"},
    "deadlines": VOCABULARY | {"deadlines"},
    "catalogue": VOCABULARY | {"domain"},
    "core": VOCABULARY | {"catalogue", "kinds", "overviews", "plugins", "texts"},
    "discovery": VOCABULARY | {"core", "entrypoints", "journal", "manifest", "plugins"},
    "drawing": VOCABULARY | {"drawing"},
    "audit": VOCABULARY
    | {
        "audit",
        "casetypes",
        "domain",
        "journal",
        "newfile",
        "plain",
        "reaction",
        "reactions",
        "releases",
        "schemas",
    },
    "evidence": VOCABULARY | {"evidence", "journal", "newfile"},
    "entrypoints": VOCABULARY | {"journal", "manifest", "plugins"},
    "forms": VOCABULARY | {"schemas"},
    "graphviz": VOCABULARY | {"drawing"},
    "kinds": VOCABULARY | {"domain", "plugins", "privacy"},
    "manifest": VOCABULARY | {"plugins", "texts"},
    "newfile": frozenset(),
    "overviews": VOCABULARY | {"casetypes", "domain", "overviews", "view"},
    "plain": VOCABULARY | {"journal", "privacy"},
    "plugins": VOCABULARY | {"casetypes", "forms", "reaction", "view"},
    "reaction": VOCABULARY,
    "recorded": VOCABULARY,
    "view": VOCABULARY,
    "views": VOCABULARY
    | {
        "journal",
        "plugins",
        "privacy",
        "running",
        "sqlitefile",
        "telemetry",
        "view",
        "views",
    },
    "public": frozenset(),
    "reactions": VOCABULARY
    | {"journal", "plugins", "reaction", "reactions", "running"},
    "releases": VOCABULARY | {"casetypes", "plugins", "schemas", "texts"},
    "running": VOCABULARY
    | {"journal", "newfile", "recorded", "running", "sqlitefile", "telemetry"},
    "schemas": VOCABULARY,
    "shelf": VOCABULARY | {"journal", "kinds", "plugins"},
    "sqlitefile": frozenset(),
    "telemetry": VOCABULARY,
    "texts": VOCABULARY,
    "opening_keys": VOCABULARY | {"privacy"},
    "opening_stores": VOCABULARY | {"journal", "opening_keys", "privacy"},
    "privacy": VOCABULARY | {"newfile", "privacy", "sqlitefile"},
    "journal": VOCABULARY
    | {
        "attachments",
        "casetypes",
        "forms",
        "journal",
        "newfile",
        "plugins",
        "privacy",
        "reaction",
        "schemas",
        "sqlitefile",
        "telemetry",
        "view",
    },
}
"""Room → the rooms that it may know. `opening` and `testing` may know all."""

PURE = (
    "aggregate",
    "attachment",
    "canonical",
    "casetypes",
    "dated",
    "deadlines",
    "domain",
    "drawing",
    "errors",
    "evidence/checking",
    "evidence/making",
    "ids",
    "overviews",
    "personal",
    "reaction",
    "recorded",
    "spoken",
    "values",
    "view",
)

IMPURE = frozenset(
    [
        "asyncio",
        "datetime.now",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "psycopg",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "uuid",
    ]
)


def _files(room: str) -> list[Path]:
    folder = ROOT / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [ROOT / f"{room}.py"]


def _imports(file: Path) -> Iterator[str]:
    """What a file imports when it is imported itself, or only to check types."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif not isinstance(node, functions):
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_knows_only_the_rooms_below_it(room: str) -> None:
    """No arrow runs upwards, and none round."""
    known = {
        name.split(".")[1]
        for file in _files(room)
        for name in _imports(file)
        if name.startswith("kvalitet_core.")
    }

    assert known - MAY_IMPORT[room] - {room} == set()


@pytest.mark.parametrize("room", PURE)
def test_the_pure_rooms_reach_nothing_outside(room: str) -> None:
    """No clock, no randomness, no file and no network in the domain's vocabulary."""
    reached = {name for file in _files(room) for name in _imports(file)}

    assert reached & IMPURE == set()


def test_the_core_knows_no_plugin_and_no_command_line() -> None:
    """The core imports neither what is built on it nor what only they need."""
    everything = {name for file in ROOT.rglob("*.py") for name in _imports(file)}

    above = {name.split(".")[0] for name in everything} & {
        "kvalitet_cli",
        "click",
        "rich",
    }
    assert above == set()


def test_every_room_stands_in_the_table() -> None:
    """A new room is given its place before it is used."""
    rooms = {
        path.stem
        for path in ROOT.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    above = {
        "__init__",
        "opening",
        "opening_appends",
        "opening_evidence",
        "opening_following",
        "testing",
    }
    assert rooms - set(MAY_IMPORT) == above
