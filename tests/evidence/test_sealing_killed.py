"""Killed at any point, sealing goes on where it was, and nothing false was signed."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.conftest import Place
from tests.evidence.sealing import checked, sequencer
from tests.journal import course
from tests.journal.processes import opened
from tests.killing import Say, Work, Workers, kills

from kvalitet_core import evidence

ROOM = str(Path(evidence.__file__).parent)
STORES = ("sqlite/tree.py", "postgres/tree.py")
KILLS = {"sqlite": 40, "postgres": 20}
DONE = b"done"
MOST = 400


def note(journal: Any, text: str) -> None:
    """One commit."""
    journal.do(course.Note(course=course.course(1), text=text), by=course.ANNA)


def killing_itself_at(line: int) -> Any:
    """A tracer that kills the process at the nth line that sealing comes to."""
    left = [line]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not (file.startswith(ROOM) or file.endswith(STORES)) or "checking" in file:
            return None
        if "making" in file:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def sealing_to_a_line(place: Place, folder: Path) -> Work:
    """One commit, sealed and signed, or killed at a line on the way."""
    journal = opened(place)
    note(journal, "first")
    sequencer(journal, folder).seal()

    def work(line: int, *, say: Say) -> None:
        note(journal, f"line {line}")
        sealer = sequencer(journal, folder)
        sys.settrace(killing_itself_at(line) if line else None)
        sealed = sealer.seal()
        sys.settrace(None)
        assert sealed.size == journal.head()
        say(DONE)
        os._exit(0)

    return work


@pytest.mark.slow
def test_it_is_killed_at_every_line(tmp_path: Path) -> None:
    """Whatever line it was at, the next one seals all and signs; so does the last."""
    place, line, finished = Place(str(tmp_path / "j.db"), None), 0, False

    with Workers(sealing_to_a_line, place, tmp_path) as workers:
        while not finished:
            line += 1
            workers.begin(0, line)
            finished = DONE in workers.died(0)
            if line % 3 == 0:
                workers.begin(0, 0)
                assert workers.died(0) == DONE
            assert line < MOST

    assert line > 100
    assert checked(place, tmp_path) > 30


def sealing_on(place: Place, folder: Path) -> Work:
    """Writing without end to a journal that is sealed as it is written."""
    journal = opened(place)
    journal.head()

    def work(number: int, *, say: Say) -> None:
        with opened(place, seal=folder / "signing-key") as own:
            sealer = sequencer(journal, folder)
            for step in range(1_000_000):
                note(own, f"{number}-{step}")
                if step % 3 == 0:
                    sealer.seal()
                say(b".")

    return work


@pytest.mark.slow
def test_two_that_seal_are_killed_again_and_again(
    lasting_place: Place, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Two processes write, seal and sign at the same time, and are killed at random."""
    count = kills(KILLS[request.node.callspec.params["lasting_place"]])
    moments = random.Random(20261122)  # noqa: S311 - when to kill, not a secret

    with Workers(sealing_on, lasting_place, tmp_path, count=2) as workers:
        workers.begin(0, 0)
        workers.begin(1, 1)
        for number in range(count):
            said = b""
            while len(said) < 4:
                said += b"".join(workers.hear().values())
            time.sleep(moments.random() * 0.01)
            workers.kill(number % 2)
            workers.begin(number % 2, number + 2)

    with opened(lasting_place) as journal:
        sealed = sequencer(journal, tmp_path).seal()
        assert sealed.size == journal.head() > count
    assert checked(lasting_place, tmp_path) > 10
