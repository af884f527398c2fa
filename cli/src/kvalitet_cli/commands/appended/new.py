"""`kvalitet key append new`: a key for this machine."""

from __future__ import annotations

import click

from kvalitet_cli.appends import appending_with, keyring
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="new")
@appending_with
@stored_in
def command(*, where: Where, append_key: str | None) -> None:
    r"""Make this machine's append key where there is none, and print what verifies it.

    It does not count yet: give what is printed to `kvalitet key append add` on a
    machine whose key does.

    \b
    Example:
      kvalitet key append new --journal programme.db
    """
    with keyring(where, append_key) as ring:
        click.echo(ring.make())
