"""Trying parked events again, in the order of their stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.described import described
from kvalitet_core.running.job import Job, Poison, Unfit
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.run import Parked

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["retry_stream"]


def retry_stream(
    journal: Journal,
    runs: Runs,
    job: Job,
    stream: str,
    *,
    manner: Manner,
) -> int:
    """Try what a job has parked of a stream, until one fails; gives how many it did.

    Raises:
        RunsUnavailable: A parked event is not the one in the journal.
    """
    done = 0
    while True:
        with runs.transaction() as transaction:
            transaction.run(job.name)
            waiting = transaction.waiting(job.name, stream, limit=manner.batch)
            events = [_event(journal, runs.place, parked) for parked in waiting]
            kept = _kept(job, transaction, events, waiting, manner.patience)
        done += kept
        if kept < len(waiting) or len(waiting) < manner.batch:
            return done


def _kept(
    job: Job,
    transaction: Transaction,
    events: Sequence[Recorded],
    waiting: Sequence[Parked],
    patience: Backoff,
) -> int:
    """Do events one after the other until one fails; gives how many were done."""
    for number, recorded in enumerate(events):
        try:
            with transaction.attempt():
                job.apply([recorded], transaction)
        except (Poison, Unfit) as failure:
            error = failure.error if isinstance(failure, Poison) else failure
            parked = waiting[number]
            again = patience.again_at(transaction.now, attempts=parked.attempts + 1)
            transaction.failed_again(
                parked, error=described(error, recorded), retry_at=again
            )
            return number
        transaction.unpark(job.name, [recorded.position])
    return len(events)


def _event(journal: Journal, place: str, parked: Parked) -> Recorded:
    position = parked.position
    found = next(journal.events(after=position - 1, upto=position), None)
    if found is None or found.event_id != parked.event_id:
        problem = f"{parked.name} parked another event at {position} than is there"
        raise RunsUnavailable(place, f"{problem}: the journal was restored; rebuild")
    return found
