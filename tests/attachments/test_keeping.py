"""A file that is attached comes back as it was, or it is said why not."""

from __future__ import annotations

import io
import os
import re
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import attrs
import pytest
from tests.attachments import letter
from tests.attachments.letter import attach, files, opened, receive
from tests.conftest import Place

from kvalitet_core import Journal
from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.keeping import LARGEST_SEALED
from kvalitet_core.errors import AttachmentUnavailable, KeyUnavailable, Malformed
from kvalitet_core.ids import PersonId, stream_id
from kvalitet_core.journal.storable import findings
from kvalitet_core.values import Digest, ReasonCode

DOCUMENT = Path(__file__).parents[2] / "docs" / "personal-data.md"
CONTENT = "Ansøgning om støtte til botilbuddet Lærkehøj. ".encode() * 40


@pytest.fixture
def journal(place: Place, tmp_path: Path) -> Iterator[Journal]:
    """A journal on each store in turn, with its attachments in a folder."""
    with opened(place, attachments=tmp_path / "kept") as journal:
        yield journal


def test_an_attachment_can_be_stored() -> None:
    """An event's field may be one."""
    assert findings(Attachment) == []


def test_an_attachment_comes_back_as_it_was(journal: Journal, tmp_path: Path) -> None:
    """What is about nobody is kept as it is, under the digest of its content."""
    made = attach(journal, CONTENT)
    receive(journal, 1, made)

    state = journal.get(letter.Letter, stream_id("letter", "1"))
    assert state is not None
    assert state.enclosures == (made,)
    assert made.sha256 == sha256(CONTENT).hexdigest()
    assert (made.size, made.media_type) == (len(CONTENT), "text/plain")
    assert (made.label, made.subject, made.key) == ("bilag", None, None)
    assert journal.attachment(made) == CONTENT
    assert b"".join(journal.attachment_chunks(made)) == CONTENT
    assert list(files(tmp_path / "kept").values()) == [CONTENT]


def test_a_file_may_come_as_a_path_as_bytes_or_open(
    journal: Journal, tmp_path: Path
) -> None:
    """It is the same file, however it comes."""
    path = tmp_path / "skema.txt"
    path.write_bytes(CONTENT)

    made = {attach(journal, CONTENT)}
    made.add(journal.attach(path, media_type="text/plain", label="bilag"))
    with path.open("rb") as source:
        made.add(journal.attach(source, media_type="text/plain", label="bilag"))

    assert len(made) == 1


def test_a_personal_attachment_is_sealed_with_the_persons_key(
    journal: Journal, tmp_path: Path
) -> None:
    """What is kept, addressed and measured is what is sealed; it opens for reading."""
    made = attach(journal, CONTENT, subject="anna")
    receive(journal, 1, made)

    ((path, sealed),) = files(tmp_path / "kept").items()
    key = journal._rooms.engine.sealer._store().key_for("anna")
    assert journal.attachment(made) == CONTENT
    assert path == f"persons/anna/{made.sha256[:2]}/{made.sha256[2:]}"
    assert made.sha256 == sha256(sealed).hexdigest()
    assert made.size == len(sealed)
    assert made.subject == "anna"
    assert made.key == key.id
    assert CONTENT[:40] not in sealed
    assert (len(sealed) - 29) % 64 == 0


def test_the_same_personal_file_is_sealed_anew(journal: Journal) -> None:
    """Two files of the same content cannot be told to be so."""
    first = attach(journal, CONTENT, subject="anna")
    second = attach(journal, CONTENT, subject="anna")

    assert first.sha256 != second.sha256


@pytest.mark.parametrize("field", ["label", "media_type"])
def test_a_sealed_attachment_is_opened_only_as_what_it_was(
    journal: Journal, field: str
) -> None:
    """Whoever gives it another label or type finds that it belongs elsewhere."""
    made = attach(journal, CONTENT, subject="anna")
    other = {
        "label": attrs.evolve(made, label=ReasonCode("andet")),
        "media_type": attrs.evolve(made, media_type="text/html"),
    }[field]

    with pytest.raises(Malformed, match="the sealed bytes belong elsewhere"):
        journal.attachment(other)


def test_a_sealed_attachment_is_no_one_elses(journal: Journal, tmp_path: Path) -> None:
    """Bytes that are moved to another person's folder do not open."""
    made = attach(journal, CONTENT, subject="anna")
    bo = attach(journal, b"other", subject="bo")
    folder = tmp_path / "kept" / "persons"
    (folder / "bo" / made.sha256[:2]).mkdir(exist_ok=True)
    path = f"{made.sha256[:2]}/{made.sha256[2:]}"
    (folder / "anna" / path).rename(folder / "bo" / path)

    with pytest.raises(Malformed, match="the sealed bytes belong elsewhere"):
        journal.attachment(attrs.evolve(made, subject=PersonId("bo"), key=bo.key))


