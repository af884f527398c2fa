"""A batch is one transaction of many commits; a dry run is none.

`record.md`, section 2: "`journal.batch()` groups many commits in one transaction
(imports, generators); receipts exist only once it is durable."
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import opened

from kvalitet_core import Actor, Journal
from kvalitet_core.errors import (
    CommandIdReused,
    JournalUnavailable,
    Malformed,
    NotDurable,
    Refused,
    Unknown,
)
from kvalitet_core.journal.drafting import COMMAND

A = course.course("a")


def note(text: str) -> course.Note:
    """A command."""
    return course.Note(course=A, text=text)


def test_receipts_exist_once_the_batch_is_durable(place: Place) -> None:
    """Before the end there is nothing to show; afterwards each command has its own."""
    with opened(place) as journal:
        begun = journal.head()
        with journal.batch() as batch:
            one = batch.do(note("one"), by=course.ANNA)
            two = batch.do(note("two"), by=course.ANNA, command_id="c-2", channel="x")
            nothing = batch.do(note("two"), by=course.ANNA)
            with pytest.raises(NotDurable, match="no receipt before its batch"):
                _ = one.receipt
            assert one.stream == A
            assert [each.name for each in one.events] == ["lesson.noted/1"]
            assert journal.head() == begun + 1

        assert one.receipt.position == begun + 3
        assert two.receipt.command_id == "c-2"
        assert nothing.receipt.outcome == "nothing"
        again = journal.do(note("two"), by=course.ANNA, command_id="c-2")
        assert again == two.receipt
        whole(journal)


def test_a_batch_that_fails_leaves_nothing(place: Place) -> None:
    """All become durable, or none."""
    with opened(place) as journal:
        journal.do(course.Found(), by=course.ANNA)
        head = journal.head()
        with pytest.raises(InterruptedError), journal.batch() as batch:  # noqa: PT012 - the end raises
            pending = batch.do(
                course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA
            )
            batch.do(note("two"), by=course.ANNA)
            raise InterruptedError

        assert journal.head() == head
        assert journal._rooms.store.sections_of("anna") == []
        with pytest.raises(NotDurable):
            _ = pending.receipt


def test_a_refusal_inside_a_batch_is_kept_if_it_is_caught(place: Place) -> None:
    """The caller decides whether one refusal spoils the batch."""
    with opened(place) as journal:
        with journal.batch() as batch:
            batch.do(note("one"), by=course.ANNA)
            with pytest.raises(Refused) as refusal:
                batch.do(note("forbidden"), by=course.ANNA, command_id="no")
            with pytest.raises(Refused):
                batch.do(note("forbidden"), by=course.ANNA, command_id="no")
            batch.do(note("two"), by=course.ANNA)

        assert refusal.value.command_id == "no"
        outcomes = [commit.record.outcome for commit in journal.commits()]
        assert outcomes == ["accepted", "refused", "accepted"]
        with pytest.raises(Refused), journal.batch() as batch:  # noqa: PT012 - the end raises
            batch.do(note("three"), by=course.ANNA)
            batch.do(note("forbidden"), by=course.ANNA)
        assert counted(journal, COMMAND) == 3


def test_a_batch_decides_on_what_it_has_done(place: Place) -> None:
    """Later commands see what earlier ones did; others see nothing of it yet."""
    with opened(place) as journal, journal.batch() as batch:
        batch.do(note("one"), by=course.ANNA)
        seats = [
            batch.do(course.TakeSeat(course=A, seats=2), by=course.ANNA)
            for _ in range(2)
        ]
        with pytest.raises(Refused, match="2 are taken"):
            batch.do(course.TakeSeat(course=A, seats=2), by=course.ANNA)

        state = batch.get(course.Course, A)
        assert state == course.Course(notes=("one",), seats=2)
        assert journal.get(course.Course, A) is None
        assert len(seats) == 2


def test_a_write_beside_an_open_batch_in_the_same_thread_is_refused(
    place: Place,
) -> None:
    """It would wait for itself: it is told to use the batch."""
    with opened(place) as journal:
        with journal.batch() as batch:
            batch.do(note("one"), by=course.ANNA)
            with pytest.raises(JournalUnavailable, match="use the open batch"):
                journal.do(note("two"), by=course.ANNA)
            with (
                pytest.raises(JournalUnavailable, match="use the open batch"),
                journal.batch(),
            ):
                pass

        assert counted(journal, COMMAND) == 1


def test_a_malformed_command_leaves_the_batch_as_it_was(place: Place) -> None:
    """What cannot be stored is refused before anything of it is written."""
    wrong = course.Note(course=A, text=1)  # type: ignore[arg-type]
    with opened(place) as journal:
        with journal.batch() as batch:
            batch.do(note("one"), by=course.ANNA)
            with pytest.raises(Malformed):
                batch.do(wrong, by=course.ANNA)
            batch.do(note("two"), by=course.ANNA)
        with pytest.raises(Malformed):
            journal.do(wrong, by=course.ANNA)

        assert counted(journal, COMMAND) == 2
        whole(journal)


def test_an_empty_batch_writes_nothing(place: Place) -> None:
    """Nothing to do is not an error."""
    with opened(place) as journal:
        journal.do(note("one"), by=course.ANNA)
        head = journal.head()

        with journal.batch():
            pass

        assert journal.head() == head


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Not a byte of the journal or the key store changes, and no key is made."""
    with opened(Place(str(tmp_path / "j.db"), None)) as journal:
        journal.do(note("one"), by=course.ANNA)

        def content() -> dict[str, bytes]:
            return {
                path.name: path.read_bytes()
                for path in sorted(tmp_path.iterdir())
                if not path.name.endswith("-shm")
            }

        before = content()
        receipt = journal.do(
            course.enrol("a", "anna", "Anna", "bo", "Bo"),
            by=course.ANNA,
            dry_run=True,
        )
        with pytest.raises(Refused) as refusal:
            journal.do(note("forbidden"), by=course.ANNA, dry_run=True)

        assert content() == before
    assert receipt.outcome == "accepted"
    assert receipt.events[0].event.first_name.reveal() == "Anna"
    assert (receipt.position, receipt.recorded_at) == (None, None)
    assert refusal.value.command_id is None


