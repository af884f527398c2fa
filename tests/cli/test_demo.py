"""The demo: a story that anyone can follow, on a journal that keeps its promises."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kvalitet_cli.story import PERSONAL_VALUES


def _next_steps(story: str) -> list[list[str]]:
    lines = story.partition("Try next:")[2].splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("kvalitet ")]


def test_the_demo_tells_what_happened_and_when(story: str) -> None:
    """Each step stands with its instant, the refusals and the forgetting too."""
    assert "2019-03-01 09:00\n  a-01 loads Denmark's 5 regions and 98" in story
    assert "simulated" in story
    assert "municipality/0999" in story
    assert "2021-06-14 10:00\n  The first contact person is forgotten" in story


def test_what_the_demo_says_to_try_works_as_printed(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Each command can be pasted, and does what it says."""
    place = tmp_path / "with  blanks.db"
    steps = _next_steps(run("demo", "--journal", place).stdout)

    assert 4 <= len(steps) <= 6
    for step in steps:
        result = run(*step)
        assert result.exit_code == 0, result.stderr
        assert result.stdout


def test_the_demo_goes_to_the_present_folder(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no place named it is `demo.db`, here."""
    monkeypatch.chdir(tmp_path)

    result = run("demo")

    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["demo.db", "demo.db.key", "demo.db.keys"]


def test_the_demo_overwrites_nothing(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """A file that is there stays as it is, whether it is a journal or not."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, ...")

    result = run("demo", "--journal", letter)

    assert result.exit_code == 3
    assert letter.read_text() == "Dear reader, ..."
    assert list(tmp_path.iterdir()) == [letter]


def test_the_demo_is_not_built_twice(run: Callable[..., Result], demo: Path) -> None:
    """A journal that is there gets nothing added."""
    before = demo.read_bytes()

    result = run("demo", "--journal", demo)

    assert result.exit_code == 3
    assert result.stderr == (
        f"kvalitet: journal {demo}: there is a journal already; nothing was written\n"
    )
    assert demo.read_bytes() == before


def test_no_person_of_the_demo_stands_in_clear_in_any_file(demo: Path) -> None:
    """Every byte of every file that the demo made, write-ahead logs included."""
    files = [path for path in demo.parent.rglob("*") if path.is_file()]

    assert len(PERSONAL_VALUES) == 4
    assert {demo.name, f"{demo.name}.keys"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for value in PERSONAL_VALUES:
            assert value.encode() not in content
            assert value.encode("utf-16-le") not in content


def test_the_demo_holds_real_and_made_up_things(look: Callable[..., Any]) -> None:
    """Five regions, 98 municipalities, two tilbud, and two refusals on record."""
    kinds = [item["stream"].partition("/")[0] for item in look("streams")["streams"]]

    assert kinds.count("region") == 5
    assert kinds.count("municipality") == 98
    assert kinds.count("tilbud") == 2
    commits = look("log", "--limit", "0")["commits"]
    codes = [reason["code"] for commit in commits for reason in commit["reasons"]]
    assert codes == ["tilbud.closed", "tilbud.municipality_unknown"]


def test_a_demo_on_a_server_needs_a_key_store(run: Callable[..., Result]) -> None:
    """Said before anything is made: there would be nowhere to keep a person's key."""
    result = run("demo", "--journal", "postgresql://nobody:secret@nowhere/none")

    assert result.exit_code == 2
    assert "--keys" in result.stderr
    assert "secret" not in result.stderr
