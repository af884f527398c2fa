"""Opening what is derived: made once, and whatever is wrong with it is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text as sql
from tests.conftest import Place, in_schema
from tests.journal.processes import CONTEXT, opened
from tests.journal.test_opening import in_a_fork
from tests.running.jobs import Notes, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core import Journal
from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.running.store import Runs


@contextmanager
def refused(told: str) -> Iterator[pytest.ExceptionInfo[RunsUnavailable]]:
    """Expect that it cannot be used, and that nobody's password is told."""
    with pytest.raises(RunsUnavailable, match=told) as raised:
        yield raised
    assert "secret" not in str(raised.value)
    assert str(raised.value).startswith(f"views database {raised.value.place}: ")


def changed(address: str, *statements: str) -> None:
    """Change a database as someone does who ought not to."""
    with Runs.open(address, journal_id="a") as runs:
        for statement in statements:
            with runs.transaction() as transaction:
                transaction.connection.execute(sql(statement))


def test_it_is_made_once_and_opened_again(lasting_address: str) -> None:
    """What is kept in it stays."""
    with Runs.open(lasting_address, journal_id="a") as runs, runs.transaction() as t:
        t.enter("view x", digest="d")

    with Runs.open(lasting_address, journal_id="a") as runs, runs.reading() as t:
        assert list(t.runs()) == ["view x"]


def test_it_is_another_journals(lasting_address: str) -> None:
    """Positions mean nothing in another journal."""
    Runs.open(lasting_address, journal_id="a").close()

    with refused("belongs to another journal: a, not b"):
        Runs.open(lasting_address, journal_id="b")


@pytest.mark.parametrize(
    ("number", "remedy"),
    [(2, "upgrade kvalitet-core"), (0, "remove it and rebuild")],
)
def test_it_is_newer_or_older(lasting_address: str, number: int, remedy: str) -> None:
    """Kept in another format than this code knows."""
    changed(lasting_address, f"UPDATE kvalitet_bound SET format = {number}")

    with refused(f"its format is {number}, this version knows 1: {remedy}"):
        Runs.open(lasting_address, journal_id="a")


def test_it_is_bound_to_nothing_or_to_two(lasting_address: str) -> None:
    """Someone has changed what must not be changed."""
    changed(lasting_address, "INSERT INTO kvalitet_bound VALUES ('b', 1)")

    with refused("is damaged: remove it and rebuild"):
        Runs.open(lasting_address, journal_id="a")


def test_it_is_not_there(lasting_address: str) -> None:
    """Whoever only looks makes nothing."""
    for options in ({"create": False}, {"read_only": True}):
        with refused("there is none; `kvalitet run` makes it"):
            Runs.open(lasting_address, journal_id="a", **options)
    if lasting_address.endswith(".views"):
        assert not Path(lasting_address).exists()


def test_its_folder_is_missing_or_it_is_one(tmp_path: Path) -> None:
    """A path that leads nowhere, and one that leads to a folder."""
    with refused("cannot be made: no such folder"):
        Runs.open(str(tmp_path / "none" / "a.views"), journal_id="a")
    with refused("is a folder"):
        Runs.open(str(tmp_path), journal_id="a")


def test_nothing_is_left_behind_when_it_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a database never stands at its place, nor beside it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refused("cannot be made: No space left on device"):
        Runs.open(str(tmp_path / "a.views"), journal_id="a")

    assert list(tmp_path.iterdir()) == []


def test_the_file_is_something_else(tmp_path: Path, journal: Journal) -> None:
    """No database, another database, or the journal itself."""
    (tmp_path / "text").write_text("a text that is long enough to be told apart" * 9)
    (tmp_path / "empty").touch()
    sqlite3.connect(tmp_path / "other").close()

    with refused("the file is no database"):
        Runs.open(str(tmp_path / "text"), journal_id="a")
    for other in ("empty", "other", "journal.db"):
        with refused("a database, but not of views; name another"):
            Runs.open(str(tmp_path / other), journal_id=journal.id)


def test_the_schema_holds_a_journal(postgres_url: str, tmp_path: Path) -> None:
    """What is derived is never kept among the journal's tables."""
    opened(Place(postgres_url, str(tmp_path / "keys"))).close()

    with refused("this schema holds a journal; name another with .schema="):
        Runs.open(postgres_url, journal_id="a")


