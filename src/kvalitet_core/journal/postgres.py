"""The PostgreSQL store: one schema, many machines, one writer at a time.

The order of positions is the order of commits: every writer first takes an advisory
lock, which an append-only role may take, then checks in statements of their own, then
inserts. Readers are never held up. DDL runs only in `create` and `migrate`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import psycopg
import psycopg_pool
from psycopg import sql
from psycopg.pq import TransactionStatus

from kvalitet_core.errors import FormatMismatch, JournalUnavailable, Malformed
from kvalitet_core.journal.append_signatures import (
    Appended,
    AppendSignature,
    AppendSigner,
)
from kvalitet_core.journal.inspecting import missing_table
from kvalitet_core.journal.portable import copy_to_sqlite
from kvalitet_core.journal.postgres_appends import APPENDS, PUT, AppendReading
from kvalitet_core.journal.postgres_inspecting import Inspecting
from kvalitet_core.journal.postgres_roles import (
    SCRUB,
    RoleNames,
    role_names,
    role_statements,
    roles_there,
)
from kvalitet_core.journal.postgres_tree import TREE, TreeReading, TreeWriting
from kvalitet_core.journal.store import (
    FORMAT,
    NewRow,
    Row,
    SectionPlace,
    Uncertain,
)
from kvalitet_core.journal.turn import Turn

__all__ = [
    "CHANNEL",
    "MIGRATIONS",
    "PostgresStore",
    "lock_key",
    "place_of",
    "schema_of",
]

CHANNEL: Final = "kvalitet_journal"
"""The channel that is notified, with the schema as payload, when a commit is made."""

DEFAULT_SCHEMA: Final = "kvalitet"

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

_PATIENCE: Final = 10
"""How many seconds to wait for a server's answer when a journal is opened."""

_PROBLEMS: Final[dict[type[Exception], str]] = {
    psycopg.errors.LockNotAvailable: "locked by another writer for too long",
    psycopg.errors.InsufficientPrivilege: "this role has no right to do that",
    psycopg.errors.DiskFull: "the disk is full; nothing was written",
    psycopg.errors.ReadOnlySqlTransaction: "cannot be written: it is read-only",
    psycopg_pool.PoolTimeout: "cannot be reached",
}
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
"""What is acknowledged is durable, whatever the server is set to."""

_SECRET: Final = frozenset({"passfile", "password", "sslkey", "sslpassword"})
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ROW = "notification_id, originator_id, originator_version, topic, state"


