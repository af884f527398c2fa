"""On PostgreSQL, a commit that is slow to finish never lets a runner pass it.

Positions are given out under the writers' lock and become visible in their order: what
is not committed hides everything after it. Two connections, in turn; nobody sleeps.
"""

from __future__ import annotations

import threading
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.conftest import Place, in_schema
from tests.journal import course
from tests.journal.processes import opened
from tests.running.jobs import Notes, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core.journal.postgres import lock_key, schema_of
from kvalitet_core.running.store import Runs


@pytest.mark.parametrize("lease", [None, 30.0])
def test_a_runner_never_passes_a_commit_that_is_slow_to_finish(
    postgres: str, postgres_url: str, tmp_path: Path, lease: float | None
) -> None:
    """The first writer has its position and waits; the second gets none before it.

    However often the runner looks meanwhile, it stays where it is; then it does both.
    """
    address = in_schema(postgres, f"slow_{'leased' if lease else 'free'}")
    place = Place(postgres_url, str(tmp_path / "keys"))
    with (
        opened(place) as journal,
        opened(place) as another,
        Runs.open(address, journal_id=journal.id) as runs,
    ):
        make_tables(runs)
        note(journal, "a", "before")
        note(another, "b", "before")
        going = runner(journal, runs, Notes(), lease_seconds=lease)
        going.once()
        before = journal.head()

        with journal.batch() as slow:
            slow.do(course.Note(course=course.course("a"), text="slow"), by=course.ANNA)
            second = threading.Thread(target=note, args=(another, "b", "fast"))
            second.start()
            _wait_for_a_waiting_writer(postgres, postgres_url)
            seen = [going.once() for _ in range(3)]
            during = texts(runs)
        second.join()
        after = going.once()

        assert {job.position for each in seen for job in each.jobs} == {before}
        assert during == ["before", "before"]
        assert texts(runs) == ["before", "before", "slow", "fast"]
        assert after.of("view test.notes").position == before + 4 == journal.head()


def _wait_for_a_waiting_writer(postgres: str, url: str) -> None:
    """Until the server itself says that someone waits for the writers' lock."""
    key = lock_key(schema_of(url)[1]) & (2**64 - 1)
    statement = sql.SQL(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND classid::bigint = %s AND objid::bigint = %s"
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        while True:
            row = connection.execute(statement, (key >> 32, key & 0xFFFFFFFF))
            if row.fetchone() == (1,):
                return
