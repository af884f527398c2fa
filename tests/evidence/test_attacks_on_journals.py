"""Whoever owns the database changes it: each change is found, and named.

The journal is sealed and signed; then someone who may do everything with the file
does one thing to it. An honest journal passes.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.sealing import note_some, sequencer, unguarded
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.findings import Report
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening_evidence import account_at

Attack = Callable[[sqlite3.Connection], object]


@attrs.frozen
class Sealed:
    """A journal in a file, sealed and signed, with people, some of them forgotten."""

    place: Place
    folder: Path
    journal_id: str
    early: bytes

    def report(self, **settings: object) -> Report:
        """What verifying comes to."""
        with opened(self.place, read_only=True) as journal:
            account = Account(
                journal._rooms.store,
                self.journal_id,
                key=self.folder / "signing-key",
                clock=host_clock,
            )
            return account.verify(**settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """The journal as it is before anything is done to it."""
    folder = tmp_path_factory.mktemp("whole")
    place = Place(str(folder / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 3)
        for number in range(3):
            journal.do(
                course.enrol(number, f"p-{number}", "Anna", f"q-{number}", "Bo"),
                by=course.ANNA,
            )
        early = sequencer(journal, folder).seal().note
        journal.forget(
            "p-1",
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="no longer needed",
            approved_by=["a-1", "a-2"],
        )
        note_some(journal, 130)
        sequencer(journal, folder).seal()
        assert early is not None
        return Sealed(place, folder, journal.id, early)


@pytest.fixture
def sealed(whole: Sealed, tmp_path: Path) -> Sealed:
    """A copy of it, to be attacked."""
    folder = tmp_path / "own"
    shutil.copytree(whole.folder, folder)
    place = Place(str(folder / "journal.db"), None)
    return attrs.evolve(whole, place=place, folder=folder)


def attack(sealed: Sealed, *statements: str) -> None:
    """Do something to the file, and leave it as it is made."""
    connection = sqlite3.connect(sealed.place.url)
    with unguarded(connection):
        for statement in statements:
            connection.execute(statement)
    connection.commit()
    connection.close()


def swapped(one: int, other: int) -> tuple[str, ...]:
    """Two rows in each other's place."""
    return tuple(
        f"UPDATE stored_events SET position = {after} WHERE position = {before}"
        for before, after in ((one, -1), (other, one), (-1, other))
    )


STATE: Final = "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
INSERT: Final = (
    "INSERT INTO stored_events SELECT {position}, 'lesson/new', 1, topic, state"
    " FROM stored_events WHERE position = 4"
)

