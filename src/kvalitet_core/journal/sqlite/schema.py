"""The SQLite store, what is in a journal's file: its tables, format by format.

Says how a row is put in, and nothing of when: that is the writer's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from kvalitet_core.journal.sqlite.appends import APPENDS
from kvalitet_core.journal.sqlite.tree import TREE
from kvalitet_core.journal.store import FORMAT

__all__ = ["APPLICATION_ID", "INSERT_SECTION", "MIGRATIONS", "insert_rows", "migrated"]

APPLICATION_ID: Final = 0x4B56_4A31
"""Names the file as a journal (`KVJ1`), as SQLite's `application_id` pragma keeps."""

MIGRATIONS: Final = (
    (
        "the journal",
        (
            """CREATE TABLE stored_events (
                position INTEGER PRIMARY KEY,
                originator_id TEXT NOT NULL,
                originator_version INTEGER NOT NULL,
                topic TEXT NOT NULL,
                state BLOB NOT NULL,
                UNIQUE (originator_id, originator_version)
            )""",
            """CREATE TRIGGER stored_events_are_not_changed
                BEFORE UPDATE ON stored_events
                BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
            """CREATE TRIGGER stored_events_are_not_deleted
                BEFORE DELETE ON stored_events
                BEGIN SELECT RAISE(ABORT, 'history is never edited'); END""",
            """CREATE TABLE sealed_sections (
                id INTEGER PRIMARY KEY,
                stream TEXT NOT NULL,
                version INTEGER NOT NULL,
                ordinal INTEGER NOT NULL,
                subject TEXT NOT NULL,
                bytes BLOB NOT NULL,
                UNIQUE (stream, version, ordinal)
            )""",
            """CREATE INDEX sealed_sections_by_subject
                ON sealed_sections (subject, stream, version, ordinal)""",
            """CREATE TABLE tracking (
                application_name TEXT PRIMARY KEY,
                notification_id INTEGER NOT NULL
            ) WITHOUT ROWID""",
        ),
    ),
    ("the tree over the journal", TREE),
    ("signatures of what is appended", APPENDS),
)
"""One item a format number, from 1: what it brings, and its statements."""

INSERT_SECTION: Final = (
    "INSERT INTO sealed_sections (stream, version, ordinal, subject, bytes)"
    " VALUES (?, ?, ?, ?, ?)"
)
"""How sealed bytes are kept, here and in a copy of another store's journal."""


@cache
def insert_rows(count: int) -> str:
    """The statement that appends so many rows."""
    places = ", ".join(["(?, ?, ?, ?)"] * count)
    return (
        "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
        f" VALUES {places}"
    )


def migrated(connection: sqlite3.Connection, missing: Sequence[Any]) -> None:
    """Bring what formats are missing into a journal, inside a transaction."""
    for _, statements in missing:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={FORMAT}")
