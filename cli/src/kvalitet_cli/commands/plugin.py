"""`kvalitet plugin`: to write a plugin, and to see what one brings."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "new": "Make the folder of a new plugin, which passes its own tests.",
    "check": "Judge a plugin by the contract that every plugin must hold.",
    "export": "Write a plugin's manifest and schemas from its classes.",
    "doc": "Write what a plugin brings as a page.",
    "update": "Bring a plugin's folder up to date with its template.",
}


@click.group(
    name="plugin", cls=LazyGroup, table=COMMANDS, package="kvalitet_cli.commands.kit"
)
def command() -> None:
    r"""Write a plugin: a programme's rounds, rules, forms, commands and events.

    docs/write-a-plugin.md leads through it in half an hour. `kvalitet plugins` lists
    those that are installed.

    \b
    Example:
      kvalitet plugin new mentor
      kvalitet plugin check kvalitet-mentor
    """
