"""Killed at any point, a journal holds all that it acknowledged, and no half commit.

`design.md`: "Nothing acknowledged is lost, under `kill -9`". The worker says each id
once it has the receipt; the parent kills it when some more have been said.
"""

from __future__ import annotations

import os
import random
import select
import time

import pytest
from tests.conftest import Place
from tests.journal.checks import whole
from tests.journal.processes import CONTEXT, acknowledge, opened

from kvalitet_core.journal.drafting import COMMAND

KILLS = {"sqlite": 150, "postgres": 60}


@pytest.mark.slow
def test_a_journal_killed_hundreds_of_times_holds_all_it_acknowledged(
    lasting_place: Place, request: pytest.FixtureRequest
) -> None:
    """Power fails at random: what was acknowledged is there, each commit whole.

    A person's key is durable before the event that it seals: so each section opens.
    """
    opened(lasting_place).close()
    kills = KILLS[request.node.callspec.params["lasting_place"]]
    moments = random.Random(20201123)  # noqa: S311 - when to kill, not a secret
    acknowledged: set[str] = set()

    for number in range(kills):
        acknowledged |= _run_and_kill(lasting_place, number, moments)

    with opened(lasting_place) as journal:
        rows = whole(journal)
        recorded = {row.command_id for row in rows if row.name == COMMAND}
    assert len(acknowledged) > kills
    assert acknowledged <= recorded
    assert len(recorded - acknowledged) <= kills


def _run_and_kill(place: Place, number: int, moments: random.Random) -> set[str]:
    """Let a worker write until some ids are said, and a moment more; then kill it."""
    reader, writer = os.pipe()
    worker = CONTEXT.Process(target=_work, args=(place, number, writer_of(writer)))
    worker.start()
    os.close(writer)
    said = b""
    wanted = moments.randrange(0, 8)
    while said.count(b"\n") < wanted:
        said += os.read(reader, 65536)
    if wanted == 0:
        select.select([reader], [], [], 5)
    time.sleep(moments.random() * 0.006)
    worker.kill()
    worker.join()
    worker.close()
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    return set(said.decode().split())


def writer_of(descriptor: int) -> object:
    """A descriptor as another process receives it."""
    from multiprocessing.reduction import DupFd  # noqa: PLC0415 - only here

    return DupFd(descriptor)


def _work(place: Place, number: int, pipe: object) -> None:
    acknowledge(place, number, pipe.detach())  # type: ignore[attr-defined]
