"""Forgetting a person removes the person's files too, and says which.

`record.md`, section 4: "Erasing a subject = destroy the key **and** the sealed bytes …
by a recorded decision with legal basis, reason and approvers, naming what it covered."
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from tests.attachments import letter
from tests.attachments.letter import attach, files, forget, opened, receive
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import at_once

from kvalitet_core import Journal
from kvalitet_core.attachments.folder import FolderStore
from kvalitet_core.attachments.keeping import Attachments
from kvalitet_core.attachments.store import AttachmentStore, Kept
from kvalitet_core.core import CORE
from kvalitet_core.errors import AttachmentUnavailable, Refused
from kvalitet_core.ids import stream_id
from kvalitet_core.journal import layout
from kvalitet_core.journal.registry import Registry
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy import person

GOLDEN = Path(__file__).parents[1] / "golden" / "entries" / "erasure.json"


def test_a_forgotten_persons_files_are_found_nowhere(
    place: Place, tmp_path: Path
) -> None:
    """Of several people, the one who is forgotten leaves no byte in the folder."""
    with opened(place, attachments=tmp_path / "kept") as journal:
        plain = attach(journal, b"about nobody")
        anna = [attach(journal, b"anna" * n, subject="anna") for n in (1, 2)]
        bo = attach(journal, b"about bo", subject="bo")
        receive(journal, 1, plain, *anna, bo)
        sealed = [
            content
            for path, content in files(tmp_path / "kept").items()
            if path.startswith("persons/anna/")
        ]

        erasure = forget(journal, "anna")

        left = files(tmp_path / "kept")
        assert len(sealed) == 2
        assert not set(sealed) & set(left.values())
        assert len(left) == 2
        assert erasure.attachments == 2
        assert erasure.sections == 0
        assert erasure.remnants is None
        assert [journal.attachment(each) for each in anna] == [Forgotten.FORGOTTEN] * 2
        assert journal.attachment(bo) == b"about bo"
        assert journal.attachment(plain) == b"about nobody"


def test_the_decision_says_which_files_it_removed(place: Place, tmp_path: Path) -> None:
    """Each is named by its digest, beside the sealed sections."""
    with opened(place, attachments=tmp_path / "kept") as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        made = [attach(journal, content, subject="anna") for content in (b"1", b"2")]

        erasure = forget(journal, "anna", command_id="f-1")
        repeated = forget(journal, "anna", command_id="f-1")
        again = forget(journal, "anna")

        (recorded,) = journal.history("person/anna")
        decided = recorded.event
        assert isinstance(decided, person.Forgotten)
        assert decided.attachments == tuple(sorted(each.sha256 for each in made))
        assert len(decided.covered) == 2
        assert (erasure.sections, erasure.attachments) == (2, 2)
        assert (repeated.receipt, repeated.attachments) == (erasure.receipt, 2)
        assert (again.receipt.outcome, again.attachments) == ("nothing", 0)


def test_nothing_new_is_attached_for_someone_forgotten(
    place: Place, tmp_path: Path
) -> None:
    """Nor can a command bring along what was attached before."""
    with opened(place, attachments=tmp_path / "kept") as journal:
        made = attach(journal, b"about anna", subject="anna")
        receive(journal, 1, made)
        forget(journal, "anna")

        for attempt in (
            lambda: attach(journal, b"more", subject="anna"),
            lambda: receive(journal, 2, made),
        ):
            with pytest.raises(Refused) as refusal:
                attempt()
            assert [r.code for r in refusal.value.reasons] == ["person.forgotten"]

        assert journal.get(letter.Letter, stream_id("letter", "2")) is None


def test_files_that_cannot_be_looked_at_stop_the_decision(tmp_path: Path) -> None:
    """A decision names what it covers, so it is not taken where that is unknown."""
    with opened(tmp_path / "j.db") as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        (tmp_path / "j.db.attachments").write_text("a file where the folder should be")

        with pytest.raises(AttachmentUnavailable, match="cannot be looked at"):
            forget(journal, "anna")

        assert counted(journal, "person.forgotten/2") == 0
        (tmp_path / "j.db.attachments").unlink()
        assert forget(journal, "anna").attachments == 0


def test_files_that_cannot_be_removed_are_removed_at_the_next_opening(
    tmp_path: Path,
) -> None:
    """It is said that something remains, and nothing of it can be opened."""
    home = tmp_path / "j.db.attachments" / "persons" / "anna"
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"about anna", subject="anna")
        receive(journal, 1, made)
        home.rename(tmp_path / "elsewhere")
        home.symlink_to(tmp_path / "elsewhere")

        erasure = forget(journal, "anna")

        assert erasure.attachments == 1
        assert erasure.remnants is not None
        assert "persons/anna/ cannot be removed" in erasure.remnants
        assert "at the next opening for writing" in erasure.remnants
        assert journal.attachment(made) is Forgotten.FORGOTTEN
        assert "left" in {each.state for each in journal.check_attachments()}
    home.unlink()
    (tmp_path / "elsewhere").rename(home)

    with opened(tmp_path / "j.db") as journal:
        assert files(tmp_path / "j.db.attachments") == {}
        assert [each.state for each in journal.check_attachments()] == ["forgotten"]
        assert journal.reapply_erasures() == 0


def test_restored_files_are_removed_at_the_next_opening(tmp_path: Path) -> None:
    """A backup of the folder brings them back: the keys remember who is forgotten."""
    folder = tmp_path / "j.db.attachments"
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"about anna", subject="anna")
        receive(journal, 1, made, attach(journal, b"about nobody"))
        shutil.copytree(folder, tmp_path / "backup")
        forget(journal, "anna")
    shutil.rmtree(folder)
    (tmp_path / "backup").rename(folder)
    assert len(files(folder)) == 2

    with opened(tmp_path / "j.db", read_only=True) as reader:
        assert reader.attachment(made) is Forgotten.FORGOTTEN
    with opened(tmp_path / "j.db") as journal:
        assert list(files(folder).values()) == [b"about nobody"]
        assert counted(journal, "person.forgotten/2") == 1
        assert journal.reapply_erasures() == 0


def test_a_restored_journal_learns_again_who_was_forgotten(tmp_path: Path) -> None:
    """Else it would call the file missing that was removed by decision."""
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"about anna", subject="anna")
        receive(journal, 1, made)
        journal.backup(tmp_path / "backup.db")
        forget(journal, "anna")
    for leftover in tmp_path.glob("j.db-*"):
        leftover.unlink()
    (tmp_path / "backup.db").rename(tmp_path / "j.db")

    with opened(tmp_path / "j.db") as journal:
        (recorded,) = journal.history("person/anna")
        assert recorded.actor_id == "kvalitet-core"
        assert recorded.event.attachments == (made.sha256,)
        assert journal.attachment(made) is Forgotten.FORGOTTEN
        assert [each.state for each in journal.check_attachments()] == ["forgotten"]
        assert journal.reapply_erasures() == 0
        whole(journal)


def test_who_does_not_know_the_place_leaves_the_files_to_who_does(
    postgres_url: str, tmp_path: Path
) -> None:
    """Without a place nothing is looked for, and that is told; later it is removed."""
    place = Place(postgres_url, str(tmp_path / "keys"))
    kept = tmp_path / "kept"
    with opened(place, attachments=kept) as journal:
        made = attach(journal, b"about anna", subject="anna")
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    with opened(place) as journal:
        erasure = forget(journal, "anna")
        assert erasure.attachments is None
        assert erasure.remnants is None

    with opened(place, attachments=kept) as journal:
        assert files(kept) == {}
        first, second = journal.history("person/anna")
        assert first.event.attachments == ()
        assert second.event.attachments == (made.sha256,)
        assert journal.reapply_erasures() == 0


def test_a_store_out_of_reach_does_not_stop_a_journal(tmp_path: Path) -> None:
    """Who was forgotten stays so; the rest is done when it is in reach again."""
    folder = tmp_path / "j.db.attachments"
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"about anna", subject="anna")
        receive(journal, 1, made)
        shutil.copytree(folder, tmp_path / "backup")
        forget(journal, "anna")
    shutil.rmtree(folder)
    folder.write_text("a file where the folder should be")

    with opened(tmp_path / "j.db") as journal:
        assert journal.attachment(made) is Forgotten.FORGOTTEN
    folder.unlink()
    (tmp_path / "backup").rename(folder)
    with opened(tmp_path / "j.db"):
        assert files(folder) == {}


class Meanwhile(FolderStore):
    """A folder in which something happens around what is asked of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.before: Callable[[], object] = bool
        self.after: Callable[[], object] = bool

    def put(self, chunks: Iterable[bytes], *, subject: str | None = None) -> Kept:
        """Keep bytes."""
        self.before()
        kept = super().put(chunks, subject=subject)
        self.after()
        return kept

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes at a path."""
        self.before()
        return super().read(path)


def around(journal: Journal, store: AttachmentStore) -> Attachments:
    """A journal's attachments, kept in a store of the test's own."""
    engine = journal._rooms.engine
    return Attachments(
        lambda: store,
        engine.sealer,
        is_forgotten=engine.folder().is_forgotten,
        read_only=False,
    )


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_is_forgotten_while_a_file_is_kept_has_none(
    tmp_path: Path, moment: str
) -> None:
    """Whether the folder is gone when the file comes, or the file came just before."""
    store = Meanwhile(tmp_path / "j.db.attachments")
    with opened(tmp_path / "j.db") as journal:
        attach(journal, b"the first", subject="anna")
        setattr(store, moment, lambda: forget(journal, "anna"))

        with pytest.raises(Refused, match="person/anna: was forgotten"):
            around(journal, store).attach(
                b"another", media_type="text/plain", label="bilag", subject="anna"
            )

        assert files(tmp_path / "j.db.attachments") == {}


def test_who_is_forgotten_is_told_so_though_nothing_could_be_kept(
    tmp_path: Path,
) -> None:
    """That the disk fails too makes no difference to whom it is about."""
    folder = tmp_path / "j.db.attachments"
    store = Meanwhile(folder)
    with opened(tmp_path / "j.db") as journal:
        attach(journal, b"the first", subject="anna")

        def forget_and_fail() -> None:
            forget(journal, "anna")
            shutil.rmtree(folder)
            folder.write_text("a file where the folder should be")

        store.before = forget_and_fail

        with pytest.raises(Refused, match="person/anna: was forgotten"):
            around(journal, store).attach(
                b"another", media_type="text/plain", label="bilag", subject="anna"
            )


def test_a_file_that_could_not_be_kept_is_told_as_that(tmp_path: Path) -> None:
    """Nobody is called forgotten because a disk failed."""
    with opened(tmp_path / "j.db") as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        (tmp_path / "j.db.attachments").write_text("a file where the folder should be")

        with pytest.raises(AttachmentUnavailable, match="cannot be written"):
            attach(journal, b"more", subject="anna")


def test_a_file_that_goes_while_it_is_read_is_forgotten(tmp_path: Path) -> None:
    """A reader is told so, and not that it is missing."""
    store = Meanwhile(tmp_path / "j.db.attachments")
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"about anna", subject="anna")
        store.before = lambda: forget(journal, "anna")

        assert around(journal, store).content(made) is Forgotten.FORGOTTEN


def attach_for_one(place: Place, number: int, count: int) -> list[str]:
    """Attach for the same person again and again; gives each answer."""
    answers = []
    with opened(place) as journal:
        for step in range(count):
            content = f"{number}-{step}".encode()
            try:
                if number == 0 and step == count // 2:
                    forget(journal, "anna")
                made = attach(journal, content, subject="anna")
                receive(journal, f"{number}-{step}", made)
                answers.append("received")
            except Refused as refusal:
                answers.append(refusal.reasons[0].code)
    return answers


@pytest.mark.slow
def test_attaching_and_forgetting_at_once_leaves_nothing(tmp_path: Path) -> None:
    """Whichever is first: no file is left, and every event's file is accounted for."""
    place = Place(str(tmp_path / "j.db"), None)
    opened(place).close()

    answers = at_once(attach_for_one, place, 4, 40)

    given = {answer for each in answers for answer in each}
    assert given == {"received", "person.forgotten"}
    assert files(tmp_path / "j.db.attachments") == {}
    with opened(place) as journal:
        states = [each.state for each in journal.check_attachments()]
        assert set(states) == {"forgotten"}
        assert len(states) >= sum(each.count("received") for each in answers)


