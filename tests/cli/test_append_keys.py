"""Append keys at the command line: switched on, added, retired, exchanged."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.losses import LOSS
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.own_events import LossDeclared
from kvalitet_core.opening_evidence import account_at

Run = Callable[..., Result]

HOLD = '{"person": "p-1", "legal_basis": "arkivloven", "reason": "sample"}'


@pytest.fixture
def signed(demo: Path, run: Run) -> Path:
    """A demo that is signed from here on, and sealed."""
    begun = run("key", "append", "on", "--journal", demo)
    assert begun.exit_code == 0, begun.output
    assert run("seal", "--journal", demo).exit_code == 0
    return demo


def test_a_journal_is_signed_from_where_it_was_switched_on(
    signed: Path, run: Run, anna: tuple[str, str]
) -> None:
    """Everything from there on is verified; what is older is left as it is."""
    done = run("do", "person.hold/1", HOLD, "--journal", signed, *anna)
    again = run("key", "append", "on", "--journal", signed)
    verified = run("verify", "--journal", signed)

    assert done.exit_code == 0, done.output
    assert "signed already, from position" in again.stdout
    assert verified.exit_code == 0, verified.output
    assert "is signed by an append key: 3 signatures" in verified.stdout
    assert run("seal", "--index", "--journal", signed).exit_code == 0
    assert run("verify", "--journal", signed).exit_code == 0


def test_a_journal_that_was_never_signed_says_so(demo: Path, run: Run) -> None:
    """What is not checked is said, and is no fault."""
    run("seal", "--journal", demo)

    verified = run("verify", "--journal", demo)
    listed = run("key", "append", "list", "--journal", demo)

    assert verified.exit_code == 0
    assert "left out: append signatures: no append key signs" in verified.stderr
    assert listed.stdout == ""
    assert "no append key signs the rows" in listed.stderr


def test_a_row_put_there_past_the_program_is_named(signed: Path, run: Run) -> None:
    """By `verify`, which leaves with 1."""
    connection = sqlite3.connect(signed)
    connection.execute(
        "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
        " SELECT 'tilbud/new', 1, topic, state FROM stored_events WHERE position = 20"
    )
    connection.commit()
    connection.close()

    verified = run("verify", "--journal", signed)

    assert verified.exit_code == 1
    assert "(tilbud/new version 1): no append key has signed it" in verified.stdout


def test_without_the_key_nothing_is_written(
    signed: Path, run: Run, anna: tuple[str, str]
) -> None:
    """One clear line; reading needs no key."""
    signed.with_name("demo.db.append-key").unlink()

    done = run("do", "person.hold/1", HOLD, "--journal", signed, *anna)
    read = run("log", "--journal", signed, "--limit", "1")

    assert done.exit_code == 3
    assert "the rows of this journal are signed, and there is no append key" in (
        done.stderr
    )
    assert done.stderr.count("\n") == 1
    assert read.exit_code == 0


def test_a_key_that_others_may_read_is_refused(
    signed: Path, run: Run, anna: tuple[str, str]
) -> None:
    """As every other key is."""
    signed.with_name("demo.db.append-key").chmod(0o644)

    done = run("do", "person.hold/1", HOLD, "--journal", signed, *anna)

    assert done.exit_code == 3
    assert "others may read it (mode 0644): chmod 600" in done.stderr


def test_two_machines_have_a_key_each(
    signed: Path, run: Run, anna: tuple[str, str], tmp_path: Path
) -> None:
    """The second is added by the first, and may retire it."""
    second = ("--append-key", tmp_path / "second")
    here = {"KVALITET_APPEND_KEY": str(tmp_path / "second")}
    hold = ("do", "person.hold/1", HOLD, "--journal", signed, *anna)

    public = run("key", "append", "new", *second, "--journal", signed).stdout.strip()
    too_early = run(*hold, **here)
    added = run("key", "append", "add", public, "--journal", signed)
    done = run(*hold, **here)
    listed = run("key", "append", "list", "--format", "json", "--journal", signed)

    assert too_early.exit_code == 3
    assert "is not among the append keys" in too_early.stderr
    assert added.exit_code == 0, added.output
    assert done.exit_code == 0, done.output
    keys = [each["key"] for each in json.loads(listed.stdout)["keys"]]
    assert keys[1] == public
    first = keys[0].split("+")[1]
    retired = run("key", "append", "retire", first, *second, "--journal", signed)
    assert retired.exit_code == 0, retired.output
    assert run(*hold).exit_code == 3
    assert run("verify", "--journal", signed).exit_code == 0
    last = run("key", "append", "retire", public, *second, "--journal", signed)
    assert last.exit_code == 2
    assert "is the only one that counts: add another first" in last.stderr


def test_a_key_is_exchanged_for_a_new_one(
    signed: Path, run: Run, anna: tuple[str, str]
) -> None:
    """What the old one signed stands."""
    key = signed.with_name("demo.db.append-key")
    before = key.read_text("utf-8")

    rotated = run("key", "append", "rotate", "--journal", signed)
    done = run("do", "person.hold/1", HOLD, "--journal", signed, *anna)

    assert rotated.exit_code == 0, rotated.output
    assert key.read_text("utf-8") != before
    assert key.stat().st_mode & 0o777 == 0o600
    public = key.with_name("demo.db.append-key.pub").read_text("utf-8")
    assert public == rotated.stdout
    assert done.exit_code == 0, done.output
    verified = run("verify", "--journal", signed)
    assert verified.exit_code == 0, verified.output


def test_where_every_append_key_is_lost_the_signing_key_vouches_for_a_new_one(
    signed: Path, run: Run, anna: tuple[str, str], tmp_path: Path
) -> None:
    """Whoever signs how far the journal has come may say whose signatures count."""
    key = signed.with_name("demo.db.append-key")
    key.unlink()
    key.with_name("demo.db.append-key.pub").unlink()
    public = run("key", "append", "new", "--journal", signed).stdout.strip()
    add = ("key", "append", "add", public, "--journal", signed)

    alone = run(*add)
    vouched = run(*add, "--signing-key", signed.with_name("demo.db.signing-key"))
    done = run("do", "person.hold/1", HOLD, "--journal", signed, *anna)

    assert alone.exit_code == 3
    assert vouched.exit_code == 0, vouched.output
    assert done.exit_code == 0, done.output
    assert run("verify", "--journal", signed).exit_code == 0
    run("seal", "--index", "--journal", signed)
    assert run("bundle", tmp_path / "b", "--journal", signed).exit_code == 0
    offline = run("verify-bundle", tmp_path / "b", "--appends")
    assert offline.exit_code == 0, offline.output
    assert "was signed as it was appended" in offline.stdout
    shutil.rmtree(tmp_path / "b")


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("add", "nonsense"), "verifier key: expected", 2),
        (("add", "a+00000000+AAAA"), "verifier key a+00000000", 2),
        (("retire", "00000000"), "unknown append key", 2),
    ],
)
def test_what_is_no_key_of_the_journal_is_told_in_a_line(
    signed: Path, run: Run, arguments: tuple[str, ...], told: str, code: int
) -> None:
    """Nothing is changed."""
    result = run("key", "append", *arguments, "--journal", signed)

    assert result.exit_code == code, result.output
    assert told in result.stderr


def test_nothing_is_added_where_nothing_is_signed(demo: Path, run: Run) -> None:
    """It must be begun with first."""
    public = run("key", "append", "new", "--journal", demo).stdout.strip()

    added = run("key", "append", "add", public, "--journal", demo)

    assert added.exit_code == 3
    assert "begin with kvalitet key append on" in added.stderr


def restored(journal: Path, older: Path) -> None:
    """Put a backup in a journal's place."""
    for name in ("-wal", "-shm"):
        journal.with_name(f"{journal.name}{name}").unlink(missing_ok=True)
    shutil.copy(older, journal)


