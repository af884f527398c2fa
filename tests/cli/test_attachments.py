"""Attached files on the command line: checked, added, and got."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import attrs
import pytest
from click.testing import Result
from tests.attachments import letter
from tests.attachments.letter import attach, files, forget, opened, receive

from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.masking import without_passwords
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, stream_id
from kvalitet_core.values import Digest

Run = Callable[..., Result]
Process = Callable[..., CompletedProcess[str]]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal in which a letter came, with a plain and a sealed enclosure."""
    path = tmp_path / "j.db"
    with opened(path) as made:
        plain = attach(made, b"about nobody")
        sealed = attach(made, b"about anna", subject="anna")
        receive(made, 1, plain, sealed)
    return path


def enclosures(journal: Path) -> tuple[Attachment, ...]:
    """What came with the letter: a plain and a sealed one."""
    with opened(journal, read_only=True) as reader:
        state = reader.get(letter.Letter, "letter/1")
        assert state is not None
        return state.enclosures


def kept(journal: Path, made: Attachment) -> Path:
    """Where the bytes of a plain one are."""
    folder = Path(f"{journal}.attachments")
    return folder / made.sha256[:2] / made.sha256[2:]


def found(run: Run, journal: Path, *options: str) -> tuple[int, Any]:
    """What a check finds, as JSON, and how it leaves."""
    result = run(
        "attachments", "check", "--journal", journal, "--format", "json", *options
    )
    return result.exit_code, json.loads(result.stdout)["attachments"]


def test_check_finds_nothing_wrong(run: Run, journal: Path) -> None:
    """All is said on standard error; there is nothing to list."""
    result = run("attachments", "check", "--journal", journal)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == "kvalitet: attachments: 2 whole"


def test_check_lists_all_when_asked(run: Run, journal: Path) -> None:
    """Each with what is said of it, and where."""
    plain, sealed = enclosures(journal)

    code, items = found(run, journal, "--all")

    assert code == 0
    assert {item["sha256"] for item in items} == {plain.sha256, sealed.sha256}
    (item,) = [item for item in items if item["subject"] is None]
    command, *_ = item["named_by"]
    assert command["stream"].startswith("command/")
    assert item == {
        "state": "whole",
        "sha256": plain.sha256,
        "label": "bilag",
        "media_type": "text/plain",
        "subject": None,
        "size": 12,
        "size_found": 12,
        "path": f"{plain.sha256[:2]}/{plain.sha256[2:]}",
        "named_by": [command, {"stream": "letter/1", "version": 1}],
    }


def test_check_finds_what_is_missing(run: Run, journal: Path) -> None:
    """It leaves with 1, and says where the file should be and who names it."""
    plain, _ = enclosures(journal)
    kept(journal, plain).unlink()

    result = run("attachments", "check", "--journal", journal)

    assert result.exit_code == 1
    assert f"{plain.sha256}  missing\n" in result.stdout
    assert "named by    letter/1 version 1" in result.stdout
    assert result.stderr.splitlines()[-1] == (
        "kvalitet: attachments: 1 whole, 1 missing"
    )


def test_check_finds_what_was_altered(run: Run, journal: Path) -> None:
    """Other bytes of the same size are other bytes."""
    plain, _ = enclosures(journal)
    kept(journal, plain).write_bytes(b"About nobody")

    code, (item,) = found(run, journal)

    assert code == 1
    assert (item["state"], item["size_found"]) == ("altered", 12)


def test_check_is_content_with_what_was_forgotten(run: Run, journal: Path) -> None:
    """A file that was removed by decision is not missing."""
    _, sealed = enclosures(journal)
    with opened(journal) as made:
        forget(made, "anna")

    code, (item,) = found(run, journal)

    assert code == 0
    assert (item["state"], item["sha256"]) == ("forgotten", sealed.sha256)


def test_check_notes_what_nothing_names(run: Run, journal: Path) -> None:
    """A file more does no harm."""
    (Path(f"{journal}.attachments") / "notes.txt").write_text("of mine")

    result = run("attachments", "check", "--journal", journal, "--format", "jsonl")

    assert result.exit_code == 0
    item = json.loads(result.stdout)
    assert (item["state"], item["path"]) == ("unreferenced", "notes.txt")
    assert "1 named by nothing" in result.stderr


def test_check_says_when_it_could_not_look(run: Run, journal: Path) -> None:
    """A folder that is not there is no folder of missing files."""
    result = run(
        "attachments",
        "check",
        "--journal",
        journal,
        "--attachments",
        f"{journal}.elsewhere",
    )

    assert result.exit_code == 3
    assert "there is no such folder, though 2 are named" in result.stderr


def test_check_needs_no_key(run: Run, journal: Path) -> None:
    """An auditor without keys can compare what is kept."""
    for path in journal.parent.glob("j.db.key*"):
        path.unlink()

    assert found(run, journal)[0] == 0


def test_check_writes_nothing(run: Run, journal: Path) -> None:
    """It only reads."""
    before = files(Path(f"{journal}.attachments"))

    found(run, journal)

    assert files(Path(f"{journal}.attachments")) == before


def test_add_prints_what_a_command_names_it_by(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    """The JSON is that of a field in a command; the file's name is not in it."""
    source = tmp_path / "Brev fra Anna.txt"
    source.write_bytes(b"a letter")

    result = run(
        *("attachments", "add", source, "--journal", journal),
        *("--media-type", "text/plain", "--label", "brev"),
    )

    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    told = json.loads(result.stdout)
    assert "Anna" not in result.stdout
    assert (told["size"], told["label"], told["subject"]) == (8, "brev", None)
    with opened(journal) as made:
        stored = made.registry.command("letter.receive")
        command = {"letter": "letter/2", "enclosures": [told]}
        asked = made.registry.codec.from_input(stored.cls, json.dumps(command).encode())
        made.do(asked, by=letter.ANNA)
        assert made.attachment(asked.enclosures[0]) == b"a letter"


def test_add_seals_what_is_about_a_person(process: Process, journal: Path) -> None:
    """The file comes on standard input; only what is sealed is kept."""
    result = process(
        *("attachments", "add", "-", "--journal", journal, "--subject", "bo"),
        *("--media-type", "text/plain", "--label", "brev"),
        stdin="about bo",
    )

    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["subject"] == "bo"
    assert len(told["key"]) == 64
    contents = files(Path(f"{journal}.attachments")).values()
    assert not any(b"about bo" in content for content in contents)


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--label", "Brev", "--media-type", "TEXT"], 2, "$.label"),
        (["--label", "brev", "--media-type", "a/b", "--subject", "../x"], 2, "$.subj"),
        (["--label", "brev"], 2, "Missing option '--media-type'"),
        (["--label", "b", "--media-type", "a/b", "--attachments", "no://x"], 3, "no"),
    ],
)
def test_add_refuses_what_does_not_fit(
    run: Run, journal: Path, options: list[str], code: int, told: str
) -> None:
    """Nothing is kept."""
    source = journal.with_name("brev.txt")
    source.write_bytes(b"a letter")
    before = files(Path(f"{journal}.attachments"))

    result = run("attachments", "add", source, "--journal", journal, *options)

    assert result.exit_code == code
    assert told in result.stderr
    assert files(Path(f"{journal}.attachments")) == before


