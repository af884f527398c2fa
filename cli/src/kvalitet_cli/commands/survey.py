"""`kvalitet survey`: what surveys came to."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "results": "Count what was answered, and withhold small numbers.",
}


@click.group(
    name="survey",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.surveys",
)
def command() -> None:
    r"""See what surveys came to.

    `kvalitet views query core.surveys` tells how many answered so far.

    \b
    Example:
      kvalitet survey results trivsel --wave 2021 --threshold 5
    """
