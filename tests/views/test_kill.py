"""Killed at any point, hundreds of times, with two at work: nothing left out or twice.

Two runners in processes of their own follow a journal that is being written to. One
after the other is killed with `kill -9`, mostly in the middle of a batch, and replaced.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from tests.conftest import place_on
from tests.killing import Workers, kills
from tests.running.conftest import address_on
from tests.running.jobs import NOTED, Notes, done, make_tables, note, total
from tests.views.conftest import shown
from tests.views.processes import (
    FOLLOWED,
    NOTES,
    POISON,
    following,
    jobs_of,
    opened,
    runner_of,
)
from tests.views.viewed import folded

from kvalitet_core import Journal
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs
from kvalitet_core.views.views import Views

KILLS = {"sqlite": 120, "postgres": 60}
BATCHES = (3, 10)
SAID = [("1",), ("2", "3"), ("clear", "4")] * 5 + [("5", POISON, "6")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_runners_killed_hundreds_of_times_do_everything_once(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """Each event has its effect once, and each stream in its order.

    What is written down has no key and what is counted is added to, so that what is
    done twice would be there twice.
    """
    place = place_on(request, kind, tmp_path)
    address = address_on(request, kind, tmp_path)
    moments = random.Random(20201123)  # noqa: S311 - when to kill, not a secret
    with opened(place) as journal:
        with Runs.open(address, journal_id=journal.id) as runs:
            make_tables(runs, NOTES)
        with Workers(following, place, address, count=2) as workers:
            for number, batch in enumerate(BATCHES):
                workers.begin(number, batch)
            for _ in range(kills(KILLS[kind])):
                at_work = _let_work(workers, journal, moments)
                chosen = moments.choice([at_work, at_work, 1 - at_work])
                workers.kill(chosen)
                workers.begin(chosen, BATCHES[chosen])

        with Runs.open(address, journal_id=journal.id) as runs:
            _finish(journal, runs)
        with Views.open(journal, address) as views:
            for view in FOLLOWED:
                assert shown(views, view) == folded(journal, view)


def _let_work(workers: Workers, journal: Journal, moments: random.Random) -> int:
    """Let things happen until some are followed; gives who followed last.

    Always of other streams: of some, everything is parked after a while.
    """
    wanted, heard, last = moments.randrange(1, 4), 0, 0
    while heard < wanted:
        window = journal.head() // 40
        for _ in range(3):
            note(journal, window + moments.randrange(9), *moments.choice(SAID))
        said = workers.hear(0.02)
        heard += sum(map(len, said.values()))
        last = next(iter(said), last)
    time.sleep(moments.random() * 0.004)
    return last


def _finish(journal: Journal, runs: Runs) -> None:
    """Follow to the end, and do what was parked, which is poison no more."""
    jobs = jobs_of(journal, runs, Notes(NOTES))
    last = runner_of(journal, runs, jobs, owner="last", lease_seconds=None)
    last.once()
    noted = [recorded.position for recorded in journal.events(names=[NOTED])]
    with runs.reading() as transaction:
        parked = [each.position for each in transaction.parked(NOTES)]
    assert sorted([each.position for each in done(runs, NOTES)] + parked) == noted
    for job in jobs:
        last.retry(job.name)
    _in_order(runs, noted)
    _all_done(last)


def _in_order(runs: Runs, noted: list[int]) -> None:
    found = done(runs, NOTES)
    assert sorted(each.position for each in found) == noted
    assert total(runs, NOTES) == len(noted)
    latest: dict[str, int] = {}
    for each in found:
        assert latest.get(each.stream, 0) < each.position
        latest[each.stream] = each.position


def _all_done(last: Runner) -> None:
    for status in last.status():
        assert (status.lag_events, status.parked, status.error) == (0, 0, None)
