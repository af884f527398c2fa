"""`kvalitet backup`: a consistent copy."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


def _named(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    """Refuse what names no file: an empty text, or a folder's dots."""
    if not value.name:
        message = "expected the name of a file that is to be made"
        raise click.BadParameter(message, ctx=ctx, param=param)
    return value


@click.command(name="backup")
@click.argument("path", type=click.Path(path_type=Path), callback=_named)
@stored_in
def command(*, where: Where, path: Path) -> None:
    r"""Copy the journal to PATH, as an SQLite journal, while others write to it.

    What is at PATH already is not overwritten. Keys are not in the copy: keep a copy
    of the key store and of its key file apart from it. Nor are attached files: copy
    their folder after the journal, and it has every file that the copy names.

    \b
    Example:
      kvalitet backup copy.db --journal demo.db
    """
    with where.opened(read_only=True) as journal:
        journal.backup(path)
        head, place = journal.head(), journal.place
    click.echo(f"copied journal {place} to {path}, without its keys and attachments")
    click.echo(f"kvalitet: the journal's newest position is now {head}", err=True)
