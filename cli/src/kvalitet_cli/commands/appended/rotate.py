"""`kvalitet key append rotate`: go over to a new key on this machine."""

from __future__ import annotations

import click

from kvalitet_cli.appends import appending_with, keyring
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note

__all__ = ["command"]


@click.command(name="rotate")
@appending_with
@in_language
@stored_in
def command(*, where: Where, append_key: str | None, language: Language) -> None:
    r"""Go over to a new append key on this machine, and print what verifies it.

    The change is an event, which the old key signs. Processes that write take up the
    new key by themselves.

    \b
    Example:
      kvalitet key append rotate --journal programme.db
    """
    with keyring(where, append_key) as ring:
        click.echo(ring.rotate())
    note(say("rotated_append_key", language))
