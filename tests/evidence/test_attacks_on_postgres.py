"""The same attacks by whoever owns a PostgreSQL database: each is found, and named."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import psycopg
import pytest
from tests.conftest import Place
from tests.evidence.sealing import note_some, sequencer
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence.findings import Report
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.opening_evidence import account_at

CHANGE: Final = (
    "UPDATE {s}.stored_events SET state ="
    " convert_to(replace(convert_from(state, 'UTF8'), '{a}', '{b}'), 'UTF8')"
    " WHERE notification_id = 7"
)
POSITION: Final = "UPDATE {s}.stored_events SET notification_id ="

ATTACKS: Final[dict[str, tuple[str, str]]] = {
    "content": (
        CHANGE.replace("{a}", "note ").replace("{b}", "nota "),
        "position 7 (lesson/1 version 2): is not the row that was sealed",
    ),
    "re-dated": (
        CHANGE.replace("{a}", '"recorded_at":"202').replace(
            "{b}", '"recorded_at":"201'
        ),
        "position 7 (lesson/1 version 2): is recorded no later than",
    ),
    "stream": (
        "UPDATE {s}.stored_events SET originator_id = 'x/1' WHERE notification_id = 7",
        "position 7 (x/1 version 2): expected version 1 of x/1",
    ),
    "name": (
        "UPDATE {s}.stored_events SET topic = 'x.y/1' WHERE notification_id = 7",
        "position 7 (lesson/1 version 2): is not the row that was sealed",
    ),
    "removed": (
        "DELETE FROM {s}.stored_events WHERE notification_id = 7",
        "position 7: the row is missing",
    ),
    "swapped": (
        (
            f"{POSITION} -1 WHERE notification_id = 5;"
            f" {POSITION} 5 WHERE notification_id = 7;"
            f" {POSITION} 7 WHERE notification_id = -1"
        ),
        "position 5 (lesson/1 version 2): expected version 1",
    ),
    "truncated": (
        "DELETE FROM {s}.stored_events WHERE notification_id > 9",
        "positions 10 to 11: the rows are missing",
    ),
    "sealed bytes": (
        "UPDATE {s}.sealed_sections SET bytes = '\\x00' WHERE subject = 'p-0'",
        "lesson/7 version 1, section 0: its sealed bytes are not those",
    ),
    "erased without a record": (
        "DELETE FROM {s}.sealed_sections WHERE subject = 'p-0'",
        "lesson/7 version 1, section 0: its sealed bytes are gone, and no record says",
    ),
    "tile": (
        "UPDATE {s}.tree_tiles SET hashes = set_byte(hashes, 3, 1)",
        "log of",
    ),
    "head": (
        "UPDATE {s}.tree_head SET root = set_byte(root, 3, get_byte(root, 3) # 1)",
        "expected the root",
    ),
    "checkpoint": (
        "UPDATE {s}.tree_checkpoints SET note = set_byte(note, 30, 48)",
        "checkpoint of",
    ),
}


@pytest.fixture
def sealed(postgres_url: str, tmp_path: Path) -> Place:
    """A journal in PostgreSQL, sealed and signed."""
    place = Place(postgres_url, str(tmp_path / "journal.keys"))
    with opened(place) as journal:
        note_some(journal, 3)
        journal.do(course.enrol(7, "p-0", "Anna", "q-0", "Bo"), by=course.ANNA)
        sequencer(journal, tmp_path).seal()
    return place


def report(place: Place, folder: Path) -> Report:
    """What verifying comes to."""
    key = folder / "signing-key"
    with account_at(place.url, key=key, read_only=True) as account:
        return account.verify()


def attack(postgres: str, place: Place, statements: str) -> None:
    """Do something to the database as its owner."""
    _, schema = schema_of(place.url)
    with psycopg.connect(postgres) as connection:
        for statement in statements.split(";"):
            connection.execute(statement.replace("{s}", schema))


def test_each_is_found_and_named(postgres: str, sealed: Place, tmp_path: Path) -> None:
    """One after another, each undone before the next: the honest journal passes."""
    _, schema = schema_of(sealed.url)
    tables = ("stored_events", "sealed_sections", "tree_tiles", "tree_head",
              "tree_checkpoints")  # fmt: skip
    with psycopg.connect(postgres) as connection:
        for table in tables:
            connection.execute(
                f"CREATE TABLE {schema}.k_{table} AS TABLE {schema}.{table}"
            )
    assert report(sealed, tmp_path).found == []

    missed = {}
    for name, (statements, told) in ATTACKS.items():
        attack(postgres, sealed, statements)
        found = [f"{e.place}: {e.text}" for e in report(sealed, tmp_path).found]
        if not any(told in line for line in found):
            missed[name] = found
        with psycopg.connect(postgres) as connection:
            for table in tables:
                connection.execute(f"DELETE FROM {schema}.{table}")
                connection.execute(
                    f"INSERT INTO {schema}.{table} TABLE {schema}.k_{table}"
                )

    assert missed == {}
    assert report(sealed, tmp_path).found == []


def test_what_was_changed_is_not_sealed_over(
    postgres: str, sealed: Place, tmp_path: Path
) -> None:
    """The tree made again over other rows is refused by the signer."""
    attack(postgres, sealed, ATTACKS["content"][0])
    attack(postgres, sealed, "DELETE FROM {s}.tree_head; DELETE FROM {s}.tree_tiles")

    with opened(sealed) as journal:
        note_some(journal)
        with pytest.raises(Unproved, match="nothing is signed"):
            sequencer(journal, tmp_path).seal()


FIRST: Final[dict[str, tuple[str, str]]] = {
    "its state": ("UPDATE {s}.stored_events SET state = '?'", "cannot be read"),
    "the id in it": (
        CHANGE.replace("{a}", '"journal":"').replace("{b}", '"journal":"9'),
        "is not the row that was sealed",
    ),
    "its clock": (
        CHANGE.replace("{a}", '"clock":"real"').replace("{b}", '"clock":"simulated"'),
        "is not the row that was sealed",
    ),
    "its name": (
        "UPDATE {s}.stored_events SET topic = 'journal.closed/1'",
        "is not the row that was sealed",
    ),
    "a loss in its place": (
        "UPDATE {s}.stored_events SET topic = 'journal.loss_declared/1'",
        "is not the row that was sealed",
    ),
    "its stream": (
        "UPDATE {s}.stored_events SET originator_id = 'journal/x'",
        "is not the row that was sealed",
    ),
    "all of it": ("DELETE FROM {s}.stored_events", "the row is missing"),
}


@pytest.mark.parametrize("name", sorted(FIRST))
@pytest.mark.parametrize("lost", [(), ("state", "pub")])
def test_what_is_done_to_the_first_row_is_found(
    postgres: str, sealed: Place, tmp_path: Path, name: str, lost: tuple[str, ...]
) -> None:
    """The journal is looked at all the same: what was signed tells which one it is."""
    statement, told = FIRST[name]
    for each in lost:
        (tmp_path / f"signing-key.{each}").unlink()

    first = statement.partition(" WHERE")[0]
    attack(postgres, sealed, f"{first} WHERE notification_id = 1")

    found = [
        e for e in report(sealed, tmp_path).found if e.place.startswith("position")
    ]
    assert any(told in each.text for each in found), found
    assert any(f"{each.place} ".startswith("position 1 ") for each in found)
