"""`kvalitet key rotate`: go over to a new key."""

from __future__ import annotations

import click

from kvalitet_cli.evidence import account, signing_with
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note

__all__ = ["command"]


@click.command(name="rotate")
@in_language
@signing_with
@stored_in
def command(*, where: Where, signing_key: str | None, language: Language) -> None:
    r"""Go over to a new signing key, and print the key that verifies it.

    The change is an event, which the old key signs. Give the new key to whoever holds
    the old one: policies name both, as what the old one signed is still to be verified.

    \b
    Example:
      kvalitet key rotate --journal programme.db
    """
    with account(where, signing_key, read_only=False) as evidence:
        click.echo(evidence.rotate())
    note(say("rotated_key", language))
