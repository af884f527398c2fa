"""`docs/write-a-plugin.md`: whoever does what it says sees what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.tutorial import PAGE, anywhere, followed

from kvalitet_cli.commands.plugin import COMMANDS
from kvalitet_cli.main import cli

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_step_comes_to_what_the_page_shows(tmp_path: Path) -> None:
    """Each block is carried out in order, in an empty folder.

    `python tests/tutorial.py` writes into the page what is printed now.
    """
    assert followed(TEXT, tmp_path) == TEXT


def test_at_the_end_all_laws_hold() -> None:
    """The last time that the page checks the plugin, nothing is broken."""
    *_, last = re.findall(
        r"^kvalitet: plugin mentor .* laws: (.*)$", TEXT, re.MULTILINE
    )

    assert re.fullmatch(r"[0-9]+ held", last)


def test_every_command_for_writing_plugins_is_named() -> None:
    """Nobody has to guess that there is a command for it."""
    assert [name for name in COMMANDS if f"kvalitet plugin {name}" not in TEXT] == []


def test_it_shows_nothing_that_differs_from_machine_to_machine() -> None:
    """Neither how long something took, nor how wide the terminal was."""
    bar = f"{'.' * 3}{' ' * 9}[100%]\n3 passed in 0.44s\n7 passed in 75.10s (0:01:15)\n"

    assert anywhere(bar) == (
        "... [100%]\n3 passed in some seconds\n7 passed in some seconds\n"
    )
    assert anywhere(TEXT) == TEXT


def test_what_comes_next_is_carried_out_too() -> None:
    """A command that the page names is a command: each option stands in its help."""
    named = set(re.findall(r"kvalitet ([a-z]+ [a-z]+)(?: [a-z.]+)* (--[a-z]+)", TEXT))

    assert ("plugin export", "--release") in named
    for words, option in sorted(named):
        shown = CliRunner().invoke(cli, [*words.split(), "--help"])
        assert shown.exit_code == 0
        assert option in shown.stdout


def test_every_link_leads_somewhere() -> None:
    """A file that the page names is there."""
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", TEXT)

    assert [link for link in links if not (PAGE.parent / link).exists()] == []
