"""`kvalitet anchor`: what somebody outside holds or signed."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "add": "Keep a checkpoint that came back from outside.",
}


@click.group(
    name="anchor",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.anchoring",
)
def command() -> None:
    r"""Keep what somebody outside holds or signed of a journal.

    \b
    Example:
      kvalitet anchor add cosigned.checkpoint --journal programme.db
    """
