"""A changed reaction is told as such until it has gone on as it is declared now."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reactions import relay
from tests.reactions.running import bench, opened, say

from kvalitet_core.reactions.job import ReactionJob, reaction_jobs
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.run import Move
from kvalitet_core.running.store import Runs

CHANGED = relay.answering(relay.answer, "relay.answer/1", "relay.say/1")


class LostAgainError(Exception):
    """The transaction is not kept."""


def applied_in_vain(job: ReactionJob, said: list[Recorded], runs: Runs) -> None:
    """Apply what was said in a transaction that is not kept."""
    with runs.transaction() as transaction:
        job.apply(said, transaction)
        raise LostAgainError


def test_what_was_not_kept_is_declared_again(tmp_path: Path) -> None:
    """Given a transaction taken back, the next one says what the reaction is now."""
    url, address = str(tmp_path / "journal.db"), str(tmp_path / "journal.views")
    with opened(url) as journal, bench(journal, address) as before:
        say(journal, 1, "a")
        before.runner.once()
        old = before.run()

    with (
        opened(url, CHANGED) as journal,
        Runs.open(address, journal_id=journal.id) as runs,
    ):
        say(journal, 1, "b")
        (job,) = reaction_jobs(journal)
        said = list(journal.events(after=old.position, names=["relay.said/1"]))
        with pytest.raises(LostAgainError):
            applied_in_vain(job, said, runs)
        with runs.reading() as transaction:
            taken_back = transaction.runs([job.name])[job.name]

        with runs.transaction() as transaction:
            job.apply(said, transaction)
            transaction.advance_all(
                [Move(name=job.name, of=old.position, to=journal.head())]
            )
        with runs.reading() as transaction:
            kept = transaction.runs([job.name])[job.name]

    assert old.digest != job.digest
    assert taken_back.digest == old.digest
    assert kept.digest == job.digest
