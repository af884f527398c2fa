"""`kvalitet verify`: whether a journal is untouched, where it is."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import (
    FILE,
    account,
    read_checkpoint_file,
    read_policy_file,
    signing_with,
    tell,
)
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_one_value, stored_in

__all__ = ["command"]


@click.command(name="verify")
@click.option(
    "--since",
    type=FILE,
    metavar="CHECKPOINT",
    help="A checkpoint that you kept: the journal must have grown from it.",
)
@click.option(
    "--policy",
    type=FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@click.option(
    "--quick/--full",
    default=False,
    help="Only checkpoints and the newest tiles, or every row too (the default).",
)
@in_one_value
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    since: Path | None,
    policy: Path | None,
    quick: bool,
    language: Language,
    form: Form,
) -> int:
    r"""Verify that nothing in the journal was changed, removed, moved or back-dated.

    Leaves with 0 where nothing is wrong; 1 where something was found, each named; 3
    where it could not look, as when there is no key to verify signatures with. What was
    not looked at, as the rows with --quick, is said.

    \b
    Example:
      kvalitet verify --journal programme.db
      kvalitet verify --journal programme.db --since programme-2025.checkpoint
    """
    kept, own = read_checkpoint_file(since), read_policy_file(policy)
    with account(where, signing_key) as evidence:
        report = evidence.verify(full=not quick, since=kept, policy=own)
        return tell(
            report, of=evidence.place, form=form, full=not quick, language=language
        )
