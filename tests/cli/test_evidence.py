"""Sealing, verifying and proving at the command line, with the right exit codes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.test_bad_input import ANNA, GARDEN, Sow
from tests.evidence.sealing import unguarded

from kvalitet_core import Journal
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.checking.proofs import proved
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.personal import Personal

Run = Callable[..., Result]


@pytest.fixture
def sealed(demo: Path, run: Run) -> Path:
    """A demo that is sealed and signed."""
    result = run("seal", "--journal", demo)
    assert result.exit_code == 0, result.stderr
    return demo


def changed(journal: Path, statement: str) -> None:
    """Change a journal as its owner can."""
    connection = sqlite3.connect(journal)
    with unguarded(connection):
        connection.execute(statement)
    connection.commit()
    connection.close()


CHANGE = (
    "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
    " '\"actor\"', '\"Actor\"') AS BLOB) WHERE position = 20"
)


def test_a_journal_is_sealed_and_verified(sealed: Path, run: Run) -> None:
    """It says what it checked, and that nothing is wrong."""
    again = run("seal", "--journal", sealed)
    full = run("verify", "--journal", sealed)
    quick = run("verify", "--journal", sealed, "--quick")

    assert "none new" in again.stdout
    assert full.exit_code == 0, full.output
    assert "checked: every row to position" in full.stdout
    assert "nothing wrong" in full.stderr
    assert quick.exit_code == 0, quick.output
    assert "left out: the rows themselves" in quick.stderr


def test_a_quick_look_says_what_it_looked_at(sealed: Path, run: Run) -> None:
    """A row that was changed was not read: nobody is told that nothing is wrong."""
    changed(sealed, CHANGE)

    quick = run("verify", "--journal", sealed, "--quick")
    with sqlite3.connect(sealed) as connection:
        connection.execute("UPDATE tree_head SET root = zeroblob(32)")
    connection.close()
    found = run("verify", "--journal", sealed, "--quick")

    last = quick.stderr.splitlines()[-1]
    assert quick.exit_code == 0
    assert "nothing wrong" not in quick.output
    assert "checkpoints of " in last
    assert last.endswith(" events verified; rows were not read")
    assert found.exit_code == 1
    assert "rows were not read: " in found.stderr.splitlines()[-1]


def test_one_is_not_told_as_many(sealed: Path, run: Run, tmp_path: Path) -> None:
    """One row, one finding, one day."""
    one, bundle, kept = tmp_path / "one.db", tmp_path / "bundle", tmp_path / "kept"
    run("bundle", bundle, "--journal", sealed)
    run("checkpoint", "--journal", sealed, "--out", kept)
    run("anchor", "add", kept, "--journal", sealed)
    fresh = run("evidence", "status", "--journal", sealed)
    with sqlite3.connect(sealed) as connection:
        connection.execute("UPDATE tree_anchors SET added_at = ?", [_days_ago(1)])
    connection.close()
    older = run("evidence", "status", "--journal", sealed)
    run("init", "--journal", one)
    unsealed = run("verify", "--journal", one)
    (bundle / "odd").write_bytes(b"")

    assert "by copy, since today" in fresh.stdout
    assert "by copy, since 1 day\n" in older.stdout
    assert "1 row is not sealed yet" in unsealed.stderr
    english = run("verify-bundle", bundle, "--lang", "en")
    danish = run("verify-bundle", bundle, "--lang", "da")
    assert english.stdout.endswith("\n1 thing is wrong\n")
    assert danish.stdout.endswith("\n1 ting er forkert\n")


def _days_ago(days: int) -> str:
    return written(host_clock() - timedelta(days=days))


@pytest.mark.parametrize(
    "ask",
    [
        ("checkpoint", "--out", "FILE"),
        ("prove", "municipality/0101@1", "--out", "FILE"),
        ("prove", "municipality/0101@1", "--out", "free", "--payload", "FILE"),
    ],
    ids=" ".join,
)
def test_nothing_is_written_over(
    sealed: Path,
    run: Run,
    ask: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is there may be the one checkpoint that an auditor has: exit code 2."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "pocket").write_text("kept for a year", "utf-8")
    os.mkfifo(here / "device")

    for name in ("pocket", "device"):
        asked = (each.replace("FILE", name) for each in ask)
        result = run(*asked, "--journal", sealed)

        assert result.exit_code == 2
        assert f"{name} is there already" in result.stderr
    assert {each.name for each in here.iterdir()} == {"pocket", "device"}
    assert (here / "pocket").read_text("utf-8") == "kept for a year"
    assert (here / "device").is_fifo()


def test_what_was_changed_is_found_and_named(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """A year later, with the checkpoint that the auditor kept: exit code 1."""
    kept = tmp_path / "kept.checkpoint"
    taken = run("checkpoint", "--journal", sealed, "--out", kept)
    before = run("verify", "--journal", sealed, "--since", kept)

    changed(sealed, CHANGE)

    after = run("verify", "--journal", sealed, "--since", kept, "--format", "json")
    assert taken.exit_code == before.exit_code == 0
    assert "the checkpoint given: the tree grew" in before.stdout
    assert after.exit_code == 1
    assert "position 20" in json.loads(after.stdout)["found"][0]["place"]


def test_one_event_is_proved(sealed: Path, run: Run, tmp_path: Path) -> None:
    """The file is a tlog-proof; a changed event is not proved."""
    connection = sqlite3.connect(sealed)
    query = "SELECT originator_id, originator_version, state FROM stored_events"
    stream, version, state = connection.execute(
        f"{query} WHERE position = 20"
    ).fetchone()
    connection.close()
    event = json.loads(state)["m"]["event"]
    public = sealed.with_name("demo.db.signing-key.pub").read_text("utf-8")
    policy = read_policy(policy_file(public.split()))
    out = tmp_path / "event.tlog-proof"

    by_id = run("prove", event, "--journal", sealed, "--out", out)
    by_place = run("prove", f"{stream}@{version}", "--journal", sealed)

    assert by_id.exit_code == 0, by_id.stderr
    assert proved(out.read_bytes(), policy=policy).index == 19
    assert by_place.stdout_bytes == out.read_bytes()
    assert run("prove", "nothing", "--journal", sealed).exit_code == 2
    for odd in ("0", "00", "9" * 19, "9" * 40, "²"):
        beyond = run("prove", f"{stream}@{odd}", "--journal", sealed)
        assert (beyond.exit_code, "unknown event" in beyond.stderr) == (2, True), odd
    changed(sealed, CHANGE)
    assert run("prove", f"{stream}@{version}", "--journal", sealed).exit_code == 3


def test_a_restored_journal_is_not_sealed(sealed: Path, run: Run) -> None:
    """Refused with exit code 1, and the reason in a line."""
    older = sealed.with_name("older.db")
    run("backup", older, "--journal", sealed)
    run("init", "--journal", sealed.with_name("another.db"))
    state = sealed.with_name("demo.db.signing-key.state")
    origin, size, root, _ = state.read_text("utf-8").split("\n")
    state.write_text(f"{origin}\n{int(size) + 5}\n{root}\n", "utf-8")

    result = run("seal", "--journal", sealed)

    assert result.exit_code == 1
    assert "are signed: some are gone" in result.stderr
    assert len(result.stderr.strip().split("\n")) == 1


def test_what_could_not_be_looked_at_is_said(
    demo: Path, sealed: Path, run: Run, tmp_path: Path
) -> None:
    """No key, an open key, a checkpoint of another log, no journal: never 0 or 1."""
    other = tmp_path / "other.db"
    run("init", "--journal", other)
    assert run("seal", "--journal", other).exit_code == 0
    run("checkpoint", "--journal", other, "--out", tmp_path / "other.checkpoint")
    of_another = run(
        "verify", "--journal", sealed, "--since", tmp_path / "other.checkpoint"
    )
    assert of_another.exit_code == 3, of_another.output
    key = demo.with_name("demo.db.signing-key")
    key.chmod(0o644)
    opened = run("seal", "--journal", demo)
    assert (opened.exit_code, "chmod 600" in opened.stderr) == (3, True)
    key.unlink()
    lost = run("seal", "--journal", demo)
    assert lost.exit_code == 3
    demo.with_name("demo.db.signing-key.pub").unlink()
    unknown = run("verify", "--journal", demo)
    assert (unknown.exit_code, "no key is known" in unknown.stderr) == (3, True)
    assert run("verify", "--journal", tmp_path / "none.db").exit_code == 3
    unsigned = tmp_path / "unsigned.db"
    run("init", "--journal", unsigned)
    assert run("checkpoint", "--journal", unsigned).exit_code == 3
    assert run("verify", "--journal", unsigned).exit_code == 3


def test_a_signer_that_has_forgotten_what_it_signed_is_told(
    sealed: Path, run: Run
) -> None:
    """It may have signed more than is there: the rest is verified, and it leaves by 3.

    A machine without the key has no state either, and nothing is amiss.
    """
    key = Path(f"{sealed}.signing-key")
    Path(f"{key}.state").unlink()

    lost = run("verify", "--journal", sealed)
    key.unlink()
    elsewhere = run("verify", "--journal", sealed)

    assert lost.exit_code == 3
    assert "what the signer signed last" in lost.stderr
    assert elsewhere.exit_code == 0, elsewhere.output


def test_the_status_tells_how_old_the_newest_anchor_is(demo: Path, run: Run) -> None:
    """Where nobody outside holds anything, that is said, and 4 where it is asked."""
    before = run("evidence", "status", "--journal", demo, "--format", "json")
    run("seal", "--journal", demo)
    after = run("evidence", "status", "--journal", demo)
    asked = run("evidence", "status", "--journal", demo, "--max-age", "31")

    told: dict[str, Any] = json.loads(before.stdout)
    assert (told["sealed"], told["signed"]) == (0, None)
    assert told["unsealed"] == told["rows"] > 0
    assert after.exit_code == 0
    assert "held by others: nothing" in after.stdout
    assert asked.exit_code == 4


def test_following_seals_what_comes_until_it_is_stopped(
    demo: Path, run: Run, anna: tuple[str, str]
) -> None:
    """Another process writes meanwhile; a signal has the rest sealed and ends it."""
    program = "from kvalitet_cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "seal", "--follow", "--every", "0.1"],
        env={**os.environ, "KVALITET_JOURNAL": str(demo)},
        stdout=subprocess.PIPE,
        text=True,
    ) as follower:
        assert follower.stdout is not None
        first = follower.stdout.readline()
        command = json.dumps({"person": "p-1", "legal_basis": "law", "reason": "r"})
        done = run("do", "person.hold/1", command, "--journal", demo, *anna)
        assert done.exit_code == 0, done.stderr
        second = follower.stdout.readline()
        follower.send_signal(signal.SIGTERM)
        time.sleep(0)
        assert follower.wait(20) == 0

    assert first.startswith("sealed ")
    assert ", 2 new: root " in second
    assert run("verify", "--journal", demo).exit_code == 0


def test_a_bundle_is_made_and_verified(sealed: Path, run: Run, tmp_path: Path) -> None:
    """The whole journal with its definitions, or one case, proved to be whole."""
    full, case, second = tmp_path / "full", tmp_path / "case", tmp_path / "second"
    early = tmp_path / "early.checkpoint"
    assert run("checkpoint", "--journal", sealed, "--out", early).exit_code == 0
    indexed = run("seal", "--index", "--journal", sealed)
    assert "the case index is logged at position" in indexed.stdout
    streams = json.loads(run("streams", "--journal", sealed, "--format", "json").stdout)
    stream = streams["streams"][5]["stream"]

    whole = run("bundle", full, "--journal", sealed)
    one = run("bundle", case, "--case", stream, "--journal", sealed)
    unknown = run("bundle", second, "--case", "officer/none", "--journal", sealed)

    assert whole.exit_code == one.exit_code == 0, whole.output + one.output
    assert unknown.exit_code == 2
    assert "kvalitet: unknown case 'officer/none': no event" in unknown.stderr
    spoken = ("--journal", sealed, "--lang", "da")
    danish = run("bundle", second, "--case", "officer/none", *spoken)
    assert danish.exit_code == 2
    assert "kvalitet: ukendt sag 'officer/none': ingen" in danish.stderr
    assert list((full / "definitions").iterdir())
    told = run("verify-bundle", full, "--since", early, "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "the journal has grown from its" in told.stdout
    danish = run("verify-bundle", case, "--lang", "da")
    assert danish.exit_code == 0
    assert f"{stream} er komplet" in danish.stdout
    as_json = json.loads(run("verify-bundle", full, "--json").stdout)
    assert as_json["found"] == []
    assert run("bundle", full, "--journal", sealed).exit_code == 3
    (full / "events.csv").write_bytes(b"changed")
    assert run("verify-bundle", full).exit_code == 1
    assert run("verify-bundle", tmp_path / "none").exit_code == 3
    assert run("verify-bundle", full, "--unknown").exit_code == 2


def test_the_first_seal_of_a_day_logs_the_case_index(
    demo: Path, run: Run, anna: tuple[str, str], tmp_path: Path
) -> None:
    """A case is proved whole by it; a newer one is told from one that is nowhere."""
    hold = {"person": "p-1", "legal_basis": "law", "reason": "r"}
    first = run("seal", "--journal", demo)
    again = run("seal", "--journal", demo)
    done = run("do", "person.hold/1", json.dumps(hold), "--journal", demo, *anna)
    later = run("seal", "--journal", demo)
    asked = ("bundle", tmp_path / "case", "--journal", demo, "--case")
    newer = run(*asked, "person/p-1")
    unknown = run(*asked, "person/p-9")
    indexed = run("seal", "--index", "--journal", demo)
    made = run(*asked, "person/p-1")

    assert "the case index is logged at position" in first.stderr
    assert done.exit_code == later.exit_code == indexed.exit_code == 0
    assert "case index" not in again.output + later.output
    assert newer.exit_code == 3
    assert "person/p-1 is newer than the case index" in newer.stderr
    assert "kvalitet seal --index brings it up to date" in newer.stderr
    assert unknown.exit_code == 2
    assert made.exit_code == 0, made.output
    assert "the cases are whole up to position" in made.stderr
    assert run("verify-bundle", tmp_path / "case").exit_code == 0


def test_a_witness_cosigns_what_grows_and_refuses_a_fork(
    sealed: Path, run: Run, tmp_path: Path, anna: tuple[str, str]
) -> None:
    """By file, offline; what it signed comes back as an anchor, and goes out again."""
    first, second = tmp_path / "first", tmp_path / "second"
    key, out = tmp_path / "w.key", tmp_path / "cosigned.checkpoint"
    run("bundle", first, "--journal", sealed)
    made = run(
        "witness", "init", key, "--name", "auditor.example/w1",
        *("--policy", first / "policy.txt"),
    )  # fmt: skip
    again = run(
        "witness", "init", key, "--name", "w2", "--policy", first / "policy.txt"
    )
    assert (made.exit_code, again.exit_code) == (0, 3), made.output

    cosigned = run("witness", "cosign", first, "--key", key, "--out", out)
    kept = run("anchor", "add", out, "--journal", sealed)
    ask = ("evidence", "status", "--journal", sealed, "--max-age", "1")
    unknown = run(*ask)
    known = tmp_path / "known.txt"
    policy = (first / "policy.txt").read_text("utf-8")
    witness = f"witness w1 {Path(f'{key}.pub').read_text('utf-8')}"
    known.write_text(policy.replace("quorum", f"{witness}quorum"), "utf-8")
    status = run(*ask, "--policy", known)
    run("do", "person.hold/1", HOLD, "--journal", sealed, *anna)
    run("seal", "--journal", sealed)
    run("bundle", second, "--journal", sealed)
    later = run("witness", "cosign", second, "--key", key)
    backwards = run("witness", "cosign", first, "--key", key, "--out", tmp_path / "b")
    changed = run("verify-bundle", second, "--json")

    assert cosigned.exit_code == 0, cosigned.output
    assert out.read_text("utf-8").count("\u2014 ") == 3
    assert kept.stdout.startswith("kept: cosignature of ")
    assert (unknown.exit_code, "not known here" in unknown.stdout) == (4, True)
    assert (status.exit_code, "by cosignature" in status.stdout) == (0, True)
    assert later.exit_code == 0, later.output
    assert (backwards.exit_code, len(backwards.stderr.splitlines())) == (3, 1)
    assert f"evidence {first}: has " in backwards.stderr
    assert "or some are gone; nothing is cosigned" in backwards.stderr
    assert not (tmp_path / "b").exists()
    (tmp_path / "w.key.state").unlink()
    forgetful = run("witness", "cosign", first, "--key", key)
    assert (forgetful.exit_code, len(forgetful.stderr.splitlines())) == (3, 1)
    assert f"{key}.state: is lost" in forgetful.stderr
    assert changed.exit_code == 0
    assert [path.name for path in (second / "anchors").iterdir()]
    assert "anchors/001-" in changed.stdout


HOLD = json.dumps({"person": "p-1", "legal_basis": "law", "reason": "r"})


def test_an_anchor_of_another_journal_or_another_past_is_not_kept(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """3 where it is another journal's; 1 where this one has been changed since."""
    other, mine = tmp_path / "other.db", tmp_path / "mine.checkpoint"
    run("init", "--journal", other)
    run("seal", "--journal", other)
    run("checkpoint", "--journal", other, "--out", tmp_path / "other.checkpoint")
    run("checkpoint", "--journal", sealed, "--out", mine)

    another = run("anchor", "add", tmp_path / "other.checkpoint", "--journal", sealed)
    stamped = run("anchor", "add", mine, "--timestamp", mine, "--journal", sealed)
    copy = run("anchor", "add", mine, "--journal", sealed)
    connection = sqlite3.connect(sealed)
    connection.execute("UPDATE tree_head SET root = zeroblob(32)")
    connection.commit()
    connection.close()
    forked = run("anchor", "add", mine, "--journal", sealed)

    assert another.exit_code == 3
    assert "kept: rfc3161" in stamped.stdout
    assert "kept: copy" in copy.stdout
    assert forked.exit_code == 1


