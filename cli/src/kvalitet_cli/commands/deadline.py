"""`kvalitet deadline`: how deadlines in cases were counted."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "proof": "Show how a deadline was counted, every time, and count it again.",
}


@click.group(
    name="deadline",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.deadlines",
)
def command() -> None:
    r"""See how deadlines in cases were counted, and count them again.

    `kvalitet worklist` tells what is due.

    \b
    Example:
      kvalitet deadline proof indsatsteam.forloeb.7 ansoegning.afgoer
    """
