"""The roles of a journal in PostgreSQL: owner, application, eraser and auditor.

All are roles that nobody logs in as; the operator grants them to those who do. What
each may is stated whole: whatever else it had in the journal's schema is taken back.
The same statements are carried out here, or printed for whoever may make roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import attrs
import psycopg
from psycopg import sql

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.postgres.schema import MIGRATIONS

__all__ = [
    "SCRUB",
    "RoleNames",
    "give_rights_again",
    "role_names",
    "role_statements",
    "roles_of",
]

SCRUB: Final = "SELECT {schema}.scrub_sealed_sections()"
"""What an eraser has the owner do: rewrite the sealed sections without the deleted."""

_KINDS: Final = ("owner", "application", "eraser", "auditor")
_LONGEST: Final = 63
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,50}")
_TABLE: Final = re.compile(r"CREATE TABLE \{schema\}\.([a-z_]+)")

_TABLES: Final = tuple(
    name
    for _, statements in MIGRATIONS
    for each in statements
    for name in _TABLE.findall(each)
)

_APPENDED: Final = (
    "stored_events",
    "sealed_sections",
    "append_signatures",
    "notification_tracking",
    "tree_head",
    "tree_tiles",
    "tree_checkpoints",
    "tree_anchors",
)
"""What the application adds rows to."""

_MOVED: Final = ("notification_tracking", "tree_head", "tree_tiles")
"""What it changes: how far a runner has come, and what is made from the rows."""


@attrs.frozen(kw_only=True)
class RoleNames:
    """What the roles of one journal are called.

    Attributes:
        owner: Owns the tables; for those who migrate.
        application: Appends, and seals what is there.
        eraser: Removes sealed sections, and sees nothing in them.
        auditor: Reads.
    """

    owner: str
    application: str
    eraser: str
    auditor: str


def role_names(database: str, schema: str, *, prefix: str | None = None) -> RoleNames:
    """Name the roles: roles are the whole cluster's, so the database is in the name.

    Args:
        database: The database that the journal is in.

        schema: Its schema there.

        prefix: What to begin with instead.

    Raises:
        Malformed: The prefix is not of lower-case letters, digits and `_`.
    """
    if prefix is not None and not _NAME.fullmatch(prefix):
        problem = "expected 51 lower-case letters, digits and _ at most"
        raise Malformed(f"role prefix {prefix!r}", problem)
    begun = prefix or f"{database}_{schema}"
    longest = _LONGEST - len("_application")
    if len(begun.encode()) > longest:
        digest = sha256(begun.encode()).hexdigest()[:8]
        begun = begun.encode()[: longest - 9].decode("utf-8", "ignore") + f"_{digest}"
    return RoleNames(**{kind: f"{begun}_{kind}" for kind in _KINDS})


def roles_of(
    connection: psycopg.Connection[Any], schema: str, *, prefix: str | None
) -> RoleNames:
    """The roles that a journal has, or is to have where it has none.

    Args:
        connection: Where its schema is.

        schema: The schema.

        prefix: What their names are to begin with.

    Raises:
        Malformed: The prefix is no name, or the journal has roles of another.
    """
    there = _roles_there(connection, schema)
    if prefix is None and there is not None:
        return there
    names = role_names(connection.info.dbname, schema, prefix=prefix)
    if there not in (None, names):
        problem = f"the journal has roles already, such as {there.owner}"
        raise Malformed(f"role prefix {prefix!r}", problem)
    return names


def give_rights_again(connection: psycopg.Connection[Any], schema: str) -> None:
    """Give the roles that are there, if any, their rights to every table there is."""
    names = _roles_there(connection, schema)
    if names is None:
        return
    database = connection.info.dbname
    for statement in role_statements(
        names, database=database, schema=schema, rights_only=True
    ):
        connection.execute(statement.encode())


def _roles_there(connection: psycopg.Connection[Any], schema: str) -> RoleNames | None:
    """The roles of a journal, known by what is noted on each; None where none are."""
    found = connection.execute(
        "SELECT shobj_description(oid, 'pg_authid'), rolname FROM pg_roles"
        " WHERE shobj_description(oid, 'pg_authid') LIKE 'kvalitet-core: %'"
    ).fetchall()
    noted = dict(found)
    database = connection.info.dbname
    notes = [_note(kind, database, schema) for kind in _KINDS]
    if not noted.keys() >= set(notes):
        return None
    owner, application, eraser, auditor = (noted[note] for note in notes)
    return RoleNames(
        owner=owner, application=application, eraser=eraser, auditor=auditor
    )


def role_statements(
    names: RoleNames, *, database: str, schema: str, rights_only: bool = False
) -> Sequence[str]:
    """What makes the roles, and gives each its rights; done again, it changes nothing.

    Args:
        names: What they are called.

        database: The database that the journal is in.

        schema: Its schema there.

        rights_only: Whether the roles are there, and own what they should.
    """
    made = (
        []
        if rights_only
        else [
            *_made(names, database=database, schema=schema),
            *_owned(names, database=database),
        ]
    )
    words: dict[str, sql.Composable] = {
        kind: sql.Identifier(getattr(names, kind)) for kind in _KINDS
    }
    words["schema"] = sql.Identifier(schema)
    return [
        sql.SQL(each).format(**words).as_string(None)
        for each in (*made, *_rights(owned=not rights_only))
    ]


def _note(kind: str, database: str, schema: str) -> str:
    """What is noted on a role, so that no other is taken for it."""
    return f"kvalitet-core: {kind} of {database}.{schema}"


def _made(names: RoleNames, *, database: str, schema: str) -> Iterator[str]:
    """Make each role, unless it is there; refuse one that is somebody else's."""
    for kind in _KINDS:
        name = getattr(names, kind)
        note = _quoted(_note(kind, database, schema))
        yield f"""DO $kvalitet$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {_quoted(name)}) THEN
    CREATE ROLE {{{kind}}} NOLOGIN;
    COMMENT ON ROLE {{{kind}}} IS {note};
  ELSIF {note} IS DISTINCT FROM (SELECT shobj_description(oid, 'pg_authid')
      FROM pg_roles WHERE rolname = {_quoted(name)}) THEN
    RAISE duplicate_object USING MESSAGE =
      'there is a role ' || {_quoted(name)} || ' already, which is not this journal''s';
  END IF;
END $kvalitet$"""


