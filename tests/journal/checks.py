"""What must be true of every journal, whatever happened to it."""

from __future__ import annotations

from itertools import pairwise

from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.records import CommandRecord
from kvalitet_core.personal import Forgotten
from kvalitet_core.recorded import Recorded


def whole(journal: Journal) -> list[Recorded]:
    """Read everything, and check that it is one record without a hole.

    Versions are contiguous, time runs forwards, each command has all its events right
    after it and each event a command, and each sealed section opens or is forgotten.
    """
    rows = list(journal.events())
    assert [row.position for row in rows] == sorted({row.position for row in rows})
    for earlier, later in pairwise(rows):
        assert earlier.recorded_at < later.recorded_at
    versions: dict[str, int] = {}
    for row in rows:
        versions[row.stream] = versions.get(row.stream, 0) + 1
        assert row.version == versions[row.stream]
    waiting: list[str] = []
    for row in rows:
        if row.name == COMMAND:
            assert not waiting
            assert isinstance(row.event, CommandRecord)
            waiting = list(row.event.events)
        elif not row.name.startswith("journal."):
            assert waiting.pop(0) == row.event_id
    assert not waiting
    commits = list(journal.commits())
    events = [row.event for row in rows if row.name != COMMAND]
    for stored in [*(commit.command for commit in commits), *events]:
        if isinstance(stored, course.Enrol | course.Enrolled):
            for name in (stored.first_name, stored.second_name):
                assert name.reveal() is Forgotten.FORGOTTEN or name.reveal()
    return rows


def counted(journal: Journal, name: str) -> int:
    """How many events of a stored name there are."""
    return sum(1 for _ in journal.events(names=[name]))
