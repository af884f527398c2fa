"""`docs/asking-the-past.md`: what stands below each command is its output.

Run as a program, it writes what the commands print into the page.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from kvalitet_cli.main import COMMANDS, cli

PAGE = Path(__file__).parents[1] / "docs" / "asking-the-past.md"
ENVIRONMENT = {
    "COLUMNS": "90",
    "LC_ALL": "C.UTF-8",
    "KVALITET_PLUGINS": "indsatsteam",
    "KVALITET_JOURNAL": "demo.db",
}
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ kvalitet (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DRAWN = re.compile(
    r"\b[0-9a-f]{64}\b|\bperson-[0-9a-f]{12}\b"
    r"|\b20(?:2[4-9]|[3-9]\d)-\d\d-\d\dT[\d:]+\+\d\d:\d\d"
)
"""A digest, the id of a person, or an instant after the demo: when it was asked."""
_BY_TIME = len("016fa94e-a060-7")
"""How much of an id that the demo makes is the same each time: its time."""


def _typed(command: str, tilbud: list[str]) -> str:
    """A command of the page, with the tilbud of this demo in the place of another's."""

    def own(found: re.Match[str]) -> str:
        same = [each for each in tilbud if each[:_BY_TIME] == found[0][:_BY_TIME]]
        return same[0] if same else found[0]

    return _ID.sub(own, command)


def _printed(command: str) -> str:
    told = CliRunner().invoke(cli, shlex.split(command), catch_exceptions=False)
    assert told.exit_code == 0, told.stderr
    return "".join(f"{line.rstrip()}\n" for line in told.stdout.rstrip().splitlines())


def _followed(page: str) -> str:
    """The page, with what its commands print in the folder where one stands."""
    CliRunner().invoke(cli, ["demo"], catch_exceptions=False)
    told = CliRunner().invoke(cli, ["streams", "tilbud"], catch_exceptions=False)
    tilbud = [found[0] for found in _ID.finditer(told.stdout)]

    def block(found: re.Match[str]) -> str:
        return f"```console\n{_COMMAND.sub(command, found[1])}```"

    def command(found: re.Match[str]) -> str:
        typed = _typed(found[1], tilbud)
        return f"$ kvalitet {typed}\n{_printed(typed)}"

    return _BLOCK.sub(block, page)


def _same_each_time(page: str) -> str:
    """A page without ids, digests and its own time, which are others in every demo."""
    return _DRAWN.sub("…", _ID.sub("…", page))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, in an English house."""
    monkeypatch.chdir(tmp_path)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_commands_show_what_the_page_shows() -> None:
    """But for ids and digests, which are others in every demo."""
    page = PAGE.read_text(encoding="utf-8")

    assert _same_each_time(_followed(page)) == _same_each_time(page)


def test_every_question_has_its_command_on_the_page() -> None:
    """What the page is about is asked on it, by commands that there are."""
    page = PAGE.read_text(encoding="utf-8")
    asked = {found[1].split()[0] for found in _COMMAND.finditer(page)}

    assert asked <= set(COMMANDS)
    assert asked >= {"blame", "corrections", "diff", "export", "first-true", "late"}
    assert asked >= {
        "access",
        "overrides",
        "redecide",
        "reform",
        "refusals",
        "replay",
        "search",
        "timeline",
        "trace",
        "whatif",
        "why-not",
    }


def test_every_link_of_the_page_leads_somewhere() -> None:
    """A file that the page names is there."""
    page = PAGE.read_text(encoding="utf-8")
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", page)

    assert [link for link in links if not (PAGE.parent / link).exists()] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        os.chdir(empty)
        os.environ |= ENVIRONMENT
        PAGE.write_text(_followed(PAGE.read_text("utf-8")), encoding="utf-8")
