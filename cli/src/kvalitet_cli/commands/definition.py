"""`kvalitet definition`: how cases run, as far as that is installed."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "list": "List the case types that are installed.",
    "check": "Check case types: every finding at once.",
    "diff": "Say what changed from one version of a case type to another.",
    "draw": "Draw a case type, or all its open cases laid over it.",
}


@click.group(
    name="definition",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.defining",
)
def command() -> None:
    r"""List, check, compare and draw what cases run by: case types.

    One is named by its code, or by code and version: indsatsteam.forloeb/2020-2.

    \b
    Example:
      kvalitet definition list
      kvalitet definition check
      kvalitet definition draw indsatsteam.forloeb --as svg --output forloeb.svg
    """
