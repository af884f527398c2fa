"""What the journal names is compared with what is kept, and each difference told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from tests.attachments import letter
from tests.attachments.letter import attach, forget, opened, receive
from tests.conftest import Place
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.checking import Checked
from kvalitet_core.attachments.naming import named_in
from kvalitet_core.errors import AttachmentUnavailable, Malformed, Refused
from kvalitet_core.ids import PersonId, stream_id
from kvalitet_core.values import Digest, ReasonCode

A = Attachment(
    sha256=Digest("a" * 64), media_type="text/plain", size=1, label=ReasonCode("a")
)


@pytest.fixture
def journal(place: Place, tmp_path: Path) -> Iterator[Journal]:
    """A journal on each store in turn, with its attachments in a folder."""
    with opened(place, attachments=tmp_path / "kept") as journal:
        yield journal


def checked(journal: Journal) -> dict[str, Checked]:
    """What was found, by the state it is in; one of each."""
    found = list(journal.check_attachments())
    assert len({each.state for each in found}) == len(found)
    return {each.state: each for each in found}


def at(folder: Path, made: Attachment) -> Path:
    """Where a plain attachment is."""
    return folder / made.sha256[:2] / made.sha256[2:]


def test_each_difference_is_told(journal: Journal, tmp_path: Path) -> None:
    """Whole, missing, altered, forgotten and named by nothing are kept apart."""
    whole, missing, altered = (attach(journal, b"%d" % n) for n in range(3))
    anna = attach(journal, b"about anna", subject="anna")
    unnamed = attach(journal, b"unnamed")
    receive(journal, 1, whole, missing)
    receive(journal, 2, altered, anna)
    at(tmp_path / "kept", missing).unlink()
    at(tmp_path / "kept", altered).write_bytes(b"?")
    forget(journal, "anna")

    found = checked(journal)

    assert {state: each.attachment for state, each in found.items()} == {
        "whole": whole,
        "missing": missing,
        "altered": altered,
        "forgotten": anna,
        "unreferenced": None,
    }
    assert {state for state, each in found.items() if each.wrong} == {
        "missing",
        "altered",
    }
    assert found["unreferenced"].path.replace("/", "") == unnamed.sha256
    assert found["unreferenced"].size == 7
    assert found["missing"].size is None
    assert [stream.partition("/")[0] for stream, _ in found["altered"].named_by] == [
        "command",
        "letter",
    ]


def test_another_size_is_an_alteration(journal: Journal) -> None:
    """An event that gives a wrong size says something that is not so."""
    made = attach(journal, b"content")
    receive(journal, 1, attrs.evolve(made, size=8))

    assert set(checked(journal)) == {"altered"}


def test_what_a_refused_command_named_is_not_unreferenced(journal: Journal) -> None:
    """The refusal is on record, and so is what it was about."""
    made = attach(journal, b"buy this", label="spam")
    with pytest.raises(Refused):
        receive(journal, 1, made)

    (stream, version), *_ = checked(journal)["whole"].named_by
    assert stream.startswith("command/")
    assert version == 1


def test_files_of_a_plugin_that_is_gone_are_still_checked(
    lasting_place: Place, tmp_path: Path
) -> None:
    """Events that no class knows are looked through as they stand."""
    with opened(lasting_place, attachments=tmp_path / "kept") as journal:
        cover, made = attach(journal, b"cover"), attach(journal, b"x", subject="anna")
        journal.do(
            letter.Receive(
                letter=stream_id("letter", "1"), cover=cover, enclosures=(made,)
            ),
            by=letter.ANNA,
        )

    with opened(
        lasting_place, plugins=[], attachments=tmp_path / "kept", create=False
    ) as journal:
        found = list(journal.check_attachments())

    assert {each.attachment for each in found} == {cover, made}
    assert {each.state for each in found} == {"whole"}


def test_without_the_folder_nothing_is_said_of_the_files(tmp_path: Path) -> None:
    """A folder that is not mounted is no hundred missing files."""
    with opened(tmp_path / "j.db") as journal:
        assert list(journal.check_attachments()) == []
        receive(journal, 1, attach(journal, b"content"))
        (tmp_path / "j.db.attachments").rename(tmp_path / "elsewhere")

        with pytest.raises(AttachmentUnavailable, match="no such folder, though 1 are"):
            list(journal.check_attachments())


def test_a_file_that_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    """Nothing is said of what could not be looked at."""
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, b"content")
        receive(journal, 1, made)
        path = at(tmp_path / "j.db.attachments", made)
        path.unlink()
        path.mkdir()

        with pytest.raises(AttachmentUnavailable, match="cannot be read"):
            list(journal.check_attachments())


def test_leftovers_of_a_crash_are_named_by_nothing(tmp_path: Path) -> None:
    """Half a file has no name of its own, and does no harm."""
    with opened(tmp_path / "j.db") as journal:
        receive(journal, 1, attach(journal, b"content"))
        (tmp_path / "j.db.attachments" / ".new-0123").write_bytes(b"cont")

        assert checked(journal)["unreferenced"].path == ".new-0123"


def test_attachments_are_found_wherever_they_stand() -> None:
    """In a field, in a tuple, in a class inside, and in data that no class knows."""
    fields = attrs.asdict(A)
    command = letter.Receive(
        letter=stream_id("letter", "1"), cover=A, enclosures=(A, A)
    )

    assert list(named_in(command)) == [A, A, A]
    assert list(named_in({"x": [fields, {"y": fields}], "z": None})) == [A, A]
    assert list(named_in(frozenset({(A,)}))) == [A]
    assert list(named_in(course.enrol("a", "anna", "Anna", "bo", "Bo"))) == []


@pytest.mark.parametrize(
    "change", [{"sha256": "a"}, {"size": "1"}, {"label": "A B"}, {"subject": "p-1"}]
)
def test_what_only_looks_like_an_attachment_is_none(change: dict[str, object]) -> None:
    """The same names with other contents are somebody else's data."""
    assert list(named_in(attrs.asdict(A) | change)) == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"media_type": "Text/Plain"}, "a media type: type/subtype in lower case"),
        ({"media_type": "text/plain; charset=utf-8"}, "without parameters"),
        ({"media_type": 1}, "a media type"),
        ({"size": -1}, "a number of bytes, 0 or more"),
        ({"size": True}, "a number of bytes"),
        ({"subject": PersonId("p-1")}, "subject and key, or neither; key is missing"),
        ({"key": Digest("b" * 64)}, "subject and key, or neither; subject is missing"),
        ({"subject": PersonId("190119-8011"), "key": A.sha256}, "got a CPR number"),
        ({"subject": PersonId("../x"), "key": A.sha256}, "expected kind/key"),
    ],
)
def test_an_attachment_of_another_form_is_refused(
    wrong: dict[str, object], problem: str
) -> None:
    """Its form is checked when it is made, and when it is read."""
    with pytest.raises(Malformed, match=problem):
        attrs.evolve(A, **wrong)


def test_an_address_that_is_not_there_is_no_hundred_missing_files(
    tmp_path: Path,
) -> None:
    """As of a folder: nothing is said of what could not be looked at."""
    with opened(tmp_path / "j.db") as journal:
        receive(journal, 1, attach(journal, b"content"))

    with (
        opened(tmp_path / "j.db", attachments="memory://nowhere-at-all") as journal,
        pytest.raises(AttachmentUnavailable, match="no such folder, though 1 are"),
    ):
        list(journal.check_attachments())
