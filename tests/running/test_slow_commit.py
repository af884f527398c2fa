"""On PostgreSQL, a commit that is slow to finish never lets a runner pass it.

Positions are given out under the writers' lock and become visible in their order: so
nothing after it is committed before it is. Two connections, in turn; nobody sleeps.
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

from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.journal.postgres.lock import lock_key
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
            for key in "ac":
                command = course.Note(course=course.course(key), text="slow")
                slow.do(command, by=course.ANNA)
            assert _has_written(postgres, postgres_url)
            second = threading.Thread(target=note, args=(another, "b", "fast"))
            second.start()
            _wait_until_it_waits_or_is_done(second, postgres, postgres_url)
            seen = [going.once() for _ in range(3)]
            during = texts(runs)
        second.join()
        after = going.once()

        assert {job.position for each in seen for job in each.jobs} == {before}
        assert during == ["before", "before"]
        assert texts(runs) == ["before", "before", "slow", "slow", "fast"]
        assert after.of("view test.notes").position == before + 6 == journal.head()


def _has_written(postgres: str, url: str) -> bool:
    """Whether the server has rows of a writer who has not committed yet."""
    table = sql.SQL("SELECT {}::regclass::oid").format(
        sql.Literal(f"{schema_of(url)[1]}.stored_events")
    )
    statement = (
        "SELECT count(*) FROM pg_locks WHERE relation = %s AND granted"
        " AND mode = 'RowExclusiveLock'"
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        found = connection.execute(table).fetchone()
        return connection.execute(statement, found).fetchone() == (1,)


def _wait_until_it_waits_or_is_done(
    second: threading.Thread, postgres: str, url: str
) -> None:
    """Until the server itself says that it waits for the writers' lock.

    It would be done if nothing held it up, which is what must not be.
    """
    key = lock_key(schema_of(url)[1]) & (2**64 - 1)
    statement = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND classid::bigint = %s AND objid::bigint = %s"
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        while second.is_alive():
            row = connection.execute(statement, (key >> 32, key & 0xFFFFFFFF))
            if row.fetchone() == (1,):
                return
