"""`kvalitet views`: what views show, how they stand, and making them anew."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "list": "List the views of the core and of the installed plugins.",
    "status": "Tell how far each view has come, and what is parked.",
    "rebuild": "Make a view's tables anew, beside those that are asked meanwhile.",
    "retry": "Try the events that a view has parked again.",
    "query": "Show rows of a view.",
}


@click.group(
    name="views",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.viewing",
)
def command() -> None:
    r"""Look at what views show, how they stand, and make them anew.

    \b
    Example:
      kvalitet views list
      kvalitet views query core.streams --journal programme.db --where kind=tilbud
    """
