"""One transaction: an effect, and how far it has come, kept together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import attrs
from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kvalitet_core.errors import Unknown
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.connecting import meanings
from kvalitet_core.running.job import LostRace
from kvalitet_core.running.tables import LEASES, PARKED, RUNS

__all__ = ["Lease", "Parked", "Run", "Transaction", "insert_if_absent"]


@attrs.frozen(kw_only=True)
class Run:
    """How far a job has come.

    Attributes:
        name: The job's name.
        position: The place in the journal up to which everything is done or parked.
        digest: The digest of the declaration that it was begun with.
        generation: Which making of its tables is current, from 1.
        events: How many events it was given.
        batches: How many times its position was moved.
        last_position: Where the last event stood that it was given.
        last_event: That event's id.
        updated_at: When it was moved last.
        error: What stopped it last, if it has not gone on since.
    """

    name: str
    position: int
    digest: str
    generation: int
    events: int
    batches: int
    last_position: int | None
    last_event: str | None
    updated_at: datetime
    error: str | None


@attrs.frozen(kw_only=True)
class Parked:
    """An event that a job could not do, or that waits behind such a one.

    Attributes:
        name: The job's name.
        position: The event's place in the journal.
        stream: Its stream.
        event_id: Its id.
        error: Why it could not be done; None where it only waits behind another.
        attempts: How often it was tried; 0 where it only waits.
        parked_at: When it was put here.
        retry_at: When it is tried again by itself; None is not without being asked.
    """

    name: str
    position: int
    stream: str
    event_id: str
    error: str | None
    attempts: int
    parked_at: datetime
    retry_at: datetime | None


@attrs.frozen(kw_only=True)
class Lease:
    """Who works on a job, and until when nobody else should."""

    name: str
    owner: str
    until: datetime


class Transaction:
    """One transaction: what is written in it is kept as a whole, or not at all.

    Attributes:
        connection: For the effect itself.
        now: The time that it was begun.
    """

    def __init__(
        self, connection: Connection, *, place: str, now: datetime, writing: bool
    ) -> None:
        self.connection = connection
        self.now = now
        self._place = place
        self._writing = writing

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try something; whatever it wrote is taken back when it raises.

        Raises:
            Unfit: What was written does not fit its table.
        """
        with meanings(self._place), self.connection.begin_nested():
            yield

    def run(self, name: str) -> Run | None:
        """How far a job has come; nobody else moves it before this is ended."""
        return self.runs([name]).get(name)

    def runs(self, names: Iterable[str] | None = None) -> Mapping[str, Run]:
        """How far some jobs have come, or all; nobody else moves them meanwhile."""
        query = select(RUNS).order_by(RUNS.c.name)
        if self._writing:
            query = query.with_for_update()
        if names is not None:
            query = query.where(RUNS.c.name.in_(list(names)))
        found = self.connection.execute(query)
        return {row.name: Run(**row._mapping) for row in found}  # noqa: SLF001 - public

    def enter(self, name: str, *, digest: str, position: int = 0) -> None:
        """Begin a run at a position; no effect when there is one."""
        values = {
            "name": name,
            "position": position,
            "digest": digest,
            "generation": 1,
            "events": 0,
            "batches": 0,
            "updated_at": self.now,
        }
        insert_if_absent(self.connection, RUNS, values)

    def restart(
        self, name: str, *, digest: str, generation: int, position: int = 0
    ) -> None:
        """Begin a run anew: nothing is done, nothing parked."""
        self.remove(name)
        self.enter(name, digest=digest, position=position)
        self._change(name, generation=generation)

    def rename(self, name: str, *, to: str) -> None:
        """Let a run take another's place, with its position and what it parked."""
        self.remove(to)
        for table in (RUNS, PARKED):
            self.connection.execute(
                update(table).where(table.c.name == name).values(name=to)
            )

    def remove(self, name: str) -> None:
        """Remove a run, and what it parked."""
        for table in (RUNS, PARKED):
            self.connection.execute(delete(table).where(table.c.name == name))

    def declare(self, name: str, *, digest: str) -> None:
        """Accept that a job is declared otherwise from here on."""
        self._change(name, digest=digest)

    def advance(
        self,
        name: str,
        *,
        of: int,
        to: int,
        events: int = 0,
        last: Recorded | None = None,
    ) -> None:
        """Move a run on from where it is known to be.

        Raises:
            LostRace: It is not there: somebody else has moved it.
        """
        values: dict[str, Any] = {
            "position": to,
            "events": RUNS.c.events + events,
            "batches": RUNS.c.batches + 1,
            "updated_at": self.now,
            "error": None,
        }
        if last is not None:
            values |= {"last_position": last.position, "last_event": last.event_id}
        found = self.connection.execute(
            update(RUNS)
            .where(RUNS.c.name == name, RUNS.c.position == of)
            .values(**values)
        )
        if found.rowcount != 1:
            raise LostRace(name)

    def keep_error(self, name: str, error: str | None) -> None:
        """Keep what stopped a run, for its status to show."""
        self._change(name, error=error)

    def _change(self, name: str, **values: Any) -> None:
        found = self.connection.execute(
            update(RUNS).where(RUNS.c.name == name).values(**values)
        )
        if found.rowcount != 1:
            raise Unknown("run", name)

    def park(
        self,
        name: str,
        recorded: Recorded,
        *,
        error: str | None = None,
        attempts: int = 0,
        retry_at: datetime | None = None,
    ) -> None:
        """Put an event aside: it could not be done, or waits behind one like that."""
        self.connection.execute(
            insert(PARKED).values(
                name=name,
                position=recorded.position,
                stream=recorded.stream,
                event_id=recorded.event_id,
                error=error,
                attempts=attempts,
                parked_at=self.now,
                retry_at=retry_at,
            )
        )

    def failed_again(
        self, parked: Parked, *, error: str, retry_at: datetime | None
    ) -> None:
        """Keep that a parked event was tried once more in vain."""
        self.connection.execute(
            update(PARKED)
            .where(PARKED.c.name == parked.name, PARKED.c.position == parked.position)
            .values(error=error, attempts=parked.attempts + 1, retry_at=retry_at)
        )

    def unpark(self, name: str, positions: Sequence[int]) -> None:
        """Take events out that have been done."""
        self.connection.execute(
            delete(PARKED).where(
                PARKED.c.name == name, PARKED.c.position.in_(list(positions))
            )
        )

    def parked(
        self, name: str, *, stream: str | None = None, limit: int | None = None
    ) -> Sequence[Parked]:
        """What a job has put aside, in order of position."""
        query = (
            select(PARKED)
            .where(PARKED.c.name == name)
            .order_by(PARKED.c.position)
            .limit(limit)
        )
        if stream is not None:
            query = query.where(PARKED.c.stream == stream)
        found = self.connection.execute(query)
        return [Parked(**row._mapping) for row in found]  # noqa: SLF001 - public

    def blocked(self, names: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """The streams of which each job has put something aside."""
        query = (
            select(PARKED.c.name, PARKED.c.stream)
            .where(PARKED.c.name.in_(list(names)))
            .distinct()
        )
        found: dict[str, set[str]] = {}
        for name, stream in self.connection.execute(query):
            found.setdefault(name, set()).add(stream)
        return {name: frozenset(streams) for name, streams in found.items()}

    def due(self, names: Sequence[str]) -> Sequence[tuple[str, str]]:
        """The jobs and streams of which something parked is to be tried again now."""
        query = (
            select(PARKED.c.name, PARKED.c.stream)
            .where(PARKED.c.name.in_(list(names)), PARKED.c.retry_at <= self.now)
            .order_by(PARKED.c.position)
        )
        found = self.connection.execute(query)
        return list(dict.fromkeys((row.name, row.stream) for row in found))

    def parked_streams(self, name: str) -> Sequence[str]:
        """The streams of which a job has put something aside, the oldest first."""
        first = func.min(PARKED.c.position)
        query = (
            select(PARKED.c.stream)
            .where(PARKED.c.name == name)
            .group_by(PARKED.c.stream)
            .order_by(first)
        )
        return list(self.connection.execute(query).scalars())

    def parked_counts(self) -> Mapping[str, int]:
        """How many events each job has put aside."""
        query = select(PARKED.c.name, func.count()).group_by(PARKED.c.name)
        found = self.connection.execute(query)
        return dict(found.tuples().all())

    def renew(self, names: Sequence[str], owner: str, until: datetime) -> None:
        """Keep one's leases for longer; one that someone else has taken is theirs."""
        self.connection.execute(
            update(LEASES)
            .where(LEASES.c.name.in_(list(names)), LEASES.c.owner == owner)
            .values(until=until)
        )

    def leases(self) -> Mapping[str, Lease]:
        """Who works on what."""
        found = self.connection.execute(select(LEASES))
        return {row.name: Lease(**row._mapping) for row in found}  # noqa: SLF001 - public


def insert_if_absent(
    connection: Connection, table: Table, values: Mapping[str, Any]
) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    made = (
        postgresql.insert(table)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(table)
    )
    statement = made.values(**values).on_conflict_do_nothing()
    return bool(connection.execute(statement).rowcount == 1)