ATTACKS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "bit flip in the content": (
        (f"{STATE} 'note ', 'nota ') AS BLOB) WHERE position = 6",),
        "position 6 (lesson/1 version 2): is not the row that was sealed",
    ),
    "bit flip in the metadata": (
        (f"{STATE} 'a-17', 'a-18') AS BLOB) WHERE position = 6",),
        "position 6 (lesson/1 version 2): is not the row that was sealed",
    ),
    "bit flip in the salts": (
        (
            (
                "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
                """ '"s":{"d":"', '"s":{"d":"A') AS BLOB) WHERE position = 6"""
            ),
        ),
        "position 6 (lesson/1 version 2): cannot be read",
    ),
    "bit flip in the stream": (
        ("UPDATE stored_events SET originator_id = 'lesson/2x' WHERE position = 6",),
        "position 6 (lesson/2x version 2): is not the row that was sealed",
    ),
    "bit flip in the version": (
        ("UPDATE stored_events SET originator_version = 900 WHERE position = 6",),
        "position 6 (lesson/1 version 900): expected version 2 of lesson/1",
    ),
    "bit flip in the stored name": (
        ("UPDATE stored_events SET topic = 'lesson.notes/1' WHERE position = 6",),
        "position 6 (lesson/1 version 2): is not the row that was sealed",
    ),
    "text that is no text in the stored name": (
        (
            (
                "UPDATE stored_events SET topic = CAST(x'ff00' AS TEXT)"
                " WHERE position = 6"
            ),
        ),
        "position 6 (lesson/1 version 2): cannot be read",
    ),
    "text that is no text in the stream": (
        (
            (
                "UPDATE stored_events SET originator_id = CAST(x'ff00' AS TEXT)"
                " WHERE position = 6"
            ),
        ),
        r"position 6 (\udcff\x00 version 2): cannot be read",
    ),
    "a version that is no number": (
        ("UPDATE stored_events SET originator_version = 'x' WHERE position = 6",),
        "position 6 (lesson/1 version x): cannot be read",
    ),
    "an event said to have forgotten somebody": (
        ("UPDATE stored_events SET topic = 'person.forgotten/1' WHERE position = 6",),
        "position 6 (lesson/1 version 2): cannot be read",
    ),
    "removed event": (
        ("DELETE FROM stored_events WHERE position = 6",),
        "position 6: the row is missing",
    ),
    "an event moved far away": (
        (
            (
                "UPDATE stored_events SET position = 9000000000000000000"
                " WHERE position = 276"
            ),
            "UPDATE tree_head SET size = 9000000000000000000",
        ),
        "positions 276 to 8999999999999999999: the rows are missing",
    ),
    "swapped events": (
        swapped(4, 6),
        "position 4 (lesson/1 version 2): expected version 1 of lesson/1",
    ),
    "duplicated event": (
        (INSERT.format(position=-4),),
        "position -4 (lesson/new version 1): is before the first position",
    ),
    "inserted event": (
        (
            "UPDATE stored_events SET position = position + 1000 WHERE position > 6",
            INSERT.format(position=7),
            "UPDATE stored_events SET position = position - 999 WHERE position > 1000",
        ),
        "position 7 (lesson/new version 1): is not the row that was sealed",
    ),
    "re-dated event": (
        (
            (
                f"""{STATE} '"recorded_at":"202', '"recorded_at":"201') AS BLOB)"""
                " WHERE position = 6"
            ),
        ),
        "position 6 (lesson/1 version 2): is recorded no later than the row before it",
    ),
    "truncated tail": (
        ("DELETE FROM stored_events WHERE position > 20",),
        "positions 21 to 276: the rows are missing",
    ),
    "bit flip in a tile": (
        ("UPDATE tree_tiles SET hashes = zeroblob(length(hashes)) WHERE place = 0",),
        "tile/0/000: is not what tile/1/000.p/1 has the hash of",
    ),
    "a tile cut short": (
        ("UPDATE tree_tiles SET hashes = substr(hashes, 2) WHERE place = 0",),
        "tile/0/000: expected 256 hashes",
    ),
    "a tile removed": (
        ("DELETE FROM tree_tiles WHERE place = 0",),
        "tile/0/000: is missing",
    ),
    "another root": (
        ("UPDATE tree_head SET root = zeroblob(32)",),
        "entries: expected the root 0000",
    ),
    "a head of less than nothing": (
        ("UPDATE tree_head SET size = -3",),
        "tree head: cannot be of -3 rows",
    ),
    "a head that is no number": (
        ("UPDATE tree_head SET size = 'many'",),
        "tree head: cannot be of 'many' rows",
    ),
    "a smaller head": (
        ("UPDATE tree_head SET size = size - 1",),
        "the signer: is of 276 rows, the tree has 275: some are gone",
    ),
    "checkpoint of another root": (
        (
            (
                "UPDATE tree_checkpoints SET note ="
                " CAST(replace(CAST(note AS TEXT), '\n', '\r\n') AS BLOB)"
            ),
        ),
        "line 1: expected no control character, got '\\r'",
    ),
    "signature of another text": (
        (
            (
                "UPDATE tree_checkpoints SET note = (SELECT substr(newest.note, 1,"
                " instr(newest.note, x'0a0a') + 1) FROM tree_checkpoints newest"
                " ORDER BY size DESC LIMIT 1) || substr(note, instr(note, x'0a0a') + 2)"
            ),
        ),
        "is not of this text, or was changed",
    ),
    "an old root replayed": (
        (
            (
                "UPDATE tree_checkpoints SET note = (SELECT note FROM tree_checkpoints"
                " ORDER BY size LIMIT 1)"
            ),
        ),
        "says that it is of 14",
    ),
    "sealed bytes changed": (
        ("UPDATE sealed_sections SET bytes = zeroblob(60) WHERE subject = 'p-0'",),
        "lesson/0 version 1, section 0: its sealed bytes are not those",
    ),
    "sealed bytes of another type": (
        ("UPDATE sealed_sections SET bytes = 'text' WHERE subject = 'p-0'",),
        "lesson/0 version 1, section 0: its sealed bytes are kept as another type",
    ),
    "sealed bytes erased with no erasure event": (
        ("DELETE FROM sealed_sections WHERE subject = 'p-0'",),
        "lesson/0 version 1, section 0: its sealed bytes are gone, and no record says",
    ),
    "an erasure event that does not cover them": (
        ("DELETE FROM sealed_sections WHERE subject = 'q-1'",),
        "lesson/1 version 4, section 1: its sealed bytes are gone, and no record says",
    ),
    "ciphertext moved to another event": (
        (
            "UPDATE sealed_sections SET version = 77 WHERE subject = 'p-0'",
            (
                "UPDATE sealed_sections SET stream = 'lesson/0', version = 1"
                " WHERE subject = 'p-2' AND stream = 'lesson/2'"
            ),
        ),
        "lesson/0 version 1, section 0: its sealed bytes are not those",
    ),
    "sealed bytes said to be of another person": (
        (
            (
                f"""{STATE} '"subject":"p-0"', '"subject":"p-9"') AS BLOB)"""
                " WHERE originator_id = 'lesson/0'"
            ),
        ),
        "lesson/0 version 1, section 0: is sealed for somebody whom its content",
    ),
    "sealed bytes said to be of another person of the event": (
        (
            (
                "UPDATE stored_events SET state = CAST(replace(replace(replace("
                """CAST(state AS TEXT), '"subject":"p-0"', '?'),"""
                """ '"subject":"q-0"', '"subject":"p-0"'), '?', '"subject":"q-0"')"""
                " AS BLOB) WHERE originator_id = 'lesson/0'"
            ),
        ),
        "lesson/0 version 1, section 0: is sealed by a key of p-0, not of q-0",
    ),
    "erased bytes put back": (
        (
            (
                "INSERT INTO sealed_sections (stream, version, ordinal, subject, bytes)"
                " SELECT 'lesson/1', 4, 0, 'p-1', bytes FROM sealed_sections LIMIT 1"
            ),
        ),
        "lesson/1 version 4, section 0: its sealed bytes are not those",
    ),
}


