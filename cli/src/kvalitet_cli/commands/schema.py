"""`kvalitet schema`: which commands and events there are, and what they hold."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "list": "List the stored names of commands and events.",
    "show": "Show what a command or an event holds.",
    "export": "Write the schema files of the core or of a plugin.",
    "check": "Compare classes with their released schemas.",
    "asyncapi": "Write the events as an AsyncAPI 3.0 document.",
}


@click.group(
    name="schema",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.schemas",
)
def command() -> None:
    r"""List commands and events, and show, write and check their JSON Schemas.

    Needs no journal.

    \b
    Example:
      kvalitet schema list
      kvalitet schema show tilbud.register
      kvalitet schema check
    """