@pytest.fixture
def reaching_back(
    demo: Path, run: Run, anna: tuple[str, str], tmp_path: Path
) -> tuple[Path, Path]:
    """A journal restored from before its rows were signed, and a checkpoint since."""
    older, kept = tmp_path / "older.db", tmp_path / "kept"
    run("seal", "--journal", demo)
    run("backup", older, "--journal", demo)
    run("key", "append", "on", "--journal", demo)
    run("do", "person.hold/1", HOLD, "--journal", demo, *anna)
    run("seal", "--journal", demo)
    run("checkpoint", "--journal", demo, "--out", kept)
    restored(demo, older)
    return demo, kept


def test_a_loss_of_the_signatures_begins_them_anew(
    reaching_back: tuple[Path, Path], run: Run, anna: tuple[str, str]
) -> None:
    """Nothing is to be removed by hand; before it is declared, nothing is written."""
    journal, kept = reaching_back
    ask = ("--journal", journal)
    before = run("verify", *ask)
    for refused in (
        run("do", "person.hold/1", HOLD, *ask, *anna),
        run("key", "append", "on", *ask),
    ):
        assert refused.exit_code == 1
        assert f"{journal}.append-key.state has it" in refused.stderr
        assert "see kvalitet recover" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1

    declared = run("recover", "--declare-loss", "disk", "--by", "a-1", *ask)
    done = run("do", "person.hold/1", HOLD, *ask, *anna)
    after = run("verify", *ask)
    since = run("verify", "--since", kept, *ask)

    assert before.exit_code == 1
    assert "it does not say so: tampered" in before.stdout
    assert declared.exit_code == 0, declared.output
    assert "commits are signed again from position " in declared.stdout
    assert done.exit_code == 0, done.output
    assert after.exit_code == 0, after.output
    assert "is signed by an append key: 2 signatures" in after.stdout
    assert (since.exit_code, "not all are there" in since.stderr) == (3, True)