def test_an_anchor_that_is_taken_away_is_found_and_can_be_put_back(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """The journal names it, in its history too; 1 in both languages, until it is."""
    kept, asked = tmp_path / "kept", ("--journal", sealed)
    run("checkpoint", *asked, "--out", kept)
    run("anchor", "add", kept, *asked)
    with Journal.open(sealed, read_only=True) as journal:
        ((own, position),) = [
            (each.stream, each.position)
            for each in journal.events(names=["journal.anchored/1"])
        ]
    run("seal", *asked)
    honest = run("verify", *asked)
    with closing(sqlite3.connect(sealed)) as connection:
        connection.execute("DELETE FROM tree_anchors")
        connection.commit()

    history = run("history", own, *asked)
    english, danish = run("verify", *asked), run("verify", *asked, "--lang", "da")
    status = run("evidence", "status", *asked)
    lacking = run("bundle", tmp_path / "lacking", *asked)
    bundled = run("verify-bundle", tmp_path / "lacking")
    run("anchor", "add", kept, *asked)
    again = run("verify", *asked)

    assert "anchors that the journal names: 1, and each is there" in honest.stdout
    assert "journal.anchored/1" in history.stdout
    assert (english.exit_code, danish.exit_code, status.exit_code) == (1, 1, 1)
    assert f"found: position {position} ({own} version " in english.stdout
    assert ": names an anchor of " in english.stdout
    assert f"fundet: position {position} (" in danish.stdout
    assert ": nævner et anker for " in danish.stdout
    assert ": names an anchor of " in status.stderr
    assert "held by others: nothing" in status.stdout
    assert (lacking.exit_code, bundled.exit_code) == (1, 1)
    assert ": names an anchor of " in lacking.stderr
    assert f"found: position {position} ({own} version " in bundled.stdout
    assert (again.exit_code, "not sealed" in again.stderr) == (0, False)


def test_an_anchor_of_an_earlier_version_is_told_of(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """No event names it: that is no fault, and counts, and is said."""
    asked = ("--journal", sealed)
    run("checkpoint", *asked, "--out", tmp_path / "kept")
    with closing(sqlite3.connect(sealed)) as connection:
        connection.execute(
            "INSERT INTO tree_anchors (size, kind, added_at, content)"
            " SELECT size, 'copy', signed_at, note FROM tree_checkpoints"
            " ORDER BY size DESC LIMIT 1"
        )
        connection.commit()

    told = run("verify", *asked)
    status = run("evidence", "status", *asked)
    danish = run("evidence", "status", *asked, "--lang", "da")
    run("anchor", "add", tmp_path / "kept", *asked)
    named = run("evidence", "status", *asked)

    assert told.exit_code == 0
    assert "rows (copy): no event names it: it was taken in before" in told.stderr
    assert "  no event names it: kvalitet anchor add of it has one" in status.stdout
    assert "  ingen hændelse nævner det: kvalitet anchor add" in danish.stdout
    assert (named.exit_code, "no event" in named.stdout) == (0, False)


@pytest.mark.parametrize("table", ["tree_anchors", "stored_events"])
def test_an_anchor_that_cannot_be_written_is_not_half_kept(
    sealed: Path, run: Run, tmp_path: Path, table: str
) -> None:
    """3, and one line; neither the anchor nor the event that names it is there."""
    asked = ("--journal", sealed)
    run("checkpoint", *asked, "--out", tmp_path / "kept")
    before = run("verify", *asked)
    with closing(sqlite3.connect(sealed)) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )

        failed = run("anchor", "add", tmp_path / "kept", *asked)

        connection.execute("DROP TRIGGER full")
    after = run("verify", *asked)
    assert (failed.exit_code, len(failed.stderr.splitlines())) == (3, 1)
    assert "the disk is full" in failed.stderr
    assert (after.exit_code, after.output) == (0, before.output)


def test_a_new_key_signs_what_the_old_one_vouches_for(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """What the old key signed is verified still; the old one signs no more."""
    early = tmp_path / "early.checkpoint"
    key = sealed.with_name("demo.db.signing-key")
    run("checkpoint", "--journal", sealed, "--out", early)
    before = key.read_text("utf-8")

    rotated = run("key", "rotate", "--journal", sealed)
    run("seal", "--index", "--journal", sealed)
    bundle = tmp_path / "bundle"
    run("bundle", bundle, "--journal", sealed)

    assert rotated.exit_code == 0, rotated.output
    assert key.read_text("utf-8") != before
    assert key.stat().st_mode & 0o777 == 0o600
    public = key.with_name("demo.db.signing-key.pub").read_text("utf-8").split()
    assert public[-1] == rotated.stdout.strip()
    verified = run("verify", "--journal", sealed, "--since", early)
    assert verified.exit_code == 0, verified.output
    offline = run("verify-bundle", bundle, "--since", early)
    assert offline.exit_code == 0, offline.output
    log = run("log", "--journal", sealed)
    assert log.exit_code == 0
    assert run("key", "rotate", "--journal", sealed).exit_code == 0


def test_what_cannot_be_put_into_a_bundle_is_told(run: Run, tmp_path: Path) -> None:
    """A plugin that is not installed has schemas that nobody here has."""
    place, bundle = tmp_path / "garden.db", tmp_path / "bundle"
    with Journal.open(place, plugins=[GARDEN], create=True) as journal:
        sow = Sow(colour="yellow", gardener=PersonId("g-1"), name=Personal("Rosa"))
        journal.do(sow, by=ANNA)
    assert run("seal", "--journal", place).exit_code == 0

    made = run("bundle", bundle, "--journal", place)
    told = run("verify-bundle", bundle, "--lang", "en")

    assert made.exit_code == 0, made.output
    assert "not in the bundle, as it is not installed here: flower." in made.stderr
    assert told.exit_code == 0, told.output
    assert "not installed where the bundle was made" in told.stdout


def test_who_knows_the_old_key_follows_to_the_new_one(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """The journal, a bundle, and a witness, by a policy from before the change."""
    early, policy = tmp_path / "early.checkpoint", tmp_path / "old.policy"
    run("checkpoint", "--journal", sealed, "--out", early)
    run("bundle", tmp_path / "first", "--journal", sealed)
    policy.write_bytes((tmp_path / "first" / "policy.txt").read_bytes())
    witness = tmp_path / "w.key"
    run("witness", "init", witness, "--name", "w.example/1", "--policy", policy)
    new = run("key", "rotate", "--journal", sealed).stdout.strip()
    run("seal", "--index", "--journal", sealed)
    run("bundle", tmp_path / "second", "--journal", sealed)

    known = ("--since", early, "--policy", policy)
    here = run("verify", "--journal", sealed, *known)
    offline = run("verify-bundle", tmp_path / "second", *known)
    cosigned = run("witness", "cosign", tmp_path / "second", "--key", witness)

    assert here.exit_code == 0, here.output
    assert offline.exit_code == 0, offline.output
    assert cosigned.exit_code == 0, cosigned.output
    assert f"the journal's key gave over to {new}: it was added to " in cosigned.stderr
    assert f"log {new}\n" in Path(f"{witness}.policy").read_text("utf-8")


def test_a_restored_journal_goes_on_from_a_bundle(
    sealed: Path, run: Run, tmp_path: Path, anna: tuple[str, str]
) -> None:
    """What was lost is put back, byte for byte, and the signer knows it again."""
    bundle, older = tmp_path / "bundle", sealed.with_name("older.db")
    run("backup", older, "--journal", sealed)
    run("do", "person.hold/1", HOLD, "--journal", sealed, *anna)
    run("seal", "--index", "--journal", sealed)
    assert run("bundle", bundle, "--journal", sealed).exit_code == 0
    sealed.unlink()
    older.rename(sealed)
    assert run("seal", "--journal", sealed).exit_code == 1

    recovered = run("recover", "--from", bundle, "--journal", sealed)
    early = run("verify", "--journal", sealed)

    assert "3 events put back" in recovered.stdout, recovered.output
    assert "next: kvalitet seal, with 3 events not sealed yet" in recovered.stdout
    assert (early.exit_code, "some are gone" in early.stdout) == (1, True)
    assert run("seal", "--journal", sealed).exit_code == 0
    verified = run("verify", "--journal", sealed, "--since", bundle / "checkpoint")
    assert verified.exit_code == 0, verified.output
    again = run("recover", "--from", bundle, "--journal", sealed)
    assert again.stdout == "0 events put back\n"
    run("do", "person.hold/1", HOLD.replace("p-1", "p-2"), "--journal", sealed, *anna)
    nothing = run("recover", "--from", bundle, "--journal", sealed)
    assert nothing.stdout == "0 events put back\n"
    assert "3 rows are not sealed yet" in nothing.stderr or (
        "2 rows are not sealed yet" in nothing.stderr
    )
    (bundle / "events.csv").write_bytes(b"")
    assert run("recover", "--from", bundle, "--journal", sealed).exit_code == 1
    assert run("recover", "--from", tmp_path / "x", "--journal", sealed).exit_code == 3


def test_a_journal_that_went_on_otherwise_is_not_restored_over(
    sealed: Path, run: Run, tmp_path: Path, anna: tuple[str, str]
) -> None:
    """Where somebody wrote after the restore, there are two histories, not one."""
    bundle, older = tmp_path / "bundle", sealed.with_name("older.db")
    run("backup", older, "--journal", sealed)
    run("do", "person.hold/1", HOLD, "--journal", sealed, *anna)
    run("seal", "--journal", sealed)
    run("bundle", bundle, "--journal", sealed)
    sealed.unlink()
    older.rename(sealed)
    run(
        "do",
        "person.hold/1",
        HOLD.replace("law", "another"),
        "--journal",
        sealed,
        *anna,
    )

    result = run("recover", "--from", bundle, "--journal", sealed)

    assert result.exit_code == 1
    assert "is not the event that the bundle has; nothing is restored" in result.stderr


def test_what_no_bundle_has_is_declared_lost(
    sealed: Path, run: Run, tmp_path: Path, anna: tuple[str, str]
) -> None:
    """Verifying says what is lost, who declares it, and what cannot be looked at."""
    older, held = sealed.with_name("older.db"), tmp_path / "held"
    run("backup", older, "--journal", sealed)
    unneeded = run("recover", "--declare-loss", "x", "--by", "a-1", "--journal", sealed)
    assert (unneeded.exit_code, "nothing that was signed" in unneeded.stderr) == (
        3,
        True,
    )
    run("do", "person.hold/1", HOLD, "--journal", sealed, *anna)
    run("seal", "--journal", sealed)
    run("checkpoint", "--out", held, "--journal", sealed)
    sealed.unlink()
    older.rename(sealed)
    assert run("verify", "--journal", sealed, "--since", held).exit_code == 1

    for wrong in ((), ("--declare-loss", "x"), ("--from", held, "--by", "a-1")):
        assert run("recover", *wrong, "--journal", sealed).exit_code == 2
        danish = run("recover", *wrong, "--journal", sealed, "--lang", "da")
        assert "kvalitet: angiv enten --from DIR, eller" in danish.stderr
    declared = run(
        *("recover", "--declare-loss", "disk failed", "--by", "a-1"),
        *("--journal", sealed),
    )

    assert declared.exit_code == 0, declared.output
    assert "the log goes on as" in declared.stdout
    verified = run("verify", "--journal", sealed)
    assert verified.exit_code == 0, verified.output
    assert "a-1: disk failed" in verified.stdout
    since = run("verify", "--journal", sealed, "--since", held)
    assert since.exit_code == 3, since.output
    assert "not checked: the checkpoint given: of its 2" in since.stderr
    assert run("seal", "--journal", sealed).exit_code == 0
    assert run("log", "--journal", sealed).exit_code == 0


def test_a_bundle_on_a_full_disk_is_not_left_half(
    sealed: Path, run: Run, small_disk: Path
) -> None:
    """One line, exit code 3, and nothing that looks like a bundle."""
    (small_disk / "filling").write_bytes(b"." * 500_000)

    result = run("bundle", small_disk / "audit", "--journal", sealed)

    assert result.exit_code == 3
    assert "No space left on device" in result.stderr
    assert [path.name for path in small_disk.iterdir()] == ["filling"]


def cut_off(journal: Path, *, after: int) -> None:
    """Make a journal what it was when it had so many rows."""
    with closing(sqlite3.connect(journal)) as store, store:
        kinds = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in store.execute(kinds).fetchall():
            store.execute(f"DROP TRIGGER {name}")
        store.execute(
            "DELETE FROM sealed_sections WHERE (stream, version) IN (SELECT"
            " originator_id, originator_version FROM stored_events WHERE position > ?)",
            (after,),
        )
        store.execute("DELETE FROM stored_events WHERE position > ?", (after,))
        for table in ("tree_head", "tree_tiles", "tree_checkpoints"):
            store.execute(f"DELETE FROM {table}")


def test_a_bundle_without_persons_puts_back_no_person(
    sealed: Path, run: Run, tmp_path: Path
) -> None:
    """What is sealed about people would be gone, and be found as tampered for ever."""
    without, whole = tmp_path / "without", tmp_path / "whole"
    run("bundle", without, "--without-persons", "--journal", sealed)
    run("bundle", whole, "--journal", sealed)
    cut_off(sealed, after=2)

    refused = run("recover", "--from", without, "--journal", sealed)
    restored = run("recover", "--from", whole, "--journal", sealed)
    run("seal", "--journal", sealed)
    verified = run("verify", "--journal", sealed)

    assert refused.exit_code == 3
    assert "lacks what is sealed about people at position " in refused.stderr
    assert restored.exit_code == 0, restored.output
    assert "sealed bytes are gone" not in verified.stdout
