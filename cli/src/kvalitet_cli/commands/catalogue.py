"""`kvalitet catalogue`: public facts that come with plugins."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup

__all__ = ["COMMANDS", "command"]

COMMANDS: Final = {
    "list": "List the catalogues of the core and of the installed plugins.",
    "load": "Give a catalogue's commands to a journal.",
}


@click.group(
    name="catalogue",
    cls=LazyGroup,
    table=COMMANDS,
    package="kvalitet_cli.commands.catalogues",
)
def command() -> None:
    r"""List public facts that come with plugins, and load them into a journal.

    \b
    Example:
      kvalitet catalogue list
      kvalitet catalogue load core.municipalities --journal programme.db --as @me.json
    """
