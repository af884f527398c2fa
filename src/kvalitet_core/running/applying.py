"""Giving events to one job: all at once where that goes well, else with care.

With care, what comes before the poison is kept, the poison is put aside, and so are
later events of its stream; events of other streams go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.described import described
from kvalitet_core.running.job import Job, Poison, Unfit

if TYPE_CHECKING:
    from kvalitet_core.running.transaction import Transaction

__all__ = ["Giving", "wanted"]


def wanted(job: Job, events: Sequence[Recorded]) -> Sequence[Recorded]:
    """The events that a job is interested in."""
    names = job.names
    if names is None:
        return events
    return [recorded for recorded in events if recorded.name in names]


class Giving:
    """Gives events to one job in one transaction, and puts aside what it cannot do.

    Attributes:
        job: The job.
        done: How many events it did.
        parked: How many were put aside, poison and waiting.
    """

    def __init__(
        self,
        job: Job,
        transaction: Transaction,
        *,
        patience: Backoff,
        blocked: Iterable[str],
    ) -> None:
        self.job = job
        self.done = 0
        self.parked = 0
        self._transaction = transaction
        self._patience = patience
        self._blocked = set(blocked)

    def give(self, batch: Sequence[Recorded], *, careful: bool) -> None:
        """Give what the job wants of a batch."""
        events = wanted(self.job, batch)
        if careful:
            self.with_care(events)
        else:
            self.at_once(events)

    def at_once(self, events: Sequence[Recorded]) -> None:
        """Give events in order, and let whatever the job raises come out.

        Raises:
            Poison: One of them cannot be done.
            Unfit: What was written for one of them does not fit.
        """
        if free := self._free(events):
            self.job.apply(free, self._transaction)
            self.done += len(free)

    def with_care(self, events: Sequence[Recorded]) -> None:
        """Give events in order; put aside what cannot be done, and what is behind it.

        What waits to be given stands here with the error that is known of it, if any.
        """
        waiting: list[tuple[Sequence[Recorded], Exception | None]] = [(events, None)]
        while waiting:
            some, error = waiting.pop()
            free = self._free(some)
            if not free:
                continue
            if error is not None:
                self._put_aside(free[0], error)
                continue
            try:
                with self._transaction.attempt():
                    self.job.apply(free, self._transaction)
                self.done += len(free)
            except Poison as poison:
                waiting += _around(free, poison)
            except Unfit as unfit:
                waiting += _halves(free, unfit)

    def _free(self, events: Sequence[Recorded]) -> Sequence[Recorded]:
        """The events whose streams are free; the others are put behind what waits."""
        if not self._blocked:
            return events
        free = [each for each in events if each.stream not in self._blocked]
        behind = [each for each in events if each.stream in self._blocked]
        self._transaction.park_behind(self.job.name, behind)
        self.parked += len(behind)
        return free

    def _put_aside(self, poison: Recorded, error: Exception) -> None:
        now = self._transaction.now
        self._transaction.park(
            self.job.name,
            poison,
            error=described(error, poison),
            attempts=1,
            retry_at=self._patience.again_at(now, attempts=1),
        )
        self._blocked.add(poison.stream)
        self.parked += 1


_Waiting: TypeAlias = list[tuple[Sequence[Recorded], Exception | None]]


def _around(events: Sequence[Recorded], poison: Poison) -> _Waiting:
    """What comes after the poison, itself, and what comes before: the last is next."""
    place = _place(events, poison.recorded)
    return [
        (events[place + 1 :], None),
        (events[place : place + 1], poison.error),
        (events[:place], None),
    ]


def _halves(events: Sequence[Recorded], unfit: Unfit) -> _Waiting:
    """The halves in which to look for what does not fit: the last is next."""
    middle = len(events) // 2
    if not middle:
        return [(events, unfit)]
    return [(events[middle:], None), (events[:middle], None)]


def _place(events: Sequence[Recorded], poison: Recorded) -> int:
    """Where the poison stands among the events that were given."""
    for place, recorded in enumerate(events):
        if recorded.position == poison.position:
            return place
    message = f"position {poison.position} was not given to the job"
    raise ValueError(message)