def test_a_dry_run_comes_to_what_the_run_comes_to(place: Place) -> None:
    """The same decision, with nothing kept; also in a journal that nobody wrote to."""
    with opened(place) as journal:
        begun = journal.head()
        tried = journal.do(note("one"), by=course.ANNA, dry_run=True)
        head = journal.head()
        done = journal.do(note("one"), by=course.ANNA)
        nothing = journal.do(note("one"), by=course.ANNA, dry_run=True)

    assert head == begun
    assert [event.event for event in tried.events] == [e.event for e in done.events]
    assert nothing.outcome == "nothing"


def test_a_command_tells_who_asked_and_why(place: Place) -> None:
    """Actor, channel, cause, reaction and correlation are kept as they were given."""
    actor = Actor(
        id="system-1",
        role="reaction",
        organisation="19174883",
        authority="Opslag 2020",
        delegated_by="a-17",
    )
    with opened(place) as journal:
        first = journal.do(note("one"), by=course.ANNA)
        second = journal.do(
            note("two"),
            by=actor,
            correlation=first.command_id,
            cause=first.events[0].event_id,
            reaction="lesson.follow_up",
            channel="reaction",
        )

        commit = journal.commit(second.command_id)
        own = journal.commit(first.command_id)
    assert commit is not None
    assert own is not None
    assert commit.record.actor == actor
    assert commit.record.cause == first.events[0].event_id
    assert commit.record.reaction == "lesson.follow_up"
    assert commit.record.channel == "reaction"
    assert commit.events[0].correlation_id == first.command_id
    assert own.events[0].correlation_id == first.command_id
    assert commit.events[0].actor_id == "system-1"


@pytest.mark.parametrize("field", ["id", "role", "organisation", "authority"])
def test_an_actor_is_named_in_full(field: str) -> None:
    """Who acts without saying on whose authority does not act."""
    full = {
        "id": "a-17",
        "role": "sagsbehandler",
        "organisation": "19174883",
        "authority": "Opslag 2020",
    }

    with pytest.raises(Malformed, match=field):
        Actor(**{**full, field: " "})


def test_a_command_that_nobody_registered_is_unknown(place: Place) -> None:
    """A class of no plugin is named."""
    with opened(place) as journal:
        with pytest.raises(Unknown, match="no plugin of this journal registers it"):
            journal.do(object(), by=course.ANNA)  # type: ignore[arg-type]
        with pytest.raises(Unknown):
            journal.get(int, A)


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (course.Found(), ("name",)),
        (course.Note(course=course.course("b"), text="one"), ("targets", "data")),
        (note("two"), ("data",)),
    ],
)
def test_an_id_used_for_another_command_says_what_differs(
    place: Place, other: course.Note, differs: tuple[str, ...]
) -> None:
    """Name, targets, actor or data: the caller is told which."""
    boss = Actor(id="b-1", role="leder", organisation="19174883", authority="Opslag")
    with opened(place) as journal:
        journal.do(note("one"), by=course.ANNA, command_id="c-1")

        with pytest.raises(CommandIdReused) as reused:
            journal.do(other, by=course.ANNA, command_id="c-1")
        with pytest.raises(CommandIdReused) as by_another:
            journal.do(note("one"), by=boss, command_id="c-1")

        assert counted(journal, COMMAND) == 1
    assert reused.value.differs == differs
    assert by_another.value.differs == ("actor",)


def test_a_write_that_failed_spoils_the_batch_even_if_it_is_caught(
    tmp_path: Path,
) -> None:
    """Half a command is never kept, whatever the caller does about the error."""
    place = Place(str(tmp_path / "j.db"), None)
    with opened(place) as journal:
        journal.do(course.Found(), by=course.ANNA)
        head = journal.head()
        room = f"PRAGMA max_page_count={_pages(journal)}"

        with (  # noqa: PT012 - the end raises
            pytest.raises(JournalUnavailable, match="nothing of it was kept"),
            journal.batch() as batch,
        ):
            batch.do(note("one"), by=course.ANNA)
            batch._writer._connection.execute(room)
            with pytest.raises(JournalUnavailable, match="full"):
                batch.do(note("x" * 100_000), by=course.ANNA)
            with pytest.raises(JournalUnavailable, match="leave it"):
                batch.do(note("two"), by=course.ANNA)

        assert journal.head() == head
        whole(journal)


def _pages(journal: Journal) -> int:
    return journal._rooms.store._all("PRAGMA page_count")[0][0]
