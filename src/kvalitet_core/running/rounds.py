"""One round over the journal: who is behind is brought on, batch by batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.errors import JournalUnavailable, RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.applying import Giving, wanted
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.described import described
from kvalitet_core.running.job import Job, LostRace, Poison, Unfit
from kvalitet_core.running.retrying import retry_stream
from kvalitet_core.running.sighting import Sight
from kvalitet_core.running.tally import Tally

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["Manner", "Round"]

_BATCHES_A_TURN: Final = 20
"""How far those behind go before those in front are looked after again."""


@attrs.frozen(kw_only=True)
class Manner:
    """How a runner works.

    Attributes:
        owner: What it is called among others.
        batch: How many events a transaction holds.
        patience: When to try again what failed.
        lease_seconds: How long others should leave a job alone; None takes no leases.
    """

    owner: str
    batch: int
    patience: Backoff
    lease_seconds: float | None


@attrs.frozen(kw_only=True)
class Round:
    """What is needed to bring jobs on."""

    journal: Journal
    runs: Runs
    jobs: Mapping[str, Job]
    manner: Manner
    tally: Tally
    stop: threading.Event

    def go(self, sight: Sight, target: int) -> bool:
        """Bring on who is behind; whether there was anything to do."""
        moved = False
        for name, stream in sight.due:
            with self._leased([name]) as leased:
                if leased:
                    moved = True
                    self.retry(self.jobs[name], stream)
            if self.stop.is_set():
                return False
        for position, names in sight.behind(target, without=self.tally.failed):
            with self._leased(names) as leased:
                if leased:
                    moved = True
                    self._bring_on(leased, position, target)
            if self.stop.is_set():
                return False
        return moved

    def retry(self, job: Job, stream: str) -> int:
        """Try what a job has parked of a stream; gives how many events were done."""
        if job.name in self.tally.failed:
            return 0
        try:
            done = retry_stream(
                self.journal,
                self.runs,
                job,
                stream,
                patience=self.manner.patience,
                batch=self.manner.batch,
            )
        except RunsUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - kept, and raised at the end
            self._failed(job, error)
            return 0
        self.tally.retried(job.name, done)
        return done

    @contextmanager
    def _leased(self, names: Sequence[str]) -> Iterator[Sequence[Job]]:
        """Take leases while work is done; gives the jobs that nobody else works on."""
        seconds, owner = self.manner.lease_seconds, self.manner.owner
        if seconds is None:
            yield [self.jobs[name] for name in names]
            return
        leased = self.runs.lease_all(names, owner, seconds)
        if len(leased) < len(names):
            with self.runs.reading() as transaction:
                held = transaction.leases()
            others = (name for name in names if name not in leased and name in held)
            self.tally.left_alone({name: held[name].owner for name in others})
        try:
            yield [self.jobs[name] for name in names if name in leased]
        finally:
            if leased:
                self.runs.release_all(sorted(leased), owner)

    def _bring_on(self, group: Sequence[Job], position: int, target: int) -> None:
        """Bring jobs that stand together on, in one pass over the journal."""
        events = _read(self.journal, group, position, target)
        size = self.manner.batch
        for _ in range(_BATCHES_A_TURN):
            batch = list(islice(events, size))
            reached = batch[-1].position if len(batch) == size else target
            group = self._give(group, batch, position, reached)
            position = reached
            if not group or position >= target or self.stop.is_set():
                return

    def _give(
        self, group: Sequence[Job], batch: Sequence[Recorded], of: int, to: int
    ) -> Sequence[Job]:
        """Give a batch to each job; gives those that have come along.

        In one transaction where that goes well, else in one for each.
        """
        if len(group) > 1:
            try:
                self._commit(group, batch, of, to)
            except (JournalUnavailable, RunsUnavailable):
                raise
            except Exception:  # noqa: BLE001, S110 - whose it was is found out below
                pass
            else:
                return group
        return [job for job in group if self._alone(job, batch, of, to)]

    def _alone(self, job: Job, batch: Sequence[Recorded], of: int, to: int) -> bool:
        """Give a batch to one job; whether it has come along."""
        try:
            try:
                self._commit([job], batch, of, to)
            except (Poison, Unfit):
                self._commit([job], batch, of, to, careful=True)
        except LostRace:
            return False
        except RunsUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - kept, and raised at the end
            self._failed(job, error)
            return False
        return True

    def _commit(
        self,
        group: Sequence[Job],
        batch: Sequence[Recorded],
        of: int,
        to: int,
        *,
        careful: bool = False,
    ) -> None:
        """Keep the effect of a batch, and the position behind it, or neither."""
        names = [job.name for job in group]
        manner = self.manner
        givings = []
        with self.runs.transaction() as transaction:
            runs, blocked = transaction.runs(names), transaction.blocked(names)
            for job in group:
                if job.name not in runs or runs[job.name].position != of:
                    raise LostRace(job.name)
                giving = Giving(
                    job,
                    transaction,
                    patience=manner.patience,
                    blocked=blocked.get(job.name, ()),
                )
                givings.append(giving)
                events = wanted(job, batch)
                (giving.with_care if careful else giving.at_once)(events)
                transaction.advance(
                    job.name,
                    of=of,
                    to=to,
                    events=giving.done,
                    last=events[-1] if events else None,
                )
            if manner.lease_seconds is not None:
                until = transaction.now + timedelta(seconds=manner.lease_seconds)
                transaction.renew(names, manner.owner, until)
        for giving in givings:
            self.tally.gave(giving, to)

    def _failed(self, job: Job, error: Exception) -> None:
        """Keep what a job raised that is no poison, and leave it alone."""
        with self.runs.transaction() as transaction:
            transaction.keep_error(job.name, described(error))
        self.tally.failed[job.name] = error
        if isinstance(error, JournalUnavailable):
            raise error


def _read(
    journal: Journal, group: Sequence[Job], after: int, upto: int
) -> Iterator[Recorded]:
    """The events that any of the jobs is interested in."""
    names: set[str] = set()
    for job in group:
        if job.names is None:
            return journal.events(after=after, upto=upto)
        names |= job.names
    if not names:
        return iter(())
    return journal.events(after=after, upto=upto, names=sorted(names))