def test_an_honest_journal_passes(sealed: Sealed) -> None:
    """Nothing is found, nothing is left unlooked at, and what was erased is said so."""
    report = sealed.report(since=sealed.early)

    assert (report.found, report.unchecked) == ([], [])
    assert report.erased > 0
    assert report.unsealed == 0
    assert any("erased by record" in line for line in report.checked)
    assert any("the checkpoint given" in line for line in report.checked)
    assert any("2 checkpoints" in line for line in report.checked)


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_it_is_found_and_named(sealed: Sealed, name: str) -> None:
    """Each thing that is done to the journal is told, with the event or the line."""
    statements, told = ATTACKS[name]

    attack(sealed, *statements)

    report = sealed.report(since=sealed.early)
    found = [f"{each.place}: {each.text}" for each in report.found]
    assert any(told in line for line in found), found


FIRST: Final[dict[str, tuple[str, str]]] = {
    "its state": (f"{STATE} '{{', '?') AS BLOB) WHERE position = 1", "cannot be read"),
    "the id in it": (
        f'{STATE} \'"journal":"\', \'"journal":"9\') AS BLOB) WHERE position = 1',
        "is not the row that was sealed",
    ),
    "its name": (
        "UPDATE stored_events SET topic = 'journal.closed/1' WHERE position = 1",
        "is not the row that was sealed",
    ),
    "its name, by no text": (
        "UPDATE stored_events SET topic = CAST(x'ff00' AS TEXT) WHERE position = 1",
        "cannot be read",
    ),
    "a loss in its place": (
        "UPDATE stored_events SET topic = 'journal.loss_declared/1' WHERE position = 1",
        "is not the row that was sealed",
    ),
    "its stream": (
        "UPDATE stored_events SET originator_id = 'journal/x' WHERE position = 1",
        "is not the row that was sealed",
    ),
    "all of it": ("DELETE FROM stored_events WHERE position = 1", "the row is missing"),
}


