"""Connections to the database of what is derived, and what its errors mean.

On SQLite a writer begins with BEGIN IMMEDIATE, and the file is kept with synchronous
NORMAL: a power cut may take back the last transactions whole, and they are done again.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    QueuePool,
    StaticPool,
    create_engine,
    event,
    exc,
)

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.running.addresses import Address
from kvalitet_core.running.job import Unfit
from kvalitet_core.sqlitefile import opened

__all__ = [
    "begin",
    "engine_of",
    "keep",
    "meanings",
    "raw_of",
    "require_transaction",
]

_PATIENCE: Final = 10
"""How many seconds to wait for a server's answer to a new connection."""

_PAGES: Final = 8000
"""How long SQLite's log may grow, in pages: small commits change the same ones again.

Carrying the log over syncs the file, and the commit that comes upon it waits.
"""

_SQLITE: Final = {
    "database is locked": "locked by another process for too long",
    "database table is locked": "locked by another thread",
    "database or disk is full": "the disk is full; nothing was written",
    "disk I/O error": "the disk failed, or is full",
    "attempt to write a readonly database": "cannot be written: it is read-only",
    "file is not a database": "the file is no database",
    "database disk image is malformed": "is damaged: remove it and rebuild",
    "unable to open database file": "cannot be opened: no such file, or no right",
}
_POSTGRES: Final = {
    "25006": "cannot be written: it is read-only",
    "42501": "this role has no right to do that",
    "53100": "the disk is full; nothing was written",
    "55P03": "locked by another runner for too long",
}
_TOO_MUCH: Final = "54"
"""What PostgreSQL's codes begin with where a row or an index cannot hold so much."""

_UNFIT_ON_SQLITE: Final = ("binding", "type ", "datatype mismatch", "too big")


def engine_of(address: Address, *, read_only: bool, busy_seconds: float) -> Engine:
    """The connections to one database; none is made before it is needed."""
    if address.dialect == "postgresql":
        return _postgres(address, read_only=read_only, busy_seconds=busy_seconds)

    def connect() -> sqlite3.Connection:
        connection = opened(
            address.path,
            read_only=read_only and address.path is not None,
            busy_seconds=busy_seconds,
        )
        connection.execute("PRAGMA synchronous=NORMAL")
        # What is personal is sealed here, so an index may be sorted on the disk.
        connection.execute("PRAGMA temp_store=DEFAULT")
        connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
        return connection

    pool: dict[str, Any] = (
        {"poolclass": StaticPool}
        if address.path is None
        else {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 56}
    )
    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, **pool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    raw = raw_of(connection)
    if not raw.in_transaction:
        raw.execute("BEGIN")


def begin(connection: Connection, *, writing: bool) -> None:
    """Begin a transaction, which a connection that is closed before `keep` rolls back.

    On SQLite, SQLAlchemy hears of it only where it has something to do in it.
    """
    if connection.dialect.name == "sqlite":
        raw_of(connection).execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    else:
        connection.begin()


def keep(connection: Connection) -> None:
    """End the transaction: everything in it is kept."""
    (connection if connection.in_transaction() else raw_of(connection)).commit()


def _postgres(address: Address, *, read_only: bool, busy_seconds: float) -> Engine:
    try:
        import psycopg
    except ModuleNotFoundError as missing:
        problem = "install kvalitet-core[postgres] to open it"
        raise RunsUnavailable(address.place, problem) from missing

    def connect() -> psycopg.Connection[Any]:
        connection = psycopg.connect(
            address.conninfo, autocommit=True, connect_timeout=_PATIENCE
        )
        for setting, value in (
            ("search_path", f'"{address.schema}"'),
            ("lock_timeout", f"{max(1, int(busy_seconds * 1000))}"),
            ("default_transaction_read_only", "on" if read_only else "off"),
        ):
            connection.execute("SELECT set_config(%s, %s, false)", (setting, value))
        connection.autocommit = False
        return connection

    return create_engine(
        "postgresql+psycopg://",
        creator=connect,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=56,
    )


def raw_of(connection: Connection) -> Any:
    """The driver's own connection, for statements that are sent without a detour."""
    return connection.connection.dbapi_connection


def require_transaction(connection: Connection, place: str) -> None:
    """Refuse to go on after SQLite has rolled back by itself, as on a full disk."""
    raw = raw_of(connection)
    if isinstance(raw, sqlite3.Connection) and not raw.in_transaction:
        raise RunsUnavailable(place, "the transaction was rolled back; nothing is kept")


class meanings:  # noqa: N801 - reads as `with meanings(place):`
    """Let the database's errors come out as what they mean.

    What does not fit its table comes out as `Unfit`, what says that the database could
    not be used as `RunsUnavailable`.
    """

    __slots__ = ("_place",)

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, (OverflowError, UnicodeEncodeError)):
            raise Unfit(type(error).__name__) from error
        if isinstance(error, exc.SQLAlchemyError):
            if (told := _unfit(error)) is not None:
                raise Unfit(told) from error
            raise RunsUnavailable(self._place, _problem(error)) from error
        if isinstance(error, sqlite3.Error):
            if (told := _unfit_on_sqlite(error)) is not None:
                raise Unfit(told) from error
            raise RunsUnavailable(self._place, _on_sqlite(error)) from error


def _unfit(error: exc.SQLAlchemyError) -> str | None:
    """What does not fit, without the value that was written; None is something else."""
    if not isinstance(error, exc.StatementError):
        return None
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _unfit_on_sqlite(original)
    if isinstance(error, exc.IntegrityError | exc.DataError):
        return f"{type(original).__name__}{_constraint(original)}"
    if (getattr(original, "sqlstate", None) or "").startswith(_TOO_MUCH):
        return f"{type(original).__name__}: more than a row or an index can hold"
    return None if isinstance(error, exc.DBAPIError) else type(original).__name__


def _unfit_on_sqlite(error: sqlite3.Error) -> str | None:
    kind, text = type(error).__name__, str(error)
    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError):
        return f"{kind}: {text}"
    return kind if any(sign in text for sign in _UNFIT_ON_SQLITE) else None


def _constraint(original: Any) -> str:
    """The table, column and constraint that PostgreSQL names."""
    told = getattr(original, "diag", None)
    names = [
        f"{kind} {name}"
        for kind in ("table", "column", "constraint")
        if (name := getattr(told, f"{kind}_name", None))
    ]
    return f": {', '.join(names)}" if names else ""


def _problem(error: exc.SQLAlchemyError) -> str:
    original = getattr(error, "orig", None)
    if isinstance(error, exc.TimeoutError):
        return "all its connections are in use"
    if isinstance(original, sqlite3.Error):
        return _on_sqlite(original)
    text = (str(original or error).strip() or "no answer").splitlines()[0]
    state = getattr(original, "sqlstate", None)
    return _POSTGRES.get(state or "", f"PostgreSQL says: {text}")


def _on_sqlite(error: sqlite3.Error) -> str:
    text = str(error)
    found = (told for sign, told in _SQLITE.items() if sign in text)
    return next(found, f"SQLite says: {text}")
