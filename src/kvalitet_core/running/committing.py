"""Committing: the effect of a batch and the position behind it, both or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.recorded import Recorded
from kvalitet_core.running.applying import Giving, wanted
from kvalitet_core.running.job import Job, LostRace
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.run import Move, Run

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["Stretch", "commit"]


@attrs.frozen(kw_only=True)
class Stretch:
    """A stretch of the journal, and what some jobs are interested in of it.

    Attributes:
        of: The position that it begins behind.
        to: The position that it ends at.
        batch: The events in it, in order.
        last: The event that it ends with, by which the journal is known again.
        left: How many positions are left behind it.
    """

    of: int
    to: int
    batch: Sequence[Recorded]
    last: Recorded | None
    left: int = 0


def commit(
    runs: Runs,
    jobs: Sequence[Job],
    stretch: Stretch,
    *,
    manner: Manner,
    careful: bool = False,
    known: Mapping[str, Run] | None = None,
) -> Sequence[Giving]:
    """Give a stretch to jobs in one transaction; gives what came of each.

    Args:
        runs: Where it is kept how far each has come.

        jobs: The jobs.

        stretch: What they are given.

        manner: How it is done.

        careful: Whether to put aside what cannot be done.

        known: The runs as they are taken to be, of jobs that have nothing parked; then
            they are not read. Never with care.

    Raises:
        LostRace: One of them is not at its beginning.
        Poison: One of the events cannot be done; never with care.
        Unfit: What was written for one of them does not fit; never with care.
    """
    telemetry = manner.telemetry
    if telemetry is None:
        return _kept(runs, jobs, stretch, manner=manner, careful=careful, known=known)
    with telemetry.batch([job.name for job in jobs], of=stretch.of, to=stretch.to):
        givings = _kept(
            runs, jobs, stretch, manner=manner, careful=careful, known=known
        )
    for giving in givings:
        telemetry.followed(
            giving.job.name,
            events=giving.done,
            parked=giving.parked,
            lag=stretch.left,
        )
    return givings


def _kept(
    runs: Runs,
    jobs: Sequence[Job],
    stretch: Stretch,
    *,
    manner: Manner,
    careful: bool,
    known: Mapping[str, Run] | None,
) -> Sequence[Giving]:
    names = [job.name for job in jobs]
    with runs.transaction() as transaction:
        if known is not None:
            return _given_known(transaction, jobs, stretch, manner, known)
        givings = _givings(transaction, jobs, stretch, manner)
        for giving in givings:
            giving.give(stretch.batch, careful=careful)
        transaction.advance_all([_move(giving, stretch) for giving in givings])
        if manner.lease_seconds is not None:
            until = transaction.now + timedelta(seconds=manner.lease_seconds)
            transaction.renew(names, manner.owner, until)
    return givings


def _given_known(
    transaction: Transaction,
    jobs: Sequence[Job],
    stretch: Stretch,
    manner: Manner,
    known: Mapping[str, Run],
) -> Sequence[Giving]:
    """Move jobs on first, from where they are known to be; then do what that is for."""
    given = [wanted(job, stretch.batch) for job in jobs]
    moves = [
        Move(
            name=job.name,
            of=stretch.of,
            to=stretch.to,
            events=len(events),
            last=stretch.last,
            generation=known[job.name].generation,
        )
        for job, events in zip(jobs, given, strict=True)
    ]
    transaction.move(known, moves)
    givings = [
        Giving(job, transaction, patience=manner.patience, blocked=()) for job in jobs
    ]
    for giving, events in zip(givings, given, strict=True):
        giving.at_once(events)
    return givings


def _move(giving: Giving, stretch: Stretch) -> Move:
    return Move(
        name=giving.job.name,
        of=stretch.of,
        to=stretch.to,
        events=giving.done,
        last=stretch.last,
    )


def _givings(
    transaction: Transaction, jobs: Sequence[Job], stretch: Stretch, manner: Manner
) -> Sequence[Giving]:
    """See that every job is where it is thought to be, and keep it there."""
    runs = transaction.runs([job.name for job in jobs])
    for job in jobs:
        if job.name not in runs or runs[job.name].position != stretch.of:
            raise LostRace(job.name)
    return [
        Giving(
            job,
            transaction,
            patience=manner.patience,
            blocked=transaction.blocked(job.name) if runs[job.name].parked else (),
        )
        for job in jobs
    ]
