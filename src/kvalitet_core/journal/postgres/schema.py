"""The PostgreSQL store, what is in a journal's schema: its tables, format by format.

Says how they are made, and nothing of when: that is the store's. Statements here and in
the other parts say `{schema}`; `in_schema` fills it in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import psycopg
from psycopg import sql

from kvalitet_core.journal.postgres.appends import APPENDS
from kvalitet_core.journal.postgres.tree import TREE

__all__ = [
    "MIGRATIONS",
    "act_as_owner",
    "apply",
    "format_number",
    "in_schema",
    "is_there",
]

MIGRATIONS: Final = (
    (
        "the journal",
        (
            """CREATE TABLE {schema}.stored_events (
                notification_id bigint PRIMARY KEY,
                originator_id text COLLATE "C" NOT NULL,
                originator_version bigint NOT NULL,
                topic text NOT NULL,
                state bytea NOT NULL,
                UNIQUE (originator_id, originator_version)
            )""",
            """CREATE TABLE {schema}.sealed_sections (
                stream text COLLATE "C" NOT NULL,
                version bigint NOT NULL,
                ordinal integer NOT NULL,
                subject text COLLATE "C" NOT NULL,
                bytes bytea NOT NULL,
                PRIMARY KEY (stream, version, ordinal)
            )""",
            """CREATE INDEX sealed_sections_by_subject
                ON {schema}.sealed_sections (subject, stream, version, ordinal)""",
            """CREATE TABLE {schema}.notification_tracking (
                application_name text PRIMARY KEY,
                notification_id bigint NOT NULL
            )""",
            """CREATE TABLE {schema}.kvalitet_format (
                number integer PRIMARY KEY,
                applied_at timestamptz NOT NULL DEFAULT now()
            )""",
        ),
    ),
    ("the tree over the journal", TREE),
    ("signatures of what is appended", APPENDS),
)
"""One item a format number, from 1: what it brings, and its statements."""

_OWNER: Final = (
    "SELECT rolname FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner"
    " WHERE nspname = %s AND rolname <> current_user"
    " AND pg_has_role(pg_roles.oid, 'MEMBER')"
)
"""Whom a schema belongs to, if that is another whom one may act as."""


@cache
def in_schema(statement: str, schema: str) -> bytes:
    """The statement with `{schema}` filled in, ready to be sent."""
    return sql.SQL(statement).format(schema=sql.Identifier(schema)).as_bytes()


def is_there(connection: psycopg.Connection[Any], schema: str) -> bool:
    """Whether there is a journal in the schema."""
    name = f"{schema}.kvalitet_format"
    found = connection.execute("SELECT to_regclass(%s)", (name,)).fetchone()
    return found is not None and found[0] is not None


def format_number(connection: psycopg.Connection[Any], schema: str) -> int:
    """The number of the format that the journal is kept in; 0 before the first."""
    statement = "SELECT coalesce(max(number), 0) FROM {schema}.kvalitet_format"
    row = connection.execute(in_schema(statement, schema)).fetchone()
    return int(row[0]) if row else 0


def apply(
    connection: psycopg.Connection[Any], schema: str, *, after: int
) -> Sequence[str]:
    """Bring the tables from one format number up to the newest; names what was done."""
    done = []
    for number, (name, statements) in enumerate(MIGRATIONS, start=1):
        if number > after:
            for statement in statements:
                connection.execute(in_schema(statement, schema))
            record = "INSERT INTO {schema}.kvalitet_format (number) VALUES (%s)"
            connection.execute(in_schema(record, schema), (number,))
            done.append(name)
    return done


def act_as_owner(connection: psycopg.Connection[Any], schema: str) -> None:
    """Have what is made in this transaction belong to whoever the schema does."""
    owner = connection.execute(_OWNER, (schema,)).fetchone()
    if owner is not None:
        role = sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner[0]))
        connection.execute(role)
