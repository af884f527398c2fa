"""`kvalitet key append list`: whose append signatures count."""

from __future__ import annotations

import click

from kvalitet_cli.appends import appending_with, keyring
from kvalitet_cli.options import FORMATS, Form, Where, stored_in
from kvalitet_cli.report import put_json

__all__ = ["command"]


@click.command(name="list")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; one JSON value, laid out or in a line, for programs.",
)
@appending_with
@stored_in
def command(*, where: Where, append_key: str | None, form: Form) -> None:
    r"""List the keys whose signatures count, and from which position each does.

    \b
    Example:
      kvalitet key append list --journal programme.db
    """
    with keyring(where, append_key) as ring:
        standing = ring.standing()
    if form != "text":
        told = [{"key": key, "since": since} for key, since in standing.items()]
        put_json({"keys": told}, form=form)
        return
    for key, since in standing.items():
        click.echo(f"from position {since}: {key}")
    if not standing:
        text = "no append key signs the rows (see kvalitet key append on)"
        click.echo(f"kvalitet: {text}", err=True)
