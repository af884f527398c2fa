"""Rows as an SQLite file: flat and indexed, to be opened in any SQL browser."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kvalitet_core.audit.acts import leaves
from kvalitet_core.audit.exporting import plain

__all__ = ["write_flat"]

_PAGE: Final = 1_000
_NUMBERS: Final = frozenset({"position", "version"})
_INDEXED: Final = (
    *("stream", "name", "command", "recorded_at", "actor", "command_id"),
    *("correlation_id", "outcome"),
)


def write_flat(
    path: Path,
    rows: Iterable[dict[str, Any]],
    columns: Sequence[str],
    *,
    table: str,
    about: Callable[[], Mapping[str, Any]],
) -> None:
    """Write rows, and each single value of them by its path.

    Args:
        path: Where; nothing is there yet.

        rows: The rows.

        columns: The columns, `fields` as JSON among them.

        table: What the table of rows is called.

        about: Gives what stands in the table `provenance`, once all rows are written.
    """
    with closing(sqlite3.connect(path)) as store:
        _make(store, columns, table)
        marks = ", ".join("?" * len(columns))
        given = iter(rows)
        while page := list(islice(given, _PAGE)):
            store.executemany(
                f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - our own names
                ([_kept(row[name]) for name in columns] for row in page),
            )
            store.executemany(
                "INSERT INTO field_values VALUES (?, ?, ?)",
                (
                    (row["position"], leaf, _kept(value))
                    for row in page
                    for leaf, value in leaves(plain(row["fields"]))
                ),
            )
        for name in (each for each in _INDEXED if each in columns):
            store.execute(f"CREATE INDEX {table}_by_{name} ON {table} ({name})")
        store.execute("CREATE INDEX field_values_by_path ON field_values (path, value)")
        store.execute("CREATE INDEX field_values_by_row ON field_values (position)")
        told = ((name, _kept(value)) for name, value in about().items())
        store.executemany("INSERT INTO provenance VALUES (?, ?)", told)
        store.commit()


def _make(store: sqlite3.Connection, columns: Sequence[str], table: str) -> None:
    kinds = (
        f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'}"
        + (" PRIMARY KEY" if name == "position" else "")
        for name in columns
    )
    store.execute(f"CREATE TABLE {table} ({', '.join(kinds)})")
    store.execute("CREATE TABLE field_values (position INTEGER, path TEXT, value)")
    store.execute("CREATE TABLE provenance (name TEXT PRIMARY KEY, value)")


def _kept(value: Any) -> str | int | None:
    value = plain(value)
    if value is None or isinstance(value, str | int):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
