"""One transaction: an effect, and how far it has come, kept together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, delete, update

from kvalitet_core.errors import Unknown
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.recorded import Recorded
from kvalitet_core.running import statements
from kvalitet_core.running.connecting import meanings, raw_of
from kvalitet_core.running.inserting import insert_if_absent
from kvalitet_core.running.job import LostRace
from kvalitet_core.running.leasing import Leasing
from kvalitet_core.running.parking import Parking
from kvalitet_core.running.run import Lease, Move, Parked, Run
from kvalitet_core.running.tables import PARKED, RUNS

__all__ = ["Lease", "Move", "Parked", "Run", "Transaction"]


_instant: Final = lru_cache(maxsize=64)(instant)
"""Runs that go together were moved at the same time."""


class Transaction(Parking, Leasing):
    """One transaction: what is written in it is kept as a whole, or not at all.

    Attributes:
        connection: For the effect itself.
        now: The time that it was begun.
        rearranged: Whether a run was begun anew, renamed or removed in it.
        afterwards: What is done once it is kept, in order.
    """

    def __init__(
        self, connection: Connection, *, place: str, now: datetime, writing: bool
    ) -> None:
        self.connection = connection
        self.now = now
        self._place = place
        self._writing = writing
        self._dialect = connection.dialect.name
        self.rearranged = False
        self.afterwards: list[Callable[[], object]] = []
        self._held: dict[str, Run] = {}

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
        return self._held.get(name) or self.runs([name]).get(name)

    def runs(self, names: Iterable[str] | None = None) -> Mapping[str, Run]:
        """How far some jobs have come, or all; nobody else moves them meanwhile."""
        wanted = () if names is None else tuple(names)
        if names is not None and not wanted:
            return {}
        statement = statements.runs_of(self._dialect, len(wanted), locked=self._writing)
        rows = (
            raw_of(self.connection).execute(statement, wanted).fetchall()
            if self._dialect == "sqlite"
            else self.connection.exec_driver_sql(statement, wanted).all()
        )
        found = {row[0]: _run(*row) for row in rows}
        if self._writing:
            self._held |= found
        return found

    def move(self, known: Mapping[str, Run], moves: Sequence[Move]) -> None:
        """Move runs on before anything else, where they are still what is known.

        From then on nobody else moves them, so that they need not be read.

        Raises:
            LostRace: One is not: it was moved since, or something of it was parked.
        """
        self.advance_all(moves, free=True)
        self._held |= known

    def enter(self, name: str, *, digest: str, position: int = 0) -> None:
        """Begin a run at a position; no effect when there is one."""
        values = {
            "name": name,
            "position": position,
            "digest": digest,
            "generation": 1,
            "events": 0,
            "batches": 0,
            "parked": 0,
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
        self._held.clear()
        self.rearranged = True
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
        self.advance_all([Move(name=name, of=of, to=to, events=events, last=last)])

    def advance_all(self, moves: Sequence[Move], *, free: bool = False) -> None:
        """Move runs on from where they are known to be.

        Args:
            moves: From where and to where.

            free: Whether only such as have nothing parked.

        Raises:
            LostRace: One is not there: somebody else has moved it.
        """
        self._held.clear()
        now = written(self.now)
        values = [
            (
                move.to,
                move.events,
                move.last.position if move.last else None,
                move.last.event_id if move.last else None,
                now,
                move.name,
                move.of,
                move.generation,
            )
            for move in moves
        ]
        statement = statements.advance(self._dialect, free=free)
        found = (
            raw_of(self.connection).executemany(statement, values)
            if self._dialect == "sqlite"
            else self.connection.exec_driver_sql(
                statement, values if len(values) > 1 else values[0]
            )
        )
        if found.rowcount != len(moves):
            raise LostRace(", ".join(move.name for move in moves))

    def keep_error(self, name: str, error: str | None) -> None:
        """Keep what stopped a run, if it is there, for its status to show."""
        self._held.clear()
        self.connection.execute(
            update(RUNS).where(RUNS.c.name == name).values(error=error)
        )

    def _change(self, name: str, **values: Any) -> None:
        self._held.clear()
        found = self.connection.execute(
            update(RUNS).where(RUNS.c.name == name).values(**values)
        )
        if found.rowcount != 1:
            raise Unknown("run", name)


def _run(*row: Any) -> Run:
    """A row of the runs' table, in the order of its columns."""
    *before, updated_at, error = row
    values: Any = (*before, _instant(updated_at), error)
    return Run(*values)
