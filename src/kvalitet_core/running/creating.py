"""Making the database of what is derived, and seeing that it is this journal's.

The only place with DDL of the runs' own tables. An SQLite file is made whole beside
its place and linked there; in PostgreSQL it is made under a lock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import (
    Connection,
    StaticPool,
    create_engine,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.schema import CreateSchema

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.newfile import made_beside
from kvalitet_core.running.addresses import Address
from kvalitet_core.running.connecting import meanings
from kvalitet_core.running.tables import BOUND, FORMAT, METADATA
from kvalitet_core.sqlitefile import opened

__all__ = [
    "APPLICATION_ID",
    "create_in_memory",
    "create_in_postgres",
    "make_file",
    "require_bound",
    "require_file",
]

APPLICATION_ID: Final = 0x4B56_5631
"""Names an SQLite file as one of views (`KVV1`)."""

_MISSING: Final = "there is none; `kvalitet run` makes it"
_JOURNAL_TABLE: Final = "stored_events"


def make_file(path: Path, *, journal_id: str) -> None:
    """Make an SQLite file whole, and let it appear at its path if that is free.

    Raises:
        RunsUnavailable: Its folder is missing, or cannot be written.
    """
    place = str(path)
    if not path.parent.is_dir():
        raise RunsUnavailable(place, "cannot be made: no such folder")
    try:
        with made_beside(path) as temporary, meanings(place):
            _fill(temporary, journal_id)
    except FileExistsError:
        return
    except (OSError, sqlite3.Error) as error:
        problem = f"cannot be made: {getattr(error, 'strerror', None) or error}"
        raise RunsUnavailable(place, problem) from error


def _fill(path: Path, journal_id: str) -> None:
    raw = opened(path, read_only=False, busy_seconds=1, create=True)
    with closing(raw):
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute("PRAGMA journal_mode=WAL")
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with engine.begin() as connection:
            _tables(connection, journal_id)


def create_in_postgres(
    connection: Connection, address: Address, *, journal_id: str
) -> None:
    """Make the schema and its tables, one at a time; no effect when they are there."""
    digest = sha256(f"kvalitet-core/views/{address.schema}".encode()).digest()
    key = int.from_bytes(digest[:8], "big", signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
    if inspect(connection).has_table(BOUND.name, schema=address.schema):
        return
    if not inspect(connection).has_schema(address.schema):
        connection.execute(CreateSchema(address.schema))
    if inspect(connection).has_table(_JOURNAL_TABLE, schema=address.schema):
        problem = "this schema holds a journal; name another with ?schema="
        raise RunsUnavailable(address.place, problem)
    _tables(connection, journal_id)


def create_in_memory(connection: Connection, *, journal_id: str) -> None:
    """Make the tables in memory; no effect when they are there."""
    if not inspect(connection).has_table(BOUND.name):
        _tables(connection, journal_id)


def _tables(connection: Connection, journal_id: str) -> None:
    METADATA.create_all(connection, checkfirst=False)
    connection.execute(insert(BOUND).values(journal=journal_id, format=FORMAT))


def require_file(path: Path) -> None:
    """See that a file is one of views, before anything is written to it."""
    place = str(path)
    if path.is_dir():
        raise RunsUnavailable(place, "is a folder")
    if not path.exists():
        raise RunsUnavailable(place, _MISSING)


def require_bound(connection: Connection, address: Address, *, journal_id: str) -> None:
    """See that the database is of views, of today's format and of this journal.

    Raises:
        RunsUnavailable: It is not.
    """
    place = address.place
    if address.path is not None:
        found = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if found != APPLICATION_ID:
            raise RunsUnavailable(place, "a database, but not of views; name another")
    if not inspect(connection).has_table(BOUND.name, schema=address.schema or None):
        raise RunsUnavailable(place, _MISSING)
    bound = connection.execute(select(BOUND.c.journal, BOUND.c.format)).all()
    if len(bound) != 1:
        raise RunsUnavailable(place, "is damaged: remove it and rebuild")
    journal, number = bound[0]
    if number != FORMAT:
        remedy = "upgrade kvalitet-core" if number > FORMAT else "remove it and rebuild"
        problem = f"its format is {number}, this version knows {FORMAT}: {remedy}"
        raise RunsUnavailable(place, problem)
    if journal != journal_id:
        problem = f"belongs to another journal: {journal}, not {journal_id}"
        raise RunsUnavailable(place, problem)
