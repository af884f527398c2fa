"""`kvalitet migrate`: bring an older format up to today's."""

from __future__ import annotations

import click

from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.opening import migrate, store_at

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
    store = store_at(where.journal, busy_seconds=where.busy_seconds)
    found = store.format()
    store.close()
    if found == FORMAT:
        click.echo(f"nothing to do: the journal's format is {FORMAT}")
        return
    for step in migrate(where.journal):
        click.echo(f"done: {step}")
