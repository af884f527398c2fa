"""From when until when: how a command is told of a period, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

import click

from kvalitet_cli.instants import Instant

__all__ = ["between", "refuse_backwards"]

_Function: TypeAlias = Callable[..., Any]


def between(what: str) -> Callable[[_Function], _Function]:
    """Add --from and --to, given as `since` and `until`; `what` is told in the help."""
    first = click.option(
        "--from",
        "since",
        type=Instant(last=False),
        metavar="INSTANT",
        help=f"Only {what} at this date or instant, or later.",
    )
    last = click.option(
        "--to",
        "until",
        type=Instant(last=True),
        metavar="INSTANT",
        help=f"Only {what} at this date or instant, or earlier.",
    )
    return lambda function: first(last(function))


def refuse_backwards(
    since: datetime | None, until: datetime | None, *, none: str = "nothing"
) -> None:
    """Refuse a period that ends before it begins.

    Raises:
        UsageError: It does; `none` is what can be in between.
    """
    if since is not None and until is not None and since > until:
        message = f"--from is later than --to: {none} can be in between"
        raise click.UsageError(message, ctx=click.get_current_context())
