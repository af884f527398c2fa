"""A group of commands whose modules are imported when they are run, not before."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Commands as a table: name → what it is for; its help comes from the table."""

    def __init__(
        self, *args: Any, table: Mapping[str, str], package: str, **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self.no_args_is_help = False
        self.invoke_without_command = True
        self.help = _verbatim(self.help)
        self.table = table
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in self.table:
            return None
        module = cmd_name.replace("-", "_")
        command = import_module(f"{self._package}.{module}").command
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        command.help = _verbatim(command.help)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is not there, tell the nearest."""
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            near = get_close_matches(name, self.table)
            hint = f": did you mean {' or '.join(near)}?" if near else ""
            message = f"unknown command {name!r}{hint}"
            raise click.UsageError(message, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; without one, show the help."""
        if not ctx._protected_args and not ctx.args:  # noqa: SLF001 - click has no other
            click.echo(ctx.get_help())
            return None
        return super().invoke(ctx)


def _verbatim(text: str | None) -> str | None:
    """Give click its sign for a paragraph to be left as it is; docstrings are raw."""
    return text and text.replace("\\b\n", "\b\n")