def test_another_schema_of_the_journals_database_will_do(
    postgres_url: str, postgres: str, tmp_path: Path
) -> None:
    """The schema that is named is respected, and no other is touched."""
    with opened(Place(postgres_url, str(tmp_path / "keys"))) as journal:
        note(journal, "a", "1")
        address = in_schema(postgres, "derived_beside")
        with Runs.open(address, journal_id=journal.id) as runs:
            make_tables(runs)
            runner(journal, runs, Notes()).once()

            assert texts(runs) == ["1"]
    with psycopg.connect(postgres) as connection:
        found = connection.execute(
            "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename = 'test_done'"
            " AND schemaname IN ('public', 'derived_beside')"
        ).fetchall()
    assert found == [("derived_beside",)]


def test_it_is_gone_or_replaced_while_it_is_open(tmp_path: Path) -> None:
    """Nothing is written to a file that nobody will ever see again."""
    path = tmp_path / "a.views"
    with Runs.open(str(path), journal_id="a") as runs:
        copy = tmp_path / "copy"
        shutil.copy(path, copy)
        path.unlink()
        for work in (runs.transaction, runs.reading):
            with refused("is gone"), work():
                pass
        copy.rename(path)
        with refused("was replaced by another; open it again"), runs.transaction():
            pass


def test_it_is_gone_from_postgresql_while_it_is_open(postgres: str) -> None:
    """A schema that was dropped is told as the server tells it."""
    address = in_schema(postgres, "derived_gone")
    with (
        Runs.open(address, journal_id="a") as runs,
        psycopg.connect(postgres, autocommit=True) as connection,
    ):
        connection.execute("DROP SCHEMA derived_gone CASCADE")

        with refused('relation "kvalitet_runs" does not exist'), runs.reading() as t:
            t.runs()


def test_it_is_opened_for_reading_only(lasting_address: str) -> None:
    """Every write is refused, and so is one behind our back."""
    Runs.open(lasting_address, journal_id="a").close()

    with Runs.open(lasting_address, journal_id="a", read_only=True) as runs:
        with refused("opened for reading only"), runs.transaction():
            pass
        with refused("cannot be written: it is read-only"), runs.reading() as t:
            t.enter("view x", digest="d")
        with runs.reading() as transaction:
            assert transaction.runs() == {}


def test_a_role_without_rights_is_told_so(postgres: str) -> None:
    """Whoever may look may not write."""
    address = in_schema(postgres, "derived_rights")
    Runs.open(address, journal_id="a").close()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE ROLE onlooker LOGIN PASSWORD 'secret'")
        connection.execute("GRANT USAGE ON SCHEMA derived_rights TO onlooker")
        connection.execute(
            "GRANT SELECT ON ALL TABLES IN SCHEMA derived_rights TO onlooker"
        )
    looking = address.replace("postgres:@", "onlooker:secret@")

    with Runs.open(looking, journal_id="a") as runs:
        with runs.reading() as transaction:
            assert transaction.runs() == {}
        with refused("this role has no right to do that"), runs.transaction() as t:
            t.enter("view x", digest="d")
        assert "secret" not in runs.place
    with refused("this role has no right to do that"):
        nowhere = looking.replace("derived_rights", "derived_new")
        Runs.open(nowhere, journal_id="a")


def test_a_server_that_is_not_there_is_told() -> None:
    """With its address, and without the password."""
    address = "postgresql+psycopg://me:secret@127.0.0.1:1/none?connect_timeout=1"
    with refused("PostgreSQL says: connection"):
        Runs.open(address, journal_id="a")


def test_a_connection_that_was_cut_is_made_anew(postgres: str) -> None:
    """What waits between two batches survives a restart of the server."""
    with Runs.open(in_schema(postgres, "derived_cut"), journal_id="a") as runs:
        with runs.reading() as transaction:
            pid = transaction.connection.execute(sql("SELECT pg_backend_pid()"))
            number = pid.scalar_one()
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", (number,))

        with runs.reading() as transaction:
            assert transaction.runs() == {}


def test_a_connection_that_is_cut_in_the_middle_keeps_nothing(postgres: str) -> None:
    """All of a transaction, or nothing of it."""
    with Runs.open(in_schema(postgres, "derived_mid"), journal_id="a") as runs:
        with refused("PostgreSQL says"), runs.transaction() as transaction:
            transaction.enter("view x", digest="d")
            pid = transaction.connection.execute(sql("SELECT pg_backend_pid()"))
            with psycopg.connect(postgres, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(%s)", (pid.scalar_one(),)
                )
            transaction.enter("view y", digest="d")

        with runs.reading() as transaction:
            assert transaction.runs() == {}


