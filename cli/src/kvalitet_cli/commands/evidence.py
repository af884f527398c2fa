"""`kvalitet evidence`: how the evidence of a journal stands."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "status": "Tell how far the journal is sealed, signed, and held by others.",
}


@click.group(
    name="evidence",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.proving",
)
def command() -> None:
    r"""Look at what proves that a journal is untouched.

    \b
    Example:
      kvalitet evidence status --journal programme.db
    """
