"""The tables that tell how far each run has come. Stored: do not rename a column."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from kvalitet_core.journal.instants import instant, written

__all__ = [
    "ANSWERED",
    "BOUND",
    "CAUSED",
    "FORMAT",
    "LEASES",
    "METADATA",
    "PARKED",
    "RUNS",
    "VIEWS",
    "Instant",
]

FORMAT: Final = 1
"""The number of the format that these tables are kept in."""

METADATA: Final = MetaData()


class Instant(TypeDecorator[datetime]):
    """An instant as records write it, so that texts sort as the times do."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | None:
        """Write it."""
        del dialect
        return None if value is None else written(value)

    def process_result_value(
        self, value: Any | None, dialect: Dialect
    ) -> datetime | None:
        """Read it."""
        del dialect
        return None if value is None else instant(value)


BOUND: Final = Table(
    "kvalitet_bound",
    METADATA,
    Column("journal", Text, primary_key=True),
    Column("format", Integer, nullable=False),
)
RUNS: Final = Table(
    "kvalitet_runs",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("events", BigInteger, nullable=False),
    Column("batches", BigInteger, nullable=False),
    Column("parked", BigInteger, nullable=False),
    Column("last_position", BigInteger),
    Column("last_event", Text),
    Column("updated_at", Instant, nullable=False),
    Column("error", Text),
    sqlite_with_rowid=False,
)
LEASES: Final = Table(
    "kvalitet_leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Instant, nullable=False),
)
PARKED: Final = Table(
    "kvalitet_parked",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("error", Text),
    Column("attempts", Integer, nullable=False),
    Column("aside", Boolean, nullable=False),
    Column("parked_at", Instant, nullable=False),
    Column("retry_at", Instant),
    Index("kvalitet_parked_by_stream", "name", "stream", "position"),
)
CAUSED: Final = Table(
    "kvalitet_caused",
    METADATA,
    Column("command_id", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("by_command", Text),
    Column("reaction", Text, nullable=False),
    Column("depth", Integer, nullable=False),
)
VIEWS: Final = Table(
    "kvalitet_views",
    METADATA,
    Column("view", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("tables", Text, nullable=False),
    Column("remnants", Integer, nullable=False),
)
ANSWERED: Final = Table(
    "kvalitet_answered",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("accepted", BigInteger, nullable=False),
    Column("nothing", BigInteger, nullable=False, quote=True),
    Column("refused", BigInteger, nullable=False),
    Column("last_refused", Text),
)