def _owned(names: RoleNames, *, database: str) -> Iterator[str]:
    """Let the owner have it all; who is no superuser must be one of the owners."""
    owner, place = _quoted(names.owner), _quoted(database)
    yield f"""DO $kvalitet$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT %I TO %I', {owner}, current_user);
    IF NOT has_database_privilege({owner}, {place}, 'CREATE') THEN
      EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', {place}, {owner});
    END IF;
  END IF;
END $kvalitet$"""
    yield "ALTER SCHEMA {schema} OWNER TO {owner}"
    for table in _TABLES:
        yield f"ALTER TABLE {{schema}}.{table} OWNER TO {{owner}}"


def _rights(*, owned: bool) -> Iterator[str]:
    """What each role may, and nothing else."""
    everything = _tables(_TABLES)
    others = "PUBLIC, {application}, {eraser}, {auditor}"
    yield f"REVOKE ALL ON SCHEMA {{schema}} FROM {others}"
    yield f"REVOKE ALL ON {everything} FROM {others}"
    yield "GRANT USAGE ON SCHEMA {schema} TO {application}, {eraser}, {auditor}"
    yield f"GRANT SELECT ON {everything} TO {{application}}, {{auditor}}"
    yield f"GRANT INSERT ON {_tables(_APPENDED)} TO {{application}}"
    yield f"GRANT UPDATE ON {_tables(_MOVED)} TO {{application}}"
    yield (
        "GRANT SELECT (stream, version, ordinal, subject), DELETE"
        " ON {schema}.sealed_sections TO {eraser}"
    )
    yield (
        "CREATE OR REPLACE FUNCTION {schema}.scrub_sealed_sections() RETURNS void"
        " LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS"
        " 'ALTER TABLE {schema}.sealed_sections ALTER COLUMN bytes TYPE bytea"
        " USING bytes || ''''::bytea'"
    )
    if owned:
        yield "ALTER FUNCTION {schema}.scrub_sealed_sections() OWNER TO {owner}"
    yield f"REVOKE ALL ON FUNCTION {{schema}}.scrub_sealed_sections() FROM {others}"
    yield "GRANT EXECUTE ON FUNCTION {schema}.scrub_sealed_sections() TO {eraser}"


def _tables(names: Sequence[str]) -> str:
    return ", ".join(f"{{schema}}.{name}" for name in names)


def _quoted(text: str) -> str:
    """A literal, with the braces kept from being filled in."""
    plain = sql.Literal(text).as_string(None)
    return plain.replace("{", "{{").replace("}", "}}")
