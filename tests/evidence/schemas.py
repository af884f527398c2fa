"""Journals that are attacked by their schema: every table, and every column.

What can be done to a table is derived from the database itself, so a column that is
added later is attacked too.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from tests.conftest import Place
from tests.evidence.sealing import unguarded

from kvalitet_core.journal.postgres.address import schema_of

__all__ = ["Column", "Database", "OnServer", "SqliteFile"]

Row = tuple[Any, ...]


class Column(NamedTuple):
    """A column, as the database itself tells of it."""

    name: str
    type: str

    def others(self, value: Any) -> Iterator[Any]:
        """Values that could stand there instead."""
        if isinstance(value, int):
            yield from (value + 1000, -value)
        elif isinstance(value, str):
            yield from (f"{value}x", value[1:])
        elif isinstance(value, bytes):
            yield from (value[:-1] + bytes([(value or b"\0")[-1] ^ 1]), value + b"\0")
        else:
            yield from (None,)


class Database(ABC):
    """A journal's database, in the hands of whoever owns it."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Its tables."""

    @abstractmethod
    def columns(self, table: str) -> list[Column]:
        """The columns of one."""

    @abstractmethod
    def rows(self, table: str) -> list[Row]:
        """The rows of one, in the order of the first column."""

    @abstractmethod
    def replace(self, table: str, gone: Sequence[Row], put: Sequence[Row]) -> None:
        """Put rows in the place of others, whatever holds for the table."""

    @abstractmethod
    def restore(self, table: str) -> None:
        """Undo all that was done to a table."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""


class SqliteFile(Database):
    """A file."""

    def __init__(self, place: Place) -> None:
        self._path = Path(place.url)
        self._whole = self._path.read_bytes()

    def _asked(self, statement: str) -> list[Row]:
        connection = sqlite3.connect(self._path)
        found = connection.execute(statement).fetchall()
        connection.close()
        return found

    def tables(self) -> list[str]:
        """Its tables."""
        return [name for (name,) in self._asked(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )]  # fmt: skip

    def columns(self, table: str) -> list[Column]:
        """The columns of one."""
        told = self._asked(f"SELECT name, type FROM pragma_table_info('{table}')")
        return [Column(*each) for each in told]

    def rows(self, table: str) -> list[Row]:
        """The rows of one, in the order of the first column."""
        return self._asked(f"SELECT * FROM {table} ORDER BY 1")

    def replace(self, table: str, gone: Sequence[Row], put: Sequence[Row]) -> None:
        """Put rows in the place of others, whatever holds for the table."""
        try:
            self._replace(table, gone, put)
        except sqlite3.IntegrityError:
            connection = sqlite3.connect(self._path)
            connection.execute(f"CREATE TABLE other AS SELECT * FROM {table}")
            connection.execute(f"DROP TABLE {table}")
            connection.execute(f"ALTER TABLE other RENAME TO {table}")
            connection.commit()
            connection.close()
            self._replace(table, gone, put)

    def _replace(self, table: str, gone: Sequence[Row], put: Sequence[Row]) -> None:
        names = [each.name for each in self.columns(table)]
        here = " AND ".join(f"{name} IS ?" for name in names)
        places = ", ".join("?" for _ in names)
        connection = sqlite3.connect(self._path)
        try:
            connection.execute("PRAGMA ignore_check_constraints=ON")
            with unguarded(connection):
                for row in gone:
                    connection.execute(f"DELETE FROM {table} WHERE {here}", row)
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", put)
            connection.commit()
        finally:
            connection.close()

    def restore(self, table: str) -> None:  # noqa: ARG002 - all of it is one file
        """Undo all that was done."""
        for ending in ("-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)
        self._path.write_bytes(self._whole)

    def close(self) -> None:
        """Nothing to let go of."""


class OnServer(Database):
    """A schema in PostgreSQL."""

    def __init__(self, place: Place) -> None:
        self._address, self._schema = schema_of(place.url)
        self._server = psycopg.connect(self._address, autocommit=True)
        self._columns = {each: self._told(each) for each in self.tables()}
        self._held = {each: self._holding(each) for each in self.tables()}
        self._server.execute(f"CREATE SCHEMA {self._schema}_whole")
        for table in self._columns:
            self._server.execute(
                f"CREATE TABLE {self._schema}_whole.{table}"
                f" AS TABLE {self._schema}.{table}"
            )

    def _asked(self, statement: str, *values: str) -> list[Row]:
        return self._server.execute(statement.encode(), values).fetchall()

    def tables(self) -> list[str]:
        """Its tables."""
        return [name for (name,) in self._asked(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = %s ORDER BY table_name", self._schema
        )]  # fmt: skip

    def columns(self, table: str) -> list[Column]:
        """The columns of one."""
        return self._columns[table]

    def _told(self, table: str) -> list[Column]:
        told = self._asked(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            self._schema, table,
        )  # fmt: skip
        return [Column(*each) for each in told]

    def _holding(self, table: str) -> list[Row]:
        return self._asked(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'c')",
            f"{self._schema}.{table}",
        )

    def rows(self, table: str) -> list[Row]:
        """The rows of one, in the order of the first column."""
        return self._asked(f"SELECT * FROM {self._schema}.{table} ORDER BY 1, 2")

    def replace(self, table: str, gone: Sequence[Row], put: Sequence[Row]) -> None:
        """Put rows in the place of others, whatever holds for the table."""
        try:
            with self._server.transaction():
                self._replace(table, gone, put)
        except psycopg.IntegrityError:
            for name, _ in self._held[table]:
                self._server.execute(
                    f"ALTER TABLE {self._schema}.{table} DROP CONSTRAINT {name}"
                )
            self._server.execute(f"DROP INDEX IF EXISTS {self._schema}.{table}_once")
            self._replace(table, gone, put)

    def _replace(self, table: str, gone: Sequence[Row], put: Sequence[Row]) -> None:
        columns = self.columns(table)
        here = sql.SQL(" AND ").join(
            sql.SQL("{} IS NOT DISTINCT FROM %s::" + each.type).format(
                sql.Identifier(each.name)
            )
            for each in columns
        )
        at = sql.Identifier(self._schema, table)
        places = sql.SQL(", ").join(sql.SQL("%s::" + each.type) for each in columns)
        for row in gone:
            self._server.execute(
                sql.SQL("DELETE FROM {} WHERE {}").format(at, here), row
            )
        statement = sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE VALUES ({})")
        for row in put:
            self._server.execute(statement.format(at, places), row)

    def restore(self, table: str) -> None:
        """Undo all that was done to a table."""
        with self._server.transaction():
            self._server.execute(f"DELETE FROM {self._schema}.{table}")
            self._server.execute(
                f"INSERT INTO {self._schema}.{table} OVERRIDING SYSTEM VALUE"
                f" SELECT * FROM {self._schema}_whole.{table}"
            )
            now = self._holding(table)
            for name, held in self._held[table]:
                if (name, held) not in now:
                    self._server.execute(
                        f"ALTER TABLE {self._schema}.{table}"
                        f" ADD CONSTRAINT {name} {held}"
                    )
            if table == "tree_anchors":
                self._server.execute(
                    "CREATE UNIQUE INDEX IF NOT EXISTS tree_anchors_once"
                    f" ON {self._schema}.tree_anchors (size, kind, sha256(content))"
                )

    def close(self) -> None:
        """Let go of it."""
        self._server.close()
