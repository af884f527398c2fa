"""Looking how far everyone is, before anything is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.job import Job

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Run

__all__ = ["Sight", "require_same_journal", "sighted"]


@attrs.frozen(kw_only=True)
class Sight:
    """How things stood at one moment.

    Attributes:
        runs: How far each job had come.
        due: The jobs and streams of which something parked was to be tried again.
        head: The journal's newest position, looked up after the others.
    """

    runs: Mapping[str, Run]
    due: Sequence[tuple[str, str]]
    head: int

    @property
    def positions(self) -> Mapping[str, int]:
        """Where each job stood."""
        return {name: run.position for name, run in self.runs.items()}

    def behind(
        self, target: int, *, without: Collection[str]
    ) -> Sequence[tuple[int, Sequence[str]]]:
        """The jobs below a position, those together that stand together.

        Those in front come first: they have the least to do, and are waited for.
        """
        groups: dict[int, list[str]] = {}
        for name, run in self.runs.items():
            if run.position < target and name not in without:
                groups.setdefault(run.position, []).append(name)
        return sorted(groups.items(), reverse=True)


def sighted(journal: Journal, runs: Runs, jobs: Mapping[str, Job]) -> Sight:
    """Look how far each job is; one that is new begins at the beginning.

    Raises:
        RunsUnavailable: The journal ends before a position: it was restored.
    """
    names = sorted(jobs)
    with runs.reading() as transaction:
        found = transaction.runs(names)
        due = transaction.due(names)
    if len(found) < len(names):
        with runs.transaction() as transaction:
            for name in names:
                transaction.enter(name, digest=jobs[name].digest)
            found = transaction.runs(names)
    head = journal.head()
    for name, run in found.items():
        if run.position > head:
            problem = f"{name} is at {run.position}, the journal ends at {head}"
            raise RunsUnavailable(runs.place, f"{problem}: {_RESTORED}")
    return Sight(runs=found, due=due, head=head)


_RESTORED = "it was restored from a backup; rebuild"


def require_same_journal(journal: Journal, place: str, run: Run) -> None:
    """See that the last event that was done is still the one at its position.

    Raises:
        RunsUnavailable: It is another: the journal was restored, and has gone on.
    """
    if run.last_position is None:
        return
    position = run.last_position
    found = next(journal.events(after=position - 1, upto=position), None)
    if found is None or found.event_id != run.last_event:
        problem = f"{run.name} did another event at {position} than is in the journal"
        raise RunsUnavailable(place, f"{problem}: {_RESTORED}")
