"""A journal opens where it is one, in the format this code knows, in any process."""

from __future__ import annotations

import gc
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import opened

from kvalitet_core import Journal
from kvalitet_core.errors import (
    FormatMismatch,
    JournalUnavailable,
    KeyUnavailable,
    Malformed,
    Unknown,
)
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening_keys import KEY_FILE
from kvalitet_core.opening_stores import migrate
from kvalitet_core.privacy.keyfile import KeyFile

NOTE = course.Note(course=course.course("a"), text="one")


def in_a_fork(action: Callable[[], None]) -> None:
    """Do something in a forked child, and require that it went well."""
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException:  # noqa: BLE001 - a child has nobody to tell
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0


def test_parent_and_child_both_write_after_a_fork(lasting_place: Place) -> None:
    """A server that opens its journal and then forks loses nothing on either side."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)

        def write() -> None:
            for step in range(10):
                journal.do(
                    course.enrol("c", "anna", f"C{step}", "bo", "Bo"), by=course.ANNA
                )
            journal.close()

        in_a_fork(write)
        for _ in range(10):
            journal.do(course.Found(), by=course.ANNA)
        in_a_fork(write)

        whole(journal)
        assert counted(journal, COMMAND) == 31


def test_a_child_that_only_lets_go_harms_nothing(lasting_place: Place) -> None:
    """What a child closes or forgets of its parent's journal stays the parent's."""
    with opened(lasting_place) as journal:
        journal.do(NOTE, by=course.ANNA)

        def let_go() -> None:
            journal.close()
            gc.collect()

        in_a_fork(let_go)
        journal.do(course.Found(), by=course.ANNA)

        assert counted(journal, COMMAND) == 2


def test_a_fork_in_the_middle_of_a_batch_harms_nothing(tmp_path: Path) -> None:
    """The child has no part in the parent's transaction."""
    with opened(Place(str(tmp_path / "j.db"), None)) as journal:
        with journal.batch() as batch:
            batch.do(NOTE, by=course.ANNA)
            in_a_fork(lambda: None if journal.head() == 2 else os._exit(1))
            batch.do(course.Found(), by=course.ANNA)

        assert counted(journal, COMMAND) == 2


def test_opening_again_finds_the_same_journal(lasting_place: Place) -> None:
    """Its id, its rows and its keys are what they were."""
    with opened(lasting_place) as journal:
        made = journal.id
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        head = journal.head()

    with opened(lasting_place) as journal:
        assert journal.id == made
        assert journal.head() == head
        journal.do(course.Found(), by=course.ANNA)
        whole(journal)
        assert counted(journal, "journal.deployed/1") == 1


def test_other_plugins_are_another_deployment(lasting_place: Place) -> None:
    """Which code and definitions decide is recorded once each, by digest."""
    with opened(lasting_place) as journal:
        journal.do(NOTE, by=course.ANNA)
    newer = course.Plugin(name="lesson", version="2", aggregates=(course.AGGREGATE,))
    with Journal.open(
        lasting_place.url, plugins=[newer], keys=lasting_place.keys
    ) as journal:
        journal.do(course.Found(), by=course.ANNA)
        journal.do(course.Found(), by=course.ANNA)

        commits = [commit.record.deployment for commit in journal.commits()]
        deployed = [row.stream for row in journal.events(names=["journal.deployed/1"])]
    assert len(set(commits)) == 2
    assert deployed == [f"deployment/{commits[0]}", f"deployment/{commits[1]}"]


def test_many_who_open_an_empty_place_make_one_journal(lasting_place: Place) -> None:
    """Several servers starting at once agree on one journal and one key file."""
    ids, failures = [], []
    ready = threading.Barrier(4)

    def start() -> None:
        try:
            ready.wait()
            with opened(lasting_place) as journal:
                journal.do(
                    course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA
                )
                ids.append(journal.id)
        except BaseException as error:  # noqa: BLE001 - carried out of the thread
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(set(ids)) == 1
    with opened(lasting_place) as journal:
        whole(journal)
        assert counted(journal, COMMAND) == 4


def test_a_journal_that_is_not_there_is_not_made_unasked(
    lasting_place: Place, tmp_path: Path
) -> None:
    """Reading makes nothing, and a mistyped address does not begin a new journal."""
    with pytest.raises(JournalUnavailable, match="there is no journal"):
        Journal.open(lasting_place.url, keys=lasting_place.keys, create=False)
    with pytest.raises(JournalUnavailable, match="there is no journal"):
        Journal.open(lasting_place.url, keys=lasting_place.keys, read_only=True)
    with pytest.raises(JournalUnavailable, match="there is no journal"):
        migrate(lasting_place.url)

    assert list(tmp_path.iterdir()) == []


