"""Files that are named to the commands about evidence: a line for each odd one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

NAMED = (
    ("verify", "--since", "FILE"),
    ("verify", "--policy", "FILE"),
    ("anchor", "add", "FILE"),
    ("anchor", "add", "kept", "--timestamp", "FILE"),
    ("anchor", "add", "kept", "--policy", "FILE"),
    ("recover", "--from", "FILE"),
    ("recover", "--from", "bundle", "--policy", "FILE"),
    ("seal", "--signing-key", "FILE"),
    ("key", "rotate", "--signing-key", "FILE"),
    ("key", "append", "on", "--append-key", "FILE"),
    ("key", "append", "add", "FILE"),
    ("checkpoint", "--out", "FILE/x"),
)
"""Each file that a command about a journal's evidence takes."""

OFFLINE = (
    ("verify-proof", "FILE", "--policy", "bundle/policy.txt"),
    ("verify-proof", "proof", "--policy", "FILE"),
    ("witness", "init", "w.key", "--name", "w", "--policy", "FILE"),
    ("witness", "cosign", "bundle", "--key", "FILE"),
)


@pytest.fixture(scope="module")
def made(demo_once: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a journal that is sealed, and odd files."""
    from tests.cli.running import run_here  # noqa: PLC0415 - as the fixture's `run`

    folder = tmp_path_factory.mktemp("files") / "own"
    shutil.copytree(demo_once[0], folder)
    journal = folder / "demo.db"
    run_here("seal", "--journal", journal)
    run_here("checkpoint", "--journal", journal, "--out", folder / "kept")
    run_here("bundle", folder / "bundle", "--journal", journal)
    first = ("prove", "municipality/0101@1", "--out", folder / "proof")
    run_here(*first, "--journal", journal)
    (folder / "empty").write_bytes(b"")
    (folder / "binary").write_bytes(bytes(range(256)))
    (folder / "folder").mkdir()
    with (folder / "zeros").open("wb") as file:
        file.truncate(2**30)
    for odd in ("empty", "binary", "zeros"):
        (folder / odd).chmod(0o600)
    return folder


@pytest.mark.parametrize(
    "file", ["missing", "empty", "binary", "folder", "zeros", "https://example.org/x"]
)
@pytest.mark.parametrize("ask", [*NAMED, *OFFLINE], ids=" ".join)
def test_what_is_odd_is_told_in_a_line(
    made: Path, run: Run, ask: Sequence[str], file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 2 or 3, never 0 or 1; and what is large is not read whole."""
    if file == "missing" and "--append-key" in ask:
        pytest.skip("it is made")
    if file == "folder" and "--out" in ask:
        pytest.skip("a file is written there")
    if file == "binary" and "--timestamp" in ask:
        pytest.skip("a time stamp is kept whether or not it can be read")
    monkeypatch.chdir(made)
    where = () if ask in OFFLINE else ("--journal", "demo.db")

    tracemalloc.start()
    result = run(*(each.replace("FILE", file) for each in ask), *where)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert result.exit_code in (2, 3), result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "internal error" not in result.stderr
    assert "/tmp" not in result.stderr  # noqa: S108 - where nobody put a file
    assert most < 100_000_000


def test_a_file_that_nobody_may_read_is_told(made: Path, run: Run) -> None:
    """As one that is not there."""
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    shut = made / "shut"
    shut.write_bytes(b"x")
    shut.chmod(0)

    result = run("verify", "--since", shut, "--journal", made / "demo.db")

    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_policy_that_is_none_is_named_as_the_user_did(
    made: Path, run: Run, tmp_path: Path
) -> None:
    """Every line that is wrong, with the file's own name."""
    bad = tmp_path / "bad.txt"
    bad.write_text("log nonsense\nquorum nobody\n", "utf-8")
    journal = ("--journal", made / "demo.db")

    for ask in (
        ("recover", "--from", made / "bundle", "--policy", bad, *journal),
        ("verify", "--policy", bad, *journal),
        ("anchor", "add", made / "kept", "--policy", bad, *journal),
        ("witness", "init", tmp_path / "w", "--name", "w", "--policy", bad),
    ):
        result = run(*ask)

        assert result.exit_code == 2
        lines = result.stderr.splitlines()
        assert all(line.startswith(f"kvalitet: {bad}: ") for line in lines)
        assert any("line 1: expected <name>+" in line for line in lines)


@pytest.mark.parametrize("column", ["state", "topic", "originator_id"])
@pytest.mark.parametrize(
    "ask",
    [
        ("seal",),
        ("verify",),
        ("evidence", "status"),
        ("key", "rotate"),
        ("prove", "nothing"),
        ("recover", "--declare-loss", "x", "--by", "y"),
    ],
    ids=" ".join,
)
def test_a_column_of_another_type_is_told_and_no_error_of_python(
    made: Path, run: Run, tmp_path: Path, column: str, ask: tuple[str, ...]
) -> None:
    """Whoever reads it is no programmer."""
    folder = tmp_path / "own"
    shutil.copytree(made, folder, ignore=shutil.ignore_patterns("zeros"))
    journal = folder / "demo.db"
    kind = "TEXT" if column == "state" else "BLOB"
    with sqlite3.connect(journal) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            f"UPDATE stored_events SET {column} = CAST({column} AS {kind})"
            " WHERE position = (SELECT max(position) FROM stored_events)"
        )
    connection.close()

    result = run(*ask, "--journal", journal)

    for word in ("internal error", "must be", "has no attribute", "requires"):
        assert word not in result.output


@pytest.mark.parametrize("option", ["--since", "--policy"])
def test_a_bundle_is_not_verified_by_a_file_of_any_size(
    made: Path, run: Run, option: str
) -> None:
    """It says that it could not look, and has not read it whole."""
    tracemalloc.start()
    result = run("verify-bundle", made / "bundle", option, made / "zeros")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert result.exit_code == 2
    assert f"could not look: {made / 'zeros'}: " in result.stdout
    assert most < 100_000_000


def test_a_bundle_names_the_policy_that_is_none(
    made: Path, run: Run, tmp_path: Path
) -> None:
    """And makes nothing."""
    ask = ("bundle", tmp_path / "out", "--policy", made / "empty")

    result = run(*ask, "--journal", made / "demo.db")

    assert result.exit_code == 2
    assert f"kvalitet: {made / 'empty'}: expected one quorum" in result.stderr
    assert not (tmp_path / "out").exists()