def test_a_decision_older_than_attachments_is_read() -> None:
    """Version 1 of the decision knew of no files: it removed none."""
    registry = Registry([CORE])
    stored = json.loads(GOLDEN.read_text("utf-8"))
    assert stored["name"] == "person.forgotten/1"

    data = layout.split(stored["state"].encode()).d
    decided = registry.value("person.forgotten/1", data)

    assert isinstance(decided, person.Forgotten)
    assert decided.attachments == ()


class Asked(MemoryFileSystem):  # type: ignore[misc] - fsspec has no types
    """A file system that notes which folders it is asked for."""

    protocol = "asked"
    folders: ClassVar[list[str]] = []

    def ls(self, path: str, detail: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - fsspec's
        """The entries of a folder."""
        self.folders.append(path)
        return super().ls(path, detail=detail, **kwargs)


def test_an_opening_asks_once_for_all_who_were_ever_forgotten(tmp_path: Path) -> None:
    """A store may be far away: it is asked who is there, and then about those alone."""
    fsspec.register_implementation("asked", Asked)
    with opened(tmp_path / "j.db", attachments="asked://kept") as journal:
        for subject in ("anna", "bo", "cy"):
            attach(journal, b"about", subject=subject)
            forget(journal, subject)
        attach(journal, b"about", subject="di")
    Asked.folders.clear()

    with opened(tmp_path / "j.db", attachments="asked://kept") as journal:
        asked = [folder.rpartition("/")[2] for folder in Asked.folders]
        assert asked == ["persons"]
        assert journal.reapply_erasures() == 0
