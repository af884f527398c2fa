"""`kvalitet key append`: the keys that sign each commit as it is appended."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "on": "Have each commit signed from here on.",
    "list": "List the keys whose signatures count.",
    "new": "Make a key for this machine, to be added where one counts.",
    "add": "Let another machine's key count.",
    "retire": "Let a key count no more.",
    "rotate": "Go over to a new key on this machine.",
}


@click.group(
    name="append",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.appended",
)
def command() -> None:
    r"""See to the append keys: whoever has none can put no row there unseen.

    Each machine that writes has its own, outside the database. `kvalitet verify` names
    every row that none of them has signed.

    \b
    Example:
      kvalitet key append on --journal programme.db
    """
