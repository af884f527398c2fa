"""`kvalitet reactions`: what follows by itself, how it stands, and what is parked."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "list": "List the reactions of the installed plugins.",
    "status": "Tell how far each reaction has come, and what came of it.",
    "retry": "Try the events that a reaction has parked again.",
    "park": "Leave an event that a reaction has parked undone for good.",
}


@click.group(
    name="reactions",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.reacting",
)
def command() -> None:
    r"""Look at what follows from events by itself, and see to what is parked.

    A reaction gives a command when an event is recorded: once for each event, and on
    its plugin's authority. `kvalitet run` brings reactions up to date, where commits
    are not followed at once.

    \b
    Example:
      kvalitet reactions list
      kvalitet reactions status --journal programme.db
    """
