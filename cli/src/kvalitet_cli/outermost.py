"""The outermost layer: every error becomes a line on standard error and an exit code.

The only place of the command line that catches `Exception`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import click

from kvalitet_cli.output import ReaderGone, Unwritable, checked_output

__all__ = ["ARGUMENTS", "INTERRUPTED", "RECORDED", "USAGE", "Outermost"]

USAGE: Final = 2
UNWRITTEN: Final = 3
INTERRUPTED: Final = 130

ARGUMENTS: Final = "kvalitet_cli.arguments"
"""Where the arguments as they were typed are kept, in the context's `meta`."""

RECORDED: Final = "kvalitet_cli.recorded"
"""Where the id of a command is kept once it is on record, in the same place."""


class Outermost(click.Group):
    """Runs a command and says what went wrong, without a traceback."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments as typed, for the access store."""
        ctx.meta[ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run; where the output cannot be written, tell what is on record already."""
        try:
            left = super().invoke(ctx)
            sys.stdout.flush()
        except Unwritable as error:
            if RECORDED in ctx.meta:
                text = f"{error}; command {ctx.meta[RECORDED]} is on record"
                raise Unwritable(text) from error
            raise
        return left

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "kvalitet",
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's
        **extra: Any,
    ) -> Any:
        """Run, report errors, and leave with the exit code."""
        code = self._code(args, prog_name or "kvalitet", complete_var, extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _code(
        self,
        args: Sequence[str] | None,
        prog_name: str,
        complete_var: str | None,
        extra: dict[str, Any],
    ) -> int:
        try:
            with checked_output():
                left = super().main(
                    args, prog_name, complete_var, standalone_mode=False, **extra
                )
        except click.ClickException as error:
            _say(_usage(error))
            return USAGE
        except (click.Abort, KeyboardInterrupt):
            _say("interrupted")
            return INTERRUPTED
        except ReaderGone:
            return 0
        except Unwritable as error:
            _say(f"the output could not be written: {error}")
            return UNWRITTEN
        except Exception as error:
            if "KVALITET_DEBUG" in os.environ:
                raise
            return _told(error)
        return left if isinstance(left, int) else 0


def _told(error: Exception) -> int:
    from kvalitet_cli.exits import (  # noqa: PLC0415 - only errors need the core
        exit_code,
        lines,
    )

    for line in lines(error):
        _say(line)
    return exit_code(error)


def _say(line: str) -> None:
    with suppress(OSError):
        click.echo(f"kvalitet: {line}", err=True)


def _usage(error: click.ClickException) -> str:
    text = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    if context is None:
        return text
    return f"{text} (see {context.command_path} --help)"
