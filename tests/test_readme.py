"""Every claim of the README that can be run is run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kvalitet_cli.main import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_first_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """The example is a program, and what is shown below it is its output."""
    _, example = _blocks("python")
    (shown,) = _blocks("text")

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == shown


def test_the_first_audit_shows_what_the_commands_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands below each command is what it prints, but for ids and digests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    runner = CliRunner()
    runner.invoke(cli, ["demo"], catch_exceptions=False)
    (session,) = _blocks("console")

    for command, shown in re.findall(
        r"^\$ kvalitet (.*)\n((?:(?!\$ ).*\n)*)", session, flags=re.MULTILINE
    ):
        printed = runner.invoke(cli, command.split(), catch_exceptions=False)

        assert printed.exit_code == 0
        assert _ID.sub("…", printed.stdout) == _ID.sub("…", shown)


def test_the_case_that_is_shown_first_is_the_example() -> None:
    """Line by line, in at most sixty lines."""
    shown, _ = _blocks("python")

    assert shown == (ROOT / "examples" / "award_review.py").read_text("utf-8")
    assert len(shown.splitlines()) <= 60


def test_both_commands_are_one_line_each_and_set_up_the_same() -> None:
    """One runs the demo, one the tests; all before the last step is the same."""
    demo, tests = (block.strip() for block in _blocks("sh"))

    assert "\n" not in demo + tests
    assert demo.rpartition("&&")[0] == tests.rpartition("&&")[0]
    assert demo.endswith(".venv/bin/kvalitet demo")
    assert ".venv/bin/pytest" in tests


def test_every_link_leads_somewhere() -> None:
    """A file that the README names is there."""
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []
