"""A forgotten person's bytes are found nowhere; everything else stays as it was.

`record.md`, section 4: "Erasing a subject = destroy the key **and** the sealed bytes …
by a recorded decision with legal basis, reason and approvers, naming what it covered."
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import MOST, at_once, opened, seal_for_one

from kvalitet_core import Journal
from kvalitet_core.errors import (
    CommandIdReused,
    KeyUnavailable,
    Malformed,
    Refused,
)
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.entry import entry
from kvalitet_core.journal.forgetting import Erasure
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy import person
from kvalitet_core.privacy.keystore import DataKey
from kvalitet_core.privacy.sealing import Place as At


def forget(
    journal: Journal,
    who: str,
    *,
    approved_by: Sequence[str] = ("leder-1", "dpo-2"),
    legal_basis: str = "GDPR art. 17",
    reason: str = "the purpose has ended",
    command_id: str | None = None,
) -> Erasure:
    """Forget a person, as it is done in most tests."""
    return journal.forget(
        who,
        by=course.ANNA,
        legal_basis=legal_basis,
        reason=reason,
        approved_by=approved_by,
        command_id=command_id,
    )


def names(journal: Journal, key: str) -> list[Any]:
    """Who is enrolled in a course, as it can be read now."""
    state = journal.get(course.Course, course.course(key))
    return [name.reveal() for name in state.names] if state else []


def entries(journal: Journal) -> list[bytes]:
    """The entry of every row."""
    rows = journal._rooms.store.log(limit=100_000)
    return [entry(*row[1:]) for row in rows]


def traces(journal: Journal, who: str) -> list[bytes]:
    """Every byte string that must not be found after a person is forgotten."""
    store, keys = journal._rooms.store, journal._rooms.keys
    assert keys is not None
    key = keys.find(who)
    assert isinstance(key, DataKey)
    connection = keys._connection  # type: ignore[attr-defined]
    ((wrapped,),) = connection.execute(
        "SELECT wrapped FROM data_keys WHERE subject = ?", (who,)
    ).fetchall()
    sealed = [store.section(place) for place in store.sections_of(who)]
    assert all(sealed)
    return [key.key, wrapped, *(bytes(found) for found in sealed if found)]


def files_with(folder: Path, wanted: Sequence[bytes]) -> list[tuple[str, int]]:
    """Where any of the byte strings, or a third of one, is found."""
    found = []
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        parts = [part for whole_ in wanted for part in _thirds(whole_)]
        hits = sum(part in content for part in parts)
        if hits:
            found.append((path.name, hits))
    return found


def _thirds(content: bytes) -> list[bytes]:
    third = max(len(content) // 3, 13)
    return [content[start : start + third] for start in (0, third, 2 * third - 3)]


def test_what_was_sealed_for_a_forgotten_person_reads_as_forgotten(
    place: Place,
) -> None:
    """The fold shows Forgotten where the person stood; the other person stays."""
    with opened(place) as journal:
        receipt = journal.do(
            course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA
        )
        before = entries(journal)

        erasure = forget(journal, "anna")

        assert names(journal, "a") == [Forgotten.FORGOTTEN, "Bo"]
        assert entries(journal)[: len(before)] == before
        assert erasure.sections == 2
        assert erasure.remnants is None
        commit = journal.commit(receipt.command_id)
        assert commit is not None
        assert commit.command.first_name.reveal() is Forgotten.FORGOTTEN
        assert commit.command.second_name.reveal() == "Bo"


def test_the_decision_to_forget_says_what_it_covered(place: Place) -> None:
    """Legal basis, reason, approvers and each section are on record."""
    with opened(place) as journal:
        receipt = journal.do(
            course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA
        )

        forget(journal, "anna", command_id="f-1")

        (recorded,) = journal.history("person/anna")
    decided = recorded.event
    assert isinstance(decided, person.Forgotten)
    assert decided.approved_by == ("leder-1", "dpo-2")
    assert decided.legal_basis == "GDPR art. 17"
    assert [(c.stream, c.version, c.ordinal) for c in decided.covered] == [
        (f"command/{receipt.command_id}", 1, 0),
        ("lesson/a", 1, 0),
    ]
    assert recorded.command_id == "f-1"


def test_a_forgotten_persons_bytes_are_found_nowhere(tmp_path: Path) -> None:
    """Of many people, those forgotten leave no byte in any file, key or section.

    Rows are written in the order that splits pages most, and people are forgotten in
    between, so that what a database moves about would show.
    """
    folder = tmp_path / "kept"
    folder.mkdir()
    place = Place(str(folder / "journal.db"), None)
    order = random.Random(7)  # noqa: S311 - an order, not a secret
    people = [f"p-{number:03}" for number in range(60)]
    wanted: list[bytes] = []

    with opened(place) as journal:
        for _ in range(6):
            with journal.batch() as batch:
                for _ in range(100):
                    first, second = order.sample(people, 2)
                    text = "æ" * order.randrange(1, 120)
                    key = order.randrange(10**9)
                    command = course.enrol(key, first, first + text, second, second)
                    batch.do(command, by=course.ANNA, command_id=f"c-{key}")
            for _ in range(5):
                gone = people.pop(order.randrange(len(people)))
                wanted += traces(journal, gone)
                assert files_with(folder, wanted[-3:])
                erasure = forget(journal, gone)
                assert erasure.remnants is None
        found_while_open = files_with(folder, wanted)
        whole(journal)
    found_when_closed = files_with(folder, wanted)

    assert len(wanted) > 300
    assert found_while_open == []
    assert found_when_closed == []


def test_a_reader_that_keeps_the_log_open_is_told_and_the_next_opening_finishes(
    tmp_path: Path,
) -> None:
    """Deleted bytes stay in the log while someone reads: nothing else is claimed."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place, busy_seconds=0.1) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        wanted = traces(journal, "anna")
        reader = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sealed_sections").fetchall()

        erasure = forget(journal, "anna")

        assert erasure.remnants is not None
        assert "deleted bytes remain" in erasure.remnants
        assert names(journal, "a") == [Forgotten.FORGOTTEN, "Bo"]
        reader.execute("ROLLBACK")
        left = files_with(tmp_path, wanted)
        with opened(place) as again:
            assert files_with(tmp_path, wanted) == []
            assert names(again, "a") == [Forgotten.FORGOTTEN, "Bo"]
            assert again.reapply_erasures() == 0
        reader.close()
    assert left


