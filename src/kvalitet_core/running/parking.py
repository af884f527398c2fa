"""Parking: what a job could not do is put aside, and what comes after it in its stream.

How many there are is kept with the run, under the same lock, so that a job with nothing
parked pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kvalitet_core.recorded import Recorded
from kvalitet_core.running.run import Parked
from kvalitet_core.running.tables import PARKED, RUNS

__all__ = ["Parking"]


class Parking:
    """What a transaction can do about parked events."""

    connection: Connection
    now: datetime

    def park(
        self,
        name: str,
        recorded: Recorded,
        *,
        error: str | None = None,
        attempts: int = 0,
        retry_at: datetime | None = None,
    ) -> None:
        """Put an event aside that could not be done."""
        self._park(name, [recorded], error, attempts, retry_at)

    def park_behind(self, name: str, events: Sequence[Recorded]) -> None:
        """Put events aside that wait behind one that could not be done."""
        self._park(name, events, None, 0, None)

    def _park(
        self,
        name: str,
        events: Sequence[Recorded],
        error: str | None,
        attempts: int,
        retry_at: datetime | None,
    ) -> None:
        if not events:
            return
        common = {
            "name": name,
            "error": error,
            "attempts": attempts,
            "aside": False,
            "parked_at": self.now,
            "retry_at": retry_at,
        }
        rows = [
            {"position": r.position, "stream": r.stream, "event_id": r.event_id}
            for r in events
        ]
        self.connection.execute(insert(PARKED), [row | common for row in rows])
        self._count(name, len(rows))

    def unpark(self, name: str, positions: Sequence[int]) -> None:
        """Take events out that have been done."""
        found = self.connection.execute(
            delete(PARKED).where(
                PARKED.c.name == name, PARKED.c.position.in_(list(positions))
            )
        )
        self._count(name, -found.rowcount, done=found.rowcount)

    def _count(self, name: str, more: int, *, done: int = 0) -> None:
        self.connection.execute(
            update(RUNS)
            .where(RUNS.c.name == name)
            .values(parked=RUNS.c.parked + more, events=RUNS.c.events + done)
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

    def put_aside(self, parked: Parked, *, reason: str | None = None) -> None:
        """Leave a parked event undone for good, so that nothing waits for it."""
        told = "; ".join(filter(None, [reason, parked.error])) or None
        self.connection.execute(
            update(PARKED)
            .where(PARKED.c.name == parked.name, PARKED.c.position == parked.position)
            .values(aside=True, retry_at=None, error=told)
        )

    def waiting(self, name: str, stream: str, *, limit: int) -> Sequence[Parked]:
        """What a job has still to do of what it has parked of a stream, in order."""
        query = (
            select(PARKED)
            .where(PARKED.c.name == name, PARKED.c.stream == stream, ~PARKED.c.aside)
            .order_by(PARKED.c.position)
            .limit(limit)
        )
        found = self.connection.execute(query)
        return [Parked(**row._mapping) for row in found]  # noqa: SLF001 - public

    def parked(
        self, name: str, *, stream: str | None = None, limit: int | None = None
    ) -> Sequence[Parked]:
        """What a job has parked, in order of position."""
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

    def blocked(self, name: str) -> frozenset[str]:
        """The streams of which something parked is still to be done."""
        query = (
            select(PARKED.c.stream)
            .where(PARKED.c.name == name, ~PARKED.c.aside)
            .distinct()
        )
        return frozenset(self.connection.execute(query).scalars())

    def parked_streams(self, name: str) -> Sequence[str]:
        """The streams of which something parked is still to be done, oldest first."""
        query = (
            select(PARKED.c.stream)
            .where(PARKED.c.name == name, ~PARKED.c.aside)
            .group_by(PARKED.c.stream)
            .order_by(func.min(PARKED.c.position))
        )
        return list(self.connection.execute(query).scalars())

    def due(self, names: Sequence[str]) -> Sequence[tuple[str, str]]:
        """The jobs and streams of which something parked is to be tried again now."""
        query = (
            select(PARKED.c.name, PARKED.c.stream)
            .where(PARKED.c.name.in_(list(names)), PARKED.c.retry_at <= self.now)
            .order_by(PARKED.c.position)
        )
        found = self.connection.execute(query)
        return list(dict.fromkeys((row.name, row.stream) for row in found))

    def aside_counts(self) -> Mapping[str, int]:
        """How many events of each job someone has put aside for good."""
        query = (
            select(PARKED.c.name, func.count().label("many"))
            .where(PARKED.c.aside)
            .group_by(PARKED.c.name)
        )
        found = self.connection.execute(query)
        return {row.name: row.many for row in found}

    def parked_counts(self) -> Mapping[str, int]:
        """How many events each job has parked."""
        query = select(RUNS.c.name, RUNS.c.parked)
        return {row.name: row.parked for row in self.connection.execute(query)}