@pytest.mark.parametrize("name", sorted(FIRST))
@pytest.mark.parametrize("lost", [(), ("state",), ("state", "pub")])
def test_what_is_done_to_the_first_row_is_found(
    sealed: Sealed, name: str, lost: tuple[str, ...]
) -> None:
    """The journal is looked at all the same: what was signed tells which one it is."""
    statement, told = FIRST[name]
    key = sealed.folder / "signing-key"
    for each in lost:
        Path(f"{key}.{each}").unlink()

    attack(sealed, statement)

    with account_at(sealed.place.url, key=key, read_only=True) as account:
        full, quick = account.verify(), account.verify(full=False)
    first = [each for each in full.found if f"{each.place} ".startswith("position 1 ")]
    assert any(told in each.text for each in first), full.found
    assert [each.place for each in quick.found] == ["position 1"]


@pytest.mark.parametrize("name", sorted(FIRST))
def test_a_changed_first_row_is_told_wherever_evidence_is_asked_for(
    sealed: Sealed, name: str
) -> None:
    """A checkpoint is not given out; how it stands, and a proof, come with a line."""
    attack(sealed, FIRST[name][0])

    key = sealed.folder / "signing-key"
    with account_at(sealed.place.url, key=key, read_only=True) as account:
        _, report = account.given_out()
        standing, beside = account.standing(), account.opening_problems()

    assert report.found
    assert [each.place for each in standing.problems] == ["position 1"]
    assert standing.problems == beside


def test_a_checkpoint_is_given_out_of_the_tree_and_rows_that_are_there(
    whole: Sealed, tmp_path: Path
) -> None:
    """Its signature, the tree, and the newest rows; every row where that is asked."""
    told = {}
    for number, (name, statement) in enumerate(
        {
            "nothing": "SELECT 1",
            "an early row": f"{STATE} 'note ', 'nota ') AS BLOB) WHERE position = 6",
            "a row": f"{STATE} 'note ', 'nota ') AS BLOB) WHERE position = 276",
            "no row": "DELETE FROM stored_events WHERE position = 276",
            "the tree": "UPDATE tree_head SET root = zeroblob(32)",
            "the newest tile": "DELETE FROM tree_tiles WHERE place = 1",
        }.items()
    ):
        folder = tmp_path / str(number)
        shutil.copytree(whole.folder, folder)
        place = Place(str(folder / "journal.db"), None)
        attack(attrs.evolve(whole, place=place, folder=folder), statement)
        key = folder / "signing-key"
        with account_at(place.url, key=key, read_only=True) as account:
            quick, full = account.given_out()[1], account.given_out(full=True)[1]
        told[name] = (bool(quick.found), bool(full.found))

    assert told.pop("nothing") == (False, False)
    assert told.pop("an early row") == (False, True)
    assert set(told.values()) == {(True, True)}, told


TABLES: Final = {
    "append_signatures": "who signed the rows as they were appended",
    "sealed_sections": "what is sealed about people",
    "stored_events": "the journal's events",
    "tracking": "how far others have read the journal",
    "tree_anchors": "what others hold or signed of the journal",
    "tree_checkpoints": "what was signed of the journal",
    "tree_head": "how far the journal is sealed",
    "tree_tiles": "the tree over the journal's rows",
}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_gone_is_named_with_what_it_held(
    sealed: Sealed, table: str
) -> None:
    """It is found, one line, and that nothing else was looked at is said."""
    attack(sealed, f"PRAGMA user_version={FORMAT}")
    connection = sqlite3.connect(sealed.place.url)
    connection.execute(f"DROP TABLE {table}")
    connection.close()

    key = sealed.folder / "signing-key"
    with account_at(sealed.place.url, key=key, read_only=True) as account:
        report = account.verify()

    (finding,) = report.found
    assert finding.place == f"table {table}"
    assert finding.text == f"is missing: it held {TABLES[table]}"
    assert report.unchecked == ["anything else, as a table is missing"]


def test_a_view_in_a_tables_place_is_found_and_looked_through(sealed: Sealed) -> None:
    """What it gives is verified too."""
    attack(
        sealed,
        "ALTER TABLE tree_checkpoints RENAME TO hidden",
        "CREATE VIEW tree_checkpoints AS SELECT * FROM hidden WHERE size > 20",
    )

    report = sealed.report()

    (finding,) = report.found
    assert finding.place == "table tree_checkpoints"
    assert "view" in finding.text
    assert any("every row" in each for each in report.checked)
    assert any("hidden" in each for each in report.left_out)


