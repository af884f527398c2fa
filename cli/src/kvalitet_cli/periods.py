"""From when until when: how a command is told of a period, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

import click

from kvalitet_cli.instants import Instant
from kvalitet_core.errors import Malformed
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.values import COPENHAGEN

__all__ = ["between", "known_at", "refuse_backwards", "refuse_unbegun"]

_Function: TypeAlias = Callable[..., Any]

known_at: Final[Callable[[_Function], _Function]] = click.option(
    "--known",
    type=Instant(last=True, ambiguous_dates=True),
    metavar="INSTANT",
    help="As it was known at this date or instant.",
)
"""Add --known, given as `known`."""


def between(what: str) -> Callable[[_Function], _Function]:
    """Add --from and --to, given as `since` and `until`; `what` is told in the help."""
    first = click.option(
        "--from",
        "since",
        type=Instant(last=False, ambiguous_dates=True),
        metavar="INSTANT",
        help=f"Only {what} at this date or instant, or later.",
    )
    last = click.option(
        "--to",
        "until",
        type=Instant(last=True, ambiguous_dates=True),
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


def refuse_unbegun(
    journal: Journal, *ends: datetime | None, option: str = "--to"
) -> None:
    """Refuse to look for what was there before there was a journal.

    Args:
        journal: The journal.

        ends: The last instants that are looked at; None is now.

        option: Where they were typed.

    Raises:
        Malformed: One is before the journal began, so nothing can be found by it.
    """
    asked = [end for end in ends if end is not None]
    first = journal.folder.reader.log(limit=1) if asked else ()
    for begun in (recorded_at(row[4]) for row in first):
        if min(asked) < begun:
            began, got = (
                each.astimezone(COPENHAGEN).isoformat(timespec="seconds")
                for each in (begun, min(asked))
            )
            text = f"expected a time after the journal began, {began}, got {got}"
            raise Malformed(option, text)
