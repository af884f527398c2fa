"""`kvalitet case`: to open cases, and to see how they stand and how they came there."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "open": "Open a case.",
    "list": "List cases: how far each has come, and what it waits for.",
    "show": "Show how a case stands: what is done, what can be done, what is owed.",
    "timeline": "Tell what happened in a case, in dated sentences.",
    "draw": "Draw a case: its case type, with how far it has come laid over it.",
}


@click.group(
    name="case", cls=LazyGroup, table=COMMANDS, package="kvalitet_cli.commands.cases"
)
def command() -> None:
    r"""Open cases, and see how they stand and how they came there.

    A case is named by its stream, which may leave out its kind:
    case/indsatsteam.forloeb.7 or indsatsteam.forloeb.7.

    \b
    Example:
      kvalitet case list --state open
      kvalitet case show indsatsteam.forloeb.7
      kvalitet case timeline indsatsteam.forloeb.7 --lang da
    """