def test_a_sealed_attachment_of_another_journal_does_not_open(tmp_path: Path) -> None:
    """The journal is bound to it."""
    with (
        opened(tmp_path / "a.db") as one,
        opened(tmp_path / "b.db", attachments=tmp_path / "a.db.attachments") as other,
    ):
        made = attach(one, CONTENT, subject="anna")
        key = attach(other, b"x", subject="anna").key

        with pytest.raises(Malformed, match="the sealed bytes belong elsewhere"):
            other.attachment(attrs.evolve(made, key=key))


def with_another_end(content: bytes) -> bytes:
    """The same bytes, but for the last one, whatever it is."""
    return content[:-1] + bytes([content[-1] ^ 1])


def test_altered_bytes_are_found(journal: Journal, tmp_path: Path) -> None:
    """Nobody is given bytes that are not those that were attached."""
    plain, sealed = attach(journal, CONTENT), attach(journal, CONTENT, subject="anna")
    for path in (tmp_path / "kept").rglob("*"):
        if path.is_file():
            path.write_bytes(with_another_end(path.read_bytes()))

    for made in (plain, sealed):
        with pytest.raises(Malformed, match="are not those that were attached"):
            journal.attachment(made)


def test_altered_bytes_are_found_before_the_last_are_given(
    journal: Journal, tmp_path: Path
) -> None:
    """A reader of a stream never gets the whole of an altered file."""
    content = os.urandom(3 << 20)
    made = attach(journal, content)
    path = tmp_path / "kept" / made.sha256[:2] / made.sha256[2:]
    for altered in (with_another_end(content), content + b"?", content[:-1]):
        path.write_bytes(altered)
        given = []

        with pytest.raises(Malformed, match="are not those that were attached"):
            given.extend(journal.attachment_chunks(made))

        assert len(b"".join(given)) < len(content)


def test_a_missing_attachment_is_told(journal: Journal, tmp_path: Path) -> None:
    """It is neither empty nor forgotten."""
    for subject in (None, "anna"):
        made = attach(journal, CONTENT, subject=subject)
        for path in (tmp_path / "kept").rglob("*"):
            if path.is_file():
                path.unlink()

        with pytest.raises(AttachmentUnavailable, match="No such file") as error:
            journal.attachment(made)
        assert error.value.place == str(tmp_path / "kept")


def test_a_sealed_attachment_is_not_streamed(journal: Journal) -> None:
    """It is opened whole: nothing is given out before its seal is checked."""
    made = attach(journal, CONTENT, subject="anna")

    with pytest.raises(Malformed, match="is sealed, and opened whole"):
        journal.attachment_chunks(made)


def test_a_large_plain_attachment_needs_little_memory(
    journal: Journal, tmp_path: Path
) -> None:
    """It is neither attached nor read whole."""
    source = tmp_path / "large.bin"
    with source.open("wb") as file:
        file.truncate(96 << 20)
    tracemalloc.start()

    made = journal.attach(source, media_type="application/zip", label="bilag")
    size = sum(map(len, journal.attachment_chunks(made)))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 96 << 20
    assert peak < 8 << 20


def test_a_personal_attachment_has_a_limit(journal: Journal, tmp_path: Path) -> None:
    """It is sealed whole, so what is too large is refused, and told how large."""
    source = tmp_path / "large.bin"
    with source.open("wb") as file:
        file.truncate(LARGEST_SEALED + 1)

    with pytest.raises(Malformed, match="expected 67108864 bytes at most"):
        journal.attach(source, media_type="text/plain", label="bilag", subject="anna")

    assert not (tmp_path / "kept").exists()


def test_all_that_is_wrong_with_an_attachment_is_told_at_once(
    journal: Journal, tmp_path: Path
) -> None:
    """Before anything is kept."""
    with pytest.raises(Malformed) as error:
        journal.attach(
            CONTENT, media_type="PDF", label="Min Ansøgning.pdf", subject="190119-8011"
        )

    paths = [problem.path for problem in error.value.problems]
    assert paths == ["$.label", "$.media_type", "$.subject"]
    assert not (tmp_path / "kept").exists()


