"""Leases share the work out; it is right without them too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.running.jobs import Notes, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.committing import Stretch, commit
from kvalitet_core.running.job import LostRace
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.store import Runs

JOB = "view test.notes"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> GivenClock:
    """A clock that the test sets."""
    return GivenClock(START)


@pytest.fixture
def runs(address: str, journal: Journal, clock: GivenClock) -> Iterator[Runs]:
    """What is derived, with leases by the given clock."""
    with Runs.open(address, journal_id=journal.id, clock=clock) as runs:
        make_tables(runs)
        yield runs


def later(clock: GivenClock, seconds: float) -> None:
    """Let some time pass."""
    clock.set(clock() + timedelta(seconds=seconds))


def test_a_lease_is_one_runners_until_it_expires(runs: Runs, clock: GivenClock) -> None:
    """Others wait for it, its owner may renew it, and then anyone may have it."""
    assert runs.lease(JOB, "a", 30)
    assert not runs.lease(JOB, "b", 30)
    assert runs.lease("another", "b", 30)

    later(clock, 29)
    assert not runs.lease(JOB, "b", 30)
    assert runs.lease(JOB, "a", 30)

    later(clock, 29)
    assert not runs.lease(JOB, "b", 30)

    later(clock, 1)
    assert runs.lease(JOB, "b", 30)
    assert not runs.lease(JOB, "a", 30)


def test_a_lease_is_given_back_by_its_owner_alone(runs: Runs) -> None:
    """Whoever gives back what is another's changes nothing."""
    runs.lease(JOB, "a", 30)

    runs.release(JOB, "b")
    still = not runs.lease(JOB, "b", 30)
    runs.release(JOB, "a")

    assert still
    assert runs.lease(JOB, "b", 30)


def test_a_job_on_lease_is_left_alone_and_told(
    journal: Journal, runs: Runs, clock: GivenClock
) -> None:
    """Nobody waits for whoever works on it; the others' jobs are done."""
    note(journal, "a", "1")
    runs.lease(JOB, "elsewhere", 30)
    going = runner(journal, runs, Notes(), Notes("a free"), clock=clock)

    progress = going.once()
    free, held = going.status()

    assert progress.of(JOB).leased_by == "elsewhere"
    assert progress.of("a free").leased_by is None
    assert not progress.reached
    assert texts(runs, "a free") == ["1"]
    assert texts(runs) == []
    assert (held.lease_owner, held.lease_until) == (
        "elsewhere",
        START + timedelta(seconds=30),
    )
    assert free.lease_owner is None


def test_a_lease_that_is_over_is_taken_over(
    journal: Journal, runs: Runs, clock: GivenClock
) -> None:
    """A runner that died keeps nobody waiting for long."""
    note(journal, "a", "1")
    runs.lease(JOB, "dead", 30)
    later(clock, 30)
    going = runner(journal, runs, Notes(), clock=clock)

    going.once()

    assert texts(runs) == ["1"]
    assert going.status()[0].lease_owner is None


def test_a_lease_from_before_the_clock_was_set_back_is_not_waited_for(
    runs: Runs, clock: GivenClock
) -> None:
    """A runner that died keeps nobody waiting for as long as the clock was wrong."""
    runs.lease(JOB, "dead", 30)

    later(clock, -60)
    assert not runs.lease(JOB, "b", 30)
    later(clock, -3600)
    assert runs.lease(JOB, "b", 30)


def test_a_lease_is_renewed_with_every_batch(
    journal: Journal, runs: Runs, clock: GivenClock
) -> None:
    """Long work is not taken over in the middle of it."""
    note(journal, "a", *"123456")
    seen = []

    def slowly(recorded: Recorded) -> None:
        later(clock, 20)
        seen.append(recorded.event.text)

    progress = runner(
        journal, runs, Notes(each=slowly), clock=clock, batch=1, lease_seconds=30
    ).once()

    assert seen == list("123456")
    assert progress.reached


