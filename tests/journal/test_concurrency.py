"""Many writers at once: nothing acknowledged is lost, and everyone gets an answer."""

from __future__ import annotations

import threading
from collections import Counter
from itertools import pairwise

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import (
    append_notes,
    at_once,
    opened,
    same_ids,
    take_seats,
)

from kvalitet_core import Journal
from kvalitet_core.journal.drafting import COMMAND


@pytest.mark.slow
def test_what_eight_processes_were_told_is_there_is_there_once(
    lasting_place: Place,
) -> None:
    """Eight offices write 250 commands each: all are there once, none met a lock."""
    with opened(lasting_place) as journal:
        begun = journal.head()

    answers = at_once(append_notes, lasting_place, 8, 250)

    acknowledged = dict(pair for answer in answers for pair in answer)
    with opened(lasting_place) as journal:
        rows = whole(journal)
        commits = {commit.recorded.command_id: commit for commit in journal.commits()}
    assert len(acknowledged) == 2000
    assert commits.keys() == acknowledged.keys()
    assert all(
        commit.events[-1].position == acknowledged[str(command_id)]
        for command_id, commit in commits.items()
    )
    assert len(rows) == begun + 1 + 2 * 2000
    assert all(a.recorded_at < b.recorded_at for a, b in pairwise(rows))


@pytest.mark.slow
def test_the_same_ids_raced_by_eight_workers_are_one_commit_each(
    lasting_place: Place,
) -> None:
    """A message delivered eight times is one act, and everyone gets its receipt."""
    opened(lasting_place).close()

    answers = at_once(same_ids, lasting_place, 8, 100)

    with opened(lasting_place) as journal:
        whole(journal)
        assert counted(journal, COMMAND) == 100
        assert counted(journal, "lesson.noted/1") == 100
    assert len(answers[0]) == 100
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.slow
def test_sixteen_processes_racing_for_seats_all_get_an_answer(
    lasting_place: Place,
) -> None:
    """Twenty seats and 48 who ask: twenty get one, 28 are told it is full."""
    opened(lasting_place).close()

    answers = at_once(take_seats, lasting_place, 16, 3)

    counts = Counter(answer for each in answers for answer in each)
    assert counts == {"taken": 20, "lesson.full": 28}
    with opened(lasting_place) as journal:
        whole(journal)
        state = journal.get(course.Course, course.course("scarce"))
        seats = [row.event.number for row in journal.history(course.course("scarce"))]
    assert state is not None
    assert state.seats == 20
    assert seats == list(range(1, 21))


def test_eight_threads_share_one_journal(place: Place) -> None:
    """A web server's threads write through one journal, and lose nothing."""
    with opened(place) as journal:
        acknowledged = _written_by_threads(journal, threads=8, commands=100)

        rows = whole(journal)
        recorded = {row.command_id for row in rows if row.name == COMMAND}
    assert len(acknowledged) == 800
    assert recorded == acknowledged


def test_readers_in_threads_see_whole_commits_only(place: Place) -> None:
    """Whoever reads while others write sees all of a commit, or nothing of it."""
    pair = course.NoteBoth(course=course.course("l"), other=course.course("r"), text="")
    torn = []
    done = threading.Event()

    with opened(place) as journal:

        def read() -> None:
            while not done.is_set():
                newest = [row.event for row in journal.events(names=["lesson.noted/1"])]
                if len(newest) % 2:
                    torn.append(newest)

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for step in range(60):
            journal.do(
                course.NoteBoth(course=pair.course, other=pair.other, text=str(step)),
                by=course.ANNA,
            )
        done.set()
        for reader in readers:
            reader.join()

    assert torn == []


def _written_by_threads(journal: Journal, *, threads: int, commands: int) -> set[str]:
    acknowledged: set[str] = set()
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for step in range(commands):
                command = course.NoteMany(
                    course=course.course(step // 5), texts=(f"{number}-{step}",)
                )
                acknowledged.add(journal.do(command, by=course.ANNA).command_id)
        except BaseException as error:
            failures.append(error)
            raise

    workers = [threading.Thread(target=write, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    return acknowledged
