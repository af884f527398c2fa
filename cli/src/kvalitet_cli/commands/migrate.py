"""`kvalitet migrate`: bring an older format up to today's."""

from __future__ import annotations

import click

from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening import migrate

__all__ = ["command"]


@click.command(name="migrate")
@stored_in
def command(*, where: Where) -> None:
    r"""Bring a journal of an older format up to the one that this version writes.

    Make a backup first. A journal that is up to date is left as it is.

    \b
    Example:
      kvalitet migrate --journal demo.db
    """
    done = migrate(where.journal)
    for step in done:
        click.echo(f"done: {step}")
    if not done:
        click.echo(f"nothing to do: the journal's format is {FORMAT}")
