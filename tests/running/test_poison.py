"""Poison: an event that cannot be done is put aside, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text as sql
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened
from tests.running.jobs import Notes, done, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core import Journal
from kvalitet_core.errors import Malformed, RunsUnavailable, Unknown
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.described import LONGEST, described
from kvalitet_core.running.job import Poison, Unfit
from kvalitet_core.running.run import Parked
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs, Transaction

JOB = "view test.notes"
NEVER = Backoff(())


def parked(runs: Runs, job: str = JOB) -> Sequence[Parked]:
    """What a job has parked."""
    with runs.reading() as transaction:
        return transaction.parked(job)


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_poison_is_put_aside_and_other_streams_go_on(
    journal: Journal, runs: Runs, batch: int
) -> None:
    """What came before is kept; later events of the stream queue behind the poison."""
    note(journal, "a", "1", "2")
    note(journal, "b", "3", "bad", "4")
    note(journal, "c", "5")
    note(journal, "b", "6", "bad")
    going = runner(journal, runs, Notes(poison=["bad"]), batch=batch, patience=NEVER)

    progress = going.once().of(JOB)

    assert texts(runs) == ["1", "2", "3", "5"]
    assert (progress.events, progress.parked) == (4, 4)
    assert progress.position == journal.head()
    waiting = parked(runs)
    noted = {r.position: r for r in journal.events(names=["lesson.noted/1"])}
    assert [noted[each.position].event.text for each in waiting] == [
        "bad",
        "4",
        "6",
        "bad",
    ]
    assert {each.stream for each in waiting} == {course.course("b")}
    assert [each.attempts for each in waiting] == [1, 0, 0, 0]
    assert waiting[0].error == "ValueError: cannot do 'bad'"
    assert [each.error for each in waiting[1:]] == [None] * 3
    assert all(noted[each.position].event_id == each.event_id for each in waiting)
    assert going.status()[0].parked == 4


def test_nothing_overtakes_the_poison_of_its_stream_when_commits_are_followed(
    journal: Journal, runs: Runs
) -> None:
    """Where the runner takes on trust what it saw, what it parked since counts too."""
    going = runner(journal, runs, Notes(poison=["bad"]), lease_seconds=None)
    going.once()

    for text in ("bad", "1", "2"):
        position = note(journal, "a", text)
        committed = list(journal.events(after=going.status()[0].position))
        assert committed[-1].position == position
        going.follow(committed)

    assert texts(runs) == []
    assert [each.attempts for each in parked(runs)] == [1, 0, 0]


def test_what_is_parked_is_tried_again_in_order_when_asked(
    journal: Journal, runs: Runs
) -> None:
    """Once mended, the stream is worked off in its order; counts go down again."""
    note(journal, "a", "bad", "1", "2")
    note(journal, "b", "bad", "3")
    job = Notes(poison=["bad"])
    going = runner(journal, runs, job, patience=NEVER, batch=2)
    going.once()

    in_vain = going.retry(JOB)
    job.poison.clear()
    one = going.retry(JOB, course.course("b"))
    both = going.retry(JOB)

    assert (in_vain.done, in_vain.left) == (0, 5)
    assert (one.done, one.left) == (2, 3)
    assert (both.done, both.left) == (3, 0)
    assert texts(runs) == ["bad", "3", "bad", "1", "2"]
    assert going.status()[0].parked == 0
    assert going.status()[0].counts["events"] == 5


def test_a_retry_ends_at_the_next_poison_of_the_stream(
    journal: Journal, runs: Runs
) -> None:
    """What went well is kept; the next poison has its own error and waits in front."""
    note(journal, "a", "bad", "1", "worse", "2")
    job = Notes(poison=["bad", "worse"])
    going = runner(journal, runs, job, patience=NEVER)
    going.once()
    job.poison = {"worse"}

    retried = going.retry(JOB)
    note(journal, "a", "3")
    going.once()

    assert (retried.done, retried.left) == (2, 2)
    assert texts(runs) == ["bad", "1"]
    front, *behind = parked(runs)
    assert (front.attempts, front.error) == (1, "ValueError: cannot do 'worse'")
    assert [each.attempts for each in behind] == [0, 0]


def test_what_is_parked_survives_a_restart(
    journal: Journal, lasting_address: str
) -> None:
    """It is kept in the database, and worked off by whoever comes next."""
    note(journal, "a", "bad", "1")
    with Runs.open(lasting_address, journal_id=journal.id) as runs:
        make_tables(runs)
        runner(journal, runs, Notes(poison=["bad"]), patience=NEVER).once()

    with Runs.open(lasting_address, journal_id=journal.id) as runs:
        note(journal, "a", "2")
        going = runner(journal, runs, Notes(), patience=NEVER)
        going.once()
        before = texts(runs)
        retried = going.retry(JOB)

        assert before == []
        assert (retried.done, retried.left) == (3, 0)
        assert texts(runs) == ["bad", "1", "2"]


@pytest.fixture
def clock() -> GivenClock:
    """A clock that the test sets."""
    return GivenClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


def test_poison_is_tried_again_by_itself_when_its_time_has_come(
    journal: Journal, address: str, clock: GivenClock
) -> None:
    """After each delay, and then no more until someone asks."""
    start = clock()
    note(journal, "a", "bad", "1")
    job = Notes(poison=["bad"])
    with Runs.open(address, journal_id=journal.id, clock=clock) as runs:
        make_tables(runs)
        patience = Backoff((1, 60))
        going = runner(journal, runs, job, clock=clock, patience=patience)
        tries = []
        for seconds in (0, 0.5, 1, 30, 61, 62, 10_000):
            clock.set(start + timedelta(seconds=seconds))
            going.once()
            tries.append(parked(runs)[0].attempts)
        last = parked(runs)[0]

    assert tries == [1, 1, 2, 2, 3, 3, 3]
    assert last.retry_at is None
    assert last.parked_at == start


def test_what_was_only_unlucky_is_mended_by_the_second_try(
    journal: Journal, address: str, clock: GivenClock
) -> None:
    """A passing failure needs nobody."""
    note(journal, "a", "bad", "1")
    job = Notes(poison=["bad"])
    with Runs.open(address, journal_id=journal.id, clock=clock) as runs:
        make_tables(runs)
        going = runner(journal, runs, job, clock=clock, patience=Backoff((5,)))
        going.once()
        job.poison.clear()
        clock.set(clock() + timedelta(seconds=5))

        progress = going.once().of(JOB)

        assert progress.retried == 2
        assert texts(runs) == ["bad", "1"]
        assert not parked(runs)


def test_an_event_is_put_aside_for_good_by_someone(
    journal: Journal, runs: Runs
) -> None:
    """What waits behind it goes on; it is still shown, and not tried again."""
    note(journal, "a", "bad", "1")
    going = runner(journal, runs, Notes(poison=["bad"]), patience=NEVER)
    going.once()
    (first, _) = parked(runs)

    aside = going.put_aside(JOB, first.position)
    note(journal, "a", "2")
    going.once()
    again = going.retry(JOB)

    assert (aside.done, aside.left) == (1, 1)
    assert (again.done, again.left) == (0, 1)
    assert texts(runs) == ["1", "2"]
    assert [each.aside for each in parked(runs)] == [True]
    assert going.status()[0].parked == 1


def test_the_last_of_a_stream_is_put_aside_too(journal: Journal, runs: Runs) -> None:
    """With nothing behind it there is nothing to go on with."""
    note(journal, "a", "bad")
    going = runner(journal, runs, Notes(poison=["bad"]), patience=NEVER)
    going.once()

    aside = going.put_aside(JOB, parked(runs)[0].position)

    assert (aside.done, aside.left) == (0, 1)
    with pytest.raises(Unknown, match=r"unknown parked event 'view test\.notes at 99'"):
        going.put_aside(JOB, 99)


def test_a_stream_of_which_nothing_is_parked_cannot_be_retried(
    journal: Journal, runs: Runs
) -> None:
    """A name that is mistyped is told, not taken for nothing to do."""
    note(journal, "aa", "bad")
    going = runner(journal, runs, Notes(poison=["bad"]), patience=NEVER)
    going.once()

    with pytest.raises(Unknown, match=r"'lesson/ab': did you mean lesson/aa\?"):
        going.retry(JOB, course.course("ab"))


def test_a_batch_of_nothing_but_poison_is_put_aside(
    journal: Journal, runs: Runs
) -> None:
    """However many there are, each is found."""
    with journal.batch() as batch:
        for key in range(600):
            command = course.NoteMany(course=course.course(key), texts=("bad", "1"))
            batch.do(command, by=course.ANNA)
    going = runner(journal, runs, Notes(poison=["bad"]), patience=NEVER, batch=1000)

    progress = going.once().of(JOB)

    assert (progress.events, progress.parked) == (0, 1200)


@pytest.mark.parametrize("misfit", ["misfit", str(2**70), "\ud800"])
@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_what_does_not_fit_is_found_by_halves(
    journal: Journal,
    lasting_address: str,
    misfit: str,
    count: int,
) -> None:
    """The database says that a row does not fit, not which event it was for."""
    for number in range(count):
        note(journal, number, "before", f"at {number}", "after")
    culprit = f"at {count // 2}"
    job = Notes(instead={culprit: misfit})
    with Runs.open(lasting_address, journal_id=journal.id) as runs:
        make_tables(runs)
        going = runner(journal, runs, job, Notes("a other", names=frozenset()))
        going.once()

        assert len(done(runs)) == 3 * count - 2
        assert culprit not in texts(runs)
        assert [each.attempts for each in parked(runs)] == [1, 0]
        (error, *_) = [each.error for each in parked(runs)]
        assert error is not None
        assert error.startswith("does not fit its table: ")
        assert "at " not in error.removeprefix("does not fit its table: ")


def test_a_job_that_names_another_event_than_it_was_given_is_at_fault(
    journal: Journal, runs: Runs
) -> None:
    """Nothing is put aside that the job did not have."""
    first = note(journal, "a", "1")
    recorded = next(journal.events(after=first - 1))
    note(journal, "a", "2")
    job = Notes()

    def blame(given: Recorded) -> None:
        if given.event.text == "2":
            raise Poison(recorded, ValueError("the one before"))

    going = runner(journal, runs, job, batch=1)
    job.each = blame
    with pytest.raises(ValueError, match=f"position {first} was not given"):
        going.once()

    assert texts(runs) == ["1"]
    assert not parked(runs)


def _raised(error: Exception) -> None:
    raise error


def test_an_error_is_kept_without_anything_about_a_person(journal: Journal) -> None:
    """Code may repeat what it was given: then its message is left out."""
    journal.do(course.enrol("a", "p-1", "Anna", "p-2", "Bo"), by=course.ANNA)
    note(journal, "a", "Anna")
    enrolled, noted = journal.events(names=["lesson.enrolled/1", "lesson.noted/1"])
    unknown = SimpleNamespace(event=b"whatever it is")

    def told(recorded: Any, error: Exception) -> str:
        with pytest.raises(type(error)) as raised:
            _raised(error)
        return described(raised.value, recorded)

    assert told(noted, ValueError("cannot do Anna")) == "ValueError: cannot do Anna"
    assert "Anna" not in told(enrolled, ValueError("cannot do Anna"))
    assert "Anna" not in told(unknown, ValueError("cannot do Anna"))
    assert told(enrolled, KeyError("Anna")).startswith(
        "KeyError in tests.running.test_poison._raised, line "
    )
    assert told(enrolled, Malformed("row", "is odd")) == "Malformed: row: is odd"
    assert told(noted, ValueError()).startswith("ValueError in ")
    assert described(ValueError()) == "ValueError in unknown code"
    assert told(noted, Unfit("TEXT")) == "does not fit its table: TEXT"
    assert len(told(noted, ValueError("x" * 9999))) == LONGEST


def test_an_error_of_the_database_is_kept_without_its_values(
    journal: Journal, runs: Runs
) -> None:
    """A job that catches the database's error itself does not spread the row either."""
    note(journal, "a", "secret")

    class Catching(Notes):
        def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
            """Write what is refused, and say whose it was."""
            insert = sql("INSERT INTO test_done (job, position) VALUES ('secret', 1)")
            try:
                transaction.connection.execute(insert)
            except Exception as error:
                raise Poison(batch[0], error) from error

    runner(journal, runs, Catching()).once()

    (told,) = (each.error for each in parked(runs))
    assert told is not None
    assert told.startswith("IntegrityError: ")
    assert "secret" not in told


