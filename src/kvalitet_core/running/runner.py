"""The one runner: brings every job as far as the journal goes, and leaves nothing out.

The effect of a batch and the position behind it are kept in one transaction, in which
nobody else moves the run. Leases only share the work out: without them it would be done
in vain, not twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kvalitet_core.errors import (
    JournalUnavailable,
    Malformed,
    RunsUnavailable,
    Unknown,
)
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.committing import Stretch, commit
from kvalitet_core.running.job import Job
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.progress import Progress, Retried, RunStatus
from kvalitet_core.running.rounds import Round
from kvalitet_core.running.sighting import Sight, Sights
from kvalitet_core.running.status import status_of
from kvalitet_core.running.tally import Tally
from kvalitet_core.telemetry import telemetry_here

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["Runner"]


class _Inside(threading.local):
    """Whether this thread is at work already, how far it is to go, and if anew."""

    going = False
    upto: int | None = None
    again = False


class Runner:
    """Brings jobs up to date with one journal. Safe to use from several threads."""

    def __init__(
        self,
        journal: Journal,
        runs: Runs,
        jobs: Iterable[Job],
        *,
        owner: str,
        clock: Clock,
        batch: int = 500,
        patience: Backoff | None = None,
        lease_seconds: float | None = 30.0,
    ) -> None:
        """Make a runner.

        Args:
            journal: What is read.

            runs: Where it is kept how far each job has come.

            jobs: What is brought up to date.

            owner: What it is called among others: a host, a process and a number.

            clock: Gives the time.

            batch: How many events a transaction holds.

            patience: When to try again what failed.

            lease_seconds: How long others should leave a job alone; None works without
                a lease, as is right where every commit is followed at once.

        Raises:
            Malformed: Two jobs have one name, or a number makes no sense.
        """
        listed = sorted(jobs, key=lambda job: job.name)
        self._jobs = {job.name: job for job in listed}
        if len(self._jobs) < len(listed):
            raise Malformed("jobs", f"two have one name: {[j.name for j in listed]}")
        if batch < 1:
            raise Malformed("batch", f"expected 1 event or more, got {batch}")
        if lease_seconds is not None and not lease_seconds > 0:
            raise Malformed("lease", f"expected some seconds, got {lease_seconds}")
        self._journal = journal
        self._runs = runs
        self._clock = clock
        self._manner = Manner(
            owner=owner,
            batch=batch,
            patience=patience or Backoff(),
            lease_seconds=lease_seconds,
            telemetry=telemetry_here(),
        )
        self._inside = _Inside()
        self._sights = Sights(journal, runs, self._jobs)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What is brought up to date, by name."""
        return tuple(self._jobs.values())

    def once(
        self, *, upto: int | None = None, stop: threading.Event | None = None
    ) -> Progress:
        """Bring every job as far as the journal goes now, or up to a position.

        Called from within a job, it only sees to it that the call under way goes as
        far. A job that someone else works on is left to them.

        Raises:
            JournalUnavailable: The journal cannot be read; nothing more was moved.
            RunsUnavailable: The views database cannot be used, or is ahead of the
                journal.
        """
        inside = self._inside
        if inside.going:
            inside.again = True
            if inside.upto is not None:
                inside.upto = None if upto is None else max(upto, inside.upto)
            return Progress()
        inside.going, inside.upto = True, upto
        try:
            return self._brought(stop or threading.Event())
        finally:
            inside.going = False

    def follow(self, committed: Sequence[Recorded]) -> None:
        """Bring every job over what was just committed, without reading it back.

        Where that is not all that there is to do, or does not go well, `once` does it.

        Args:
            committed: The rows of a commit that is durable, as the journal gives them.

        Raises:
            JournalUnavailable: The journal cannot be read; nothing more was moved.
            RunsUnavailable: The views database cannot be used, or is ahead of the
                journal.
        """
        if not committed or self._inside.going or not self._brought_over(committed):
            self.once()

    def _brought_over(self, committed: Sequence[Recorded]) -> bool:
        """Bring those over who all stand right before it; whether that was all."""
        of, last = committed[0].position - 1, committed[-1]
        sight = self._sights.at_hand(instant_of(self._clock))
        if len(committed) > self._manner.batch:
            return False
        if sight is None or not sight.together_at(of):
            return False
        stretch = Stretch(of=of, to=last.position, batch=committed, last=last)
        inside, reached = self._inside, None
        inside.going, inside.upto, inside.again = True, None, False
        try:
            commit(
                self._runs,
                self.jobs,
                stretch,
                manner=self._manner,
                known=sight.runs,
            )
            reached = dict.fromkeys(sight.positions, last.position)
        except (JournalUnavailable, RunsUnavailable):
            raise
        except Exception:  # noqa: BLE001 - whose it was is found out by `once`
            return False
        finally:
            inside.going = False
            self._sights.remember(sight, reached)
        return not inside.again

    def _brought(self, stop: threading.Event) -> Progress:
        """Look and go, until nobody is behind who can be brought on."""
        going, inside = self._round(stop), self._inside
        tally = going.tally
        going.prepare()
        while True:
            inside.again = False
            sight = self._look()
            target = sight.head if inside.upto is None else min(inside.upto, sight.head)
            tally.saw(sight.positions, target)
            moved = going.go(sight, target)
            known = not (tally.lost or tally.without)
            self._sights.remember(sight, tally.positions if known else None)
            if not moved or (tally.reached and not tally.lost and not inside.again):
                tally.raise_first()
                return tally.progress()

    def _look(self) -> Sight:
        trusting = self._manner.lease_seconds is None
        return self._sights.look(instant_of(self._clock), trusting=trusting)

    def _round(self, stop: threading.Event) -> Round:
        return Round(
            journal=self._journal,
            runs=self._runs,
            jobs=self._jobs,
            manner=self._manner,
            tally=Tally(self._jobs),
            stop=stop,
        )

    def retry(self, name: str, stream: str | None = None) -> Retried:
        """Try what a job has parked again, in order: of one stream, or of all.

        Raises:
            Unknown: No job has this name, or it has parked nothing of the stream.
            RunsUnavailable: The views database cannot be used, or the journal is
                another than it was.
        """
        job = self._job(name)
        self._sights.look(instant_of(self._clock), trusting=False)
        with self._runs.reading() as transaction:
            parked = transaction.parked_streams(name)
        if stream is not None and stream not in parked:
            nearest = get_close_matches(stream, parked, n=1)
            raise Unknown("parked stream", stream, nearest=nearest)
        going = self._round(threading.Event())
        for each in parked if stream is None else [stream]:
            going.retry(job, each)
        going.tally.raise_first()
        with self._runs.reading() as transaction:
            left = transaction.parked_counts().get(name, 0)
        return Retried(done=going.tally.progress().of(name).retried, left=left)

    def put_aside(
        self, name: str, position: int, *, reason: str | None = None
    ) -> Retried:
        """Leave a parked event undone for good, and go on with what waits behind it.

        It is still shown as parked, with the reason before its error.

        Raises:
            Unknown: No job has this name, or it has not parked the event there.
        """
        self._job(name)
        with self._runs.transaction() as transaction:
            transaction.run(name)
            found = {each.position: each for each in transaction.parked(name)}
            if position not in found:
                raise Unknown("parked event", f"{name} at {position}")
            transaction.put_aside(found[position], reason=reason)
            waits = found[position].stream in transaction.blocked(name)
            left = len(found)
        return self.retry(name, found[position].stream) if waits else Retried(left=left)

    def _job(self, name: str) -> Job:
        if name not in self._jobs:
            nearest = get_close_matches(name, self._jobs, n=1)
            raise Unknown("run", name, nearest=nearest)
        return self._jobs[name]

    def run(
        self,
        *,
        stop: threading.Event,
        poll_seconds: float = 1.0,
        wake: Callable[[float], object] | None = None,
    ) -> None:
        """Go on until stopped, which is after the batch that is under way.

        Args:
            stop: Set to stop.

            poll_seconds: How long to wait for something new before looking again.

            wake: Waits for so many seconds, or until there is something new.
        """
        while not stop.is_set():
            progress = self.once(stop=stop)
            is_more = progress.reached and self._journal.head() > progress.head
            if not (is_more or stop.is_set()):
                (wake or stop.wait)(poll_seconds)

    def status(self) -> tuple[RunStatus, ...]:
        """How each job stands, by name."""
        return status_of(self._journal, self._runs, self.jobs, clock=self._clock)
