"""What the tests of reactions run: the one runner, over the reactions of a journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
from tests.reactions import relay

from kvalitet_core import Journal, Plugin
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.reactions.counting import Answered, answered
from kvalitet_core.reactions.job import reaction_jobs
from kvalitet_core.running.run import Parked, Run
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs

NAME = "reaction relay.answer"


@attrs.frozen(kw_only=True)
class Bench:
    """A runner over the reactions of a journal, and what it keeps."""

    runner: Runner
    runs: Runs

    journal: Journal

    def settle(self) -> None:
        """Run until nothing more follows from what followed."""
        head = 0
        while head < self.journal.head():
            head = self.journal.head()
            self.runner.once()

    def run(self, name: str = NAME) -> Run:
        """How far a reaction has come."""
        with self.runs.reading() as transaction:
            return transaction.runs([name])[name]

    def answered(self, name: str = NAME) -> Answered:
        """What came of its commands."""
        with self.runs.reading() as transaction:
            return answered(transaction)[name]

    def parked(self, name: str = NAME) -> Sequence[Parked]:
        """What it has put aside."""
        with self.runs.reading() as transaction:
            return transaction.parked(name)


@contextmanager
def bench(
    journal: Journal,
    address: str = "memory:",
    *,
    clock: Clock = host_clock,
    **manner: Any,
) -> Iterator[Bench]:
    """A runner over a journal's reactions."""
    with Runs.open(address, journal_id=journal.id, clock=clock) as runs:
        yield bench_of(journal, runs, clock=clock, **manner)


def bench_of(
    journal: Journal,
    runs: Runs,
    *,
    owner: str = "one",
    clock: Clock = host_clock,
    **manner: Any,
) -> Bench:
    """A runner over a journal's reactions, where runs are kept already."""
    jobs = reaction_jobs(journal)
    runner = Runner(journal, runs, jobs, owner=owner, clock=clock, **manner)
    return Bench(runner=runner, runs=runs, journal=journal)


def opened(url: str, plugin: Plugin = relay.PLUGIN, **options: Any) -> Journal:
    """A journal with this plugin whose commits are not followed here."""
    return Journal.open(url, plugins=[plugin], views=False, **options)


def answers(journal: Journal) -> list[tuple[str, str]]:
    """What is answered in each room, in order."""
    return [
        (recorded.stream, recorded.event.text)
        for recorded in journal.events(names=["relay.answered/1"])
    ]


def say(journal: Journal, key: object, *texts: str) -> None:
    """Say some things in a room."""
    for text in texts:
        journal.do(relay.say(key, text), by=relay.ANNA)