def schema_of(url: str) -> tuple[str, str]:
    """Split `?schema=NAME` off an address: what libpq is told, and the schema.

    Raises:
        Malformed: The name is not of lower-case letters, digits and `_`.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Malformed("address", f"is no postgresql://… address: {error}") from error
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    schema = query.pop("schema", DEFAULT_SCHEMA)
    if not _SCHEMA.fullmatch(schema):
        raise Malformed(
            f"schema {schema!r}", "expected lower-case letters, digits and _"
        )
    left = urlencode(query, quote_via=quote)
    return f"postgresql://{parts.netloc}{parts.path}{'?' if left else ''}{left}", schema


def lock_key(schema: str) -> int:
    """The key of the advisory lock that the writers of a schema take."""
    digest = sha256(f"kvalitet-core/{schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


_INSERT: Final = (
    "INSERT INTO {schema}.stored_events SELECT * FROM"
    " unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)
_INSERT_SECTION: Final = (
    "INSERT INTO {schema}.sealed_sections VALUES (%s, %s, %s, %s, %b)"
)
_REWRITE: Final = (
    "ALTER TABLE {schema}.sealed_sections ALTER COLUMN bytes TYPE bytea"
    " USING bytes || ''::bytea"
)
_OWNER: Final = (
    "SELECT rolname FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner"
    " WHERE nspname = %s AND rolname <> current_user"
    " AND pg_has_role(pg_roles.oid, 'MEMBER')"
)
"""Whom a schema belongs to, if that is another whom one may act as."""

_HOLD_STILL: Final = "LOCK TABLE {schema}.sealed_sections IN ACCESS SHARE MODE"
"""A snapshot would see the table empty, if it were rewritten before it is read."""

_ERASE: Final = "DELETE FROM {schema}.sealed_sections WHERE subject = %s"

_NEWEST: Final = (
    f"SELECT {_ROW} FROM {{schema}}.stored_events ORDER BY notification_id DESC LIMIT 1"
)
_VERSIONS: Final = (
    "SELECT array(SELECT coalesce((SELECT originator_version"
    " FROM {schema}.stored_events WHERE originator_id = wanted"
    " ORDER BY originator_version DESC LIMIT 1), 0)"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS asked(wanted, place) ORDER BY place)"
)
_LOOK: Final = (
    f"{_VERSIONS}, (SELECT max(number) FROM {{schema}}.kvalitet_format), newest.*"
    f" FROM (SELECT 1) AS one LEFT JOIN ({_NEWEST}) newest ON true"
)


class _Reading(TreeReading, AppendReading, ABC):
    """The reading statements, over whatever connection is at hand."""

    schema: str

    @abstractmethod
    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""

    def stream(
        self, stream: str, *, after: int = 0, upto: int | None = None, limit: int
    ) -> Sequence[Row]:
        """Rows of one stream in order."""
        return self._all(
            f"SELECT {_ROW} FROM {{schema}}.stored_events WHERE originator_id = %s"
            " AND originator_version > %s AND originator_version <= %s"
            " ORDER BY originator_version LIMIT %s",
            (stream, after, _or_last(upto), limit),
        )

    def log(
        self,
        *,
        after: int = 0,
        upto: int | None = None,
        names: Sequence[str] = (),
        limit: int,
    ) -> Sequence[Row]:
        """Rows in order of position."""
        return self._all(
            f"SELECT {_ROW} FROM {{schema}}.stored_events"
            " WHERE notification_id > %s AND notification_id <= %s"
            " AND (%s::text[] = '{{}}' OR topic = ANY(%s::text[]))"
            " ORDER BY notification_id LIMIT %s",
            (after, _or_last(upto), list(names), list(names), limit),
        )

    def by_stream(
        self, *, after: tuple[str, int], before: str, limit: int
    ) -> Sequence[Row]:
        """Rows in order of stream and version."""
        return self._all(
            f"SELECT {_ROW} FROM {{schema}}.stored_events"
            " WHERE (originator_id, originator_version) > (%s, %s)"
            " AND originator_id < %s"
            " ORDER BY originator_id, originator_version LIMIT %s",
            (*after, before, limit),
        )

    def newest(self) -> Row | None:
        """The last row of all."""
        rows = self._all(_NEWEST)
        return rows[0] if rows else None

    def versions(self, streams: Sequence[str]) -> Mapping[str, int]:
        """The newest version of each stream; 0 where it has no row."""
        ((found,),) = self._all(_VERSIONS, (list(streams),))
        return dict(zip(streams, found, strict=True))

    def streams(
        self, *, after: str, before: str, limit: int
    ) -> Sequence[tuple[str, int]]:
        """Stream ids between two texts, with their newest versions."""
        return self._all(
            "SELECT originator_id, max(originator_version) FROM {schema}.stored_events"
            " WHERE originator_id > %s AND originator_id < %s"
            " GROUP BY originator_id ORDER BY originator_id LIMIT %s",
            (after, before, limit),
        )

    def section(self, place: SectionPlace) -> bytes | None:
        """The sealed bytes at a place, if they are there."""
        rows = self._all(
            "SELECT bytes FROM {schema}.sealed_sections"
            " WHERE stream = %s AND version = %s AND ordinal = %s",
            place,
        )
        return rows[0][0] if rows else None

    def has_sections(self) -> bool:
        """Whether any sealed bytes are there."""
        return bool(self._all("SELECT 1 FROM {schema}.sealed_sections LIMIT 1"))

    def sections_of(self, subject: str) -> Sequence[SectionPlace]:
        """Every place where sealed bytes of this person are, in order."""
        return self._all(
            "SELECT stream, version, ordinal FROM {schema}.sealed_sections"
            " WHERE subject = %s ORDER BY stream, version, ordinal",
            (subject,),
        )


class _On(_Reading):
    """Reading on one connection, in whatever transaction it is in."""

    def __init__(self, connection: psycopg.Connection[Any], schema: str) -> None:
        self._connection = connection
        self.schema = schema

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a statement gives."""
        query = _in_schema(statement, self.schema)
        cursor = self._connection.execute(query, values, prepare=True, binary=True)
        return cursor.fetchall()

    _all = rows


