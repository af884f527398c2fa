"""The help: cheap, complete, and with an example for everything."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

import kvalitet_cli
import kvalitet_core as core
from kvalitet_cli.lazy import LazyGroup
from kvalitet_cli.main import cli

HEAVY = (
    "attrs",
    "cryptography",
    "eventsourcing",
    "jsonschema",
    "kvalitet_core",
    "msgspec",
    "psycopg",
    "rich",
    "sqlite3",
)


def _all_commands(
    group: LazyGroup = cli,  # type: ignore[assignment]
    path: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], click.Command, str]]:
    context = click.Context(group)
    for name, purpose in group.table.items():
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command, purpose
        if isinstance(command, LazyGroup):
            yield from _all_commands(command, (*path, name))


COMMANDS = list(_all_commands())
NAMES = [" ".join(path) for path, _, _ in COMMANDS]


def test_help_imports_nothing_heavy() -> None:
    """`--help` needs click and this package, and nothing of the core."""
    program = (
        "import sys\n"
        "from kvalitet_cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "print('IMPORTED', *sys.modules)\n"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    imported = printed.partition("IMPORTED")[2].split()
    assert "click" in imported
    assert [name for name in imported if name.partition(".")[0] in HEAVY] == []


@pytest.mark.parametrize("path", NAMES)
def test_every_command_has_help_with_an_example(
    run: Callable[..., Result], path: str
) -> None:
    """Whoever asks for help sees how the command is typed."""
    result = run(*path.split(), "--help")

    assert result.exit_code == 0
    assert f"Example:\n    kvalitet {path.partition(' ')[0]}" in result.stdout


@pytest.mark.parametrize(
    ("command", "purpose"), [item[1:] for item in COMMANDS], ids=NAMES
)
def test_every_option_says_what_it_is(command: click.Command, purpose: str) -> None:
    """The table has a purpose for each command, and each option has its own help."""
    assert purpose.endswith(".")
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name


def test_help_documents_the_exit_codes(run: Callable[..., Result]) -> None:
    """An auditor's script can rely on what the help says of exit codes."""
    told = run("--help").stdout

    for code in ("0  ", "1  ", "2  ", "3  ", "130  "):
        assert f"\n    {code}" in told


def test_help_lists_every_setting_of_the_environment(
    run: Callable[..., Result],
) -> None:
    """Whatever the code reads from the environment stands in the help."""
    packages = [Path(package.__file__ or "").parent for package in (kvalitet_cli, core)]
    sources = [path for package in packages for path in package.rglob("*.py")]
    read = {
        name
        for path in sources
        for name in re.findall(r'"(KVALITET_[A-Z_]+)"', path.read_text("utf-8"))
    }

    told = run("--help").stdout

    assert "KVALITET_DEBUG" in read
    assert sorted(name for name in read if f"\n    {name} " not in told) == []


def test_help_says_what_a_tilbud_is(run: Callable[..., Result]) -> None:
    """The one Danish word that a newcomer meets in every example."""
    assert "A tilbud is a place or service that supports people" in run("--help").stdout


def test_without_a_command_the_help_is_shown(run: Callable[..., Result]) -> None:
    """A newcomer who types the bare name sees what there is."""
    result = run()

    assert result.exit_code == 0
    assert "Commands:" in result.stdout


def test_an_unknown_command_names_the_nearest(run: Callable[..., Result]) -> None:
    """A slip of the finger is recognised; it is wrong usage all the same."""
    result = run("hisory")

    assert result.exit_code == 2
    assert result.stderr == (
        "kvalitet: unknown command 'hisory': did you mean history? "
        "(see kvalitet --help)\n"
    )
