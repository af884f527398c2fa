"""The runner: every job comes as far as the journal goes, batch by batch."""

from __future__ import annotations

import threading
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened
from tests.running.jobs import Notes, done, make_tables, note, texts

from kvalitet_core import Journal
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Job
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs


def runner(journal: Journal, runs: Runs, *jobs: Job, **manner: Any) -> Runner:
    """A runner with the host's clock."""
    given = {"owner": "test", "clock": host_clock, **manner}
    return Runner(journal, runs, jobs, **given)


def test_each_event_of_interest_is_done_once_and_in_order(
    journal: Journal, runs: Runs
) -> None:
    """A job is given what it asks for, and nothing else, however often it is run."""
    note(journal, "a", "1", "2")
    journal.do(course.TakeSeat(course=course.course("a"), seats=3), by=course.ANNA)
    note(journal, "b", "3")

    first = runner(journal, runs, Notes()).once()
    again = runner(journal, runs, Notes()).once()

    assert texts(runs) == ["1", "2", "3"]
    assert first.reached
    assert first.of("view test.notes").events == 3
    assert first.of("view test.notes").position == first.head == journal.head()
    assert again.of("view test.notes").events == 0


def test_the_position_moves_over_events_that_nobody_asks_for(
    journal: Journal, runs: Runs
) -> None:
    """A job without interest in what happened is not behind."""
    journal.do(course.TakeSeat(course=course.course("a"), seats=3), by=course.ANNA)
    nothing, everything = Notes("a none", names=frozenset()), Notes("b all", names=None)

    runner(journal, runs, nothing, everything).once()

    with runs.reading() as transaction:
        found = transaction.runs()
    assert {run.position for run in found.values()} == {journal.head()}
    assert done(runs, "a none") == []
    assert [each.position for each in done(runs, "b all")] == [1, 2, 3, 4]


@pytest.mark.parametrize("batch", [1, 2, 7, 500])
def test_it_is_the_same_in_batches_of_any_size(
    journal: Journal, runs: Runs, batch: int
) -> None:
    """How much a transaction holds changes nothing but the speed."""
    for key in range(5):
        note(journal, key, *map(str, range(key, key + 4)))
    job = Notes()

    runner(journal, runs, job, batch=batch).once()

    expected = [r.position for r in journal.events(names=["lesson.noted/1"])]
    assert [each.position for each in done(runs)] == expected
    assert max(job.batches) <= batch


def test_it_goes_no_further_than_it_is_told(journal: Journal, runs: Runs) -> None:
    """Up to a position, and on from there the next time."""
    first = note(journal, "a", "1", "2")
    note(journal, "a", "3")
    going = runner(journal, runs, Notes())

    going.once(upto=first)
    before = texts(runs)
    going.once()

    assert before == ["1", "2"]
    assert texts(runs) == ["1", "2", "3"]


