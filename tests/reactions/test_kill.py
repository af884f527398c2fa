"""Killed at any point, and with two at work: no event skipped, none answered twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from tests.conftest import Place, in_schema
from tests.killing import Workers, kills
from tests.reactions.processes import dying, running
from tests.reactions.running import answers, bench, opened, say

from kvalitet_core import Journal

KILLS = {"sqlite": 100, "postgres": 40}
BATCHES = (2, 10)
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
    count = kills(KILLS[request.node.callspec.params["lasting_place"]])
    moments = random.Random(20201123)  # noqa: S311 - when to kill, not a secret
    with (
        opened(lasting_place.url, **lasting_place.opening()) as journal,
        Workers(running, lasting_place, views, count=2) as workers,
    ):
        for runner, batch in enumerate(BATCHES):
            workers.begin(runner, batch)
        for number in range(count):
            at_work = _let_work(workers, journal, number, moments)
            chosen = moments.choice([at_work, at_work, 1 - at_work])
            workers.kill(chosen)
            workers.begin(chosen, BATCHES[chosen])
        for runner, _ in enumerate(BATCHES):
            workers.kill(runner)

        with bench(journal, views, lease_seconds=None) as last:
            last.settle()
            assert not last.parked()
            counted, run = last.answered(), last.run()

        _whole(journal)
        assert counted.accepted == run.events == len(answers(journal))
        assert run.position == journal.head()


def _let_work(
    workers: Workers, journal: Journal, number: int, moments: random.Random
) -> int:
    """Let things be said until some are answered; gives who answered last.

    That one is likely to be in the middle of a batch.
    """
    wanted, heard, last = moments.randrange(1, 4), 0, 0
    while heard < wanted:
        for step in range(3):
            say(journal, moments.randrange(ROOMS), f"{number}-{step}")
        said = workers.hear(0.02)
        heard += sum(map(len, said.values()))
        last = next(iter(said), last)
    time.sleep(moments.random() * 0.004)
    return last


@pytest.mark.slow
def test_killed_between_a_command_and_its_position_nothing_is_done_again(
    lasting_place: Place, views: str
) -> None:
    """The command is on record and the position is not: the worst moment there is."""
    with opened(lasting_place.url, **lasting_place.opening()) as journal:
        for number in range(6):
            say(journal, number % ROOMS, str(number))
        with Workers(dying, lasting_place, views) as workers:
            for after in (1, 3, 6, 6, 6):
                workers.begin(0, after)
                assert len(workers.died(0)) == after
                assert len(answers(journal)) >= after

        with bench(journal, views, lease_seconds=None) as runner:
            stood = runner.run().position
            runner.runner.once()
            events = runner.run().events

        assert stood == 0
        assert events == 6
        _whole(journal)
