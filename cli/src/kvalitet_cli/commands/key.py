"""`kvalitet key`: the key that signs."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {"rotate": "Go over to a new key, which the old one vouches for."}


@click.group(
    name="key", cls=LazyGroup, table=COMMANDS, package="kvalitet_cli.commands.keyed"
)
def command() -> None:
    r"""See to the key that signs how far a journal has come.

    \b
    Example:
      kvalitet key rotate --journal programme.db
    """
