"""`kvalitet key append on`: have each commit signed from here on."""

from __future__ import annotations

import click

from kvalitet_cli.appends import appending_with, keyring
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="on")
@appending_with
@in_language
@stored_in
def command(*, where: Where, append_key: str | None, language: Language) -> None:
    r"""Have each commit signed from here on; the key is made where there is none.

    That it is so is an event of the journal. It cannot be taken back: from then on
    nothing is written by who has no key that counts.

    \b
    Example:
      kvalitet key append on --journal programme.db
    """
    with keyring(where, append_key) as ring:
        begun = ring.begin()
        since = min(ring.standing().values())
    if begun:
        click.echo(say("appending", language, position=since, place=ring.place))
    else:
        click.echo(say("appending_already", language, position=since))
