"""`kvalitet key append new`: a key for this machine."""

from __future__ import annotations

import click

from kvalitet_cli.appends import appending_with, keyring
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note

__all__ = ["command"]


@click.command(name="new")
@appending_with
@in_language
@stored_in
def command(*, where: Where, append_key: str | None, language: Language) -> None:
    r"""Make this machine's append key where there is none, and print what verifies it.

    It does not count yet: give what is printed to `kvalitet key append add` on a
    machine whose key does.

    \b
    Example:
      kvalitet key append new --journal programme.db
    """
    with keyring(where, append_key) as ring:
        click.echo(ring.make())
    note(say("made_key", language))