def test_a_postgresql_journal_is_made_only_when_asked(postgres_url: str) -> None:
    """In a database that others share, nothing is made by default."""
    with pytest.raises(JournalUnavailable, match="there is no journal"):
        Journal.open(postgres_url)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is no journal"),
        (b"Kontakt;Navn\n", "is no journal"),
        (b"SQLite format 3\0" + bytes(84), "journal"),
    ],
)
def test_a_file_that_is_no_journal_is_not_touched(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    """Whatever is at the path is left as it is."""
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(JournalUnavailable, match=problem):
        Journal.open(path)

    assert path.read_bytes() == content


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    """A database is a journal only if it says so."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE people (name)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(JournalUnavailable, match="a database, but no journal"):
        Journal.open(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize(("number", "remedy"), [(99, "upgrade"), (0, "migrate")])
def test_another_format_is_refused_with_the_remedy(
    tmp_path: Path, number: int, remedy: str
) -> None:
    """A newer journal wants newer code; an older one wants migrating."""
    path = tmp_path / "j.db"
    opened(Place(str(path), None)).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={number}")
    connection.close()

    with pytest.raises(FormatMismatch, match=remedy) as mismatch:
        Journal.open(path)

    assert (mismatch.value.found, mismatch.value.known) == (number, FORMAT)
    if number > FORMAT:
        with pytest.raises(FormatMismatch):
            migrate(str(path))


def test_another_format_in_postgresql_is_refused(
    postgres: str, postgres_url: str
) -> None:
    """The same rule in a schema."""
    opened(Place(postgres_url, None)).close()
    assert migrate(postgres_url) == []
    _, schema = schema_of(postgres_url)
    with psycopg.connect(postgres) as connection:
        connection.execute(f"INSERT INTO {schema}.kvalitet_format VALUES (99)")

    with pytest.raises(FormatMismatch, match="upgrade"):
        Journal.open(postgres_url)
    with pytest.raises(FormatMismatch, match="upgrade"):
        migrate(postgres_url)


def test_a_truncated_journal_is_named(tmp_path: Path) -> None:
    """A copy that was cut short says so before anything is read from it."""
    path = tmp_path / "j.db"
    with opened(Place(str(path), None)) as journal:
        for _ in range(20):
            journal.do(course.Found(), by=course.ANNA)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    with pytest.raises(JournalUnavailable, match="is truncated"):
        Journal.open(path)


def test_a_journal_whose_first_event_is_no_opening_is_damaged(tmp_path: Path) -> None:
    """Every journal begins with its own opening."""
    path = tmp_path / "j.db"
    opened(Place(str(path), None)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_deleted")
        connection.execute("DELETE FROM stored_events")
    connection.close()

    with pytest.raises(JournalUnavailable, match="is damaged"):
        Journal.open(path)


def test_history_cannot_be_edited_by_accident(tmp_path: Path) -> None:
    """The database itself refuses to change or delete a row."""
    path = tmp_path / "j.db"
    opened(Place(str(path), None)).close()
    connection = sqlite3.connect(path)

    for statement in ("DELETE FROM stored_events", "UPDATE stored_events SET state=''"):
        with pytest.raises(sqlite3.IntegrityError, match="never edited"):
            connection.execute(statement)
    connection.close()


def test_reading_only_refuses_every_write(lasting_place: Place) -> None:
    """A reader can look at everything, and change nothing."""
    with opened(lasting_place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        head = journal.head()

    with opened(lasting_place, read_only=True) as journal:
        whole(journal)
        with pytest.raises(JournalUnavailable, match="opened for reading only"):
            journal.do(course.Found(), by=course.ANNA)
        with (
            pytest.raises(JournalUnavailable, match="opened for reading only"),
            journal.batch(),
        ):
            pass
        receipt = journal.do(course.Found(), by=course.ANNA, dry_run=True)
        assert receipt.position is None
        assert journal.head() == head


def test_a_writer_that_waits_too_long_is_told(lasting_place: Place) -> None:
    """The time to wait is a setting; nothing is written when it runs out."""
    with opened(lasting_place) as one, opened(lasting_place, busy_seconds=0.1) as other:
        other.do(NOTE, by=course.ANNA)

        with (
            one.batch(),
            pytest.raises(JournalUnavailable, match="locked by another"),
        ):
            other.do(course.Found(), by=course.ANNA)

        assert counted(one, COMMAND) == 1


def test_a_closed_journal_says_so(place: Place) -> None:
    """Closing twice is harmless; using it afterwards is told."""
    journal = opened(place)
    journal.do(NOTE, by=course.ANNA)
    journal.close()
    journal.close()

    with pytest.raises(JournalUnavailable, match="is closed"):
        journal.head()


def test_a_memory_journal_has_a_whole_life_of_its_own() -> None:
    """Two journals in memory have nothing in common."""
    with (
        Journal.open("memory:", plugins=[course.PLUGIN]) as one,
        Journal.open("memory:", plugins=[course.PLUGIN]) as other,
    ):
        one.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)

        assert one.id != other.id
        assert other.head() == 1
        whole(one)


def test_addresses_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path and an `sqlite:///` address name the same file."""
    monkeypatch.chdir(tmp_path)
    with Journal.open(tmp_path / "j.db", plugins=[course.PLUGIN]) as journal:
        made = journal.id

    for url in (f"sqlite:///{tmp_path}/j.db", "sqlite:///j.db", "j.db"):
        with Journal.open(url) as journal:
            assert journal.id == made


@pytest.mark.parametrize("schema", ["A", "a-b", "a;b", "1a", ""])
def test_a_schema_has_a_plain_name(schema: str) -> None:
    """What goes into a statement is checked first."""
    with pytest.raises(Malformed, match="expected lower-case letters"):
        Journal.open(f"postgresql://host/db?schema={schema}%20")


def test_a_database_out_of_reach_is_named_without_its_password() -> None:
    """The message can be shown to anyone."""
    url = "postgresql://anna:secret@127.0.0.1:1/none?schema=s"

    with pytest.raises(JournalUnavailable) as error:
        Journal.open(url, busy_seconds=0.5)

    assert "secret" not in str(error.value)
    assert "127.0.0.1" in str(error.value)


def test_keys_in_the_journals_own_database_are_refused(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its backups would keep the keys."""
    KeyFile(tmp_path / "key").make()
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "key"))
    opened(Place(postgres_url, None)).close()

    with pytest.raises(KeyUnavailable, match="own database"):
        opened(Place(postgres_url, schema_of(postgres_url)[0]))


def test_a_wrong_key_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another journal's key file opens nothing, and says so."""
    place = Place(str(tmp_path / "j.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "none"))
    with pytest.raises(KeyUnavailable, match="cannot be read"):
        opened(place)
    KeyFile(tmp_path / "o.key").make()
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "o.key"))

    with pytest.raises(KeyUnavailable, match="key file"):
        _revealed(place)


def _revealed(place: Place) -> object:
    with opened(place) as journal:
        state = journal.get(course.Course, "lesson/a")
        assert state is not None
        return state.names[0].reveal()


def test_a_version_beyond_the_newest_is_unknown(place: Place) -> None:
    """Asking for what is not there yet is an error, not the newest."""
    with opened(place) as journal:
        journal.do(NOTE, by=course.ANNA)

        assert journal.get(course.Course, "lesson/a", version=0) is None
        assert journal.get(course.Course, "lesson/a", version=1) is not None
        assert journal.get(course.Course, "lesson/none") is None
        with pytest.raises(Unknown, match="the newest is 1"):
            journal.get(course.Course, "lesson/a", version=2)


def test_a_backup_opens_as_a_journal_without_keys(place: Place, tmp_path: Path) -> None:
    """The copy has every row and no key; nothing personal opens without them."""
    copied = tmp_path / "copy.db"
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        rows = [row.event_id for row in journal.events()]

        journal.backup(copied)

        with pytest.raises(JournalUnavailable, match="is there already"):
            journal.backup(copied)
        with pytest.raises(JournalUnavailable):
            journal.backup(tmp_path / "no" / "such" / "folder.db")
    with opened(Place(str(copied), None), read_only=True) as copy:
        assert [row.event_id for row in copy.events()] == rows
        state = copy.get(course.Course, "lesson/a")
        assert state is not None
        with pytest.raises(KeyUnavailable):
            state.names[0].reveal()


def test_a_row_that_is_missing_is_noticed(tmp_path: Path) -> None:
    """A hole in a stream is an error, whoever made it."""
    path = tmp_path / "j.db"
    with opened(Place(str(path), None)) as journal:
        command = course.NoteMany(course=course.course("a"), texts=("1", "2", "3"))
        receipt = journal.do(command, by=course.ANNA)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_deleted")
        connection.execute(
            "DELETE FROM stored_events"
            " WHERE originator_id = 'lesson/a' AND originator_version = 2"
        )
    connection.close()

    with opened(Place(str(path), None)) as journal:
        with pytest.raises(Malformed, match="version 2 is missing"):
            journal.get(course.Course, "lesson/a")
        with pytest.raises(Malformed, match="do not follow it"):
            journal.commit(receipt.command_id)


def test_what_checks_answers_and_numbers_is_part_of_a_deployment(
    place: Place,
) -> None:
    """Another version of it can decide otherwise, so it is on record."""
    with opened(place) as journal:
        journal.do(NOTE, by=course.ANNA)
        (deployed,) = journal.events(names=["journal.deployed/1"])

    assert {"jsonschema", "python-stdnum"} <= set(deployed.event.packages)
