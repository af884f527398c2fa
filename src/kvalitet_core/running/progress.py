"""What a look at the journal brought about, and how things stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs
import msgspec

__all__ = ["JobProgress", "Progress", "Retried", "RunStatus"]


class JobProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What was brought about for one job.

    Attributes:
        name: The job's name.
        position: Where it stands now.
        events: How many events were done.
        parked: How many were put aside.
        retried: How many that had been put aside were done.
        leased_by: Who else was working on it, so that it was left alone.
    """

    name: str
    position: int
    events: int = 0
    parked: int = 0
    retried: int = 0
    leased_by: str | None = None


@attrs.frozen(kw_only=True)
class Progress:
    """What was brought about for every job, by their names.

    Attributes:
        jobs: One item a job.
        head: The position that was aimed at.
    """

    jobs: tuple[JobProgress, ...] = ()
    head: int = 0

    def of(self, name: str) -> JobProgress:
        """What was brought about for the job of this name."""
        return next(job for job in self.jobs if job.name == name)

    @property
    def reached(self) -> bool:
        """Whether every job has come as far as was aimed at."""
        return all(job.position >= self.head for job in self.jobs)


@attrs.frozen(kw_only=True)
class Retried:
    """What came of trying parked events again.

    Attributes:
        done: How many were done.
        left: How many are still parked.
    """

    done: int = 0
    left: int = 0


@attrs.frozen(kw_only=True)
class RunStatus:
    """How one job stands.

    Attributes:
        name: The job's name.
        kind: `view`, `reaction`: the first word of its name.
        position: The place up to which everything is done or parked.
        head: The journal's newest position.
        lag_events: How many positions it is behind.
        lag_seconds: How long ago the first of them was recorded.
        parked: How many events are put aside, poison and waiting behind it.
        lease_owner: Who works on it, if anyone does.
        lease_until: Until when nobody else should.
        digest_changed: Whether it is declared otherwise than when it was begun.
        generation: Which making of its tables is current.
        error: What stopped it last, if it has not gone on since.
        updated_at: When it was moved last; None when it never was.
        counts: `events` it was given, and `batches`.
    """

    name: str
    kind: str
    position: int
    head: int
    lag_events: int
    lag_seconds: float
    parked: int
    lease_owner: str | None
    lease_until: datetime | None
    digest_changed: bool
    generation: int
    error: str | None
    updated_at: datetime | None
    counts: Mapping[str, int]
