"""Views: what a host asks, and how it sees to them."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Self

from sqlalchemy import Connection, exc

from kvalitet_core.errors import Malformed, RunsUnavailable, Unknown
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt
from kvalitet_core.journal.registry import nearest
from kvalitet_core.running.addresses import beside
from kvalitet_core.running.progress import Progress, RunStatus
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs
from kvalitet_core.running.transaction import Transaction
from kvalitet_core.view import Table
from kvalitet_core.views.applying import cells_of
from kvalitet_core.views.asking import Asking, Row
from kvalitet_core.views.job import ViewJob, view_jobs
from kvalitet_core.views.makings import making
from kvalitet_core.views.rebuilding import RebuildProgress
from kvalitet_core.views.waiting import wait_for

__all__ = ["Row", "Views"]

_ATTEMPTS: Final = 5
"""How often a question is asked again whose table was replaced in the middle of it."""


class Views:
    """The views of one journal, in the database that they are kept in.

    Safe to use from several threads.
    """

    def __init__(
        self, journal: Journal, runs: Runs, *, clock: Clock = host_clock
    ) -> None:
        self._journal = journal
        self._runs = runs
        self._clock = clock
        jobs = view_jobs(journal, runs, clock=clock)
        self._jobs = {job.view.name: job for job in jobs}
        self._cells = cells_of(journal)
        host, token = socket.gethostname(), secrets.token_hex(4)
        self._owner = f"views {host} {os.getpid()} {token}"
        self._runner = Runner(journal, runs, jobs, owner=self._owner, clock=clock)
        self._is_lent = False

    @classmethod
    def open(
        cls,
        journal: Journal,
        address: str | None = None,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Clock = host_clock,
        busy_seconds: float = 30.0,
    ) -> Self:
        """Open the database of a journal's views, and make it where there is none.

        Args:
            journal: What the views follow.

            address: `memory:`, a path, `sqlite:///path` or `postgresql+psycopg://…`;
                by default the one in which the journal's commits are followed here,
                else the one beside an SQLite journal.

            create: Whether to make it where there is none.

            read_only: Whether to refuse every write, and need no right to write.

            clock: Gives the time.

            busy_seconds: How long to wait for another writer.

        Raises:
            RunsUnavailable: It is not there, cannot be used, or is another journal's.
        """
        if address is None and journal.afterwards is not None:
            views = cls(journal, journal.afterwards.runs, clock=clock)
            views._is_lent = True
            return views
        place = address or beside(journal.place)
        if place is None:
            problem = "a journal on a server has none beside it; give an address"
            raise RunsUnavailable("none", problem)
        runs = Runs.open(
            place,
            journal_id=journal.id,
            create=create,
            read_only=read_only,
            clock=clock,
            busy_seconds=busy_seconds,
        )
        try:
            return cls(journal, runs, clock=clock)
        except BaseException:
            runs.close()
            raise

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all views, in order."""
        return tuple(self._jobs)

    def query(
        self,
        name: str,
        table: str | None = None,
        *,
        where: Mapping[str, Any] | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        persons: bool = False,
    ) -> tuple[Row, ...]:
        """Rows of a view, in the order of their keys.

        While a view is being made anew, the old tables answer, as they were declared.

        Args:
            name: The view's name.

            table: One of its tables; the first when none is named.

            where: Column → what a row has in it; a text is read as the column's type.

            as_of: The day that rows are to hold on, for tables with `effective_from`
                and `effective_to`.

            limit: How many rows at most.

            persons: Whether to open what is personal: a text, or `Forgotten`. Else it
                is `Personal`, which is opened on purpose. Where nothing is kept, as
                after a person was forgotten, it is None.

        Raises:
            Unknown: There is no such view, table or column; the nearest is named.
            Malformed: A value is not of its column's type, or the table is not of days.
            RunsUnavailable: The view was never brought up to date, or cannot be read.
            KeyUnavailable: A person's key is lost, wrong or was not given.
        """
        job = self._job(name)
        if limit is not None and (type(limit) is not int or limit < 0):
            raise Malformed("limit", f"expected a whole number from 0, got {limit!r}")

        def ask(asking: Asking, connection: Connection) -> tuple[Table, list[Any]]:
            declared = asking.declared(table)
            query = asking.query(declared, where=where or {}, as_of=as_of, limit=limit)
            return declared, list(connection.execute(query))

        asking, (declared, found) = self._asked(job, ask)
        return asking.rows(declared, found, persons=persons)

    def _asked(
        self,
        job: ViewJob,
        ask: Callable[[Asking, Connection], tuple[Table, list[Any]]],
    ) -> tuple[Asking, tuple[Table, list[Any]]]:
        """Ask the tables that are current, again where they were just replaced."""
        problem = f"{job.name} was never brought up to date; kvalitet run --views"
        gone = RunsUnavailable(self._runs.place, problem)
        for _ in range(_ATTEMPTS):
            try:
                with self._runs.reading() as transaction:
                    asking = self._asking(job, transaction)
                    if asking is None:
                        break
                    return asking, ask(asking, transaction.connection)
            except RunsUnavailable as error:
                if not isinstance(error.__cause__, exc.ProgrammingError):
                    raise
                gone = error
        raise gone

    def _asking(self, job: ViewJob, transaction: Transaction) -> Asking | None:
        run = transaction.run(job.name)
        connection = transaction.connection
        if run is None:
            return None
        current = making(connection, job.view.name, run.generation)
        if current is None:
            return None
        dialect = connection.dialect.name
        return Asking(current, dialect=dialect, cells=self._cells)

    def follow(self, name: str | None = None) -> Progress:
        """Bring a view up to date, or all; one that is declared otherwise is rebuilt.

        Raises:
            Unknown: There is no such view.
            JournalUnavailable: The journal cannot be read.
            RunsUnavailable: The database cannot be written.
        """
        if name is None:
            return self._runner.once()
        jobs = [self._job(name)]
        return Runner(
            self._journal, self._runs, jobs, owner=self._owner, clock=self._clock
        ).once()

    def rebuild(
        self,
        name: str,
        *,
        progress: Callable[[RebuildProgress], object] = lambda _: None,
    ) -> None:
        """Make a view's tables anew beside the old ones, and let them take their place.

        Args:
            name: The view's name.

            progress: Is told how far it has come, from time to time.

        Raises:
            Unknown: There is no such view.
            RunsUnavailable: Someone else is at it, or the database cannot be written.
            JournalUnavailable: The journal cannot be read.
        """
        self._job(name).rebuild(progress=progress)

    def status(self) -> tuple[RunStatus, ...]:
        """How each view stands, by their names."""
        return self._runner.status()

    def wait_for(self, name: str, receipt: Receipt, *, timeout: float = 10.0) -> None:
        """Wait until a view shows what a receipt is of: to read one's own write.

        Args:
            name: The view's name.

            receipt: Of a command that was done.

            timeout: How many seconds to wait at most.

        Raises:
            Unknown: There is no such view.
            NotFollowed: The time is out, or the view has put the stream aside.
        """
        wait_for(self._runs, self._job(name).view.name, receipt, timeout=timeout)

    def _job(self, name: str) -> ViewJob:
        if name not in self._jobs:
            raise Unknown("view", name, nearest=nearest(name, self._jobs))
        return self._jobs[name]

    def close(self) -> None:
        """Let go of every connection. Closing twice is harmless."""
        if not self._is_lent:
            self._runs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