def test_an_older_journal_restored_is_cleaned_at_its_opening(tmp_path: Path) -> None:
    """A backup brings back sealed bytes: the key store remembers who is forgotten."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        wanted = traces(journal, "anna")
        journal.backup(tmp_path / "backup.db")
        forget(journal, "anna")
    for leftover in tmp_path.glob("journal.db-*"):
        leftover.unlink()
    shutil.move(tmp_path / "backup.db", tmp_path / "journal.db")

    with opened(place) as journal:
        assert files_with(tmp_path, wanted) == []
        assert names(journal, "a") == [Forgotten.FORGOTTEN, "Bo"]
        (recorded,) = journal.history("person/anna")
        assert recorded.actor_id == "kvalitet-core"
        assert recorded.event.legal_basis == "GDPR art. 17"
        assert recorded.event.approved_by == ("leder-1", "dpo-2")
        whole(journal)
    with opened(place) as journal:
        assert len(list(journal.history("person/anna"))) == 1


def test_an_older_key_store_restored_is_cleaned_at_the_opening(tmp_path: Path) -> None:
    """A backup brings back a key: the journal remembers who is forgotten."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        wanted = traces(journal, "anna")
    shutil.copy(tmp_path / "journal.db.keys", tmp_path / "older")
    with opened(place) as journal:
        forget(journal, "anna")
    for leftover in tmp_path.glob("journal.db.keys-*"):
        leftover.unlink()
    shutil.move(tmp_path / "older", tmp_path / "journal.db.keys")

    with opened(place) as journal:
        assert files_with(tmp_path, wanted) == []
        assert names(journal, "a") == [Forgotten.FORGOTTEN, "Bo"]
        with pytest.raises(Refused):
            journal.do(course.enrol("a", "anna", "A", "bo", "B"), by=course.ANNA)
        whole(journal)


