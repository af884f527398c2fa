"""Rebuilding: a view's tables are made anew beside the old ones, then take their place.

Whoever asks meanwhile is answered from the old ones. They are left as they are until
the new ones have come as far; then the run of the new ones becomes the view's, in one
transaction. What an interrupted rebuild left behind, the next one takes away.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.runner import Runner
from kvalitet_core.telemetry import rebuild_of, telemetry_here
from kvalitet_core.views.applying import Applying
from kvalitet_core.views.makings import begin, making, makings, remove
from kvalitet_core.views.tables import indexed

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["RebuildProgress", "Rebuilding"]

_LEASE_SECONDS: Final = 60.0
_BATCH: Final = 2_000
_STEP: Final = 10_000
"""How many positions are passed before it is told how far it has come."""


@attrs.frozen(kw_only=True)
class RebuildProgress:
    """How far a rebuild has come.

    Attributes:
        view: The view's name.
        position: How far its new tables have followed the journal.
        head: Where the journal ended when it was last looked.
    """

    view: str
    position: int
    head: int


class Rebuilding:
    """Makes the tables of one view anew."""

    def __init__(
        self,
        job: Applying,
        *,
        name: str,
        journal: Journal,
        runs: Runs,
        clock: Clock,
    ) -> None:
        """Say what is made anew.

        Args:
            job: What writes to the new tables.

            name: The name of the view's own run.

            journal: What is read.

            runs: Where the tables are.

            clock: Gives the time.
        """
        self._job = job
        self._name = name
        self._journal = journal
        self._runs = runs
        self._clock = clock
        self._owner = (
            f"rebuild {socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        )

    def rebuild(self, *, progress: Callable[[RebuildProgress], object]) -> None:
        """Make the tables anew.

        Raises:
            RunsUnavailable: Someone else is at it, or the database cannot be used.
            JournalUnavailable: The journal cannot be read.
        """
        other = self.attempt(stop=threading.Event(), progress=progress)
        if other is not None:
            problem = f"{self._name} is being rebuilt by {other}"
            raise RunsUnavailable(self._runs.place, problem)

    def attempt(
        self,
        *,
        stop: threading.Event,
        progress: Callable[[RebuildProgress], object] = lambda _: None,
    ) -> str | None:
        """Make the tables anew, unless someone else does, or it is stopped.

        Returns:
            Who else is at it; oneself where it was stopped; None when it is done.
        """
        if not self._leased():
            with self._runs.reading() as transaction:
                held = transaction.leases().get(self._job.name)
            return held.owner if held else "someone else"
        try:
            with rebuild_of(telemetry_here(), self._name):
                done = self._made(stop, progress)
        finally:
            self._runs.release(self._job.name, self._owner)
        return None if done else self._owner

    def _leased(self) -> bool:
        return self._runs.lease(self._job.name, self._owner, _LEASE_SECONDS)

    def _made(
        self, stop: threading.Event, progress: Callable[[RebuildProgress], object]
    ) -> bool:
        """Make new tables, fill them, and let them take the place of the old."""
        generation = self._begun()
        runner = Runner(
            self._journal,
            self._runs,
            [self._job],
            owner=self._owner,
            clock=self._clock,
            batch=_BATCH,
            lease_seconds=None,
        )
        is_indexed = False
        while not stop.is_set():
            position = self._stepped(runner, stop, generation)
            head = self._journal.head()
            view = self._job.view.name
            progress(RebuildProgress(view=view, position=position, head=head))
            if position < head:
                continue
            if not is_indexed:
                is_indexed = self._indexed(generation)
            elif self._switched():
                self._swept()
                return True
        return False

    def _begun(self) -> int:
        """Take away what an earlier rebuild left, and make new tables beside."""
        name, view, declared = self._name, self._job.view.name, self._job.view.tables
        with self._runs.transaction() as transaction:
            found = transaction.runs([name, self._job.name])
            current = found[name].generation if name in found else 0
            others = makings(transaction.connection, view)
            generation = max([current, *(each.generation for each in others)]) + 1
            for each in others:
                if each.generation != current:
                    remove(transaction.connection, each)
            digest = self._job.digest
            transaction.restart(self._job.name, digest=digest, generation=generation)
            begin(
                transaction.connection,
                view,
                declared,
                generation=generation,
                digest=digest,
            )
        return generation

    def _stepped(self, runner: Runner, stop: threading.Event, generation: int) -> int:
        """Go on for a while; gives how far the new tables have come.

        Raises:
            RunsUnavailable: Someone else has taken over.
        """
        leased = self._leased()
        with self._runs.reading() as transaction:
            run = transaction.run(self._job.name)
        if not leased or run is None or run.generation != generation:
            problem = f"{self._name} is being rebuilt by someone else"
            raise RunsUnavailable(self._runs.place, problem)
        done = runner.once(upto=run.position + _STEP, stop=stop)
        return done.of(self._job.name).position

    def _indexed(self, generation: int) -> bool:
        view, declared = self._job.view.name, self._job.view.tables
        with self._runs.transaction() as transaction:
            found = making(transaction.connection, view, generation)
            if found is not None:
                connection = transaction.connection
                indexed(connection, view, declared, generation, found.tables)
        return True

    def _switched(self) -> bool:
        """Let the new tables take the old ones' place, if they have come as far.

        A run that is ahead of the journal is no measure: the journal was restored.
        """
        new, old = self._job.name, self._name
        with self._runs.transaction() as transaction:
            found = transaction.runs([new, old])
            if new not in found:
                return False
            head = self._journal.head()
            position = found[old].position if old in found else 0
            if found[new].position < position <= head:
                return False
            transaction.rename(new, to=old)
        return True

    def _swept(self) -> None:
        """Take the old tables away; those still being read, the next rebuild takes."""
        with suppress(RunsUnavailable), self._runs.transaction() as transaction:
            self._take_away_old(transaction)

    def _take_away_old(self, transaction: Transaction) -> None:
        run = transaction.run(self._name)
        for each in makings(transaction.connection, self._job.view.name):
            if run is not None and each.generation != run.generation:
                remove(transaction.connection, each)