class _PostgresWriter(_On):
    """Appending: what is to be written waits, to be sent together with the commit.

    Positions follow on from the newest row, without gaps: the lock makes that safe,
    and a sequence would leave one at every rollback.
    """

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        store: PostgresStore,
        newest: Row | None,
    ) -> None:
        super().__init__(connection, store.schema)
        self._store = store
        self._last = newest[0] if newest else 0
        self._waiting: list[tuple[str, Sequence[Any]]] = []
        self._appended = Appended(store.signer) if store.signer else None

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        self.send()
        with self._store._ours(self._connection):  # noqa: SLF001 - its own writer
            return self.rows(statement, values)

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""
        positions = range(self._last + 1, self._last + len(rows) + 1)
        self._last = positions[-1]
        streams, versions, names, states, _ = zip(*rows, strict=True)
        values = (list(positions), *map(list, (streams, versions, names, states)))
        self._waiting.append((_INSERT, values))
        self._waiting += [
            (_INSERT_SECTION, (row.stream, row.version, *section))
            for row in rows
            for section in row.sections
        ]
        if self._appended is not None:
            self._appended.add(positions, rows)
        return positions

    def erase(self, subject: str) -> None:
        """Remove the sealed bytes of a person."""
        self._waiting.append((_ERASE, (subject,)))

    def put_append_signature(self, signature: AppendSignature) -> None:
        """Keep a signature."""
        self._waiting.append((PUT, signature))

    def commit(self) -> None:
        """Sign what was appended, if it is to be, and make it durable."""
        signature = self._appended.signature() if self._appended else None
        if signature is not None:
            self.put_append_signature(signature)
        self.send(("COMMIT", ()))

    def send(self, *final: tuple[str, Sequence[Any]]) -> None:
        """Send what waits, and what is given, in one round trip."""
        waiting, self._waiting = [*self._waiting, *final], []
        if not waiting:
            return
        with (
            self._store._ours(self._connection),  # noqa: SLF001 - its own writer
            self._connection.pipeline(),
        ):
            for statement, values in waiting:
                query = _in_schema(statement, self.schema)
                self._connection.execute(query, values, prepare=True)


class _PostgresSealer(_On, TreeWriting):
    """Writing the tree on one connection, in its transaction."""


