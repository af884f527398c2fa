"""Whatever happens, each event is done exactly once, and in order within its stream.

Two runners with databases of their own connections work on two jobs, while commands
are given, events turn to poison and are mended, runners die in the middle of a batch
with their leases, time passes, and one does all of it while the other has just read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count, groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import Place, in_schema
from tests.journal import course
from tests.journal.processes import opened
from tests.running.jobs import NOTED, Done, Notes, done, make_tables, note, total

from kvalitet_core import Journal
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs

_numbers = count(1)

JOBS = ("view all", "view twice")
KEYS = st.sampled_from("abcd")
TEXTS = st.sampled_from(["1", "2", "3", "bad", "worse", "misfit"])
LEASE = 30
EITHER = st.sampled_from([0, 1])


class Died(BaseException):
    """A process died: nothing after this is done, leases are not given back."""


class Interrupted:
    """A journal that lets something happen once it has been read, before the effect."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.then: Callable[[], object] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    def events(self, **bounds: Any) -> Iterator[Recorded]:
        """The events; and then whatever happens."""
        yield from self._journal.events(**bounds)
        then, self.then = self.then, None
        if then is not None:
            then()


class RunsMachine(RuleBasedStateMachine):
    """Two runners and what they must come to."""

    postgres: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self._directory = tempfile.TemporaryDirectory()
        folder = Path(self._directory.name)
        self.journal = opened(Place(str(folder / "journal.db"), None))
        self.address = str(folder / "journal.views")
        if self.postgres:
            name = f"r_{os.getpid()}_{next(_numbers)}"
            self.address = in_schema(self.postgres, name)
        self.clock = GivenClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
        self.poison: set[str] = set()
        self.ever: set[str] = {"misfit"}
        self.dies_at: int | None = None

    @initialize(batch=st.sampled_from([1, 2, 5, 100]), leases=st.booleans())
    def begin(self, batch: int, *, leases: bool) -> None:
        """Open everything, for batches of some size, with leases or without."""
        self.batch = batch
        self.leases = leases
        self.runs = [self._opened(), self._opened()]
        make_tables(self.runs[0], *JOBS)
        self.reading = [Interrupted(self.journal), Interrupted(self.journal)]
        self.runners = [self._runner(0), self._runner(1)]

    def _opened(self) -> Runs:
        return Runs.open(self.address, journal_id=self.journal.id, clock=self.clock)

    def _runner(self, number: int) -> Runner:
        jobs = [Notes(name, each=self._die) for name in JOBS]
        for job in jobs:
            job.poison = self.poison
        return Runner(
            self.reading[number],  # type: ignore[arg-type]
            self.runs[number],
            jobs,
            owner=str(number),
            clock=self.clock,
            batch=self.batch,
            patience=Backoff((1, 10)),
            lease_seconds=LEASE if self.leases else None,
        )

    def _die(self, _: Recorded) -> None:
        if self.dies_at is not None:
            self.dies_at -= 1
            if self.dies_at < 0:
                self.dies_at = None
                raise Died

    def teardown(self) -> None:
        """Mend everything, and see that everything is done."""
        if hasattr(self, "runs"):
            self._settle()
            for runs in self.runs:
                runs.close()
        self.journal.close()
        self._directory.cleanup()

    def _settle(self) -> None:
        self.poison.clear()
        self.clock.set(self.clock() + timedelta(seconds=1000))
        self.runners[0].once()
        for name in JOBS:
            self.runners[0].retry(name)
            self._put_aside_what_never_fits(name)
            with self.runs[0].reading() as transaction:
                aside = {each.position for each in transaction.parked(name)}
            expected = {
                each.position for each in self._noted() if each.event.text != "misfit"
            }
            found = [each.position for each in done(self.runs[0], name)]
            assert sorted(found) == sorted(expected)
            assert aside.isdisjoint(expected)
        self._check()

    def _put_aside_what_never_fits(self, name: str) -> None:
        while True:
            with self.runs[0].reading() as transaction:
                waiting = [p for p in transaction.parked(name) if not p.aside]
            if not waiting:
                return
            self.runners[0].put_aside(name, waiting[0].position)

    def _noted(self) -> list[Recorded]:
        return list(self.journal.events(names=[NOTED]))

    @rule(key=KEYS, said=st.lists(TEXTS, min_size=1, max_size=4))
    def command(self, key: str, said: list[str]) -> None:
        """Something happens."""
        note(self.journal, key, *said)

    @rule(key=KEYS)
    def uninteresting(self, key: str) -> None:
        """Something happens that nobody asks for."""
        command = course.TakeSeat(course=course.course(key), seats=1000)
        self.journal.do(command, by=course.ANNA)

    @rule(text=TEXTS)
    def turn(self, text: str) -> None:
        """What could be done no longer can, or the other way round."""
        self.ever.add(text)
        self.poison ^= {text}

    @rule(number=EITHER)
    def once(self, number: int) -> None:
        """A runner goes as far as it can."""
        progress = self.runners[number].once()

        for job in progress.jobs:
            assert job.leased_by or job.position == self.journal.head()

    @precondition(lambda self: not getattr(self, "leases", True))
    @rule(number=EITHER, key=KEYS, said=st.lists(TEXTS, min_size=2, max_size=4))
    def followed(self, number: int, key: str, said: list[str]) -> None:
        """Things happen one by one, each followed at once by who did it."""
        for text in said:
            before = self.journal.head()
            note(self.journal, key, text)
            self.runners[number].follow(list(self.journal.events(after=before)))

    @rule(number=EITHER, part=st.floats(0, 1))
    def upto(self, number: int, part: float) -> None:
        """A runner goes some of the way."""
        self.runners[number].once(upto=int(self.journal.head() * part))

    @rule(number=EITHER)
    def overtaken(self, number: int) -> None:
        """A runner has read, its lease expires, and the other does it all first."""

        def overtake() -> None:
            self.clock.set(self.clock() + timedelta(seconds=LEASE + 1))
            self.runners[1 - number].once()

        self.reading[number].then = overtake
        self.runners[number].once()
        self.reading[number].then = None

    @rule(number=EITHER, after=st.integers(0, 6))
    def die(self, number: int, after: int) -> None:
        """A runner dies in the middle of a batch, and its leases stay behind."""
        self.dies_at = after
        with suppress(Died):
            self.runners[number].once()
            self.dies_at = None
            return
        if self.leases:
            self.runs[number].lease_all(JOBS, f"dead {number}", LEASE)

    @rule(seconds=st.sampled_from([1, 10, LEASE]))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.clock.set(self.clock() + timedelta(seconds=seconds))

    @rule(number=EITHER, name=st.sampled_from(JOBS), key=st.none() | KEYS)
    def retry(self, number: int, name: str, key: str | None) -> None:
        """Someone asks for what is parked."""
        stream = None if key is None else course.course(key)
        with suppress(Unknown):
            self.runners[number].retry(name, stream)

    @rule(number=EITHER)
    def restart(self, number: int) -> None:
        """A process ends, and another begins."""
        self.runs[number].close()
        self.runs[number] = self._opened()
        self.runners[number] = self._runner(number)

    @invariant()
    def nothing_is_left_out_or_done_twice(self) -> None:
        """All up to the position is done or parked; each stream is in order."""
        if hasattr(self, "runs"):
            self._check()

    def _check(self) -> None:
        noted = {recorded.position: recorded for recorded in self._noted()}
        with self.runs[0].reading() as transaction:
            found = transaction.runs()
            parked = {name: transaction.parked(name) for name in JOBS}
        for name, run in found.items():
            finished = done(self.runs[0], name)
            waiting = [each.position for each in parked[name]]
            positions = sorted([each.position for each in finished] + waiting)
            assert positions == [p for p in noted if p <= run.position]
            assert run.parked == len(waiting)
            assert run.events == len(finished) == total(self.runs[0], name)
            _in_order(finished)
            for stream, each in groupby(
                sorted(parked[name], key=lambda p: (p.stream, p.position)),
                key=lambda p: p.stream,
            ):
                front = next((p for p in each if not p.aside), None)
                if front is not None:
                    assert noted[front.position].event.text in self.ever
                    later = [d for d in finished if d.stream == stream]
                    assert all(d.position < front.position for d in later)


def _in_order(finished: list[Done]) -> None:
    for _, each in groupby(
        sorted(finished, key=lambda d: d.stream), lambda d: d.stream
    ):
        positions = [d.position for d in each]
        assert positions == sorted(positions)


def run(examples: int, steps: int, **facts: Any) -> None:
    """Run the machine on one database."""
    machine = type("RunsMachine", (RunsMachine,), facts)
    share = settings().max_examples / 50
    chosen = settings(
        settings.get_profile(settings.get_current_profile_name()),
        max_examples=max(int(examples * share), 5),
        stateful_step_count=steps,
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_in_a_file_each_event_is_done_exactly_once() -> None:
    """What is derived is kept in one SQLite file."""
    run(25, 25)


@pytest.mark.slow
def test_in_postgresql_each_event_is_done_exactly_once(postgres: str) -> None:
    """What is derived is kept in a schema."""
    run(8, 20, postgres=postgres)
