"""`kvalitet checkpoint`: the newest checkpoint, to be kept out of reach."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, put, signing_with
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note

__all__ = ["command"]


@click.command(name="checkpoint")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@in_language
@signing_with
@stored_in
def command(
    *, where: Where, signing_key: str | None, out: Path | None, language: Language
) -> None:
    r"""Give the newest signed checkpoint: how far the journal has come, and its root.

    Kept where whoever runs the journal cannot reach it, it proves for years to come
    that nothing below it was changed, removed, moved or added.

    \b
    Example:
      kvalitet checkpoint --journal programme.db --out programme-2026.checkpoint
    """
    with account(where, signing_key) as evidence:
        newest = evidence.checkpoint()
    put(newest.note, out)
    note(say("checkpoint", language, size=newest.size, at=newest.signed_at))
