"""Every claim of docs/views-and-reactions.md that can be run is run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kvalitet_cli.main import cli
from kvalitet_core import telemetry
from kvalitet_core.running.backoff import Backoff

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "views-and-reactions.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


def test_the_plugin_does_what_it_is_said_to_do(tmp_path: Path) -> None:
    """The example is a program, and what is shown below it is its output."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", _block("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == _block("text")


def test_the_commands_show_what_they_are_said_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands below each command is what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("KVALITET_PLUGINS", "")
    runner = CliRunner()
    runner.invoke(cli, ["demo"], catch_exceptions=False)

    for command, shown in re.findall(
        r"^\$ kvalitet (.*)\n((?:(?!\$ ).*\n)*)", _block("console"), flags=re.MULTILINE
    ):
        printed = runner.invoke(cli, command.split(), catch_exceptions=False)

        assert printed.exit_code == 0
        lines = [line.rstrip() for line in printed.stdout.splitlines()]
        assert lines == shown.splitlines()


def test_the_patience_is_as_it_is_told() -> None:
    """The seconds between the attempts stand on the page."""
    *most, last = (f"{delay:g}" for delay in Backoff().delays)

    assert f"after {', '.join(most)} and {last} seconds" in PAGE


def test_every_span_and_number_is_told() -> None:
    """Whoever makes a dashboard finds every name on the page."""
    source = Path(telemetry.__file__).read_text("utf-8")
    names = set(re.findall(r'(?:create_\w+|_span)\(\s*"([^"]+)"', source))

    assert len(names) == 7
    assert sorted(name for name in names if f"`{name}`" not in PAGE) == []


def test_every_link_leads_somewhere() -> None:
    """A file that the page names is there."""
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", PAGE)

    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