def test_add_refuses_for_someone_forgotten(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    """A rule says no: that is 1."""
    with opened(journal) as made:
        forget(made, "anna")
    source = tmp_path / "brev.txt"
    source.write_bytes(b"a letter")

    result = run(
        *("attachments", "add", source, "--journal", journal, "--subject", "anna"),
        *("--media-type", "text/plain", "--label", "brev"),
    )

    assert result.exit_code == 1
    assert "person/anna: was forgotten by decision" in result.stderr


def test_get_gives_the_bytes(process: Process, journal: Path) -> None:
    """On standard output, and nothing else there."""
    plain, _ = enclosures(journal)

    result = process("attachments", "get", plain.sha256, "--journal", journal)

    assert (result.returncode, result.stdout) == (0, "about nobody")


def test_get_writes_a_new_file(run: Run, journal: Path, tmp_path: Path) -> None:
    """What is there already is not overwritten; half a file is not left."""
    plain, _ = enclosures(journal)
    target = tmp_path / "out.txt"
    get = ("attachments", "get", plain.sha256, "--journal", journal, "-o", target)

    assert run(*get).exit_code == 0
    assert target.read_bytes() == b"about nobody"
    target.write_bytes(b"mine")
    assert run(*get).exit_code == 3
    assert target.read_bytes() == b"mine"
    target.unlink()
    kept(journal, plain).write_bytes(b"altered")
    result = run(*get)
    assert result.exit_code == 1
    assert "are not those that were attached" in result.stderr
    assert not target.exists()


def test_get_gives_none_of_what_was_altered(process: Process, tmp_path: Path) -> None:
    """Not even the first of many bytes: all are read before any is written."""
    path = tmp_path / "j.db"
    with opened(path) as made:
        plain = attach(made, b"x" * (3 << 20))
        receive(made, 1, plain)
    kept(path, plain).write_bytes(b"y" * (3 << 20))

    result = process("attachments", "get", plain.sha256, "--journal", path)

    assert (result.returncode, result.stdout) == (1, "")
    assert "are not those that were attached" in result.stderr


@pytest.mark.parametrize(
    "said", [{"label": "spam"}, {"label": "spam", "size": 1, "media_type": "a/b"}]
)
def test_get_opens_by_whatever_is_right(
    run: Run, tmp_path: Path, said: dict[str, Any]
) -> None:
    """What was first said of a digest, in a refusal, does not stand in the way."""
    path = tmp_path / "j.db"
    with opened(path) as made:
        for each in (attach(made, b"about anna", subject="anna"), attach(made, b"it")):
            with pytest.raises(Refused):
                receive(made, 1, attrs.evolve(each, **said))
            receive(made, 1, each)
        sealed, plain = made.get(letter.Letter, "letter/1").enclosures

    shown = run(
        *("attachments", "get", sealed.sha256, "--journal", path),
        *("--persons", "hearing of the party"),
    )
    got = run("attachments", "get", plain.sha256, "--journal", path)

    assert (shown.exit_code, shown.stdout) == (0, "about anna")
    assert (got.exit_code, got.stdout) == (0, "it")


def test_get_is_not_led_to_someone_forgotten(run: Run, tmp_path: Path) -> None:
    """A refusal that names another person for the same file hides nothing."""
    path = tmp_path / "j.db"
    with opened(path) as made:
        real = attach(made, b"about anna", subject="anna")
        attach(made, b"about bo", subject="bo")
        claim = attrs.evolve(real, label="spam", subject=PersonId("bo"))
        with pytest.raises(Refused):
            receive(made, 1, claim)
        receive(made, 1, real)
        forget(made, "bo")

    shown = run(
        *("attachments", "get", real.sha256, "--journal", path),
        *("--persons", "hearing of the party"),
    )

    assert (shown.exit_code, shown.stdout) == (0, "about anna")


def test_get_tells_what_is_missing(run: Run, journal: Path) -> None:
    """It could not be looked at: that is 3, as before a disk is mounted."""
    plain, _ = enclosures(journal)
    kept(journal, plain).unlink()

    result = run("attachments", "get", plain.sha256, "--journal", journal)

    assert (result.exit_code, result.stdout) == (3, "")


def test_check_only_notes_what_refused_commands_name(run: Run, journal: Path) -> None:
    """Anyone can ask with a digest that was never kept; that is no loss."""
    plain, _ = enclosures(journal)
    claim = attrs.evolve(plain, sha256=Digest("0" * 64), label="spam")
    with opened(journal) as made, pytest.raises(Refused):
        receive(made, 2, claim)

    code, (item,) = found(run, journal)

    assert code == 0
    assert (item["state"], item["sha256"]) == ("refused", "0" * 64)


def test_check_finds_what_any_accepted_command_names(run: Run, journal: Path) -> None:
    """One that was accepted is enough for it to be missing."""
    plain, _ = enclosures(journal)
    claim = attrs.evolve(plain, sha256=Digest("0" * 64), label="spam")
    with opened(journal) as made:
        with pytest.raises(Refused):
            receive(made, 2, claim)
        cover = letter.Receive(letter=stream_id("letter", "3"), cover=claim)
        made.do(cover, by=letter.ANNA)

    code, (item,) = found(run, journal)

    assert (code, item["state"]) == (1, "missing")


def test_a_password_with_a_sign_of_its_own_is_not_kept() -> None:
    """Up to the last `@` it is taken to be the password."""
    typed = "--journal postgresql://me:p@ss:w@rd@host/db s3://a@b:c@bucket/x"

    assert without_passwords(typed) == (
        "--journal postgresql://me:…@host/db s3://a@b:…@bucket/x"
    )


def test_get_shows_persons_for_a_purpose_only(run: Run, journal: Path) -> None:
    """Who looked, and why, is on record before anything is shown."""
    _, sealed = enclosures(journal)
    get = ("attachments", "get", sealed.sha256, "--journal", journal)

    masked = run(*get)
    shown = run(*get, "--persons", "hearing of the party")

    assert masked.exit_code == 2
    assert masked.stdout == ""
    assert "--persons PURPOSE" in masked.stderr
    assert (shown.exit_code, shown.stdout) == (0, "about anna")
    with sqlite3.connect(f"{journal}.access") as store:
        ((purpose, streams, persons),) = store.execute(
            "SELECT purpose, streams, persons FROM accesses"
        )
    assert purpose == "hearing of the party"
    assert "letter/1" in json.loads(streams)
    assert json.loads(persons) == ["anna"]


def test_get_tells_who_was_forgotten(run: Run, journal: Path) -> None:
    """There is nothing to give, by decision."""
    _, sealed = enclosures(journal)
    with opened(journal) as made:
        forget(made, "anna")

    result = run(
        *("attachments", "get", sealed.sha256, "--journal", journal),
        *("--persons", "hearing of the party"),
    )

    assert (result.exit_code, result.stdout) == (1, "")
    assert "person anna was forgotten by decision" in result.stderr


def test_get_knows_only_what_the_journal_names(run: Run, journal: Path) -> None:
    """A file that nothing names is nobody's evidence."""
    result = run("attachments", "get", "0" * 64, "--journal", journal)

    assert result.exit_code == 2
    assert f"no event of {journal} names it" in result.stderr


def test_forget_says_how_many_files_it_removed(
    run: Run, journal: Path, anna: tuple[str, str]
) -> None:
    """The person's files go with the person's key."""
    result = run(
        *("forget", "anna", "--journal", journal, *anna, "--legal-basis", "art. 17"),
        *("--reason", "ended", "--approved-by", "a-1", "--approved-by", "a-2"),
    )

    assert result.exit_code == 0
    assert "0 sealed sections and 1 attached files destroyed" in result.stdout
    assert len(files(Path(f"{journal}.attachments"))) == 1


def test_forget_says_when_it_did_not_look_for_files(
    run: Run, postgres_url: str, tmp_path: Path, anna: tuple[str, str]
) -> None:
    """Where no place is given, none is looked at, and that is told."""
    keys = tmp_path / "keys"
    with opened(postgres_url, keys=keys, create=True) as made:
        made.do(letter.course.enrol("a", "anna", "Anna", "bo", "Bo"), by=letter.ANNA)

    result = run(
        *("forget", "anna", "--journal", postgres_url, "--keys", keys, *anna),
        *("--legal-basis", "art. 17", "--reason", "ended"),
        *("--approved-by", "a-1", "--approved-by", "a-2"),
    )

    assert result.exit_code == 0
    assert "2 sealed sections destroyed" in result.stdout
    assert "give --attachments if there are any" in result.stderr


def test_backup_says_that_files_are_copied_apart(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    """The copy is of the journal alone."""
    result = run("backup", tmp_path / "copy.db", "--journal", journal)

    assert result.exit_code == 0
    assert "without its keys and attachments" in result.stdout
    assert not (tmp_path / "copy.db.attachments").exists()
