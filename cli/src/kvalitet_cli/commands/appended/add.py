"""`kvalitet key append add`: let another machine's key count."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.appends import appending_with, keyring, vouched_for
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="add")
@click.argument("key", metavar="KEY")
@vouched_for
@appending_with
@in_language
@stored_in
def command(
    *,
    where: Where,
    append_key: str | None,
    signing_key: str | None,
    key: str,
    language: Language,
) -> None:
    r"""Let KEY count, as `kvalitet key append new` printed it on another machine.

    The change is an event, which this machine's append key signs; or the key that
    signs how far the journal has come, where every append key is lost.

    \b
    Example:
      kvalitet key append add "$(cat second.append-key.pub)" --journal programme.db
    """
    with keyring(where, append_key) as ring:
        ring.add(key, signing_key=Path(signing_key) if signing_key else None)
        position = ring.standing()[key]
    click.echo(say("counts", language, position=position, named=key))