def test_another_machine_is_told_that_signing_was_lost(
    reaching_back: tuple[Path, Path], run: Run, anna: tuple[str, str]
) -> None:
    """What it remembers is explained by the loss; its key is added as any other."""
    journal, _ = reaching_back
    second = journal.with_name("second")
    state = journal.with_name("demo.db.append-key.state").read_bytes()
    ask, there = ("--journal", journal), {"KVALITET_APPEND_KEY": str(second)}
    run("recover", "--declare-loss", "disk", "--by", "a-1", *ask)
    second.with_name("second.state").write_bytes(state)
    public = run("key", "append", "new", "--append-key", second, *ask).stdout.strip()

    refused = run("do", "person.hold/1", HOLD, *ask, *anna, **there)
    verified = run("verify", *ask, **there)
    danish = run("verify", "--lang", "da", *ask, **there)
    run("key", "append", "add", public, *ask)

    assert "is not among the append keys" in refused.stderr
    assert verified.exit_code == 0, verified.output
    assert "which is lost, as is declared; they are again from" in verified.stdout
    assert "som er tabt, som det er oplyst" in danish.stdout
    assert run("do", "person.hold/1", HOLD, *ask, *anna, **there).exit_code == 0


def test_stopped_before_they_are_begun_anew_it_says_how(
    reaching_back: tuple[Path, Path],
    run: Run,
    anna: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The loss is declared; `key append on` does what is left."""
    journal, _ = reaching_back
    ask = ("--journal", journal)
    with monkeypatch.context() as stopped:
        stopped.setattr(AppendKeyring, "begin", lambda _: False)
        run("recover", "--declare-loss", "disk", "--by", "a-1", *ask)

    refused = run("do", "person.hold/1", HOLD, *ask, *anna)
    verified = run("verify", *ask)
    begun = run("key", "append", "on", *ask)

    assert refused.exit_code == 1
    assert "begin anew with kvalitet key append on; nothing is" in refused.stderr
    assert verified.exit_code == 0, verified.output
    assert "until then nothing is written here" in verified.stdout
    assert begun.exit_code == 0, begun.output
    assert run("do", "person.hold/1", HOLD, *ask, *anna).exit_code == 0
    assert run("verify", *ask).exit_code == 0


def test_a_loss_that_nobody_signed_explains_nothing(
    signed: Path, run: Run, anna: tuple[str, str]
) -> None:
    """Whoever owns the database can write the event; signatures are missed as ever."""
    run("do", "person.hold/1", HOLD, "--journal", signed, *anna)
    with account_at(str(signed)) as account:
        store, journal_id = account._store, account._journal_id
        loss = LossDeclared(
            by="x",
            former=account.origin,
            kept=1,
            reason="y",
            root="00" * 32,
            size=400,
            successor=f"{account.origin}/2",
        )
        log_own(store, journal_id, LOSS, lambda _: loss, clock=host_clock)
    with sqlite3.connect(signed) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET topic = 'journal.indexed/1'"
            " WHERE topic = 'journal.append_key_changed/1'"
        )
    connection.close()

    verified = run("verify", "--journal", signed)

    assert verified.exit_code == 1
    assert "found: journal: rows are signed from position " in verified.stdout
    assert "declares a loss that nobody has signed" in verified.stdout


def test_the_status_says_who_signs_and_what_is_not_signed(
    signed: Path, run: Run, anna: tuple[str, str], tmp_path: Path
) -> None:
    """Since when, the newest signed, what follows without, and whose keys count."""
    public = run(
        "key", "append", "new", "--append-key", tmp_path / "k", "--journal", signed
    ).stdout.strip()
    run("key", "append", "add", public, "--journal", signed)
    run("do", "person.hold/1", HOLD, "--journal", signed, *anna)
    before = run("evidence", "status", "--journal", signed)
    with sqlite3.connect(signed) as connection:
        connection.execute(
            "INSERT INTO stored_events"
            " (originator_id, originator_version, topic, state)"
            " SELECT 'tilbud/new', 1, topic, state FROM stored_events"
            " WHERE position = 20"
        )
    connection.close()

    after = run("evidence", "status", "--lang", "da", "--journal", signed)
    plain = run("evidence", "status", "--format", "json", "--journal", signed)

    told = json.loads(plain.stdout)["appending"]
    assert "without a signature after it: 0 events" in before.stdout
    assert "uden underskrift efter den: 1 hændelse" in after.stdout
    assert "denne maskines" in after.stdout
    assert "en anden maskines" in after.stdout
    assert told["unsigned"] == 1
    assert [each["here"] for each in told["keys"]] == [True, False]
    assert told["newest"]["key"] == told["keys"][0]["key"].split("+")[1]
    assert told["newest"]["recorded_at"].endswith("Z")


def test_no_key_is_exchanged_where_nothing_is_signed(demo: Path, run: Run) -> None:
    """It says how to begin, and makes no file."""
    result = run("key", "append", "rotate", "--journal", demo)

    assert result.exit_code == 3
    assert "begin with kvalitet key append on" in result.stderr
    assert not [each for each in demo.parent.iterdir() if "append-key" in each.name]


def test_a_quick_look_leaves_signatures_out_once(
    signed: Path, run: Run, tmp_path: Path
) -> None:
    """Whether there are any, or none."""
    other = tmp_path / "other.db"
    run("init", "--journal", other)
    run("seal", "--journal", other)

    for journal in (signed, other):
        quick = run("verify", "--quick", "--journal", journal)
        assert quick.exit_code == 0, quick.output
        assert quick.stderr.count("append signatures") == 1


def test_an_older_loss_explains_nothing_that_came_after_it(
    reaching_back: tuple[Path, Path], run: Run, anna: tuple[str, str]
) -> None:
    """Whoever takes the signatures away after a loss is found as ever."""
    journal, _ = reaching_back
    ask = ("--journal", journal)
    run("recover", "--declare-loss", "disk", "--by", "a-1", *ask)
    state = journal.with_name("demo.db.append-key.state").read_text("utf-8")
    with sqlite3.connect(journal) as connection:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(names).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM append_signatures")
        connection.execute(
            "UPDATE stored_events SET topic = 'journal.indexed/1'"
            " WHERE topic = 'journal.append_key_changed/1'"
        )
    connection.close()

    verified = run("verify", *ask)
    refused = run("do", "person.hold/1", HOLD, *ask, *anna)

    assert state.split()[2:] == ["1"]
    assert "found: journal: rows are signed from position " in verified.stdout
    assert verified.exit_code == refused.exit_code == 1
    assert "it does not say so any more" in refused.stderr