def test_whoever_has_lost_the_race_keeps_nothing(
    journal: Journal, runs: Runs, clock: GivenClock
) -> None:
    """A lease that expired while its owner still worked does no harm.

    The owner has read its batch; meanwhile another has done it. What the first one
    wrote is not kept, and it goes on from where the other has come.
    """
    first = note(journal, "a", "1", "2")
    job = Notes()
    batch = list(journal.events(names=sorted(job.names or ())))
    runs.lease(JOB, "slow", 30)
    stale = Stretch(of=0, to=first, batch=batch, last=batch[-1])
    with runs.transaction() as transaction:
        transaction.enter(JOB, digest="one")

    later(clock, 31)
    runner(journal, runs, Notes(), clock=clock, owner="other").once()
    manner = Manner(owner="slow", batch=500, patience=Backoff(), lease_seconds=30)
    with pytest.raises(LostRace):
        commit(runs, [job], stale, manner=manner, careful=False)

    assert texts(runs) == ["1", "2"]
    note(journal, "a", "3")
    runner(journal, runs, job, clock=clock, owner="slow").once()
    assert texts(runs) == ["1", "2", "3"]


def test_an_advance_from_elsewhere_is_refused(journal: Journal, runs: Runs) -> None:
    """The position is compared before it is moved, and the effect goes with it."""
    note(journal, "a", "1")
    with runs.transaction() as transaction:
        transaction.enter(JOB, digest="one")
        transaction.advance(JOB, of=0, to=3)

    with pytest.raises(LostRace), runs.transaction() as transaction:  # noqa: PT012
        transaction.keep_error(JOB, "not kept")
        transaction.advance(JOB, of=2, to=5)

    with runs.reading() as transaction:
        run = transaction.run(JOB)
    assert run is not None
    assert (run.position, run.error) == (3, None)


def test_two_threads_work_on_one_job_though_its_lease_is_over(
    journal: Journal, lasting_address: str, clock: GivenClock
) -> None:
    """One is in the middle of a batch when another takes over: it is done once."""
    note(journal, "a", *"12345678")
    inside, go_on = threading.Event(), threading.Event()

    def wait(recorded: Recorded) -> None:
        if recorded.event.text == "3":
            inside.set()
            assert go_on.wait(30)

    with (
        Runs.open(lasting_address, journal_id=journal.id, clock=clock) as runs,
        Runs.open(lasting_address, journal_id=journal.id, clock=clock) as others,
    ):
        make_tables(runs)
        slow = runner(
            journal, runs, Notes(each=wait), owner="slow", clock=clock, batch=4
        )
        fast = runner(journal, others, Notes(), owner="fast", clock=clock, batch=3)
        threads = [threading.Thread(target=each.once) for each in (slow, fast)]
        threads[0].start()
        assert inside.wait(30)
        later(clock, 31)
        threads[1].start()
        go_on.set()
        for thread in threads:
            thread.join()

        assert texts(runs) == list("12345678")


@pytest.mark.parametrize("lease", [None, 30.0])
def test_many_threads_at_one_job_do_everything_once(
    journal: Journal, lasting_address: str, lease: float | None
) -> None:
    """With leases or without, while others commit."""
    failures: list[BaseException] = []

    with Runs.open(lasting_address, journal_id=journal.id) as runs:
        make_tables(runs)

        def work(number: int) -> None:
            try:
                with Runs.open(lasting_address, journal_id=journal.id) as own:
                    jobs = [Notes("view a"), Notes("view b")]
                    going = runner(
                        journal,
                        own,
                        *jobs,
                        owner=str(number),
                        batch=3,
                        lease_seconds=lease,
                    )
                    for step in range(15):
                        note(journal, f"{number}-{step % 3}", f"{number}-{step}")
                        going.once()
            except BaseException as error:
                failures.append(error)
                raise

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        runner(journal, runs, Notes("view a"), Notes("view b")).once()

        expected = [r.event.text for r in journal.events(names=["lesson.noted/1"])]
        assert failures == []
        assert len(expected) == 60
        assert texts(runs, "view a") == texts(runs, "view b") == expected