def test_a_trigger_of_somebodys_own_is_found(sealed: Sealed) -> None:
    """It could remove, or put there, whatever it likes once nobody looks."""
    attack(
        sealed,
        "CREATE TRIGGER mine AFTER INSERT ON stored_events BEGIN"
        " DELETE FROM tree_anchors; END",
    )

    (finding,) = sealed.report().found

    assert finding.place == "trigger mine of table stored_events"


def test_an_index_that_hides_a_row_is_found(sealed: Sealed) -> None:
    """The row is there, and whoever reads a person's sections does not see it."""
    hiding = " WHERE subject <> 'p-0'"
    attack(
        sealed,
        "DROP INDEX sealed_sections_by_subject",
        "CREATE INDEX sealed_sections_by_subject"
        f" ON sealed_sections (subject, stream, version, ordinal){hiding}",
        "PRAGMA writable_schema=ON",
        f'UPDATE sqlite_master SET sql = replace(sql, "{hiding}", "")'
        " WHERE name = 'sealed_sections_by_subject'",
    )

    found = [f"{each.place}: {each.text}" for each in sealed.report().found]

    assert any("missing from index sealed_sections_by_subject" in e for e in found)


JUNK: Final = {
    "a root that is nothing": "UPDATE tree_head SET root = 'x'",
    "a head of half a row": "UPDATE tree_head SET size = 3.5",
    "a head of all numbers": "UPDATE tree_head SET size = 9223372036854775807",
    "a checkpoint at no time": "UPDATE tree_checkpoints SET signed_at = x'ff'",
    "a checkpoint at a time that is no text": (
        "UPDATE tree_checkpoints SET signed_at = CAST(x'ff' AS TEXT)"
    ),
    "an anchor of anything": (
        "INSERT INTO tree_anchors (size, kind, added_at, content)"
        " VALUES ('many', CAST(x'ff' AS TEXT), 7, 'x')"
    ),
    "sections of anything": (
        "INSERT INTO sealed_sections (stream, version, ordinal, subject, bytes)"
        " VALUES (CAST(x'ff' AS TEXT), 1, 2, 7, 'x'), (x'00', 'v', 'o', 7, 'x')"
    ),
    "a signature of anything": (
        "INSERT INTO append_signatures VALUES (-5, 'x', 'k', 's')"
    ),
    "a version beyond all": (
        "UPDATE stored_events SET originator_version = 9223372036854775807"
        " WHERE position = 6"
    ),
    "a stream of bytes": (
        "UPDATE stored_events SET originator_id = x'ff' WHERE position = 6"
    ),
}


@pytest.mark.parametrize("name", JUNK)
def test_whatever_a_column_holds_it_is_found(sealed: Sealed, name: str) -> None:
    """SQLite keeps anything in any column: nothing that stands there ends the look."""
    attack(sealed, JUNK[name])

    key = sealed.folder / "signing-key"
    with account_at(sealed.place.url, key=key, read_only=True) as account:
        report, standing = account.verify(), account.standing()

    assert report.found
    if "tree_head" in JUNK[name] or "tree_checkpoints" in JUNK[name]:
        assert standing.problems


@pytest.mark.parametrize("name", ["the id in it", "its stream"])
def test_a_journal_that_opens_another_is_not_written_to(
    sealed: Sealed, name: str
) -> None:
    """Nor read as if nothing were: what is sealed from now on would be another's."""
    attack(sealed, FIRST[name][0])

    for read_only in (False, True):
        with (
            pytest.raises(JournalUnavailable, match="is damaged: its first event"),
            opened(sealed.place, read_only=read_only) as journal,
        ):
            journal.head()


def test_a_first_row_that_nothing_tells_of_is_one_clear_line(tmp_path: Path) -> None:
    """Where nothing is signed, nobody can say which journal it was."""
    place = Place(str(tmp_path / "journal.db"), None)
    opened(place).close()
    connection = sqlite3.connect(place.url)
    connection.execute("DROP TRIGGER stored_events_are_not_changed")
    connection.execute(f"{STATE} '{{', '?') AS BLOB)")
    connection.commit()
    connection.close()

    with (
        pytest.raises(JournalUnavailable, match="is damaged: its first event"),
        account_at(place.url, read_only=True),
    ):
        pass


