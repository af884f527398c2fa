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
from kvalitet_core.running.applying import Giving
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.runner import Runner
from kvalitet_core.telemetry import rebuild_of, telemetry_here
from kvalitet_core.views.applying import Applying
from kvalitet_core.views.forgetting import taken_away
from kvalitet_core.views.makings import begin, making, makings
from kvalitet_core.views.tables import indexed

if TYPE_CHECKING:
    from kvalitet_core.running.run import Run
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["RebuildProgress", "Rebuilding"]

_FIRST: Final = 1
"""The generation of tables that are not made anew: those of whoever follows first."""

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
        token = secrets.token_hex(4)
        owner = f"rebuild {socket.gethostname()} {os.getpid()} {token}"
        if not self._leased(owner):
            with self._runs.reading() as transaction:
                held = transaction.leases().get(self._job.name)
            return held.owner if held else "someone else"
        try:
            with rebuild_of(telemetry_here(), self._name):
                done = self._made(owner, stop, progress)
        finally:
            self._runs.release(self._job.name, owner)
        return None if done else owner

    def _leased(self, owner: str) -> bool:
        return self._runs.lease(self._job.name, owner, _LEASE_SECONDS)

    def _made(
        self,
        owner: str,
        stop: threading.Event,
        progress: Callable[[RebuildProgress], object],
    ) -> bool:
        """Make new tables, fill them, and let them take the place of the old."""
        generation = self._begun()
        runner = self._runner(owner)
        is_indexed = False
        while not stop.is_set():
            self._require_ours(owner, generation)
            position = self._stepped(runner, stop)
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
        view, digest, new = self._job.view, self._job.digest, self._job.name
        with self._runs.transaction() as transaction:
            connection = transaction.connection
            found = transaction.runs([self._name, new])
            current = found[self._name].generation if self._name in found else 0
            others = makings(connection, view.name)
            known = (each.generation for each in others)
            generation = max([_FIRST, current, *known]) + 1
            transaction.restart(new, digest=digest, generation=generation)
            made = begin(
                connection,
                view.name,
                view.tables,
                generation=generation,
                digest=digest,
            )
            left = [each for each in others if each.generation != current]
            taken_away(transaction, left, left=made, runs=self._runs)
        return generation

    def _runner(self, owner: str) -> Runner:
        return Runner(
            self._journal,
            self._runs,
            [self._job],
            owner=owner,
            clock=self._clock,
            batch=_BATCH,
            lease_seconds=None,
        )

    def _require_ours(self, owner: str, generation: int) -> None:
        """Keep the lease, and see that nobody else has begun anew.

        Raises:
            RunsUnavailable: Someone else has.
        """
        leased = self._leased(owner)
        with self._runs.reading() as transaction:
            run = transaction.run(self._job.name)
        if not leased or run is None or run.generation != generation:
            problem = f"{self._name} is being rebuilt by someone else"
            raise RunsUnavailable(self._runs.place, problem)

    def _stepped(self, runner: Runner, stop: threading.Event) -> int:
        """Go on for a while; gives how far the new tables have come."""
        with self._runs.reading() as transaction:
            run = transaction.run(self._job.name)
        reached = run.position if run else 0
        done = runner.once(upto=reached + _STEP, stop=stop)
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
        """Let the new tables take the old ones' place, unless they are far behind.

        What the old ones have done meanwhile is done while nobody moves them on. A run
        that is ahead of the journal is no measure: the journal was restored.
        """
        new, old = self._job.name, self._name
        with self._runs.transaction() as transaction:
            found = transaction.runs([new, old])
            if new not in found:
                return False
            head = self._journal.head()
            reached = found[old].position if old in found else 0
            if found[new].position < reached <= head:
                if reached - found[new].position > _BATCH:
                    return False
                self._catch_up(transaction, found[new], reached)
            transaction.rename(new, to=old)
        return True

    def _catch_up(self, transaction: Transaction, run: Run, upto: int) -> None:
        """Do in this transaction what is still to be done as far as a position."""
        events = list(self._journal.events(after=run.position, upto=upto))
        giving = Giving(
            self._job,
            transaction,
            patience=Backoff(),
            blocked=transaction.blocked(run.name),
        )
        giving.give(events, careful=True)
        transaction.advance(
            run.name, of=run.position, to=upto, events=giving.done, last=events[-1]
        )

    def _swept(self) -> None:
        """Take the old tables away; those still being read, the next rebuild takes."""
        with suppress(RunsUnavailable), self._runs.transaction() as transaction:
            self._take_away_old(transaction)

    def _take_away_old(self, transaction: Transaction) -> None:
        run = transaction.run(self._name)
        found = makings(transaction.connection, self._job.view.name)
        for each in found:
            if run is not None and each.generation == run.generation:
                old = [other for other in found if other is not each]
                taken_away(transaction, old, left=each, runs=self._runs)