def test_another_keeps_it_locked_for_too_long(lasting_address: str) -> None:
    """Whoever waits gives up after a while, and nothing is written."""
    with (
        Runs.open(lasting_address, journal_id="a") as runs,
        Runs.open(lasting_address, journal_id="a", busy_seconds=0.05) as others,
    ):
        with runs.transaction() as transaction:
            transaction.enter("view x", digest="d")
        with runs.transaction() as transaction:
            transaction.run("view x")
            with (
                refused("locked by another .* for too long"),
                others.transaction() as t,
            ):
                t.run("view x")

        with others.transaction() as transaction:
            assert transaction.run("view x")


def test_a_transaction_is_not_begun_within_another(tmp_path: Path) -> None:
    """On SQLite a thread would wait for itself; others wait for their turn."""
    address = str(tmp_path / "a.views")
    with Runs.open(address, journal_id="a", busy_seconds=0.05) as runs:
        told: list[str] = []

        def other() -> None:
            with pytest.raises(RunsUnavailable) as raised, runs.transaction():
                pass
            told.append(raised.value.problem)

        with runs.transaction():
            with refused("a write is under way in this thread"), runs.transaction():
                pass
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()

        assert told == ["locked by another thread for more than 0.05 s"]
        with runs.transaction():
            pass


def test_a_full_disk_keeps_nothing(tmp_path: Path) -> None:
    """SQLite takes a transaction back by itself then: it is not taken for done."""
    with Runs.open(str(tmp_path / "a.views"), journal_id="a") as runs:
        make_tables(runs)
        with refused("the disk is full; nothing was written"), runs.transaction() as t:
            t.enter("view x", digest="d")
            pages = t.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            t.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            t.enter("y" * 100_000, digest="d")

        with runs.reading() as transaction:
            assert transaction.runs() == {}


def test_a_transaction_that_sqlite_took_back_is_not_taken_for_done(
    tmp_path: Path,
) -> None:
    """Even where whoever wrote has not noticed."""
    with Runs.open(str(tmp_path / "a.views"), journal_id="a") as runs:
        with refused("was rolled back; nothing is kept"), runs.transaction() as t:
            t.enter("view x", digest="d")
            t.connection.exec_driver_sql("ROLLBACK")

        with runs.reading() as transaction:
            assert transaction.runs() == {}


def test_once_closed_it_is_closed(address: str) -> None:
    """Closing twice is harmless."""
    runs = Runs.open(address, journal_id="a")
    runs.close()
    runs.close()

    with refused("is closed"), runs.reading():
        pass


def test_many_begin_at_once(lasting_address: str) -> None:
    """Sixteen threads that find nothing there make it once."""
    failures: list[BaseException] = []
    ready = threading.Barrier(16)

    def begin(number: int) -> None:
        try:
            ready.wait()
            with (
                Runs.open(lasting_address, journal_id="a") as runs,
                runs.transaction() as transaction,
            ):
                transaction.enter(f"view {number}", digest="d")
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=begin, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with Runs.open(lasting_address, journal_id="a") as runs, runs.reading() as t:
        assert len(t.runs()) == 16


@pytest.mark.slow
def test_many_processes_begin_at_once(lasting_address: str) -> None:
    """Eight processes that find nothing there make it once."""
    processes = [
        CONTEXT.Process(target=_begin, args=(lasting_address, number))
        for number in range(8)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0] * 8
    with Runs.open(lasting_address, journal_id="a") as runs, runs.reading() as t:
        assert len(t.runs()) == 8


def _begin(address: str, number: int) -> None:
    with Runs.open(address, journal_id="a") as runs:
        _enter(runs, f"view {number}")


def test_a_process_that_was_forked_has_connections_of_its_own(
    lasting_address: str,
) -> None:
    """A web server opens it, and forks its workers."""
    with Runs.open(lasting_address, journal_id="a") as runs:
        with runs.transaction() as transaction:
            transaction.enter("view parent", digest="d")
        for number in range(3):
            in_a_fork(partial(_enter, runs, f"view {number}"))
        with runs.transaction() as transaction:
            transaction.enter("view after", digest="d")

        with runs.reading() as transaction:
            names = list(transaction.runs())
    assert names == ["view 0", "view 1", "view 2", "view after", "view parent"]


def _enter(runs: Runs, name: str) -> None:
    with runs.transaction() as transaction:
        transaction.enter(name, digest="d")


def test_sqlalchemy_is_not_imported_by_who_does_not_need_it() -> None:
    """It is an extra: a journal is opened and written to without it."""
    script = """
import sys
import kvalitet_core.running.runner, kvalitet_core.running.addresses
from kvalitet_core import Journal
with Journal.open("memory:", plugins=[]) as journal:
    journal.head()
print("sqlalchemy" in sys.modules)
"""
    found: Any = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert found.stdout == "False\n"
