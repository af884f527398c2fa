"""What lies in a bundle and is none of its files, or is another thing than a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Place
from tests.evidence.bundles import found, resummed
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.signer import public_keys
from kvalitet_core.opening_evidence import account_at

KINDS = ("full", "cases")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of a small journal: full, and of a case."""
    folder = tmp_path_factory.mktemp("made")
    place = Place(str(folder / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 2)
    with account_at(place.url) as account:
        account.seal()
        account.log_index()
        account.seal()
        account.bundle(folder / "full")
        account.bundle(folder / "cases", cases=["lesson/1"])
    return folder


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Gives a copy of a bundle, to be attacked."""

    def copy(kind: str) -> Path:
        target = tmp_path / kind
        shutil.copytree(made / kind, target)
        return target

    return copy


STRAYS = (
    "afgoerelse.pdf",
    "Checkpoint",
    "readme.txt",
    "payload/999",
    "payload/000",
    "payload/x000/000.p/8",
    "tile/0/000",
    "tile/0/001.p/1",
    "tile/1/000.p/1",
    "tile/8/000",
    "tile/entries/999",
    "tile/entries/0",
    "tile/notes.txt",
    "anchors/x",
    "anchors/001-4-copy.checkpoint.pdf",
    "anchors/002-4-another.checkpoint",
    "anchors/more/001-4-copy.checkpoint",
    "definitions/readme.md",
    "definitions/more/a.1.json",
    "cases/readme.txt",
    "cases/999.events",
    "cases/erasure-001.entry",
    "__pycache__/other.cpython-311.pyc",
    "__pycache__/verify.pyc/x",
    "docs/.hidden",
    "a\nfound: nothing",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", STRAYS)
def test_a_file_that_no_such_bundle_has_is_found(
    copied: Callable[[str], Path], kind: str, name: str
) -> None:
    """Listed in SHA256SUMS or not: an auditor must not rely on what nobody signed."""
    bundle = copied(kind)
    path = bundle / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"approved")

    unlisted = verify.verified(bundle)
    assert unlisted.code == 1
    assert [place for place, _ in unlisted.found] == [name]
    if "\n" not in name:
        listed = verify.verified(resummed(bundle))
        assert listed.found == [(name, "does not belong to the bundle")]


def test_a_folder_of_cases_has_no_place_in_a_whole_journal(
    copied: Callable[[str], Path],
) -> None:
    """Nor have its tiles in a bundle of cases: what it says it is, it must be."""
    full, cases = copied("full"), copied("cases")
    shutil.copytree(cases / "cases", full / "cases")
    shutil.copytree(full / "tile", cases / "tile")

    for bundle in (full, cases):
        strays = {place for place, _ in verify.verified(resummed(bundle)).found}
        assert strays
        assert all(each.startswith(("cases/", "tile/")) for each in strays)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_folder_does_not_belong_either(
    copied: Callable[[str], Path], kind: str
) -> None:
    """Its name may say something."""
    bundle = copied(kind)
    (bundle / "approved").mkdir()

    assert found(bundle) == (1, ["approved/: does not belong to the bundle"])


def test_a_folder_whose_tiles_are_gone_could_not_be_looked_at(
    copied: Callable[[str], Path],
) -> None:
    """Listed anew without them, too; one that the log has no tiles for is found."""
    bundle = copied("full")
    for name in ("tile/1", "payload"):
        for path in (bundle / name).rglob("*"):
            if path.is_file():
                path.unlink()

    report = verify.verified(resummed(bundle))
    (bundle / "tile/9").mkdir()
    code, lines = found(bundle)

    assert (report.code, report.found) == (3, [])
    assert code == 1
    assert lines[0] == "tile/9/: does not belong to the bundle"


@pytest.mark.parametrize("kind", KINDS)
def test_what_desktops_and_python_leave_is_left_aside_and_said(
    copied: Callable[[str], Path], kind: str
) -> None:
    """Unless SHA256SUMS lists it: we did not."""
    bundle = copied(kind)
    for name in (".DS_Store", "cases/Thumbs.db", "desktop.ini"):
        (bundle / name).parent.mkdir(exist_ok=True)
        (bundle / name).write_bytes(b"odd")
    (bundle / "__pycache__").mkdir()
    (bundle / "__pycache__/verify.cpython-311.pyc").write_bytes(b"odd")

    report = verify.verified(bundle)
    aside = [values[0] for key, values in report.notes if key == "aside"]

    assert (report.code, report.found) == (0, [])
    assert aside == [".DS_Store", "cases/Thumbs.db", "desktop.ini"]
    code, lines = found(resummed(bundle))
    assert (code, len(lines)) == (1, 4)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.symlink_to("/dev/zero"), "is a link, not a file"),
        (lambda path: path.symlink_to("policy.txt"), "is a link, not a file"),
        (lambda path: path.symlink_to("nowhere"), "is a link, not a file"),
        (lambda path: path.mkdir(), "is a folder, where a file must be"),
        (os.mkfifo, "is no plain file: it was not read"),
    ],
)
@pytest.mark.parametrize("name", ["checkpoint", "README.txt", "keys.txt", "SHA256SUMS"])
def test_what_is_no_file_could_not_be_looked_at(
    copied: Callable[[str], Path],
    name: str,
    change: Callable[[Path], object],
    told: str,
) -> None:
    """One line that names it, and no waiting: nothing else than a file is read."""
    bundle = copied("full")
    path = bundle / name
    path.unlink()
    if told != "is missing":
        change(path)

    code, lines = found(bundle)

    assert (code, len(lines)) == (3, 1)
    assert lines[0].startswith(f"{name}: {told}")


def test_a_folder_that_is_a_link_is_not_followed(
    copied: Callable[[str], Path],
) -> None:
    """What is somewhere else is not in the bundle."""
    bundle = copied("full")
    (bundle / "payload").rename(bundle.parent / "payload")
    (bundle / "payload").symlink_to(bundle.parent / "payload")
    (bundle / "more").symlink_to(bundle.parent)

    code, lines = found(bundle)

    assert code == 1
    assert lines == [
        "more: does not belong to the bundle",
        "payload/000.p/7: is a link, not a file: what it leads to was not read",
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("0" * 64 + "  ../../etc/passwd", "names ../../etc/passwd"),
        ("0" * 64 + "  /etc/passwd", "names /etc/passwd"),
        ("0" * 64 + "  SHA256SUMS", "names SHA256SUMS"),
        ("0" * 64 + "  checkpoint", "names checkpoint twice"),
        ("0" * 64 + " checkpoint", "expected a digest, two spaces and a path"),
        ("0" * 64 + "  a\\b", "expected a digest, two spaces and a path"),
    ],
)
def test_the_list_of_digests_names_files_of_the_bundle_once(
    copied: Callable[[str], Path], line: str, told: str
) -> None:
    """Whoever checks it by other means reads nothing else than what is here."""
    bundle = copied("full")
    with (bundle / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{line}\n")

    code, lines = found(bundle)

    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("SHA256SUMS line ")
    assert told in lines[0]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_utf8_is_named(copied: Callable[[str], Path], kind: str) -> None:
    """And never shown as Python shows it."""
    for name in ("checkpoint", "policy.txt", "keys.txt", "provenance.json"):
        bundle = copied(kind)
        (bundle / name).write_bytes(b"\xff" + (bundle / name).read_bytes())

        code, lines = found(resummed(bundle))

        assert code in (1, 3)
        assert len(lines) == 1
        assert lines[0].startswith(f"{name}: ")
        assert "codec" not in lines[0]
        shutil.rmtree(bundle)


def test_a_name_that_is_no_text_breaks_no_line(
    copied: Callable[[str], Path],
) -> None:
    """Nor does one that would make a line look like another."""
    bundle = copied("full")
    for name in (b"\xff\xfe", b"a\rb", b"\x1b[2K", "\u202e".encode()):
        (bundle / os.fsdecode(name)).write_bytes(b"")
    alone = [sys.executable, "-I", "-S", bundle / "verify.py", "--lang", "en"]

    done = subprocess.run(alone, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (1, b"")
    lines = [line for line in done.stdout.decode().splitlines() if "found: " in line]
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
    assert done.stdout.endswith(b"\n4 things are wrong\n")


@pytest.mark.parametrize("given", ["since", "policy"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"junk\n", "expected "),
        (b"\xff\n", "is not UTF-8"),
        (None, "is missing"),
        ("folder", "is a folder, where a file must be"),
    ],
)
def test_what_is_given_and_is_of_no_use_is_no_fault_of_the_bundle(
    made: Path, tmp_path: Path, given: str, content: bytes | str | None, told: str
) -> None:
    """Exit code 2: nothing was found, and what was asked for cannot be done."""
    path = tmp_path / "given"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()

    code, lines = found(made / "full", **{given: path})

    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(str(path))
    assert told in lines[0] or "is no line of a policy" in lines[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--nothing",), "fejl: ukendte argumenter: --nothing"),
        (("--since",), "fejl: --since: forventede en værdi"),
        (("--json=1",), "fejl: --json: tager ingen værdi, fik '1'"),
        (("--lang", "sv"), "fejl: --lang: forventede da eller en, fik 'sv'"),
    ],
)
def test_wrong_usage_is_told_in_danish_too(
    made: Path, asked: tuple[str, ...], told: str
) -> None:
    """By the locale, or as is asked for; in English else."""
    alone = [sys.executable, "-I", "-S", made / "full/verify.py"]
    locale = {**os.environ, "LC_ALL": "da_DK.UTF-8", "PYTHONUTF8": "1"}

    danish = subprocess.run(
        [*alone, *asked], env=locale, capture_output=True, check=False
    )
    english = subprocess.run(
        [*alone, *asked, "--lang", "en"], env=locale, capture_output=True, check=False
    )

    assert danish.returncode == 2
    assert told in danish.stderr.decode()
    assert danish.stderr.startswith(b"brug: ")
    if "--lang" not in asked:
        assert english.returncode == 2
        assert english.stderr.startswith(b"usage: ")


def test_the_readme_tells_of_what_is_there_and_of_nothing_else(made: Path) -> None:
    """In both languages."""
    for kind, there, absent in (
        ("full", "payload/", ("cases/ ", "definitions/", "append-signatures")),
        ("cases", "cases/ ", ("payload/", "tile/", "events.csv", "definitions/")),
    ):
        text = (made / kind / "README.txt").read_text("utf-8")
        assert text.count(f"    {there}") == 2
        assert [each for each in absent if f"    {each}" in text] == []
        for path in (made / kind).iterdir():
            name = f"{path.name}/" if path.is_dir() else path.name
            assert name == "README.txt" or name in text, name


def test_keys_are_those_of_the_policy_that_was_asked_for(
    made: Path, tmp_path: Path
) -> None:
    """Whatever else the signer has: the bundle is right by its own policy, too."""
    own, _ = public_keys(Path(f"{made / 'journal.db'}.signing-key"))
    with account_at(str(made / "journal.db"), read_only=True) as account:
        account.bundle(tmp_path / "own", policy=policy_file([own]))

    assert (tmp_path / "own" / "keys.txt").read_text("utf-8") == f"{own}\n"
    assert found(tmp_path / "own") == (0, [])


def test_what_no_key_of_the_policy_signed_is_not_brought(tmp_path: Path) -> None:
    """After a change of key, whoever knows the new one only has a bundle by that."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 2)
    with account_at(place.url) as account:
        account.anchor(account.seal().note or b"")
        policy = policy_file([account.rotate()])
        account.log_index()
        account.seal()
        account.bundle(tmp_path / "both")
        account.bundle(tmp_path / "new", policy=policy)
        account.bundle(tmp_path / "case", policy=policy, cases=["lesson/1"])

    for name in ("both", "new", "case"):
        assert found(tmp_path / name) == (0, []), name
    assert list((tmp_path / "both").glob("anchors/*-copy.checkpoint"))
    assert not (tmp_path / "new" / "anchors").exists()


@pytest.mark.parametrize("name", [".", "link"])
def test_a_bundle_takes_no_others_place(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Neither that of the folder one stands in, nor that of a link to nowhere."""
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to("nowhere")

    with (
        account_at(str(made / "journal.db"), read_only=True) as account,
        pytest.raises(Exception, match="something is there already"),
    ):
        account.bundle(Path(name))

    assert [path.name for path in tmp_path.iterdir()] == ["link"]