class PostgresStore(_Reading, Inspecting):
    """A journal in one schema of a PostgreSQL database."""

    def __init__(
        self, url: str, *, read_only: bool = False, busy_seconds: float = 30.0
    ) -> None:
        self._conninfo, self.schema = schema_of(url)
        self.place = place_of(url)
        self._read_only = read_only
        self.signer: AppendSigner | None = None
        self.tolerant = False
        self._busy_seconds = busy_seconds
        self._turn = Turn(self.place, busy_seconds=busy_seconds)
        self._pool = psycopg_pool.ConnectionPool(
            self._conninfo,
            kwargs={"autocommit": True},
            configure=self._configure,
            min_size=1,
            max_size=16,
            timeout=busy_seconds,
            open=False,
            reconnect_timeout=0,
        )

    def _configure(self, connection: psycopg.Connection[Any]) -> None:
        """Set a new connection; no plan here ever depends on the values given."""
        timeout = max(1, int(self._busy_seconds * 1000))
        connection.execute(b"SET lock_timeout = '%dms'" % timeout)
        connection.execute(_DURABLE)
        connection.execute(b"SET plan_cache_mode = force_generic_plan")

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Any]]:
        with self._lent() as connection, _as_ours(self.place):
            try:
                yield connection
            finally:
                if not connection.broken:
                    connection.rollback()

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._connection() as connection:
            try:
                return _On(connection, self.schema).rows(statement, values)
            except psycopg.OperationalError:
                if not connection.broken:
                    raise
        self._pool.check()
        with self._connection() as connection:
            return _On(connection, self.schema).rows(statement, values)

    def _statements(self) -> Iterator[str]:
        return (each for _, statements in MIGRATIONS for each in statements)

    def format(self) -> int | None:
        """The format number it is kept in, or None when there is no journal."""
        with (
            _as_ours(self.place),
            psycopg.connect(self._conninfo, connect_timeout=_PATIENCE) as connection,
        ):
            return self._number(connection) if self._is_here(connection) else None

    def _is_here(self, connection: psycopg.Connection[Any]) -> bool:
        name = f"{self.schema}.kvalitet_format"
        found = connection.execute("SELECT to_regclass(%s)", (name,)).fetchone()
        return found is not None and found[0] is not None

    def _number(self, connection: psycopg.Connection[Any]) -> int:
        statement = "SELECT coalesce(max(number), 0) FROM {schema}.kvalitet_format"
        row = connection.execute(_in_schema(statement, self.schema)).fetchone()
        return int(row[0]) if row else 0

    def create(self, opening: NewRow) -> None:
        """Make the journal with its first row; no effect when one is there."""
        with self._locked() as connection:
            if self._is_here(connection):
                return
            connection.execute(
                _in_schema("CREATE SCHEMA IF NOT EXISTS {schema}", self.schema)
            )
            self._apply(connection, after=0)
            writer = _PostgresWriter(connection, self, None)
            writer.insert([opening])
            writer.send()

    def migrate(self) -> Sequence[str]:
        """Bring an older format up to `FORMAT`, in one step."""
        with self._locked() as connection:
            found = self._number(connection)
            if found > FORMAT:
                raise FormatMismatch(self.place, found=found, known=FORMAT)
            self._act_as_owner(connection)
            done = self._apply(connection, after=found)
            names = roles_there(connection, self.schema) if done else None
            for statement in self._role_statements(connection, names, again=True):
                connection.execute(statement.encode())
        return done

    def _act_as_owner(self, connection: psycopg.Connection[Any]) -> None:
        """Have what is made belong to whoever the schema does."""
        owner = connection.execute(_OWNER, (self.schema,)).fetchone()
        if owner is not None:
            role = sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner[0]))
            connection.execute(role)

    def _role_statements(
        self,
        connection: psycopg.Connection[Any],
        names: RoleNames | None,
        *,
        again: bool = False,
    ) -> Sequence[str]:
        if names is None:
            return ()
        return role_statements(
            names,
            database=connection.info.dbname,
            schema=self.schema,
            rights_only=again,
        )

    def role_script(self, *, prefix: str | None = None) -> Sequence[str]:
        """The statements that make this journal's roles, for whoever may do so.

        Args:
            prefix: What their names begin with; database and schema by default.

        Raises:
            Malformed: The prefix is no name, or the journal has roles of another.
            JournalUnavailable: The server cannot be asked.
        """
        with self._connection() as connection:
            names = self._names(connection, prefix)
            return self._role_statements(connection, names)

    def give_roles(self, *, prefix: str | None = None) -> RoleNames:
        """Make this journal's roles and give each its rights; see `role_script`.

        Raises:
            Malformed: The prefix is no name, or the journal has roles of another.
            JournalUnavailable: Whoever asks may make no roles, or a name is taken.
        """
        with self._locked() as connection:
            names = self._names(connection, prefix)
            try:
                for statement in self._role_statements(connection, names):
                    connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege as error:
                problem = (
                    "this role may not make roles, or does not own the journal: "
                    "--dry-run prints the SQL for whoever may"
                )
                raise JournalUnavailable(self.place, problem) from error
        return names

    def _names(
        self, connection: psycopg.Connection[Any], prefix: str | None
    ) -> RoleNames:
        if not self._is_here(connection):
            raise JournalUnavailable(self.place, "there is no journal")
        there = roles_there(connection, self.schema)
        if prefix is None and there is not None:
            return there
        names = role_names(connection.info.dbname, self.schema, prefix=prefix)
        if there not in (None, names):
            problem = f"the journal has roles already, such as {there.owner}"
            raise Malformed(f"role prefix {prefix!r}", problem)
        return names

    def _apply(
        self, connection: psycopg.Connection[Any], *, after: int
    ) -> Sequence[str]:
        done = []
        for number, (name, statements) in enumerate(MIGRATIONS, start=1):
            if number > after:
                for statement in statements:
                    connection.execute(_in_schema(statement, self.schema))
                record = "INSERT INTO {schema}.kvalitet_format (number) VALUES (%s)"
                connection.execute(_in_schema(record, self.schema), (number,))
                done.append(name)
        return done

    @contextmanager
    def _locked(self) -> Iterator[psycopg.Connection[Any]]:
        with self._connection() as connection:
            connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED")
            connection.execute(self._lock_and_notify())
            yield connection
            connection.execute(b"COMMIT")

    def _lock_and_notify(self) -> str:
        """Take the writers' lock; listeners hear of it when the commit is made."""
        key = lock_key(self.schema)
        notify = f"pg_notify('{CHANNEL}', '{self.schema}')"
        return f"SELECT pg_advisory_xact_lock({key}), {notify}"

    @contextmanager
    def writing(
        self,
        streams: Sequence[str] = (),
        *,
        since: bytes = b"",  # noqa: ARG002 - all is asked in one round trip
    ) -> Iterator[tuple[_PostgresWriter, Mapping[str, int], Row | None]]:
        """Be the only writer: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        with self._turn, self._lent() as connection:
            try:
                signer = self.signer
                asked = streams if signer is None else [*streams, signer.stream]
                with self._ours(connection):
                    versions, newest = self._begin(connection, asked)
                writer = _PostgresWriter(connection, self, newest)
                if signer is not None:
                    signer.require_current(versions[signer.stream], writer)
                yield writer, versions, newest
                self._require_sound(connection)
                writer.commit()
            finally:
                if not connection.broken:
                    connection.rollback()

    def _require_sound(self, connection: psycopg.Connection[Any]) -> None:
        """Refuse to commit after a failure: PostgreSQL would roll back unasked."""
        if connection.info.transaction_status != TransactionStatus.INTRANS:
            problem = "a statement failed; nothing was written"
            raise JournalUnavailable(self.place, problem)

    @contextmanager
    def _lent(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection; what the borrower raises comes out as it is."""
        with _as_ours(self.place):
            if self._pool.closed:
                self._pool.open()
            connection = self._pool.getconn()
        try:
            yield connection
        finally:
            self._pool.putconn(connection)

    @contextmanager
    def _ours(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """Tell a lost answer from an error, and let errors come out as ours."""
        with _as_ours(self.place):
            try:
                yield
            except psycopg.OperationalError as error:
                if connection.broken:
                    raise Uncertain(str(error)) from error
                raise

    def _begin(
        self, connection: psycopg.Connection[Any], streams: Sequence[str]
    ) -> tuple[Mapping[str, int], Row | None]:
        """Take the lock and look, in one round trip."""
        with connection.pipeline():
            connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED", prepare=True)
            connection.execute(self._lock_and_notify(), prepare=True)
            look = connection.execute(
                _in_schema(_LOOK, self.schema),
                (list(streams),),
                prepare=True,
                binary=True,
            )
        found, number, *newest = look.fetchall()[0]
        if number != FORMAT:
            raise FormatMismatch(self.place, found=number, known=FORMAT)
        versions = dict(zip(streams, found, strict=True))
        return versions, tuple(newest) if newest[0] else None

    def fence(self) -> int:
        """The position of the newest row at a moment when nobody was writing."""
        with self._connection() as connection:
            connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED")
            key = lock_key(self.schema)
            connection.execute(f"SELECT pg_advisory_xact_lock({key})")
            newest = _On(connection, self.schema).newest()
        return newest[0] if newest else 0

    @contextmanager
    def sealing(self) -> Iterator[_PostgresSealer]:
        """Write the tree: a transaction that commits when left without error."""
        if self._read_only:
            raise JournalUnavailable(self.place, "opened for reading only")
        with self._lent() as connection:
            try:
                with self._ours(connection):
                    connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED")
                    connection.execute(b"SET LOCAL synchronous_commit = off")
                    yield _PostgresSealer(connection, self.schema)
                    self._require_sound(connection)
                    connection.execute(b"COMMIT")
            finally:
                if not connection.broken:
                    connection.rollback()

    def scrub(self) -> bool:
        """Rewrite the sealed sections without the deleted ones.

        False while someone holds a lock on them, or when this role neither owns them
        nor may have their owner do it.
        VACUUM FULL would copy a deleted row for as long as any older transaction is
        open; this copies what is there, and nothing else.
        """
        with self._connection() as connection:
            for statement in (_REWRITE, SCRUB):
                try:
                    connection.execute(_in_schema(statement, self.schema))
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
        with self._connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(_in_schema(_HOLD_STILL, self.schema))
            try:
                copy_to_sqlite(_On(connection, self.schema), path)
            finally:
                connection.rollback()

    def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()


@cache
def _in_schema(statement: str, schema: str) -> bytes:
    """The statement with `{schema}` filled in, ready to be sent."""
    return sql.SQL(statement).format(schema=sql.Identifier(schema)).as_bytes()


def _or_last(upto: int | None) -> int:
    return 2**63 - 1 if upto is None else upto


def place_of(url: str) -> str:
    """The address without anything secret, fit to print."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    shown = f"{user.partition(':')[0]}@{host}" if user else host
    query = [pair for pair in parse_qsl(parts.query) if pair[0] not in _SECRET]
    left = urlencode(query, quote_via=quote, safe="/")
    return f"postgresql://{shown}{parts.path}{'?' if left else ''}{left}"


@contextmanager
def _as_ours(place: str) -> Iterator[None]:
    """Let errors of PostgreSQL come out as what they mean for the journal."""
    try:
        yield
    except (psycopg.Error, psycopg_pool.PoolTimeout) as error:
        text = str(error).strip() or "no answer"
        if isinstance(error, psycopg.errors.UndefinedTable):
            name = text.partition('"')[2].partition('"')[0].rpartition(".")[2]
            problem = f"is damaged: {missing_table(name)}"
            raise JournalUnavailable(place, problem) from error
        problem = _PROBLEMS.get(type(error), f"PostgreSQL says: {text.splitlines()[0]}")
        raise JournalUnavailable(place, problem) from error
