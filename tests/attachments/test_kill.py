"""Killed at any point, no event names a file that is not there.

A file is durable before there is a value that names it: so a file without an event is
all that a crash can leave.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from tests.attachments.letter import attach, files, opened, receive
from tests.conftest import Place
from tests.journal.processes import at_once
from tests.killing import Say, Work, Workers

from kvalitet_core import Journal
from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.folder import FolderStore
from kvalitet_core.attachments.store import path_of

KILLS = 30


def attaching(place: Place) -> Work:
    """Attaching and receiving without end, and saying each letter once on record."""
    journal = opened(place)
    receive(journal, "first", *_enclosed(journal, 0))

    def work(number: int, *, say: Say) -> None:
        for step in range(1_000_000):
            receive(journal, f"{number}-{step}", *_enclosed(journal, step))
            say(b".")

    return work


def _enclosed(journal: Journal, step: int) -> tuple[Attachment, Attachment]:
    """Something large, and something about a person."""
    plain = attach(journal, os.urandom(200_000))
    return plain, attach(journal, os.urandom(5_000), subject=f"p-{step % 3}")


@pytest.mark.slow
def test_a_crash_leaves_no_event_without_its_file(tmp_path: Path) -> None:
    """Killed again and again between putting a file and naming it."""
    place = Place(str(tmp_path / "j.db"), None)
    moments = random.Random(20201127)  # noqa: S311 - when to kill, not a secret
    said = 0
    with Workers(attaching, place) as workers:
        for number in range(KILLS):
            workers.begin(0, number)
            said += len(workers.hear()[0])
            time.sleep(moments.random() * 0.03)
            said += len(workers.kill(0))

    with opened(place) as journal:
        found = list(journal.check_attachments())
        received = sum(1 for _ in journal.events(names=["letter.received/1"]))
    states = [each.state for each in found]
    assert received >= said >= KILLS
    assert states.count("whole") == 2 * received
    assert set(states) <= {"whole", "unreferenced"}
    assert "unreferenced" in states


def put_all(place: Place, number: int, count: int) -> list[str]:
    """Put the same files as the others do, each beginning elsewhere."""
    store = FolderStore(Path(place.url))
    digests = []
    for step in range(count):
        turned = (step + number * count // 4) % count
        content = b"%d" % turned * 10_000
        digests.append(store.put([content], subject=("p-1", None)[turned % 2]).sha256)
    return sorted(digests)


@pytest.mark.slow
def test_processes_that_put_the_same_files_agree(tmp_path: Path) -> None:
    """Each is there once, whole, and nothing else is."""
    first, *others = at_once(put_all, Place(str(tmp_path / "kept"), None), 4, 60)

    assert all(other == first for other in others)
    kept = files(tmp_path / "kept")
    expected = {b"%d" % n * 10_000: ("p-1", None)[n % 2] for n in range(60)}
    assert set(kept.values()) == set(expected)
    assert len(kept) == 60
    for path, content in kept.items():
        digest = path.replace("persons/p-1/", "").replace("/", "")
        assert path == path_of(digest, expected[content])
