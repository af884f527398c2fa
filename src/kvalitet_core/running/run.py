"""A run: how far a job has come, and where it is to be moved. Knows no database."""

from __future__ import annotations

from datetime import datetime

import attrs
import msgspec

from kvalitet_core.recorded import Recorded

__all__ = ["Lease", "Move", "Parked", "Run"]


class Run(msgspec.Struct, frozen=True):
    """How far a job has come.

    Attributes:
        name: The job's name.
        position: The place in the journal up to which everything is done or parked.
        digest: The digest of the declaration that it was begun with.
        generation: Which making of its tables is current, from 1.
        events: How many events it was given.
        batches: How many times its position was moved.
        parked: How many events are put aside.
        last_position: Where the event stands that the journal is known again by: at
            the position, or before.
        last_event: That event's id.
        updated_at: When it was moved last.
        error: What stopped it last, if it has not gone on since.
    """

    name: str
    position: int
    digest: str
    generation: int
    events: int
    batches: int
    parked: int
    last_position: int | None
    last_event: str | None
    updated_at: datetime
    error: str | None


@attrs.frozen(kw_only=True)
class Move:
    """A run that is to be moved on.

    Attributes:
        name: The job's name.
        of: Where it is known to be.
        to: Where it is to be.
        events: How many events were done in between.
        last: The event that stands there, by which the journal is known again.
        generation: Which making of its tables is taken to be current, if any is.
    """

    name: str
    of: int
    to: int
    events: int = 0
    last: Recorded | None = None
    generation: int | None = None


@attrs.frozen(kw_only=True)
class Parked:
    """An event that a job could not do, or that waits behind such a one.

    Attributes:
        name: The job's name.
        position: The event's place in the journal.
        stream: Its stream.
        event_id: Its id.
        error: Why it could not be done; None where it only waits behind another.
        attempts: How often it was tried; 0 where it only waits.
        aside: Whether someone has put it aside for good: then nothing waits for it.
        parked_at: When it was put here.
        retry_at: When it is tried again by itself; None is not without being asked.
    """

    name: str
    position: int
    stream: str
    event_id: str
    error: str | None
    attempts: int
    aside: bool
    parked_at: datetime
    retry_at: datetime | None


@attrs.frozen(kw_only=True)
class Lease:
    """Who works on a job, and until when nobody else should."""

    name: str
    owner: str
    until: datetime
