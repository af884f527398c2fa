"""Whoever may write to the database puts rows there past the program: it is found.

Nothing is sealed: what is found here is found before anybody has signed a checkpoint.
The attacks are the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg
import pytest
from tests.conftest import Place
from tests.evidence.sealing import note_some, unguarded
from tests.journal.processes import opened

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.making.appends import append_signature
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.opening_evidence import account_at

ROW: Final = (
    "INSERT INTO {t}stored_events SELECT {at}, 'lesson/new', 1, topic, state"
    " FROM {t}stored_events WHERE {p} = {of}"
)
"""A row that no command wrote, at the end of the journal."""

LAST: Final = 9
"""The newest row: after the opening, the key and the deployment, three commits."""

ATTACKS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "row inserted with no signature": (
        (ROW.format(t="{t}", p="{p}", at=LAST + 1, of=5),),
        "position 10 (lesson/new version 1): no append key has signed it",
    ),
    "signature rows deleted": (
        ("DELETE FROM {t}append_signatures",),
        "position 2 (journal/{id} version 2): no append key has signed it",
    ),
    "one signature row deleted": (
        ("DELETE FROM {t}append_signatures WHERE first_position = 6",),
        "position 7 (lesson/1 version 2): no append key has signed it",
    ),
    "signature copied from another commit": (
        (
            ROW.format(t="{t}", p="{p}", at=LAST + 1, of=8),
            ROW.format(t="{t}", p="{p}", at=11, of=9).replace("new', 1", "new', 2"),
            ("INSERT INTO {t}append_signatures SELECT 10, row_count, key_id, signature"
            " FROM {t}append_signatures WHERE first_position = 8"),
        ),
        "position 10 (lesson/new version 1) to position 11 (lesson/new version 2): is",
    ),
    "signatures of two commits exchanged": (
        (
            ("UPDATE {t}append_signatures SET signature = (SELECT signature"
            " FROM {t}append_signatures WHERE first_position = 6)"
            " WHERE first_position = 4"),
        ),
        "position 4 (command/",
    ),
    "content of a row changed": (
        (
            "UPDATE {t}stored_events SET topic = 'lesson.other/1' WHERE {p} = 7",
        ),
        "to position 7 (lesson/1 version 2): is not what",
    ),
    "signature of rows that are gone": (
        ("DELETE FROM {t}stored_events WHERE {p} > 7",),
        "append signature of positions 8 to 9: its rows are not there",
    ),
    "signature stretched over a row": (
        (
            ROW.format(t="{t}", p="{p}", at=LAST + 1, of=9),
            "UPDATE {t}append_signatures SET row_count = 3 WHERE first_position = 8",
        ),
        "to position 10 (lesson/new version 1): is not what",
    ),
    "signature shrunk": (
        ("UPDATE {t}append_signatures SET row_count = 1 WHERE first_position = 8",),
        "position 9 (lesson/1 version 3): no append key has signed it",
    ),
    "signature of no rows": (
        ("UPDATE {t}append_signatures SET row_count = 0 WHERE first_position = 8",),
        "position 9 (lesson/1 version 3): no append key has signed it",
    ),
    "signature stretched beyond the end": (
        ("UPDATE {t}append_signatures SET row_count = 5 WHERE first_position = 8",),
        "append signature of positions 8 to 12: its rows are not there",
    ),
    "signature stretched over the next": (
        ("UPDATE {t}append_signatures SET row_count = 4 WHERE first_position = 4",),
        "append signature of positions 4 to 7: its rows are not there",
    ),
    "one row of a commit deleted": (
        ("DELETE FROM {t}stored_events WHERE {p} = 7",),
        "position 7: the row is missing",
    ),
    "the event that names the key made unreadable": (
        ("UPDATE {t}stored_events SET state = '{}' WHERE {p} = 2",),
        "to position 5 (lesson/1 version 1): is by",
    ),
    "signature by a key id that is not known": (
        (
            ("UPDATE {t}append_signatures SET key_id = signature WHERE"
            " first_position = 8"),
        ),
        "which is no append key there",
    ),
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgres"])
def signed(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A journal whose rows are signed, on each store."""
    url = str(tmp_path / "journal.db")
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    place = Place(url, str(tmp_path / "journal.keys"))
    with opened(place, append_key=tmp_path / "append-key") as journal:
        note_some(journal, 3)
        assert journal.head() == LAST
    return place


