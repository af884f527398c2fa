"""The tally that a runner keeps while it works: what was done for which job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kvalitet_core.running.applying import Giving
from kvalitet_core.running.progress import JobProgress, Progress

__all__ = ["Tally"]


class Tally:
    """What was done for each job, and what went wrong with some.

    Attributes:
        failed: The jobs that raised what is no poison, and are left alone since.
        head: The position that is aimed at.
        lost: Whether somebody else was found to have moved a run.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.failed: dict[str, Exception] = {}
        self.lost = False
        self._away: frozenset[str] = frozenset()
        self._jobs = {name: JobProgress(name=name, position=0) for name in names}
        self.head = 0

    def saw(self, positions: Mapping[str, int], target: int) -> None:
        """Keep where everyone stands, and what is aimed at."""
        self.head = target
        self.lost = False
        for name, position in positions.items():
            self._change(name, position=position)

    def gave(self, giving: Giving, position: int) -> None:
        """Keep that a batch was given to a job."""
        job = self._jobs[giving.job.name]
        self._change(
            job.name,
            position=position,
            events=job.events + giving.done,
            parked=job.parked + giving.parked,
            leased_by=None,
        )

    def retried(self, name: str, done: int) -> None:
        """Keep that parked events were done."""
        self._change(name, retried=self._jobs[name].retried + done)

    def left_alone(self, owners: Mapping[str, str], *, for_now: bool = False) -> None:
        """Keep who else works on some jobs; for now means: not asked again."""
        for name, owner in owners.items():
            self._change(name, leased_by=owner)
        if for_now:
            self._away |= owners.keys()

    @property
    def without(self) -> frozenset[str]:
        """The jobs that are not brought on: they have failed, or are left alone."""
        return self._away.union(self.failed)

    def _change(self, name: str, **values: Any) -> None:
        self._jobs[name] = msgspec.structs.replace(self._jobs[name], **values)

    @property
    def positions(self) -> Mapping[str, int]:
        """Where each job stands."""
        return {name: job.position for name, job in self._jobs.items()}

    @property
    def reached(self) -> bool:
        """Whether every job has come as far as was aimed at, or cannot."""
        return all(
            job.position >= self.head or job.leased_by or name in self.failed
            for name, job in self._jobs.items()
        )

    def raise_first(self) -> None:
        """Raise what the first of the failed jobs raised."""
        for error in self.failed.values():
            raise error

    def progress(self) -> Progress:
        """What was done, by the jobs' names."""
        return Progress(jobs=tuple(self._jobs.values()), head=self.head)
