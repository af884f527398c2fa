"""After a restore, erasures are applied again before anything is served.

`record.md`, section 4. What the backup says of the person no longer counts: the
decision was taken, by those who could take it.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import whole
from tests.journal.processes import opened

from kvalitet_core.errors import FormatMismatch, KeyUnavailable, Malformed, PluginError
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.privacy.person import Hold, Release

A = course.course("a")
ENROL = course.enrol("a", "anna", "Anna", "bo", "Bo")


def forget(journal: object, subject: str) -> None:
    """Forget someone, as the law allows."""
    journal.forget(  # type: ignore[attr-defined]
        subject,
        by=course.ANNA,
        legal_basis="law",
        reason="why",
        approved_by=["a-1", "a-2"],
    )


def test_a_hold_that_a_backup_brings_back_does_not_stop_it(tmp_path: Path) -> None:
    """Held, copied, released, forgotten, restored: forgotten all the same."""
    place = Place(str(tmp_path / "j.db"), None)
    copy = tmp_path / "copy.db"
    with opened(place) as journal:
        journal.do(ENROL, by=course.ANNA)
        hold = Hold(person=PersonId("anna"), legal_basis="law", reason="a case")
        journal.do(hold, by=course.ANNA)
        journal.backup(copy)
        journal.do(Release(person=PersonId("anna"), reason="ended"), by=course.ANNA)
        forget(journal, "anna")
    (tmp_path / "j.db").unlink()
    shutil.copy(copy, tmp_path / "j.db")

    with opened(place) as journal:
        state = journal.get(course.Course, A)

        assert state is not None
        assert state.names[0].reveal() is Forgotten.FORGOTTEN
        assert journal._rooms.store.sections_of("anna") == []
        deployments = {name for name, _ in journal.streams("deployment")}
        digests = {
            f"deployment/{recorded.event.deployment}"
            for recorded in journal.events(names=[COMMAND])
        }
        assert digests <= deployments
        whole(journal)


def test_a_key_destroyed_without_a_record_is_not_called_forgotten(
    tmp_path: Path,
) -> None:
    """Tampering and forgetting never look alike."""
    place = Place(str(tmp_path / "j.db"), None)
    with opened(place) as journal:
        journal.do(ENROL, by=course.ANNA)
        journal._rooms.keys.destroy("anna", b"{}")
        state = journal.get(course.Course, A)

        assert state is not None
        with pytest.raises(KeyUnavailable, match="a decision that is not on record"):
            state.names[0].reveal()


def test_what_is_wrong_with_a_personal_value_is_told_without_it(place: Place) -> None:
    """Neither a log nor a traceback shows it."""
    wrong = course.enrol("a", "anna", "Anna", "bo", "Bo")
    secret = 19_011_980
    object.__setattr__(wrong, "first_name", Personal(secret))
    with opened(place) as journal:
        with pytest.raises(Malformed) as error:
            journal.do(wrong, by=course.ANNA)

        assert str(secret) not in str(error.value)
        assert error.value.__cause__ is None


def test_an_older_process_does_not_write_on_into_a_newer_format(
    lasting_place: Place,
) -> None:
    """A journal that was migrated under it is left alone."""
    with opened(lasting_place) as journal:
        journal.do(course.Note(course=A, text="one"), by=course.ANNA)
        head = journal.head()
        _raise_format(journal)

        with pytest.raises(FormatMismatch, match="upgrade kvalitet-core"):
            journal.do(course.Note(course=A, text="two"), by=course.ANNA)

        assert journal.head() == head


def _raise_format(journal: object) -> None:
    store = journal._rooms.store  # type: ignore[attr-defined]
    if isinstance(store, SqliteStore):
        with store.connections.writing() as connection:
            connection.execute("PRAGMA user_version=99")
        return
    with store.connections.lend() as connection:
        statement = f"INSERT INTO {store.schema}.kvalitet_format VALUES (99)"
        connection.execute(statement.encode())


def test_an_error_of_the_hosts_own_stays_its_own(place: Place) -> None:
    """An importer whose source fails is not told that the journal did."""

    def failing() -> None:
        with opened(place) as journal, journal.batch() as batch:
            batch.do(course.Note(course=A, text="one"), by=course.ANNA)
            sqlite3.connect(":memory:").execute("SELECT * FROM importtable")

    with pytest.raises(sqlite3.OperationalError, match="importtable"):
        failing()


def test_what_is_about_one_person_is_not_kept_under_another(place: Place) -> None:
    """Forgetting the one would leave it with the other."""
    with opened(place) as journal:
        journal.do(ENROL, by=course.ANNA)
        state = journal.get(course.Course, A)
        assert state is not None
        moved = course.enrol("b", "carl", "Carl", "dan", "Dan")
        object.__setattr__(moved, "first_name", state.names[0])

        with pytest.raises(PluginError, match="gives what is about anna to carl"):
            journal.do(moved, by=course.ANNA)


def test_a_key_store_of_any_name_has_a_key_file_of_its_own(tmp_path: Path) -> None:
    """And a file that is something else is refused."""
    journal_file = tmp_path / "j.db"
    with opened(Place(str(journal_file), str(tmp_path / "store"))) as journal:
        journal.do(ENROL, by=course.ANNA)

    assert (tmp_path / "store.key").exists()
    (tmp_path / "store.key").rename(tmp_path / "j.db.key")
    with pytest.raises(KeyUnavailable, match="is no key store"):
        opened(Place(str(tmp_path / "other.db"), str(journal_file)))
