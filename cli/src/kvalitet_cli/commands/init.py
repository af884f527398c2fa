"""`kvalitet init`: make an empty journal."""

from __future__ import annotations

import click

from kvalitet_cli.making import refuse_to_overwrite
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.journal import Journal

__all__ = ["command"]


@click.command(name="init")
@stored_in
def command(*, where: Where) -> None:
    r"""Make an empty journal, with its key store and key file.

    What is there already is left as it is, and is an error.

    \b
    Example:
      kvalitet init --journal programme.db
    """
    refuse_to_overwrite(where.journal, remedy="name another place with --journal")
    with Journal.open(
        where.journal, keys=where.keys, create=True, busy_seconds=where.busy_seconds
    ) as journal:
        click.echo(f"made journal {journal.place} with id {journal.id}")
        if journal.signed_by is not None:
            text = f"what is appended to it is signed with {journal.signed_by}"
            click.echo(f"{text} (see kvalitet key append)")
