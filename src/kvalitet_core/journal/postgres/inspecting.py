"""The PostgreSQL store, the part for who verifies: what is in the schema, and how made.

What should be there is read from the statements that make a journal.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from kvalitet_core.journal.inspecting import KeptPlace, Oddity, told_once
from kvalitet_core.journal.store import FORMAT

__all__ = ["Inspecting"]

_TABLE: Final = re.compile(r"CREATE TABLE \{schema\}\.(\w+) \((.*)\)", re.DOTALL)
_INDEX: Final = re.compile(r"CREATE (?:UNIQUE )?INDEX (\w+)\s+ON \{schema\}\.(\w+)")
_COLUMN: Final = re.compile(r"(\w+) (\w+)(.*)")
_CHECK: Final = re.compile(r"CHECK \((.*)\)")
_LONG: Final = {"timestamptz": "timestamp with time zone"}
_KINDS: Final = {"v": "view", "m": "materialized view", "f": "foreign table",
                 "p": "partitioned table"}  # fmt: skip

_RELATIONS: Final = (
    "SELECT relname::text, relkind::text, relrowsecurity FROM pg_class"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND relkind IN ('r', 'v', 'm', 'f', 'p') ORDER BY relname"
)
_INDEXES: Final = (
    "SELECT relname::text FROM pg_class"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND relkind = 'i'"
)
_COLUMNS: Final = (
    "SELECT relname::text, attname::text, format_type(atttypid, atttypmod),"
    " attnotnull FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"
)
_CONSTRAINTS: Final = (
    "SELECT relname::text, pg_get_constraintdef(pg_constraint.oid)"
    " FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND contype IN ('p', 'u', 'c')"
)
_FIXED: Final = (
    "SELECT 'trigger', relname::text, tgname::text FROM pg_trigger"
    " JOIN pg_class ON pg_class.oid = tgrelid"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND NOT tgisinternal"
    " UNION ALL SELECT 'rule', relname::text, rulename::text FROM pg_rewrite"
    " JOIN pg_class ON pg_class.oid = ev_class"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = %s AND rulename <> '_RETURN'"
    " UNION ALL SELECT 'policy', relname::text, polname::text FROM pg_policy"
    " JOIN pg_class ON pg_class.oid = polrelid"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = %s"
    " UNION ALL SELECT 'child table', parent.relname::text, child.relname::text"
    " FROM pg_inherits JOIN pg_class parent ON parent.oid = inhparent"
    " JOIN pg_class child ON child.oid = inhrelid"
    " JOIN pg_namespace ON pg_namespace.oid = parent.relnamespace"
    " WHERE nspname = %s AND parent.relkind = 'r'"
)


class Inspecting(ABC):
    """What is there, over whatever connection is at hand."""

    schema: str

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    @abstractmethod
    def _statements(self) -> Iterable[str]:
        """Everything that makes an empty journal."""

    def oddities(self) -> Sequence[Oddity]:
        """What is not as the journal makes it: tables, and what is fixed to them."""
        statements = list(self._statements())
        wanted = dict(_wanted(statements))
        there = {name: rest for name, *rest in self._all(_RELATIONS, (self.schema,))}
        odd = [
            *self._odd_tables(wanted, there),
            *self._odd_indexes(statements),
            *(
                Oddity(kind, name, "added", table)
                for kind, table, name in self._all(_FIXED, (self.schema,) * 4)
                if table in wanted
            ),
            *(
                Oddity(_KINDS.get(kind, "table"), name, "beside", name)
                for name, (kind, _) in there.items()
                if name not in wanted
            ),
        ]
        if "kvalitet_format" in there:
            odd += self._odd_formats()
        return told_once(odd)

    def _odd_tables(
        self, wanted: dict[str, set[object]], there: dict[str, list[Any]]
    ) -> Iterator[Oddity]:
        made = self._made()
        for name, parts in wanted.items():
            kind, guarded = there.get(name, ("", False))
            if not kind:
                yield Oddity("table", name, "missing", name)
            elif kind != "r":
                yield Oddity(_KINDS[kind], name, "instead", name)
            elif made.get(name, set()) != parts:
                yield Oddity("table", name, "changed", name)
            if guarded:
                yield Oddity("policy", "row security", "added", name)

    def _odd_indexes(self, statements: Iterable[str]) -> Iterator[Oddity]:
        there = {name for (name,) in self._all(_INDEXES, (self.schema,))}
        for each in statements:
            found = _INDEX.match(each)
            if found is not None and found[1] not in there:
                yield Oddity("index", found[1], "missing", found[2])

    def _odd_formats(self) -> Iterator[Oddity]:
        statement = "SELECT number FROM {schema}.kvalitet_format ORDER BY number"
        numbers = [number for (number,) in self._all(statement)]
        if numbers != list(range(1, FORMAT + 1)):
            yield Oddity("table", "kvalitet_format", "changed", "kvalitet_format")

    def _made(self) -> dict[str, set[object]]:
        """How each table is made: its columns, and what they are held to."""
        made: dict[str, set[object]] = {}
        for table, *column in self._all(_COLUMNS, (self.schema,)):
            made.setdefault(table, set()).add(tuple(column))
        for table, held in self._all(_CONSTRAINTS, (self.schema,)):
            made.setdefault(table, set()).add(held)
        return made

    def section_count(self) -> int:
        """How many sealed sections are there."""
        count: int = self._all("SELECT count(*) FROM {schema}.sealed_sections")[0][0]
        return count

    def section_places(self, *, after: Any, limit: int) -> Sequence[KeptPlace]:
        """Where sealed bytes are, and whose they are said to be; `after` None first."""
        rows = self._all(
            "SELECT stream, version, ordinal, subject FROM {schema}.sealed_sections"
            " WHERE (stream, version, ordinal) > (%s, %s, %s)"
            " ORDER BY stream, version, ordinal LIMIT %s",
            (*(after or ("", -(2**63), 0)), limit),
        )
        return [(row[:3], *row) for row in rows]

    def kept_section(self, place: tuple[str, int, int]) -> tuple[str, bytes] | None:
        """Whose sealed bytes at a place are said to be, and the bytes."""
        rows = self._all(
            "SELECT subject, bytes FROM {schema}.sealed_sections"
            " WHERE stream = %s AND version = %s AND ordinal = %s",
            place,
        )
        return rows[0] if rows else None

    def tile_levels(self) -> Sequence[tuple[int, int, int]]:
        """Each level that has tiles: the level, how many, the number of the last."""
        return self._all(
            "SELECT level, count(*), max(number) FROM {schema}.tree_tiles"
            " GROUP BY level ORDER BY level"
        )

    def head_count(self) -> int:
        """How many heads the tree is said to have."""
        count: int = self._all("SELECT count(*) FROM {schema}.tree_head")[0][0]
        return count

    def disagreements(self) -> Sequence[str]:
        """Nothing: the server looks after its own files."""
        return []


def _wanted(statements: Iterable[str]) -> Iterator[tuple[str, set[object]]]:
    """How each table should be made, by the statement that makes it."""
    for statement in statements:
        found = _TABLE.match(statement)
        if found is not None:
            lines = (line.strip().removesuffix(",") for line in found[2].split("\n"))
            yield found[1], {part for line in lines for part in _parts(line)}


def _parts(line: str) -> Iterator[object]:
    """What a line of a statement says of a table: a column, or what holds for it."""
    column = _COLUMN.match(line)
    if line.startswith(("PRIMARY KEY", "UNIQUE")):
        yield line
    elif column is not None:
        name, kind, rest = column.groups()
        key = "PRIMARY KEY" in rest
        yield name, _LONG.get(kind, kind), key or "NOT NULL" in rest
        if key:
            yield f"PRIMARY KEY ({name})"
        if held := _CHECK.search(rest):
            yield f"CHECK (({held[1]}))"