def report(place: Place, folder: Path) -> Report:
    """What verifying comes to, where the keys are at hand."""
    with account_at(
        place.url, key=folder / "key", append_key=folder / "append-key", read_only=True
    ) as account:
        return account.verify()


def found(place: Place, folder: Path) -> list[str]:
    """What verifying finds, a line each."""
    return [f"{each.place}: {each.text}" for each in report(place, folder).found]


def attack(place: Place, *statements: str, postgres: str | None = None) -> None:
    """Do something to the database, as its owner."""
    if postgres is None:
        connection = sqlite3.connect(place.url)
        with unguarded(connection):
            for statement in statements:
                told = statement.replace("{t}", "").replace("{p}", "position")
                connection.execute(told)
        connection.commit()
        connection.close()
        return
    _, schema = schema_of(place.url)
    with psycopg.connect(postgres) as server:
        for statement in statements:
            server.execute(
                statement.replace("{t}", f"{schema}.").replace("{p}", "notification_id")
            )


@pytest.fixture
def do(request: pytest.FixtureRequest, signed: Place) -> Callable[..., None]:
    """Attacks this journal."""
    server = None
    if signed.url.startswith("postgresql"):
        server = request.getfixturevalue("postgres")
    return lambda *statements: attack(signed, *statements, postgres=server)


def test_a_signature_of_no_number_of_rows_is_found(tmp_path: Path) -> None:
    """SQLite keeps text in a column of numbers: it is named, and stops nothing."""
    place = Place(str(tmp_path / "journal.db"), None)
    with opened(place, append_key=tmp_path / "append-key") as journal:
        note_some(journal, 3)
    attack(
        place,
        "UPDATE append_signatures SET row_count = 'x' WHERE first_position = 8",
    )

    lines = found(place, tmp_path)

    named = "append signature from position 8 on: cannot be of 'x' rows: tampered"
    assert named in lines
    assert any(each.startswith("position 9 (lesson/1 version 3): no") for each in lines)


def test_an_honest_journal_passes(signed: Place, tmp_path: Path) -> None:
    """Every row from the key's own on is signed, and that is said."""
    told = report(signed, tmp_path)

    assert told.found == []
    assert (
        "every row from position 2 on is signed by an append key: 5 signatures"
        in told.checked
    )
    assert told.left_out == []


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_it_is_found_and_named(
    signed: Place, do: Callable[..., None], tmp_path: Path, name: str
) -> None:
    """Before anything is sealed, and with the event named."""
    statements, told = ATTACKS[name]
    with opened(signed, read_only=True) as journal:
        told = told.replace("{id}", journal.id)

    do(*statements)

    lines = found(signed, tmp_path)
    assert any(told in line for line in lines), lines


def test_it_is_found_when_it_was_sealed_too(
    signed: Place, do: Callable[..., None], tmp_path: Path
) -> None:
    """A row that was slipped in before the sealing is sealed, and found still."""
    do(later_row(signed))
    with account_at(signed.url, key=tmp_path / "key") as account:
        account.seal()

    row, checkpoint = found(signed, tmp_path)

    assert row.startswith("position 10 (lesson/new version 1): no append key")
    assert checkpoint.startswith("checkpoint of 10 rows: is kept as of 20")
    assert "before its last row was recorded at 3" in checkpoint