def test_both_restored_from_before_know_nothing_of_it(tmp_path: Path) -> None:
    """Where both copies are older than the decision, nobody can know of it."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)

    with opened(place) as journal:
        assert names(journal, "a") == ["Anna", "Bo"]
        assert journal.reapply_erasures() == 0


def test_nothing_is_written_about_someone_who_was_forgotten(place: Place) -> None:
    """One who was forgotten is refused under the old id; nothing personal is kept."""
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        forget(journal, "anna")
        store = journal._rooms.store

        with pytest.raises(Refused) as refusal:
            journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        with pytest.raises(Refused), journal.batch() as batch:
            batch.do(course.enrol("b", "cy", "Cy", "anna", "Anna"), by=course.ANNA)

        assert [reason.code for reason in refusal.value.reasons] == ["person.forgotten"]
        assert store.sections_of("anna") == []
        commit = journal.commit(str(refusal.value.command_id))
        assert commit is not None
        assert commit.command.first_name.reveal() is Forgotten.FORGOTTEN
        whole(journal)


def test_a_copied_card_of_someone_forgotten_is_not_sealed_again(place: Place) -> None:
    """A rule copies what it cannot see: what was forgotten stays forgotten."""
    copy = course.CopyNames(
        course=course.course("b"),
        other=course.course("a"),
        first=person_id("anna"),
        second=person_id("bo"),
    )
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        journal.do(copy, by=course.ANNA)
        forget(journal, "anna")

        journal.do(copy, by=course.ANNA)

        assert names(journal, "b") == [Forgotten.FORGOTTEN, "Bo"] * 2
        assert journal._rooms.store.sections_of("anna") == []
        whole(journal)


def test_repeating_a_command_about_someone_since_forgotten_gives_its_receipt(
    place: Place,
) -> None:
    """A forgotten field counts as equal; one that is still there must be the same."""
    with opened(place) as journal:
        first = journal.do(
            course.enrol("a", "anna", "Anna", "bo", "Bo"),
            by=course.ANNA,
            command_id="c-1",
        )
        forget(journal, "anna")

        again = journal.do(
            course.enrol("a", "anna", "Another", "bo", "Bo"),
            by=course.ANNA,
            command_id="c-1",
        )
        with pytest.raises(CommandIdReused) as reused:
            journal.do(
                course.enrol("a", "anna", "Anna", "bo", "Another"),
                by=course.ANNA,
                command_id="c-1",
            )

    assert again.position == first.position
    assert again.stream == first.stream
    assert reused.value.differs == ("data",)


def test_two_different_people_must_approve(place: Place) -> None:
    """Erasure is irreversible: one approver, or one twice, does not do."""
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)

        with pytest.raises(Refused) as one:
            forget(journal, "anna", approved_by=["x", "x"])
        with pytest.raises(Refused) as empty:
            forget(journal, "anna", approved_by=[], legal_basis=" ", reason="")

        assert [r.code for r in one.value.reasons] == ["person.approvers"]
        assert [r.code for r in empty.value.reasons] == [
            "person.approvers",
            "person.legal_basis",
            "person.reason",
        ]
        assert names(journal, "a") == ["Anna", "Bo"]


def test_a_person_who_is_held_is_not_forgotten_until_released(place: Place) -> None:
    """A legal hold comes before erasure, and says by which law."""
    hold = person.Hold(
        person=person_id("anna"), legal_basis="Arkivloven § 8", reason="not delivered"
    )
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        journal.do(hold, by=course.ANNA)
        again = journal.do(hold, by=course.ANNA)

        with pytest.raises(Refused, match="is held by Arkivloven § 8"):
            forget(journal, "anna")
        still = names(journal, "a")
        release = person.Release(person=person_id("anna"), reason="delivered")
        journal.do(release, by=course.ANNA)
        nothing = journal.do(release, by=course.ANNA)
        forget(journal, "anna")
        with pytest.raises(Refused, match="nothing left to hold"):
            journal.do(hold, by=course.ANNA)

        assert again.outcome == nothing.outcome == "nothing"
        assert still == ["Anna", "Bo"]
        assert names(journal, "a") == [Forgotten.FORGOTTEN, "Bo"]


def test_forgetting_again_does_nothing(place: Place) -> None:
    """Someone who is forgotten cannot be forgotten more."""
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        first = forget(journal, "anna", command_id="f-1")
        repeated = forget(journal, "anna", command_id="f-1")
        other = forget(journal, "anna")

        assert repeated.receipt == first.receipt
        assert repeated.sections == 2
        assert other.receipt.outcome == "nothing"
        assert other.sections == 0
        assert counted(journal, "person.forgotten/2") == 1


def test_someone_of_whom_nothing_is_kept_is_not_forgotten(place: Place) -> None:
    """A mistyped id is told so, and bars nobody."""
    with opened(place) as journal:
        with pytest.raises(Refused) as refusal:
            forget(journal, "nobody")

        assert [r.code for r in refusal.value.reasons] == ["person.unknown"]
        journal.do(course.enrol("a", "nobody", "N", "bo", "B"), by=course.ANNA)
        assert names(journal, "a") == ["N", "B"]


def test_without_a_key_store_nobody_is_forgotten(postgres_url: str) -> None:
    """Where no key can be destroyed, nothing is decided, and nothing is sealed."""
    with opened(Place(postgres_url, None)) as journal:
        with pytest.raises(KeyUnavailable, match="no key store was given"):
            forget(journal, "anna")
        with pytest.raises(KeyUnavailable, match="no key store was given"):
            journal.do(course.enrol("a", "anna", "A", "bo", "B"), by=course.ANNA)

        assert counted(journal, COMMAND) == 0
        assert journal.reapply_erasures() == 0


def test_forgetting_and_lost_bytes_never_look_alike(tmp_path: Path) -> None:
    """Sealed bytes that are gone without a decision are an error, not Forgotten."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        connection.execute("DELETE FROM sealed_sections WHERE subject = 'anna'")
        connection.execute(
            "UPDATE sealed_sections SET bytes = zeroblob(60) WHERE subject = 'bo'"
        )
    connection.close()

    with opened(place) as journal:
        state = journal.get(course.Course, course.course("a"))
        assert state is not None
        with pytest.raises(Malformed, match="no decision says why"):
            state.names[0].reveal()
        with pytest.raises(Malformed, match="not those that were recorded"):
            state.names[1].reveal()


