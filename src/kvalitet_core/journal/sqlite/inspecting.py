"""The SQLite store, the part for who verifies: all that is in the file.

What should be there is what the store's own statements make in an empty database.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kvalitet_core.journal.inspecting import KeptPlace, Oddity, told_once
from kvalitet_core.journal.sqlite.schema import MIGRATIONS

__all__ = ["Inspecting"]

_MASTER: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_LEVEL: Final = 56

_Made = dict[tuple[str, str], tuple[str, str]]
"""Kind and name → the table that it is on, and the statement that made it."""


class Inspecting(ABC):
    """What is there, over whatever connection is at hand."""

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def oddities(self) -> Sequence[Oddity]:
        """What is not as the journal makes it: tables, and what is fixed to them."""
        with sqlite3.connect(":memory:") as empty:
            for _, statements in MIGRATIONS:
                for statement in statements:
                    empty.execute(statement)
            wanted = _made(empty.execute(_MASTER))
        empty.close()
        return told_once(_compared(wanted, _made(self._all(_MASTER))))

    def section_count(self) -> int:
        """How many sealed sections are there."""
        count: int = self._all("SELECT count(*) FROM sealed_sections NOT INDEXED")[0][0]
        return count

    def section_places(self, *, after: Any, limit: int) -> Sequence[KeptPlace]:
        """Where sealed bytes are, and whose they are said to be; `after` None first."""
        return self._all(
            "SELECT rowid, stream, version, ordinal, subject"
            " FROM sealed_sections NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (-(2**63) if after is None else after, limit),
        )

    def kept_section(self, place: tuple[str, int, int]) -> tuple[str, bytes] | None:
        """Whose sealed bytes at a place are said to be, and the bytes."""
        rows = self._all(
            "SELECT subject, bytes FROM sealed_sections"
            " WHERE stream = ? AND version = ? AND ordinal = ?",
            place,
        )
        return rows[0] if rows else None

    def tile_levels(self) -> Sequence[tuple[int, int, int]]:
        """Each level that has tiles: the level, how many, the number of the last."""
        last = f"max(place) - ((place >> {_LEVEL}) << {_LEVEL})"
        return self._all(
            f"SELECT place >> {_LEVEL}, count(*), {last}"
            " FROM tree_tiles GROUP BY 1 ORDER BY 1"
        )

    def head_count(self) -> int:
        """How many heads the tree is said to have."""
        count: int = self._all("SELECT count(*) FROM tree_head")[0][0]
        return count

    def disagreements(self) -> Sequence[str]:
        """Where the database is at odds with itself, as it says in its own words.

        An index that lacks a row hides it from who reads by the index.
        """
        told = self._all("PRAGMA integrity_check(20)")
        return [" ".join(str(text).split()) for (text,) in told if text != "ok"]


def _made(found: Iterable[Any]) -> _Made:
    """What there is, but for what SQLite makes for itself."""
    return {
        (kind, name): (table, _plain(sql))
        for kind, name, table, sql in found
        if not str(name).startswith("sqlite_")
    }


def _plain(sql: object) -> str:
    """A statement as it is compared; the oldest journals counted on their own."""
    text = sql if isinstance(sql, str) else repr(sql)
    return " ".join(text.replace("AUTOINCREMENT", "").split()).replace(" ,", ",")


def _compared(wanted: _Made, there: _Made) -> Iterator[Oddity]:
    tables = {name for kind, name in wanted if kind == "table"}
    names = {name: kind for kind, name in there}
    for (kind, name), (table, sql) in wanted.items():
        found = there.get((kind, name))
        if found is None and name in names:
            yield Oddity(names[name], name, "instead", table)
        elif found is None:
            yield Oddity(kind, name, "missing", table)
        elif found != (table, sql):
            yield Oddity(kind, name, "changed", table)
    for (kind, name), (table, _) in there.items():
        if (kind, name) not in wanted and name not in tables:
            on = kind == "trigger" and table in tables
            yield Oddity(kind, name, "added" if on else "beside", table)