def test_patience_has_a_delay_for_each_failure() -> None:
    """The delays are given, and are the same every time."""
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    patience = Backoff([1, 60])  # type: ignore[arg-type]

    assert patience.again_at(now, attempts=1) == now + timedelta(seconds=1)
    assert patience.again_at(now, attempts=2) == now + timedelta(seconds=60)
    assert patience.again_at(now, attempts=3) is None
    assert len(Backoff().delays) == 5
    for delays in [(-1,), (float("inf"),), (float("nan"),)]:
        with pytest.raises(Malformed, match="expected seconds, none below 0"):
            Backoff(delays)


def test_a_parked_event_must_be_the_one_in_the_journal(
    tmp_path: Path, address: str
) -> None:
    """A journal that was restored has another event there: nothing is done with it."""
    place = Place(str(tmp_path / "j.db"), None)
    with (
        opened(place) as journal,
        Runs.open(address, journal_id=journal.id) as runs,
    ):
        make_tables(runs)
        note(journal, "a", "bad", "1")
        job = Notes(poison=["bad"])
        going: Runner = runner(journal, runs, job, patience=NEVER)
        going.once()
        with runs.transaction() as transaction:
            transaction.connection.execute(
                sql("UPDATE kvalitet_parked SET event_id = 'another'")
            )

        with pytest.raises(RunsUnavailable, match="parked another event at 4"):
            going.retry(JOB)

        assert len(parked(runs)) == 2
