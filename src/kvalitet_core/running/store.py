"""The database of what is derived: opened, lent out a transaction at a time, leased."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Self

from sqlalchemy import Connection, Engine

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.clock import Clock, host_clock, instant_of
from kvalitet_core.running.addresses import Address, address_of
from kvalitet_core.running.connecting import (
    begin,
    engine_of,
    keep,
    meanings,
    require_transaction,
)
from kvalitet_core.running.creating import (
    create_in_memory,
    create_in_postgres,
    make_file,
    require_bound,
    require_file,
)
from kvalitet_core.running.transaction import Transaction

__all__ = ["Runs", "Transaction"]


class _Turn:
    """What a thread holds while it writes; the others wait, for so long."""

    def __init__(self, place: str, busy_seconds: float) -> None:
        self._place = place
        self._busy_seconds = busy_seconds
        self._lock = threading.Lock()
        self._owner: int | None = None

    def __enter__(self) -> None:
        if self._owner == threading.get_ident():
            raise RunsUnavailable(self._place, "a write is under way in this thread")
        if not self._lock.acquire(timeout=self._busy_seconds):
            problem = f"locked by another thread for more than {self._busy_seconds:g} s"
            raise RunsUnavailable(self._place, problem)
        self._owner = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._owner = None
        self._lock.release()


class Runs:
    """How far everything that is derived from one journal has come, and where it is.

    Safe to use from several threads, and from processes forked after it was opened.

    Attributes:
        changes: How many transactions here have begun runs anew, or renamed them.
    """

    def __init__(
        self, address: Address, *, read_only: bool, clock: Clock, busy_seconds: float
    ) -> None:
        self._address = address
        self._read_only = read_only
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._turn = _Turn(address.place, busy_seconds)
        self._left_behind: list[Engine | Connection | None] = []
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._engine = self._connected()
        self._writer: Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._closed = False
        self.changes = 0

    @classmethod
    def open(
        cls,
        address: str,
        *,
        journal_id: str,
        create: bool = True,
        read_only: bool = False,
        clock: Clock = host_clock,
        busy_seconds: float = 30.0,
    ) -> Self:
        """Open the database, and make it where there is none.

        Args:
            address: `memory:`, a path, `sqlite:///path` or `postgresql+psycopg://…`,
                where `?schema=NAME` chooses the schema (`kvalitet_views` otherwise).

            journal_id: The journal that everything in it is derived from.

            create: Whether to make it where there is none.

            read_only: Whether to refuse every write, and need no right to write.

            clock: Gives the time of leases and of what is kept here.

            busy_seconds: How long to wait for another writer.

        Raises:
            RunsUnavailable: It is not there, cannot be used, or is another journal's.
        """
        runs = cls(
            address_of(address),
            read_only=read_only,
            clock=clock,
            busy_seconds=busy_seconds,
        )
        try:
            runs._make_ready(journal_id, create=create and not read_only)
        except BaseException:
            runs.close()
            raise
        return runs

    def _make_ready(self, journal_id: str, *, create: bool) -> None:
        address = self._address
        if address.path is not None:
            if create and not address.path.exists():
                make_file(address.path, journal_id=journal_id)
            require_file(address.path)
            found = address.path.stat()
            self._identity = (found.st_dev, found.st_ino)
        elif address.dialect == "sqlite":
            with self._begun(writing=True) as transaction:
                create_in_memory(transaction.connection, journal_id=journal_id)
            return
        elif create:
            with self._begun(writing=True) as transaction:
                create_in_postgres(
                    transaction.connection, address, journal_id=journal_id
                )
        with self._begun() as transaction:
            require_bound(transaction.connection, address, journal_id=journal_id)

    def _connected(self) -> Engine:
        return engine_of(
            self._address, read_only=self._read_only, busy_seconds=self._busy_seconds
        )

    @property
    def place(self) -> str:
        """Where it is kept, fit to print."""
        return self._address.place

    @property
    def in_memory(self) -> bool:
        """Whether it is gone when the process ends."""
        return self._address.dialect == "sqlite" and self._address.path is None

    @property
    def engine(self) -> Engine:
        """The connections of this process; what a parent left is not touched."""
        if self._closed:
            raise RunsUnavailable(self.place, "is closed")
        if self._process != os.getpid():
            with self._lock:
                if self._process != os.getpid() and not self.in_memory:
                    self._left_behind += [self._engine, self._writer]
                    self._engine, self._writer = self._connected(), None
                    self._turn = _Turn(self.place, self._busy_seconds)
                self._process = os.getpid()
        return self._engine

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write: everything or nothing, kept when left without error.

        Raises:
            RunsUnavailable: It cannot be written; nothing was.
            Unfit: What was written does not fit its table.
        """
        if self._read_only:
            raise RunsUnavailable(self.place, "opened for reading only")
        engine = self.engine
        own = self._turn if engine.dialect.name == "sqlite" else nullcontext()
        with own, self._begun(writing=True) as transaction:
            yield transaction
        for work in transaction.afterwards:
            work()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read, as of one moment on SQLite; nobody is held up."""
        own = self._turn if self.in_memory else nullcontext()
        with own, self._begun() as transaction:
            yield transaction

    @contextmanager
    def _begun(self, *, writing: bool = False) -> Iterator[Transaction]:
        engine = self.engine
        self._require_file()
        with meanings(self.place):
            connection = self._lent(engine, writing=writing)
            done = False
            try:
                begin(connection, writing=writing)
                now = instant_of(self._clock)
                transaction = Transaction(
                    connection, place=self.place, now=now, writing=writing
                )
                yield transaction
                require_transaction(connection, self.place)
                keep(connection)
                done = True
            finally:
                self._returned(connection, done=done)
        if transaction.rearranged:
            self.changes += 1

    def _lent(self, engine: Engine, *, writing: bool) -> Connection:
        """A connection; the one that writes to a file is kept, whoever has the turn."""
        if not (writing and self._address.path is not None):
            return engine.connect()
        if self._writer is None:
            self._writer = engine.connect()
        return self._writer

    def _returned(self, connection: Connection, *, done: bool) -> None:
        """Take a connection back; what was not kept is rolled back with it."""
        if connection is not self._writer:
            connection.close()
        elif not done:
            self._writer = None
            connection.close()

    def _require_file(self) -> None:
        """See that the file that was opened is still the one at its path."""
        path = self._address.path
        if path is None or self._identity is None:
            return
        try:
            found = os.stat(path)  # noqa: PTH116 - every commit passes here
        except OSError as error:
            raise RunsUnavailable(self.place, "is gone") from error
        if (found.st_dev, found.st_ino) != self._identity:
            raise RunsUnavailable(self.place, "was replaced by another; open it again")

    def lease(self, name: str, owner: str, seconds: float) -> bool:
        """Say that one works on a job for so long; False while someone else does."""
        return name in self.lease_all([name], owner, seconds)

    def lease_all(
        self, names: Sequence[str], owner: str, seconds: float
    ) -> frozenset[str]:
        """Say that one works on some jobs for so long; gives those one may work on."""
        with self.transaction() as transaction:
            until = transaction.now + timedelta(seconds=seconds)
            return frozenset(
                name for name in sorted(names) if transaction.lease(name, owner, until)
            )

    def release(self, name: str, owner: str) -> None:
        """Say that one no longer works on a job; no effect when someone else does."""
        self.release_all([name], owner)

    def release_all(self, names: Sequence[str], owner: str) -> None:
        """Say that one no longer works on some jobs."""
        with self.transaction() as transaction:
            transaction.release(names, owner)

    def close(self) -> None:
        """Let go of every connection. Closing twice is harmless."""
        if not self._closed and self._process == os.getpid():
            if self._writer is not None:
                self._writer.close()
            self._engine.dispose()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
