"""A stored row that cannot be read: one clear line with its position, and no traceback.

Whoever owns the database can put anything there: JSON nested beyond all measure,
numbers that no computer counts in, bytes that are no text, a key twice.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from click.testing import Result
from tests.evidence.sealing import unguarded

Run = Callable[..., Result]

STREAM: Final = "region/1084"
POSITION: Final = 4

MANY: Final = 100_000

DAMAGE: Final[dict[str, tuple[bytes, bytes]]] = {
    "nested in the data": (
        b'{"d":{',
        b'{"d":{"a":' + b"[" * MANY + b"]" * MANY + b",",
    ),
    "nested and never closed": (b'{"d":{', b'{"d":' + b"[" * MANY),
    "nested in the metadata": (
        b'"m":{',
        b'"m":{"a":' + b'{"a":' * MANY + b"1" + b"}" * MANY + b",",
    ),
    "a huge number": (b'{"d":{', b'{"d":{"a":' + b"9" * 10_000 + b","),
    "no number": (b'{"d":{', b'{"d":{"a":NaN,'),
    "no text": (b'{"d":{', b'{"d":{"a":"\xff\xfe",'),
    "a key twice": (b'"code":"1084"', b'"code":"1084","code":"1084"'),
    "a key twice in the metadata": (b'"actor":', b'"actor":null,"actor":'),
    "a section twice": (b',"m":', b',"d":{},"m":'),
    "another order": (b'{"d":', b'{ "d":'),
    "nothing": (b"", b""),
}
"""What stands in the row → what is put there instead; all of it, for the last."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the journal that is damaged."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture
def damaged(
    whole: Path, tmp_path: Path, run: Run, anna: tuple[str, str]
) -> Callable[[str], Path]:
    """Makes a small journal, sealed, and damages its one event."""
    journal = whole / "journal.db"
    if not journal.exists():
        asked = {"code": "1084", "name": "Region Hovedstaden"}
        begun = json.dumps(asked | {"effective_from": "2019-01-01"})
        assert run("init", "--journal", journal).exit_code == 0
        done = run("do", "region.register", begun, "--journal", journal, *anna)
        assert done.exit_code == 0, done.output
        assert run("seal", "--journal", journal).exit_code == 0

    def damage(name: str) -> Path:
        folder = tmp_path / "own"
        shutil.copytree(whole, folder)
        before, after = DAMAGE[name]
        connection = sqlite3.connect(folder / "journal.db")
        query = "SELECT state, originator_id FROM stored_events WHERE position = ?"
        state, stream = connection.execute(query, (POSITION,)).fetchone()
        assert stream == STREAM
        assert before in state
        changed = state.replace(before, after, 1) if before else b""
        with unguarded(connection):
            connection.execute(
                "UPDATE stored_events SET state = ? WHERE position = ?",
                (changed, POSITION),
            )
        connection.commit()
        connection.close()
        return folder / "journal.db"

    return damage


@pytest.mark.parametrize("name", DAMAGE)
def test_a_row_that_cannot_be_read_is_named(
    damaged: Callable[[str], Path], run: Run, name: str
) -> None:
    """By whatever reads it: could not look, 3; verifying and replaying find it, 1."""
    journal = damaged(name)

    for command in (
        ["log"],
        ["history", STREAM],
        ["show", STREAM],
    ):
        told = run(*command, "--journal", journal)
        lines = told.stderr.strip().splitlines()
        assert (told.exit_code, len(lines)) == (3, 1), (command, told.output[-500:])
        assert lines[0].startswith(f"kvalitet: position {POSITION} ({STREAM} version 1")
        assert len(lines[0]) < 300
    for command in (["verify"], ["replay", "--check"]):
        told = run(*command, "--journal", journal)
        assert told.exit_code == 1, (command, told.output[-500:])
        assert f"position {POSITION}" in told.stdout
        assert "internal error" not in told.stderr


@pytest.mark.parametrize("name", [each for each in DAMAGE if "nested" in each])
def test_what_is_proved_or_sealed_of_it_is_refused(
    damaged: Callable[[str], Path], run: Run, name: str, tmp_path: Path
) -> None:
    """With the same line: nothing is said to be tampered, nor given out.

    Nor is it indexed, where no index is kept to go on from.
    """
    journal = damaged(name)
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("DELETE FROM tree_tiles WHERE place >= 64 << 56")
        connection.commit()

    for command in (
        ["prove", f"{STREAM}@1"],
        ["seal", "--index"],
        ["bundle", str(tmp_path / "bundle")],
    ):
        told = run(*command, "--journal", journal)
        assert told.exit_code == 3, (command, told.output[-500:])
        last = told.stderr.strip().splitlines()[-1]
        assert last.startswith(f"kvalitet: position {POSITION} ({STREAM} version 1")
        assert "is nested too deeply to be read" in last or "JSON" in last