def test_a_lost_key_and_another_key_are_named(tmp_path: Path) -> None:
    """Without its key a section stays shut, and the message says whose it is."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    with sqlite3.connect(tmp_path / "journal.db.keys") as connection:
        connection.execute("DELETE FROM data_keys WHERE subject = 'anna'")
    connection.close()

    with opened(place) as journal:
        state = journal.get(course.Course, course.course("a"))
        assert state is not None
        with pytest.raises(KeyUnavailable, match="the key of anna is lost"):
            state.names[0].reveal()
        journal.do(course.enrol("b", "anna", "New", "bo", "Bo"), by=course.ANNA)
        with pytest.raises(KeyUnavailable, match="the key of anna is another"):
            state.names[0].reveal()
        assert names(journal, "b") == ["New", "Bo"]


def test_sealed_bytes_moved_elsewhere_do_not_open(tmp_path: Path) -> None:
    """A section belongs to its journal, stream, version, ordinal and person."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        sealer = journal._rooms.engine.sealer
        store = journal._rooms.store
        sealed = store.section(("lesson/a", 1, 0))
        assert sealed is not None
        key = journal._rooms.keys.find("anna")  # type: ignore[union-attr]
        assert isinstance(key, DataKey)
        for elsewhere in (
            At("lesson/b", 1, 0, "anna"),
            At("lesson/a", 2, 0, "anna"),
            At("lesson/a", 1, 1, "anna"),
        ):
            with pytest.raises(Malformed, match="belong elsewhere"):
                sealer.open(
                    elsewhere,
                    key_id=key.id,
                    digest=sha256(sealed).hexdigest(),
                    sealed=sealed,
                    forgotten=lambda _: False,
                )


def test_forgetting_while_threads_write_about_the_person(place: Place) -> None:
    """Whoever comes too late is refused; nothing sealed is left unexplained."""
    answers: list[str] = []
    started = threading.Barrier(4)

    with opened(place) as journal:

        def write(number: int) -> None:
            started.wait()
            refused = 0
            for step in range(MOST):
                if refused == 5:
                    break
                try:
                    journal.do(
                        course.enrol(number, "anna", f"A{step}", "bo", "Bo"),
                        by=course.ANNA,
                    )
                    answers.append("enrolled")
                except Refused as refusal:
                    answers.append(refusal.reasons[0].code)
                    refused += 1

        writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
        for writer in writers:
            writer.start()
        started.wait()
        while len(answers) < 10:
            pass
        forget(journal, "anna")
        for writer in writers:
            writer.join()

        assert set(answers) == {"enrolled", "person.forgotten"}
        assert answers.count("person.forgotten") == 15
        assert journal._rooms.store.sections_of("anna") == []
        whole(journal)


@pytest.mark.slow
def test_forgetting_while_processes_write_about_the_person(
    lasting_place: Place,
) -> None:
    """Across processes too: never a section that neither opens nor is explained."""
    opened(lasting_place).close()
    answers: list[list[str]] = []
    thread = threading.Thread(
        target=lambda: answers.extend(at_once(seal_for_one, lasting_place, 4, 10))
    )
    with opened(lasting_place) as journal:
        thread.start()
        while counted(journal, "lesson.enrolled/1") < 10:
            pass
        forget(journal, "anna")
        thread.join()

        given = [answer for each in answers for answer in each]
        assert set(given) == {"enrolled", "person.forgotten"}
        assert given.count("person.forgotten") == 40
        assert journal._rooms.store.sections_of("anna") == []
        whole(journal)


def person_id(who: str) -> Any:
    """A person's id."""
    return course.PersonId(who)
