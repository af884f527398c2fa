"""Waking: a commit to a journal in PostgreSQL is heard of at once."""

from __future__ import annotations

import threading
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from tests.conftest import Place, in_schema
from tests.journal.processes import opened
from tests.running.jobs import Notes, make_tables, note, texts
from tests.running.test_runner import runner

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.running.store import Runs
from kvalitet_core.running.waking import Listening


def test_a_commit_is_heard_and_what_others_commit_is_not(
    postgres: str, tmp_path: Path
) -> None:
    """Also one that was made before the wait began; each wait takes all there is."""
    url = in_schema(postgres, "waking_one")
    other = in_schema(postgres, "waking_two")
    with (
        opened(Place(url, str(tmp_path / "one.keys"))) as journal,
        opened(Place(other, str(tmp_path / "two.keys"))) as another,
        Listening(url) as wake,
    ):
        note(another, "a", "1")
        silent = wake(0)
        note(journal, "a", "1")
        note(journal, "a", "2")
        heard, again = wake(30), wake(0)

    assert (silent, heard, again) == (False, True, False)


def test_a_runner_that_listens_does_not_wait_out_its_time(
    postgres_url: str, tmp_path: Path
) -> None:
    """What is committed is done at once, however long it would sleep."""
    stop = threading.Event()
    begun = threading.Event()
    journal_place = Place(postgres_url, str(tmp_path / "journal.keys"))
    with opened(journal_place) as journal, Listening(postgres_url) as listening:

        def wake(seconds: float) -> None:
            begun.set()
            listening(seconds)

        with Runs.open("memory:", journal_id=journal.id) as runs:
            make_tables(runs)
            job = Notes(each=lambda _: stop.set())
            going = runner(journal, runs, job)
            thread = threading.Thread(
                target=going.run,
                kwargs={"stop": stop, "poll_seconds": 300, "wake": wake},
            )
            start = monotonic()
            thread.start()
            assert begun.wait(30)
            note(journal, "a", "1")
            thread.join(60)

            assert not thread.is_alive()
            assert texts(runs) == ["1"]
    assert monotonic() - start < 60


def test_a_listener_that_is_cut_off_says_so(
    postgres: str, postgres_url: str, tmp_path: Path
) -> None:
    """It does not go on as if nothing were ever committed."""
    with (
        opened(Place(postgres_url, str(tmp_path / "journal.keys"))),
        Listening(postgres_url) as wake,
    ):
        pid = wake._connection.info.backend_pid
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))

        with pytest.raises(JournalUnavailable, match="PostgreSQL says"):
            wake(30)


def test_a_server_that_is_not_there_cannot_be_listened_to() -> None:
    """The address is told without its password."""
    with pytest.raises(JournalUnavailable) as told:
        Listening("postgresql://me:secret@127.0.0.1:1/none?connect_timeout=1")

    assert "secret" not in str(told.value)
    assert "me@127.0.0.1:1" in str(told.value)
