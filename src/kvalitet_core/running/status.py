"""Status: how far behind each job is, what it has put aside, and who works on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.job import Job
from kvalitet_core.running.progress import RunStatus
from kvalitet_core.running.run import Lease, Run

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["status_of"]


def status_of(
    journal: Journal, runs: Runs, jobs: Sequence[Job], *, clock: Clock
) -> tuple[RunStatus, ...]:
    """How each job stands, by their names; a job that was never run stands at 0.

    Raises:
        JournalUnavailable: The journal cannot be read.
        RunsUnavailable: The views database cannot be read.
    """
    with runs.reading() as transaction:
        found = transaction.runs()
        parked = transaction.parked_counts()
        leases = transaction.leases()
    head, now = journal.head(), instant_of(clock)
    waits: dict[int, float] = {}
    for position in {run.position for run in found.values()} | {0}:
        waits[position] = _waited(journal, position, head, now)
    return tuple(
        _status(
            job,
            found.get(job.name),
            leases=leases,
            head=head,
            now=now,
            parked=parked.get(job.name, 0),
            waits=waits,
        )
        for job in sorted(jobs, key=lambda job: job.name)
    )


def _status(
    job: Job,
    run: Run | None,
    *,
    leases: Mapping[str, Lease],
    head: int,
    now: datetime,
    parked: int,
    waits: Mapping[int, float],
) -> RunStatus:
    lease = leases.get(job.name)
    held = lease if lease and lease.until > now else None
    position = run.position if run else 0
    return RunStatus(
        name=job.name,
        kind=job.name.partition(" ")[0],
        position=position,
        head=head,
        lag_events=max(0, head - position),
        lag_seconds=waits[position],
        parked=parked,
        lease_owner=held.owner if held else None,
        lease_until=held.until if held else None,
        digest_changed=run is not None and run.digest != job.digest,
        generation=run.generation if run else 1,
        error=run.error if run else None,
        updated_at=run.updated_at if run else None,
        counts={
            "batches": run.batches if run else 0,
            "events": run.events if run else 0,
        },
    )


def _waited(journal: Journal, position: int, head: int, now: datetime) -> float:
    """How long the first row after a position has waited; 0 when there is none."""
    if position >= head:
        return 0.0
    first = next(journal.events(after=position, upto=position + 1), None)
    if first is None:
        first = next(journal.events(after=position), None)
    if first is None:
        return 0.0
    return max(0.0, (now - first.recorded_at).total_seconds())
