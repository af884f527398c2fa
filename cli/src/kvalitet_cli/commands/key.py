"""`kvalitet key`: the keys that sign."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "rotate": "Go over to a new key, which the old one vouches for.",
    "append": "See to the keys that sign each commit as it is appended.",
}


@click.group(
    name="key", cls=LazyGroup, table=COMMANDS, package="kvalitet_cli.commands.keyed"
)
def command() -> None:
    r"""See to the keys that sign: how far a journal has come, and what is appended.

    \b
    Example:
      kvalitet key rotate --journal programme.db
      kvalitet key append on --journal programme.db
    """
