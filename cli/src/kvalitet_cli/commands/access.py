"""`kvalitet access`: who was shown what of persons, and for what purpose."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "log": "List who was shown persons: when, what, and for what purpose.",
    "prune": "Remove looks that have been kept long enough.",
}


@click.group(
    name="access",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.accessing",
)
def command() -> None:
    r"""See who was shown what of persons, and remove what has been kept long enough.

    Each time that --persons PURPOSE opens what is sealed, the access store keeps it
    first. It is a file of its own, beside the journal or where KVALITET_ACCESS says.

    \b
    Example:
      kvalitet access log --journal programme.db
      kvalitet access prune --days 183 --journal programme.db
    """
