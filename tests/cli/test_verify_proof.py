"""A proof of one event is verified offline, with what the event says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from click.testing import Result

Run = Callable[..., Result]

HOLD = '{"person": "p-1", "legal_basis": "arkivloven", "reason": "sample"}'


@attrs.frozen
class Shown:
    """What somebody is handed to believe one decision, and whose word counts.

    Attributes:
        journal: Where it comes from.
        proof: The proof file.
        payload: What the event says.
        policy: Whose signatures count.
    """

    journal: Path
    proof: Path
    payload: Path
    policy: Path


@pytest.fixture
def shown(demo: Path, run: Run, anna: tuple[str, str], tmp_path: Path) -> Shown:
    """One decision of the demo, proved."""
    made = Shown(
        demo, tmp_path / "p.tlog-proof", tmp_path / "p.json", tmp_path / "b/policy.txt"
    )
    run("do", "person.hold/1", HOLD, "--journal", demo, *anna)
    run("seal", "--journal", demo)
    assert run("bundle", tmp_path / "b", "--journal", demo).exit_code == 0
    proved = run(
        "prove", "person/p-1@1", "--journal", demo,
        *("--out", made.proof, "--payload", made.payload),
    )  # fmt: skip
    assert proved.exit_code == 0, proved.output
    assert "proof that person/p-1@1 is number " in proved.stderr
    return made


def test_an_event_is_proved_with_what_it_says(shown: Shown, run: Run) -> None:
    """Which event it is, when it was recorded, and that it says just this."""
    verify = ("verify-proof", shown.proof, "--policy", shown.policy)
    english = run(*verify, "--payload", shown.payload)
    danish = run(*verify, "--payload", shown.payload, "--lang", "da")
    alone = run(*verify)
    plain = run(*verify, "--format", "json", "--lang", "da")

    assert english.exit_code == danish.exit_code == alone.exit_code == 0
    assert "is person/p-1 version 1, person.held/1, recorded 20" in english.stdout
    assert "checked: its content is what was sealed" in english.stdout
    assert "efterprøvet: indholdet er det, der blev forseglet" in danish.stdout
    assert "hændelsen er bevist" in danish.stderr
    assert "left out: what the event says" in alone.stderr
    told = json.loads(plain.stdout)
    assert (told["event"]["stream"], told["found"]) == ("person/p-1", [])
    assert "the event at position" in told["checked"][1]


def test_what_is_sealed_about_people_is_left_out(
    shown: Shown, run: Run, tmp_path: Path
) -> None:
    """A proof shows that it was sealed, not what it is."""
    out, says = tmp_path / "q.tlog-proof", tmp_path / "q.json"
    with sqlite3.connect(shown.journal) as connection:
        query = "SELECT stream, version FROM sealed_sections LIMIT 1"
        stream, version = connection.execute(query).fetchone()
    connection.close()
    place = f"{stream}@{version}"
    run("prove", place, "--journal", shown.journal, "--out", out, "--payload", says)

    result = run("verify-proof", out, "--policy", shown.policy, "--payload", says)

    assert result.exit_code == 0, result.output
    assert "left out: what is sealed about people in it" in result.stderr


@pytest.mark.parametrize(
    ("before", "after"), [("sample", "simple"), ("p.json", ""), ("{", "[")]
)
def test_another_content_is_found(
    shown: Shown, run: Run, before: str, after: str
) -> None:
    """Exit code 1: the event says something else than it is said to say."""
    text = shown.payload.read_text("utf-8").replace(before, after)
    shown.payload.write_text(text if after else "", "utf-8")

    result = run(
        "verify-proof", shown.proof, "--policy", shown.policy,
        *("--payload", shown.payload),
    )  # fmt: skip

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("found: content: ")
    assert "the event is not proved" in result.stderr


def test_a_proof_that_was_changed_is_found(shown: Shown, run: Run) -> None:
    """Its index, a hash, and the checkpoint below: 1, and never 0."""
    content = shown.proof.read_text("utf-8")
    lines = content.split("\n")
    index = int(lines[2].removeprefix("index "))
    hashes = "\n".join([*lines[:3], lines[4], lines[3], *lines[5:]])
    size = lines[lines.index("") + 2]
    for other in (
        content.replace(f"index {index}", f"index {index - 1}"),
        hashes,
        content.replace(f"\n{size}\n", f"\n{int(size) + 1}\n"),
    ):
        assert other != content
        shown.proof.write_text(other, "utf-8")

        result = run("verify-proof", shown.proof, "--policy", shown.policy)

        assert result.exit_code == 1, result.output
        assert f"found: {shown.proof}: " in result.stdout


def test_a_proof_of_another_log_could_not_be_looked_at(
    shown: Shown, run: Run, tmp_path: Path
) -> None:
    """Exit code 3: nothing is said of it, either way."""
    other = tmp_path / "other.db"
    run("init", "--journal", other)
    run("seal", "--journal", other)
    run("bundle", tmp_path / "o", "--journal", other)

    result = run("verify-proof", shown.proof, "--policy", tmp_path / "o" / "policy.txt")

    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1


def test_a_file_that_is_no_proof_is_told_in_a_line(
    shown: Shown, run: Run, tmp_path: Path
) -> None:
    """And a policy must be named: a proof cannot vouch for its own keys."""
    for content in (b"", b"\xff\xfe", b"c2sp.org/tlog-proof@v1\nindex 0\n"):
        (tmp_path / "odd").write_bytes(content)
        result = run("verify-proof", tmp_path / "odd", "--policy", shown.policy)
        assert result.exit_code == 2
        assert f"kvalitet: {tmp_path / 'odd'}: " in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert run("verify-proof", shown.proof).exit_code == 2


def test_a_proof_is_no_anchor(shown: Shown, run: Run) -> None:
    """Whoever adds one is told what it is, and what to do with it."""
    for ask in (("anchor", "add", shown.proof), ("verify", "--since", shown.proof)):
        result = run(*ask, "--journal", shown.journal)

        assert result.exit_code == 2
        assert "is a proof of one event, not a checkpoint" in result.stderr
        assert "kvalitet verify-proof" in result.stderr
        assert len(result.stderr.splitlines()) == 1