def test_who_deletes_all_signatures_and_the_event_that_asks_for_them_is_found(
    signed: Place,
    do: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By what is remembered beside the key, which is no part of the database.

    And nobody who has the key writes on as if nothing had been.
    """
    do(
        "DELETE FROM {t}append_signatures",
        "DELETE FROM {t}stored_events WHERE {p} > 1",
    )

    lines = found(signed, tmp_path)

    text = "journal: rows are signed from position 2 on, and it does not say so"
    assert lines == [f"{text}: tampered"]
    with pytest.raises(Unproved, match="does not say so any more"):
        opened(signed, append_key=tmp_path / "append-key")
    monkeypatch.setenv("KVALITET_APPEND_KEY", str(tmp_path / "append-key"))
    with pytest.raises(Unproved, match="does not say so any more"):
        opened(signed)


def test_many_rows_that_nobody_signed_are_told_in_one_line(
    signed: Place, do: Callable[..., None], tmp_path: Path
) -> None:
    """The first and the last of them are named."""
    with opened(signed, append_key=tmp_path / "append-key") as journal:
        note_some(journal, 12)
    do("DELETE FROM {t}append_signatures WHERE first_position > 5")

    (line,) = found(signed, tmp_path)

    assert line.startswith("position 6 (command/")
    assert "to position 33 (lesson/1 version 15): no append key has signed them" in line


def literal(signed: Place, value: bytes) -> str:
    """Bytes, as the journal's database reads them."""
    if signed.url.startswith("postgresql"):
        return f"'\\x{value.hex()}'::bytea"
    return f"X'{value.hex()}'"


def later_row(signed: Place) -> str:
    """What puts a row at the end that is as it must be, but for who wrote it."""
    with opened(signed, read_only=True) as journal:
        state = journal._rooms.store.log(limit=LAST)[-1][4]
    later = state.replace(b'"recorded_at":"2', b'"recorded_at":"3')
    return (
        "INSERT INTO {t}stored_events VALUES"
        f" (10, 'lesson/new', 1, 'lesson.noted/1', {literal(signed, later)})"
    )


def foreign(signed: Place, folder: Path, *, name: str | None = None) -> SignerKey:
    """A key that whoever owns the database has made herself."""
    with opened(signed, append_key=folder / "append-key") as journal:
        own = f"kvalitet-core/journal/{journal.id}/append"
    return SignerKey(name=name or own, seed=bytes(range(32)))


def test_a_key_of_ones_own_signs_nothing_that_counts(
    signed: Place, do: Callable[..., None], tmp_path: Path
) -> None:
    """A signature by a key that the journal does not name."""
    key = foreign(signed, tmp_path)
    origin = key.name.removesuffix("/append")
    value = append_signature(key, origin=origin, first=10, leaves=[bytes(32)])
    do(
        later_row(signed),
        f"INSERT INTO {{t}}append_signatures VALUES (10, 1,"
        f" {literal(signed, key.key_id)}, {literal(signed, value)})",
    )

    (line,) = found(signed, tmp_path)

    assert f"is by {key.key_id.hex()}, which is no append key there" in line


def test_a_key_cannot_name_itself(signed: Place, tmp_path: Path) -> None:
    """The event that adds a key must be signed by one that counts: its own does not."""
    key = foreign(signed, tmp_path)
    other = tmp_path / "other-key"
    other.write_text(f"{key.secret_text}\n", "utf-8")
    other.chmod(0o600)
    with opened(signed, append_key=tmp_path / "append-key") as journal:
        rooms = journal._rooms
        keyring = AppendKeyring(rooms.store, journal.id, key=other, clock=host_clock)
        keyring.key._changes = ()
        keyring.key._seen = rooms.store.versions([keyring.key.stream])[
            keyring.key.stream
        ]
        keyring.key._key = key
        keyring.add(key.verifier_key)
        note_some(journal, 2)

    lines = found(signed, tmp_path)

    assert len(lines) == 3
    assert all(f"is by {key.key_id.hex()}" in line for line in lines)
