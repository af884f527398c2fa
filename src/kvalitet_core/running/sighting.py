"""Looking how far everyone is, before anything is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.job import Job
from kvalitet_core.running.run import Run

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["Sight", "Sights"]

_TRUSTED: Final = timedelta(seconds=1)
"""How long positions that were seen may be taken for granted, by who asks for that."""

_RESTORED: Final = "it was restored from a backup; rebuild"


@attrs.frozen(kw_only=True)
class Sight:
    """How things stood at one moment.

    Attributes:
        positions: How far each job had come.
        due: The jobs and streams of which something parked was to be tried again.
        head: The journal's newest position, looked up after the others.
        at: When.
        changes: How many runs had been begun anew, renamed or removed here.
        runs: The runs as they were read then.
    """

    positions: Mapping[str, int]
    runs: Mapping[str, Run]
    due: Sequence[tuple[str, str]] = ()
    head: int
    at: datetime
    changes: int

    def together_at(self, position: int) -> bool:
        """Whether all jobs stand at a position, and none had anything parked."""
        return all(each == position for each in self.positions.values()) and not any(
            run.parked for run in self.runs.values()
        )

    def behind(
        self, target: int, *, without: Collection[str]
    ) -> Sequence[tuple[int, Sequence[str]]]:
        """The jobs below a position, those together that stand together.

        Those in front come first: they have the least to do, and are waited for.
        """
        groups: dict[int, list[str]] = {}
        for name, position in self.positions.items():
            if position < target and name not in without:
                groups.setdefault(position, []).append(name)
        return sorted(groups.items(), reverse=True)


class Sights:
    """Looks how far jobs are, and remembers it for as long as that may be trusted.

    What is remembered may be wrong: it is checked again where it is moved on from.
    """

    def __init__(self, journal: Journal, runs: Runs, jobs: Mapping[str, Job]) -> None:
        self._journal = journal
        self._runs = runs
        self._jobs = jobs
        self._names = sorted(jobs)
        self._known: set[str] = set()
        self._last: Sight | None = None

    def look(self, now: datetime, *, trusting: bool) -> Sight:
        """Look how far each job is; one that is new begins at the beginning.

        Raises:
            RunsUnavailable: The journal ends before a position, or has another event
                where the last one was done: it was restored.
        """
        last = self.at_hand(now) if trusting else None
        if last is not None:
            sight = attrs.evolve(last, head=self._journal.head(), due=())
        else:
            sight = self._looked(now)
        self._require_reached(sight)
        return sight

    def at_hand(self, now: datetime) -> Sight | None:
        """What is remembered, for as long as that may be trusted."""
        last = self._last
        return last if last is not None and self._holds(last, now) else None

    def _holds(self, last: Sight, now: datetime) -> bool:
        age = now - last.at
        return timedelta(0) <= age < _TRUSTED and last.changes == self._runs.changes

    def _looked(self, now: datetime) -> Sight:
        changes = self._runs.changes
        with self._runs.reading() as transaction:
            found = transaction.runs(self._names)
            due = transaction.due(self._names)
        if len(found) < len(self._names):
            found = self._begun()
        head = self._journal.head()
        positions = {name: run.position for name, run in found.items()}
        sight = Sight(
            positions=positions,
            runs=found,
            due=due,
            head=head,
            at=now,
            changes=changes,
        )
        self._require_reached(sight)
        for name in set(found) - self._known:
            self._require_same_journal(found[name])
            self._known.add(name)
        return sight

    def _begun(self) -> Mapping[str, Run]:
        with self._runs.transaction() as transaction:
            for name, job in self._jobs.items():
                transaction.enter(name, digest=job.digest)
            return transaction.runs(self._names)

    def remember(self, sight: Sight, positions: Mapping[str, int] | None) -> None:
        """Remember where everyone is now; None is that it is not known."""
        self._last = (
            None if positions is None else attrs.evolve(sight, positions=positions)
        )

    def _require_reached(self, sight: Sight) -> None:
        """See that the journal goes as far as everyone has come."""
        for name, position in sight.positions.items():
            if position > sight.head:
                self._last = None
                problem = f"{name} is at {position}, the journal ends at {sight.head}"
                raise RunsUnavailable(self._runs.place, f"{problem}: {_RESTORED}")

    def _require_same_journal(self, run: Run) -> None:
        """See that the last event that was done is still the one at its position."""
        position = run.last_position
        if position is None:
            return
        found = next(self._journal.events(after=position - 1, upto=position), None)
        if found is None or found.event_id != run.last_event:
            problem = f"{run.name} did another event at {position} than is there"
            raise RunsUnavailable(self._runs.place, f"{problem}: {_RESTORED}")