def test_missing_rows_are_told_in_one_line(sealed: Sealed) -> None:
    """However many there are said to be."""
    attack(sealed, "UPDATE tree_head SET size = 9999999")

    found = [f"{each.place}: {each.text}" for each in sealed.report().found]

    assert "positions 277 to 9999999: the rows are missing" in found
    assert len(found) < 10


def test_an_emptied_tree_is_found(sealed: Sealed) -> None:
    """The signer knows what it signed; so does a checkpoint that was left."""
    attack(sealed, "DELETE FROM tree_head", "DELETE FROM tree_tiles")
    with_checkpoints = {each.place for each in sealed.report().found}
    connection = sqlite3.connect(sealed.place.url)
    connection.execute("DELETE FROM tree_checkpoints")
    connection.commit()
    connection.close()

    places = {each.place for each in sealed.report().found}

    assert with_checkpoints == {"the signer", "checkpoint of 276 rows"}
    assert places == {"the signer"}


def test_a_truncated_tail_that_was_written_on_is_found(sealed: Sealed) -> None:
    """What comes after does not hide what is gone."""
    attack(sealed, "DELETE FROM stored_events WHERE position > 20")
    with opened(sealed.place) as journal:
        note_some(journal, 200)

    found = {each.place.partition(" (")[0] for each in sealed.report().found}

    assert "position 21" in found


def test_a_restored_older_database_is_found(sealed: Sealed) -> None:
    """By whoever holds a checkpoint, and by the signer's memory, written on or not."""
    older = sealed.folder / "older.db"
    with opened(sealed.place) as journal:
        held = sequencer(journal, sealed.folder).seal().note
        journal.backup(older)
        note_some(journal, 2)
        held = sequencer(journal, sealed.folder).seal().note
    Path(sealed.place.url).unlink()
    older.rename(sealed.place.url)

    places = {each.place for each in sealed.report(since=held).found}
    with opened(sealed.place) as journal:
        note_some(journal, 9)
        sequencer(journal, None).seal()
    later = {each.place for each in sealed.report(since=held).found}

    assert {"the checkpoint given", "the signer"} <= places & later


def test_a_fork_of_the_same_size_is_found(sealed: Sealed) -> None:
    """The tree is made again over other rows, and even signed by a stolen key."""
    attack(
        sealed,
        f"{STATE} 'note ', 'nota ') AS BLOB) WHERE position = 6",
        "DELETE FROM tree_head",
        "DELETE FROM tree_tiles",
    )
    state = sealed.folder / "signing-key.state"
    origin = state.read_text("utf-8").split("\n")[0]
    state.write_text(
        f"{origin}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "utf-8"
    )
    with opened(sealed.place) as journal:
        sequencer(journal, sealed.folder).seal()

    report = sealed.report(since=sealed.early)

    assert [each.place for each in report.found if "given" in each.place]


def test_rows_below_the_checkpoint_only_are_verified_quickly(sealed: Sealed) -> None:
    """Quick says what it left out; it still holds the tree against checkpoints."""
    honest = sealed.report(full=False, since=sealed.early)
    attack(sealed, "UPDATE tree_head SET root = zeroblob(32)")

    assert (honest.found, honest.unchecked) == ([], [])
    assert honest.left_out
    assert sealed.report(full=False).found


def test_without_a_key_it_is_not_said_to_be_verified(sealed: Sealed) -> None:
    """A tree that nobody signed proves nothing."""
    for name in ("signing-key", "signing-key.pub"):
        (sealed.folder / name).unlink()

    report = sealed.report()

    assert report.found == []
    assert "no key is known" in report.unchecked[0]


def test_one_event_is_proved_and_a_changed_one_is_not(sealed: Sealed) -> None:
    """See the tests of the command for the proof's file."""
    attack(sealed, f"{STATE} 'note ', 'nota ') AS BLOB) WHERE position = 6")

    found = {each.place for each in sealed.report().found}

    assert found == {"position 6 (lesson/1 version 2)"}
