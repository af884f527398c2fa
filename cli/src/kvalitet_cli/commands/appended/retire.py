"""`kvalitet key append retire`: let a key count no more."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.appends import appending_with, keyring, vouched_for
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="retire")
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
    r"""Let KEY count no more: its text, or its id of eight digits.

    What it signed until now stands. The last key that counts is not retired.

    \b
    Example:
      kvalitet key append retire 1f4c09aa --journal programme.db
    """
    with keyring(where, append_key) as ring:
        ring.retire(key, signing_key=Path(signing_key) if signing_key else None)
    click.echo(say("counts_no_more", language, named=key))
