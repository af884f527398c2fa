"""The PostgreSQL store: one schema, many machines, one writer at a time.

The order of positions is the order of commits: every writer first takes an advisory
lock, which an append-only role may take, then checks in statements of their own, then
inserts. Readers are never held up. DDL runs only in `create` and `migrate`, and where
sealed sections are rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from kvalitet_core.errors import FormatMismatch, JournalUnavailable
from kvalitet_core.journal.append_signatures import AppendSigner
from kvalitet_core.journal.portable import copy_to_sqlite
from kvalitet_core.journal.postgres.address import place_of, schema_of
from kvalitet_core.journal.postgres.connections import Connections
from kvalitet_core.journal.postgres.inspecting import Inspecting
from kvalitet_core.journal.postgres.lock import lock, lock_and_notify
from kvalitet_core.journal.postgres.reading import Reading, ReadingOn
from kvalitet_core.journal.postgres.roles import (
    SCRUB,
    RoleNames,
    give_rights_again,
    role_statements,
    roles_of,
)
from kvalitet_core.journal.postgres.schema import (
    MIGRATIONS,
    act_as_owner,
    apply,
    format_number,
    in_schema,
    is_there,
)
from kvalitet_core.journal.postgres.writing import (
    BEGIN,
    TreeSealer,
    Writer,
    begin,
)
from kvalitet_core.journal.store import FORMAT, NewRow, Row
from kvalitet_core.journal.turn import Turn

__all__ = ["PostgresStore"]

_REWRITE: Final = (
    "ALTER TABLE {schema}.sealed_sections ALTER COLUMN bytes TYPE bytea"
    " USING bytes || ''::bytea"
)
_HOLD_STILL: Final = "LOCK TABLE {schema}.sealed_sections IN ACCESS SHARE MODE"
"""A snapshot would see the table empty, if it were rewritten before it is read."""


class PostgresStore(Reading, Inspecting):
    """A journal in one schema of a PostgreSQL database.

    Attributes:
        connections: What it is reached by.
        read_only: Whether every write is refused.
    """

    def __init__(
        self, url: str, *, read_only: bool = False, busy_seconds: float = 30.0
    ) -> None:
        conninfo, self.schema = schema_of(url)
        self.place = place_of(url)
        self.read_only = read_only
        self.signer: AppendSigner | None = None
        self.tolerant = False
        self._turn = Turn(self.place, busy_seconds=busy_seconds)
        self.connections = Connections(
            conninfo, place=self.place, busy_seconds=busy_seconds
        )

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self.connections.lend() as connection:
            try:
                return ReadingOn(connection, self.schema).rows(statement, values)
            except psycopg.OperationalError:
                if not connection.broken:
                    raise
        self.connections.drop_broken()
        with self.connections.lend() as connection:
            return ReadingOn(connection, self.schema).rows(statement, values)

    def _statements(self) -> Iterator[str]:
        return (each for _, statements in MIGRATIONS for each in statements)

    def format(self) -> int | None:
        """The format number it is kept in, or None when there is no journal."""
        with self.connections.of_its_own() as connection:
            if not is_there(connection, self.schema):
                return None
            return format_number(connection, self.schema)

    def create(self, opening: NewRow) -> None:
        """Make the journal with its first row; no effect when one is there."""
        with self._locked() as connection:
            if is_there(connection, self.schema):
                return
            connection.execute(
                in_schema("CREATE SCHEMA IF NOT EXISTS {schema}", self.schema)
            )
            apply(connection, self.schema, after=0)
            writer = Writer(connection, self.connections, self.schema)
            writer.insert([opening])
            writer.send()

    def migrate(self) -> Sequence[str]:
        """Bring an older format up to `FORMAT`, in one step."""
        with self._locked() as connection:
            found = format_number(connection, self.schema)
            if found > FORMAT:
                raise FormatMismatch(self.place, found=found, known=FORMAT)
            act_as_owner(connection, self.schema)
            done = apply(connection, self.schema, after=found)
            if done:
                give_rights_again(connection, self.schema)
        return done

    def role_script(self, *, prefix: str | None = None) -> Sequence[str]:
        """The statements that make this journal's roles, for whoever may do so.

        Args:
            prefix: What their names begin with; database and schema by default.

        Raises:
            Malformed: The prefix is no name, or the journal has roles of another.
            JournalUnavailable: The server cannot be asked.
        """
        with self.connections.lend() as connection:
            names = self._role_names(connection, prefix)
            database = connection.info.dbname
            return role_statements(names, database=database, schema=self.schema)

    def give_roles(self, *, prefix: str | None = None) -> RoleNames:
        """Make this journal's roles and give each its rights; see `role_script`.

        Raises:
            Malformed: The prefix is no name, or the journal has roles of another.
            JournalUnavailable: Whoever asks may make no roles, or a name is taken.
        """
        with self._locked() as connection:
            names = self._role_names(connection, prefix)
            database = connection.info.dbname
            script = role_statements(names, database=database, schema=self.schema)
            try:
                for statement in script:
                    connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege as error:
                problem = (
                    "this role may not make roles, or does not own the journal: "
                    "--dry-run prints the SQL for whoever may"
                )
                raise JournalUnavailable(self.place, problem) from error
        return names

    def _role_names(
        self, connection: psycopg.Connection[Any], prefix: str | None
    ) -> RoleNames:
        if not is_there(connection, self.schema):
            raise JournalUnavailable(self.place, "there is no journal")
        return roles_of(connection, self.schema, prefix=prefix)

    @contextmanager
    def _locked(self) -> Iterator[psycopg.Connection[Any]]:
        """Hold the writers' lock, in a transaction that commits unless it fails."""
        with self.connections.lend() as connection:
            connection.execute(BEGIN)
            connection.execute(lock_and_notify(self.schema))
            yield connection
            connection.execute(b"COMMIT")

    @contextmanager
    def writing(
        self,
        streams: Sequence[str] = (),
        *,
        since: bytes = b"",  # noqa: ARG002 - all is asked in one round trip
    ) -> Iterator[tuple[Writer, Mapping[str, int], Row | None]]:
        """Be the only writer: a transaction that commits when left without error."""
        if self.read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        connections = self.connections
        with self._turn, connections.lend_to_writer() as connection:
            try:
                signer = self.signer
                asked = streams if signer is None else [*streams, signer.stream]
                with connections.ours(connection):
                    versions, newest = begin(
                        connection, self.schema, asked, place=self.place
                    )
                writer = Writer(
                    connection, connections, self.schema, newest=newest, signer=signer
                )
                if signer is not None:
                    signer.require_current(versions[signer.stream], writer)
                yield writer, versions, newest
                connections.require_sound(connection)
                writer.commit()
            finally:
                connections.take_back(connection)

    def fence(self) -> int:
        """The position of the newest row at a moment when nobody was writing."""
        with self.connections.lend() as connection:
            connection.execute(BEGIN)
            connection.execute(lock(self.schema))
            newest = ReadingOn(connection, self.schema).newest()
        return newest[0] if newest else 0

    @contextmanager
    def sealing(self) -> Iterator[TreeSealer]:
        """Write the tree: a transaction that commits when left without error."""
        if self.read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        connections = self.connections
        with connections.lend_to_writer() as connection:
            try:
                with connections.ours(connection):
                    connection.execute(BEGIN)
                    connection.execute(b"SET LOCAL synchronous_commit = off")
                    yield TreeSealer(connection, self.schema)
                    connections.require_sound(connection)
                    connection.execute(b"COMMIT")
            finally:
                connections.take_back(connection)

    def scrub(self) -> bool:
        """Rewrite the sealed sections without the deleted ones.

        False while someone holds a lock on them, or when this role neither owns them
        nor may have their owner do it.
        VACUUM FULL would copy a deleted row for as long as any older transaction is
        open; this copies what is there, and nothing else.
        """
        with self.connections.lend() as connection:
            for statement in (_REWRITE, SCRUB):
                try:
                    connection.execute(in_schema(statement, self.schema))
                except psycopg.errors.InsufficientPrivilege:
                    continue
                except (
                    psycopg.errors.LockNotAvailable,
                    psycopg.errors.UndefinedFunction,
                ):
                    return False
                return True
        return False

    def backup(self, path: Path) -> None:
        """Copy the journal, as of one moment, to an SQLite file."""
        with self.connections.lend() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(in_schema(_HOLD_STILL, self.schema))
            copy_to_sqlite(ReadingOn(connection, self.schema), path)

    def close(self) -> None:
        """Let go of every connection."""
        self.connections.close()
