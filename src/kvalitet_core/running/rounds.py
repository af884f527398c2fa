"""One round over the journal: who is behind is brought on, batch by batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.errors import JournalUnavailable, RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.committing import Stretch, commit
from kvalitet_core.running.described import described
from kvalitet_core.running.job import Job, LostRace, Poison, Prepared, Unfit
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.retrying import retry_stream
from kvalitet_core.running.sighting import Sight
from kvalitet_core.running.tally import Tally

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["Round"]

_BATCHES_A_TURN: Final = 20
"""How far those behind go before those in front are looked after again."""


@attrs.frozen(kw_only=True)
class Round:
    """What is needed to bring jobs on.

    Attributes:
        stop: Set when the work is to end after the batch that is under way.
    """

    journal: Journal
    runs: Runs
    jobs: Mapping[str, Job]
    manner: Manner
    tally: Tally
    stop: threading.Event

    def prepare(self) -> None:
        """Let jobs make ready what they write to."""
        for job in self.jobs.values():
            if not isinstance(job, Prepared):
                continue
            try:
                other = job.prepare(self.stop)
            except (JournalUnavailable, RunsUnavailable):
                raise
            except Exception as error:  # noqa: BLE001 - kept, and raised at the end
                self._failed(job, error)
            else:
                if other is not None:
                    self.tally.left_alone({job.name: other}, for_now=True)

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
        for position, names in sight.behind(target, without=self.tally.without):
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
                self.journal, self.runs, job, stream, manner=self.manner
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
            last = batch[-1] if batch else None
            if last is None or last.position < reached:
                last = next(self.journal.events(after=reached - 1, upto=reached), None)
            left = max(0, self.tally.head - reached)
            stretch = Stretch(
                of=position, to=reached, batch=batch, last=last, left=left
            )
            group, position = self._give(group, stretch), reached
            if not group or position >= target or self.stop.is_set():
                return

    def _give(self, group: Sequence[Job], stretch: Stretch) -> Sequence[Job]:
        """Give a stretch to each job; gives those that have come along.

        In one transaction where that goes well, else in one for each.
        """
        if len(group) > 1:
            try:
                self._commit(group, stretch)
            except (JournalUnavailable, RunsUnavailable):
                raise
            except Exception:  # noqa: BLE001, S110 - whose it was is found out below
                pass
            else:
                return group
        return [job for job in group if self._alone(job, stretch)]

    def _alone(self, job: Job, stretch: Stretch) -> bool:
        """Give a stretch to one job; whether it has come along."""
        try:
            try:
                self._commit([job], stretch)
            except (Poison, Unfit):
                self._commit([job], stretch, careful=True)
        except LostRace:
            self.tally.lost = True
            return False
        except RunsUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - kept, and raised at the end
            self._failed(job, error)
            return False
        return True

    def _commit(
        self, group: Sequence[Job], stretch: Stretch, *, careful: bool = False
    ) -> None:
        for giving in commit(
            self.runs, group, stretch, manner=self.manner, careful=careful
        ):
            self.tally.gave(giving, stretch.to)

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