def test_text_is_no_file(journal: Journal) -> None:
    """A file that was opened as text has lost its bytes."""
    with pytest.raises(Malformed, match="open for reading bytes, got text"):
        journal.attach(
            io.StringIO("hej"),  # type: ignore[arg-type]
            media_type="text/plain",
            label="bilag",
        )


def test_a_reader_may_read_and_not_attach(tmp_path: Path) -> None:
    """A journal that is open for reading keeps nothing new."""
    with opened(tmp_path / "j.db") as journal:
        plain, sealed = attach(journal, CONTENT), attach(journal, b"x", subject="anna")
        receive(journal, 1, plain, sealed)

    with opened(tmp_path / "j.db", read_only=True) as reader:
        assert reader.attachment(plain) == CONTENT
        assert reader.attachment(sealed) == b"x"
        with pytest.raises(AttachmentUnavailable, match="open for reading only"):
            attach(reader, CONTENT)


def test_a_journal_in_a_file_has_its_attachments_beside_it(tmp_path: Path) -> None:
    """The folder is there once there is something in it."""
    with opened(tmp_path / "j.db") as journal:
        assert not (tmp_path / "j.db.attachments").exists()
        attach(journal, CONTENT)

    assert list(files(tmp_path / "j.db.attachments").values()) == [CONTENT]


def test_a_journal_in_memory_has_its_attachments_there() -> None:
    """They last as long as the journal."""
    with opened("memory:") as journal:
        made = attach(journal, CONTENT, subject="anna")
        receive(journal, 1, made)

        assert journal.attachment(made) == CONTENT
        assert [each.state for each in journal.check_attachments()] == ["whole"]


def test_a_journal_in_postgresql_is_told_where_they_are(
    postgres_url: str, tmp_path: Path
) -> None:
    """Nothing is beside a database; without a place nothing can be attached."""
    place = Place(postgres_url, str(tmp_path / "keys"))
    with (
        opened(place) as journal,
        pytest.raises(AttachmentUnavailable, match="attachments=…"),
    ):
        attach(journal, CONTENT)
    with opened(place, attachments=f"memory://pg-{os.getpid()}") as journal:
        made = attach(journal, CONTENT)

        assert journal.attachment(made) == CONTENT


def test_attachments_outlive_a_journal_that_is_forked(tmp_path: Path) -> None:
    """A process that was forked attaches as its parent does."""
    with opened(tmp_path / "j.db") as journal:
        attach(journal, b"the parent's", subject="anna")
        child = os.fork()
        if not child:
            made = attach(journal, b"the child's", subject="anna")
            os._exit(0 if journal.attachment(made) == b"the child's" else 1)
        _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert len(files(tmp_path / "j.db.attachments")) == 2


def test_a_lost_key_is_no_forgotten_person(tmp_path: Path) -> None:
    """Whose key is lost has files that nobody can open, and that is told."""
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, CONTENT, subject="anna")
        receive(journal, 1, made)
        other = attrs.evolve(made, key=Digest("0" * 64))

        with pytest.raises(KeyUnavailable, match="the key of anna is another"):
            journal.attachment(other)


def test_a_lost_key_store_is_not_made_anew(tmp_path: Path) -> None:
    """Sealed files alone are reason enough to ask for the keys that sealed them."""
    with opened(tmp_path / "j.db") as journal:
        made = attach(journal, CONTENT, subject="anna")
    for path in tmp_path.glob("j.db.key*"):
        path.unlink()

    with pytest.raises(KeyUnavailable, match="the key store is lost"):
        opened(tmp_path / "j.db")
    with (
        opened(tmp_path / "j.db", read_only=True) as reader,
        pytest.raises(KeyUnavailable, match="no key store was given"),
    ):
        reader.attachment(made)


def test_a_repeated_command_names_the_same_attachment(journal: Journal) -> None:
    """What was asked under an id is compared with its attachments."""
    made = attach(journal, CONTENT)
    command = letter.Receive(letter=stream_id("letter", "1"), enclosures=(made,))
    first = journal.do(command, by=letter.ANNA, command_id="r-1")

    assert journal.do(command, by=letter.ANNA, command_id="r-1") == first


def test_the_documented_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `docs/personal-data.md` shows is what happens."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "budget.pdf").write_bytes(b"%PDF")
    example, *_ = re.findall(
        r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL
    )
    with opened(tmp_path / "programme.db") as journal:
        known = {"journal": journal, "Path": Path, "scanned": b"%PDF", "person": "p-1"}
        exec(example, known)  # noqa: S102 - an example of our own

    assert capsys.readouterr().out == "4\n"
    assert (tmp_path / "programme.db.attachments" / "persons" / "p-1").is_dir()