def test_jobs_that_stand_together_share_one_pass(
    journal: Journal, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is read once for all of them, not once for each."""
    note(journal, "a", "1", "2", "3")
    jobs = [Notes(f"view test.{letter}") for letter in "abcde"]
    reads = []
    events = Journal.events

    def counted(self: Journal, **bounds: Any) -> Any:
        reads.append(bounds)
        return events(self, **bounds)

    monkeypatch.setattr(Journal, "events", counted)
    runner(journal, runs, *jobs).once()

    assert len([bounds for bounds in reads if bounds.get("names")]) == 1
    assert all(texts(runs, job.name) == ["1", "2", "3"] for job in jobs)


def test_a_job_that_is_new_catches_up_beside_the_others(
    journal: Journal, runs: Runs
) -> None:
    """Whoever is behind is brought on from where it stands."""
    note(journal, "a", "1")
    runner(journal, runs, Notes("a old")).once()
    note(journal, "a", "2")

    runner(journal, runs, Notes("a old"), Notes("b new"), batch=1).once()

    assert texts(runs, "a old") == ["1", "2"]
    assert texts(runs, "b new") == ["1", "2"]


def test_it_stops_after_the_batch_that_is_under_way(
    journal: Journal, runs: Runs
) -> None:
    """Whoever stops it waits for one batch, and nothing is lost or done twice."""
    note(journal, "a", *map(str, range(10)))
    stop = threading.Event()
    job = Notes(each=lambda _: stop.set())

    runner(journal, runs, job, batch=3).run(stop=stop)
    stopped = texts(runs)
    runner(journal, runs, Notes(), batch=3).once()

    assert stopped == ["0", "1", "2"]
    assert texts(runs) == [str(number) for number in range(10)]
    with runs.reading() as transaction:
        assert not transaction.leases()


def test_it_goes_on_with_what_is_new_until_stopped(
    journal: Journal, runs: Runs
) -> None:
    """Left to run, it looks again and again."""
    stop, waits = threading.Event(), []

    def wake(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            stop.set()
        note(journal, "a", str(len(waits)))

    runner(journal, runs, Notes()).run(stop=stop, poll_seconds=9, wake=wake)

    assert texts(runs) == ["1", "2", "3"]
    assert waits == [9, 9, 9, 9]


def test_it_looks_again_at_once_when_more_came_meanwhile(
    journal: Journal, runs: Runs
) -> None:
    """Nothing waits for the next look because it came during this one."""
    stop, waits = threading.Event(), []
    note(journal, "a", "1")

    def answer(recorded: Recorded) -> None:
        if recorded.event.text == "1":
            note(journal, "a", "2")

    def wake(_: float) -> None:
        waits.append(texts(runs))
        stop.set()

    runner(journal, runs, Notes(each=answer)).run(stop=stop, wake=wake)

    assert waits == [["1", "2"]]


def test_called_from_within_a_job_it_only_lengthens_the_call_under_way(
    journal: Journal, runs: Runs
) -> None:
    """A reaction's own commit is followed by the runner that made it, not inside it."""
    note(journal, "a", "1")
    inner = []

    def answer(recorded: Recorded) -> None:
        if recorded.event.text in "123":
            text = str(int(recorded.event.text) + 1)
            position = note(journal, "a", text)
            inner.append(going.once(upto=position).jobs)

    going = runner(journal, runs, Notes(each=answer))
    going.once(upto=journal.head())

    assert texts(runs) == ["1", "2", "3", "4"]
    assert inner == [(), (), ()]


@pytest.mark.parametrize("lease", [None, 30.0])
def test_without_leases_it_takes_positions_on_trust_and_checks_them(
    journal: Journal, runs: Runs, lease: float | None
) -> None:
    """Another may have moved the run since: then it is looked up again."""
    one = runner(journal, runs, Notes(), lease_seconds=lease)
    other = runner(journal, runs, Notes(), lease_seconds=lease)

    for number in range(6):
        note(journal, "a", str(number))
        (one, other)[number % 2].once()

    assert texts(runs) == [str(number) for number in range(6)]


def test_a_run_that_is_begun_anew_is_done_anew(journal: Journal, runs: Runs) -> None:
    """Then nothing is taken on trust any more."""
    note(journal, "a", "1")
    going = runner(journal, runs, Notes(), lease_seconds=None)
    going.once()

    with runs.transaction() as transaction:
        transaction.restart("view test.notes", digest="two", generation=2)
    going.once()

    assert texts(runs) == ["1", "1"]
    with runs.reading() as transaction:
        run = transaction.run("view test.notes")
    assert run is not None
    assert (run.generation, run.digest, run.events) == (2, "two", 1)


def test_a_run_takes_the_place_of_another(journal: Journal, runs: Runs) -> None:
    """What was built beside is switched to, with its position and what it parked."""
    note(journal, "a", "1", "bad")
    runner(journal, runs, Notes("view a")).once(upto=1)
    runner(journal, runs, Notes("view b", poison=["bad"])).once()

    with runs.transaction() as transaction:
        transaction.rename("view b", to="view a")

    with runs.reading() as transaction:
        found = transaction.runs()
        parked = transaction.parked("view a")
    assert list(found) == ["view a"]
    assert found["view a"].position == journal.head()
    assert [each.position for each in parked] == [journal.head()]


def test_what_a_job_raises_holds_up_no_other(journal: Journal, runs: Runs) -> None:
    """A fault of its own stops one job, is kept and shown, and is raised at the end."""
    note(journal, "a", "1", "2")

    def fail(_: Recorded) -> None:
        raise RuntimeError("of its own")

    broken = Notes("a broken", each=fail)
    going = runner(journal, runs, broken, Notes("b sound"), Notes("c sound"))
    with pytest.raises(RuntimeError, match="of its own"):
        going.once()
    stopped, *_ = going.status()
    broken.each = None
    going.once()
    mended, *_ = going.status()

    assert (stopped.position, stopped.error) == (0, "RuntimeError: of its own")
    assert texts(runs, "b sound") == texts(runs, "c sound") == ["1", "2"]
    assert (mended.lag_events, mended.error) == (0, None)
    assert texts(runs, "a broken") == ["1", "2"]


def test_a_long_journal_is_read_in_little_memory(tmp_path: Path) -> None:
    """Memory does not grow with the journal."""
    with opened(Place(str(tmp_path / "journal.db"), None)) as journal:
        with journal.batch() as batch:
            for key in range(200):
                said = tuple(str(number) for number in range(50))
                command = course.NoteMany(course=course.course(key), texts=said)
                batch.do(command, by=course.ANNA)
        with Runs.open("memory:", journal_id=journal.id) as runs:
            make_tables(runs)
            going = runner(journal, runs, Notes(), batch=100)
            going.once(upto=500)
            tracemalloc.start()
            going.once()
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            count = len(done(runs))

    assert count == 10_000
    assert peak < 4_000_000


def test_the_status_tells_how_far_behind_a_job_is(tmp_path: Path) -> None:
    """In positions, and in the time since the first of them was recorded."""
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    clock = GivenClock(start)
    place = Place(str(tmp_path / "journal.db"), None)
    with (
        opened(place, clock=clock) as journal,
        Runs.open("memory:", journal_id=journal.id, clock=clock) as runs,
    ):
        make_tables(runs)
        note(journal, "a", "1")
        going = runner(journal, runs, Notes(), Notes("reaction x.y"), clock=clock)
        going.once(upto=3)
        clock.set(start + timedelta(seconds=90))
        note(journal, "a", "2")
        clock.set(start + timedelta(seconds=100))

        reaction, view = going.status()
        new = runner(journal, runs, Notes("view test.new"), clock=clock).status()[0]

    assert (view.name, view.kind) == ("view test.notes", "view")
    assert (reaction.name, reaction.kind) == ("reaction x.y", "reaction")
    assert (view.position, view.head, view.lag_events) == (3, 6, 3)
    assert view.lag_seconds == pytest.approx(100, abs=0.001)
    assert view.counts == {"batches": 1, "events": 0}
    assert view.updated_at == start
    assert not view.digest_changed
    assert (new.position, new.updated_at, new.error) == (0, None, None)
    assert new.lag_seconds == pytest.approx(100, abs=0.001)


def test_a_job_without_lag_waits_for_nothing(journal: Journal, runs: Runs) -> None:
    """All is done, so nobody waits; a changed declaration is told."""
    note(journal, "a", "1")
    runner(journal, runs, Notes()).once()

    (told,) = runner(journal, runs, Notes(digest="two")).status()

    assert (told.lag_events, told.lag_seconds) == (0, 0.0)
    assert told.digest_changed
    assert (told.lease_owner, told.lease_until) == (None, None)


def test_a_changed_declaration_is_accepted_by_saying_so(
    journal: Journal, runs: Runs
) -> None:
    """Whoever knows that it may go on from where it is, says so."""
    runner(journal, runs, Notes()).once()

    with runs.transaction() as transaction:
        transaction.declare("view test.notes", digest="two")

    (told,) = runner(journal, runs, Notes(digest="two")).status()
    assert not told.digest_changed
    with pytest.raises(Unknown, match="unknown run 'view x'"), runs.transaction() as t:
        t.declare("view x", digest="two")


def test_a_runner_refuses_what_makes_no_sense(journal: Journal, runs: Runs) -> None:
    """Two jobs of one name, a batch of nothing, a lease of no time."""
    with pytest.raises(Malformed, match="two have one name"):
        runner(journal, runs, Notes(), Notes())
    with pytest.raises(Malformed, match="expected 1 event or more, got 0"):
        runner(journal, runs, Notes(), batch=0)
    with pytest.raises(Malformed, match="expected some seconds, got 0"):
        runner(journal, runs, Notes(), lease_seconds=0)
    with pytest.raises(Unknown, match=r"did you mean view test\.notes\?"):
        runner(journal, runs, Notes()).retry("view test.note")
