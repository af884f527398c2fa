"""Evidence is told in Danish and in English, to the last word; programs get English."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from tests.cli.running import run_here
from tests.cli.test_languages import TABLES, _left

Run = Callable[..., Result]

HOLD = '{"person": "p-1", "legal_basis": "arkivloven", "reason": "sample"}'
ANNA = '{"id": "a", "role": "b", "organisation": "c", "authority": "d"}'

SAID = (
    "seal",
    "seal --index",
    "verify",
    "verify --quick",
    "verify --since kept",
    "checkpoint --out again",
    "prove person/p-1@1 --out q.tlog-proof --payload q.json",
    "verify-proof p.tlog-proof --policy b/policy.txt --payload p.json",
    "verify-proof p.tlog-proof --policy b/policy.txt",
    "verify-proof p.tlog-proof --policy b/policy.txt --payload kept",
    "anchor add kept",
    "anchor add kept --timestamp p.json",
    "evidence status",
    "key append list",
    "key append on",
    "key append new --append-key second",
    "key append rotate",
    "key rotate",
    "recover --from b",
    "witness init w --name w --policy b/policy.txt",
    "migrate",
)
"""What is asked of a journal whose rows are signed, and sealed but for the last."""


@pytest.fixture(scope="module")
def signed(
    demo_once: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with a journal, its bundle, a checkpoint and a proof."""
    folder = tmp_path_factory.mktemp("spoken") / "own"
    shutil.copytree(demo_once[0], folder)
    journal = ("--journal", folder / "demo.db")
    for ask in (
        ("key", "append", "on"),
        ("do", "person.hold/1", HOLD, "--as", ANNA),
        ("seal",),
        ("checkpoint", "--out", folder / "kept"),
        ("bundle", folder / "b"),
        ("prove", "person/p-1@1", "--out", folder / "p.tlog-proof"),
        ("prove", "person/p-1@1", "--payload", folder / "p.json"),
        ("anchor", "add", folder / "kept"),
        ("do", "person.hold/1", HOLD.replace("p-1", "p-2"), "--as", ANNA),
    ):
        done = run_here(*ask, *journal, KVALITET_PLUGINS="")
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def here(signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to stand in."""
    folder = tmp_path / "own"
    shutil.copytree(signed, folder)
    monkeypatch.chdir(folder)
    return folder / "demo.db"


@pytest.fixture
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third language, in which every text stands between signs."""
    for table in TABLES.values():
        for key, (danish, _) in table.items():
            monkeypatch.setitem(table, key, (f"⟦{danish}⟧", f"⟦{danish}⟧"))


def asked(question: str) -> list[str]:
    """The arguments of a question about the journal."""
    offline = question.startswith(("verify-proof", "witness"))
    return [*shlex.split(question), *([] if offline else ["--journal", "demo.db"])]


@pytest.mark.usefixtures("_marked", "here")
@pytest.mark.parametrize("question", SAID)
def test_all_that_is_said_comes_from_the_tables(question: str) -> None:
    """In a third language nothing is left in English or Danish but names."""
    ask = asked(question)

    result = run_here(*ask, "--lang", "da")

    assert result.exit_code in (0, 1, 3), result.output
    assert "⟦" in result.output
    keys = result.stdout if question.startswith(("key", "witness")) else ""
    facts = [*ask, "demo.db", keys]
    rest = _left(result.output, facts)
    assert [each for each in rest if not _is_name(each)] == []


def _is_name(word: str) -> bool:
    """Whether a word is a key, an id, an instant, a stream or a path."""
    return (
        any(map(str.isdigit, word))
        or "/" in word
        or word in ("demo.db.append-key", "append", "key", "person", "p", "held")
    )


DAMAGE = {
    "a row": "UPDATE stored_events SET state = replace(state, 'a', 'b')"
    " WHERE position = 20",
    "rows that are gone": "DELETE FROM stored_events WHERE position IN (30, 31)",
    "a row that is new": (
        "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
        " SELECT 'tilbud/new', 1, topic, state FROM stored_events WHERE position = 20"
    ),
    "a tile": "UPDATE tree_tiles SET hashes = zeroblob(64)",
    "a head": "UPDATE tree_head SET root = zeroblob(32)",
    "no tree": "DELETE FROM tree_head",
    "a checkpoint": "UPDATE tree_checkpoints SET note = replace(note, 'A', 'B')",
    "no signature": "DELETE FROM append_signatures",
    "a section": "UPDATE sealed_sections SET bytes = zeroblob(9)",
    "no section": "DELETE FROM sealed_sections",
}
"""What somebody who owns the database does to it."""


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.usefixtures("_marked")
def test_what_is_found_comes_from_the_tables_too(here: Path, what: str) -> None:
    """And programs are given it in English, with its code and facts."""
    with closing(sqlite3.connect(here)) as store, store:
        names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in store.execute(names).fetchall():
            store.execute(f"DROP TRIGGER {name}")
        try:
            store.execute(DAMAGE[what])
        except sqlite3.OperationalError as error:
            pytest.fail(f"{what}: {error}")

    text = run_here("verify", "--lang", "da", "--journal", here)
    plain = run_here("verify", "--lang", "da", "--format", "json", "--journal", here)

    assert text.exit_code == plain.exit_code == 1, text.output
    told = json.loads(plain.stdout)
    assert "⟦" not in plain.stdout
    assert all({"code", "facts"} <= set(each) for each in told["found"])
    for each in told["found"]:
        each.pop("text")
    facts = [each["facts"] for each in told["found"]]
    places = [each["place"] for each in told["found"]]
    rest = _left(text.output, [facts, places, str(here)])
    assert [each for each in rest if not _is_name(each)] == []


def test_the_locale_is_followed_where_no_language_is_named(here: Path) -> None:
    """As everywhere else."""
    danish = run_here("verify", "--journal", here, LC_ALL="da_DK.UTF-8")
    english = run_here("verify", "--journal", here, LC_ALL="en_GB.UTF-8")

    assert "efterprøvet: alle rækker" in danish.stdout
    assert "checked: every row" in english.stdout
