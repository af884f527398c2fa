"""Killed at any point, and with two at work: no event skipped, none answered twice."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Place, in_schema
from tests.reactions.processes import CONTEXT, die_after, run_on
from tests.reactions.running import answers, bench, opened, say

from kvalitet_core import Journal

KILLS = {"sqlite": 120, "postgres": 40}
ROOMS = 3


@pytest.fixture
def views(request: pytest.FixtureRequest, tmp_path: Path, lasting_place: Place) -> str:
    """Where it is kept how far reactions have come, on the journal's own database."""
    if lasting_place.url.startswith("postgresql"):
        schema = f"{lasting_place.url.rpartition('=')[2]}_views"
        return in_schema(request.getfixturevalue("postgres"), schema)
    return str(tmp_path / "journal.db.views")


def _whole(journal: Journal) -> None:
    """Everything that was said is answered once, in the order of each room."""
    said = [
        (recorded.stream, recorded.event.text)
        for recorded in journal.events(names=["relay.said/1"])
    ]
    found = answers(journal)
    for room in {room for room, _ in said}:
        assert [each for each in found if each[0] == room] == [
            each for each in said if each[0] == room
        ]
    commands = [each for each in journal.commits() if each.record.reaction]
    assert len({each.record.cause for each in commands}) == len(commands) == len(said)


@pytest.mark.slow
def test_runners_killed_hundreds_of_times_answer_each_event_once(
    lasting_place: Place, views: str, request: pytest.FixtureRequest
) -> None:
    """Given two runners that are killed at random again and again, all is answered."""
    moments = random.Random(20201123)  # noqa: S311 - when to kill, not a secret
    with opened(lasting_place.url, **lasting_place.opening()) as journal:
        with bench(journal, views):
            pass
        for number in range(KILLS[request.node.callspec.params["lasting_place"]] // 2):
            for step in range(6):
                say(journal, moments.randrange(ROOMS), f"{number}-{step}")
            _run_and_kill(lasting_place, views, moments)

        with bench(journal, views, lease_seconds=None) as runner:
            runner.settle()
            assert not runner.parked()
            counted, run = runner.answered(), runner.run()

        _whole(journal)
        assert counted.accepted == run.events == len(answers(journal))
        assert run.position == journal.head()


def _run_and_kill(place: Place, views: str, moments: random.Random) -> None:
    """Let two runners work for a moment, and kill both."""
    workers: list[Any] = [
        CONTEXT.Process(target=run_on, args=(place, views, number, batch))
        for number, batch in enumerate([2, 100])
    ]
    with opened(place.url, **place.opening()) as journal:
        before = journal.head()
        for worker in workers:
            worker.start()
        patience = time.monotonic() + 10
        while journal.head() == before and time.monotonic() < patience:
            time.sleep(0.001)
    for worker in workers:
        time.sleep(moments.random() * 0.02)
        worker.kill()
    for worker in workers:
        worker.join()
        assert worker.exitcode == -signal.SIGKILL
        worker.close()


@pytest.mark.slow
def test_killed_between_a_command_and_its_position_nothing_is_done_again(
    lasting_place: Place, views: str
) -> None:
    """The command is on record and the position is not: the worst moment there is."""
    with opened(lasting_place.url, **lasting_place.opening()) as journal:
        for number in range(6):
            say(journal, number % ROOMS, str(number))
        for after in (1, 3, 6, 6, 6):
            worker: Any = CONTEXT.Process(
                target=die_after, args=(lasting_place, views, after)
            )
            worker.start()
            worker.join()
            assert worker.exitcode == -signal.SIGKILL
            worker.close()
            assert len(answers(journal)) >= after

        with bench(journal, views, lease_seconds=None) as runner:
            stood = runner.run().position
            runner.runner.once()
            events = runner.run().events

        assert stood == 0
        assert events == 6
        _whole(journal)
