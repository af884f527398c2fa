"""A golden history as files: written once, and opened as a journal ever after."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

import attrs

from kvalitet_core import Journal, Plugin
from kvalitet_core.core import CORE
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.entry import entry
from kvalitet_core.journal.sections import sealed_references
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import NewRow, Row, SealedSection
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.privacy.keyfile import KeyFile
from kvalitet_core.privacy.sqlite_keys import SqliteKeys
from kvalitet_core.values import Answers

__all__ = ["FILES", "folders", "keep", "lines", "opened", "plain", "states"]

FILES: Final = ("history.jsonl", "keys.json", "states.json")
_FOLDER: Final = Path(__file__).parent / "histories"
_TABLES: Final = ("bound_to", "data_keys", "destroyed_keys")


def folders() -> list[Path]:
    """The folders of golden histories, one a version."""
    return sorted(path for path in _FOLDER.iterdir() if path.is_dir())


def lines(folder: Path) -> list[dict[str, Any]]:
    """The rows of a golden history, in order."""
    text = (folder / "history.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def keep(place: Path, folder: Path) -> None:
    """Write a journal and its keys down as a golden history."""
    folder.mkdir()
    store = SqliteStore(place)
    told = [_line(row, store) for row in store.log(limit=10_000)]
    store.close()
    (folder / "history.jsonl").write_text(
        "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in told), "utf-8"
    )
    with closing(sqlite3.connect(f"{place}.keys")) as keys:
        tables = {
            table: [
                [_text(value) for value in row]
                for row in keys.execute(f"SELECT * FROM {table} ORDER BY 1")
            ]
            for table in _TABLES
        }
    key = Path(f"{place}.key").read_text("ascii").strip()
    _write(folder / "keys.json", {"key": key, **tables})
    with Journal.open(place, plugins=(), read_only=True) as journal_:
        _write(folder / "states.json", states(journal_))


def _line(row: Row, store: SqliteStore) -> dict[str, Any]:
    position, stream, version, name, state = row
    sealed = [
        [each.ordinal, each.subject, _text(found)]
        for each in sealed_references(layout.split(state).p)
        if (found := store.section((stream, version, each.ordinal)))
    ]
    return {
        "position": position,
        "stream": stream,
        "version": version,
        "name": name,
        "state": state.decode(),
        "entry": entry(stream, version, name, state).hex(),
        "sealed": sealed,
    }


def _text(value: object) -> object:
    return {"bytes": _base64(value)} if isinstance(value, bytes) else value


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _value(told: Any) -> Any:
    return base64.b64decode(told["bytes"]) if isinstance(told, dict) else told


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def opened(folder: Path, place: Path, plugins: Iterable[Plugin] = ()) -> Journal:
    """A golden history as a journal, with its keys, opened for reading."""
    first, *rest = (_row(line) for line in lines(folder))
    store = SqliteStore(place)
    store.create(first)
    with store.writing() as (writer, _, _):
        writer.insert(rest)
    store.close()
    _keys(folder, place)
    return Journal.open(place, plugins=plugins, read_only=True)


def _row(line: dict[str, Any]) -> NewRow:
    sections = tuple(SealedSection(*map(_value, section)) for section in line["sealed"])
    stream, state = StreamId(line["stream"]), line["state"].encode()
    return NewRow(stream, line["version"], line["name"], state, sections)


def _keys(folder: Path, place: Path) -> None:
    told = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    key = Path(f"{place}.key")
    key.write_text(told["key"], "ascii")
    key.chmod(0o600)
    SqliteKeys(Path(f"{place}.keys"), KeyFile(key)).close()
    with closing(sqlite3.connect(f"{place}.keys")) as keys, keys:
        for table in _TABLES:
            for row in told[table]:
                marks = ", ".join("?" * len(row))
                values = [_value(value) for value in row]
                keys.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def states(journal: Journal) -> dict[str, Any]:
    """Every stream of the core's kinds, with its version and its state."""
    return dict(_states(journal))


def _states(journal: Journal) -> Iterator[tuple[str, Any]]:
    for aggregate in CORE.aggregates:
        for stream, version in journal.streams(aggregate.kind):
            state = journal.get(aggregate.state, stream)
            yield stream, {"version": version, "state": plain(state)}


def plain(value: Any) -> Any:  # noqa: PLR0911 - a match returns from each of its cases
    """What a state holds, as JSON; persons are opened."""
    match value:
        case Personal():
            return {"personal": plain(value.reveal())}
        case Forgotten():
            return "forgotten"
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Answers():
            return value.as_json()
        case frozenset():
            return sorted(map(plain, value), key=json.dumps)
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case tuple():
            return [plain(each) for each in value]
        case _ if attrs.has(type(value)):
            fields = attrs.fields(type(value))
            return {each.name: plain(getattr(value, each.name)) for each in fields}
        case _:
            return value
