"""Killed at any point, a journal holds all that it acknowledged, and no half commit.

`design.md`: "Nothing acknowledged is lost, under `kill -9`". The worker says each id
once it has the receipt; the test kills it when some more have been said.
"""

from __future__ import annotations

import random
import time

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import whole
from tests.journal.processes import acknowledge, opened
from tests.killing import Say, Work, Workers, kills

from kvalitet_core.journal.drafting import COMMAND

KILLS = {"sqlite": 150, "postgres": 60}
OPENING = 10
"""Every tenth opens the journal anew, as a process that is begun again would."""
PREPARED = (
    course.enrol(0, "p-first", "first", "q-0", "first"),
    course.NoteMany(course=course.course(0), texts=("first",)),
    course.NoteBoth(course=course.course(0), other=course.course("both"), text="f"),
)
"""Given before anybody is killed: what they need is imported then, once for all."""


@pytest.mark.slow
def test_a_journal_killed_hundreds_of_times_holds_all_it_acknowledged(
    lasting_place: Place, request: pytest.FixtureRequest
) -> None:
    """Power fails at random: what was acknowledged is there, each commit whole.

    A person's key is durable before the event that it seals: so each section opens.
    """
    count = kills(KILLS[request.node.callspec.params["lasting_place"]])
    moments = random.Random(20201123)  # noqa: S311 - when to kill, not a secret
    acknowledged: set[str] = set()

    with Workers(acknowledging, lasting_place) as workers:
        for number in range(count):
            workers.begin(0, number, anew=number % OPENING == 0)
            acknowledged |= _kill(workers, moments)

    with opened(lasting_place) as journal:
        rows = whole(journal)
        recorded = {row.command_id for row in rows if row.name == COMMAND}
    assert len(acknowledged) > count
    assert acknowledged <= recorded
    assert len(recorded - acknowledged) <= count + len(PREPARED)


def _kill(workers: Workers, moments: random.Random) -> set[str]:
    """Let a worker write until some ids are said, and a moment more; then kill it."""
    said = b""
    wanted = moments.randrange(0, 8)
    while said.count(b"\n") < wanted:
        said += workers.hear()[0]
    time.sleep(moments.random() * 0.006)
    said += workers.kill(0)
    return set(said.decode().split())


def acknowledging(place: Place) -> Work:
    """Writing without end to a journal that was opened, or is opened anew."""
    journal = opened(place)
    for command in PREPARED:
        journal.do(command, by=course.ANNA)

    def work(number: int, *, anew: bool, say: Say) -> None:
        acknowledge(opened(place) if anew else journal, number, say)

    return work
