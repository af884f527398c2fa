"""`kvalitet anchor add`: keep a checkpoint that came back from outside."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import (
    FILE,
    account,
    read_checkpoint_file,
    read_file,
    read_policy_file,
    signing_with,
)
from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.errors import EvidenceUnavailable, Malformed
from kvalitet_core.evidence.timestamps import read_timestamp

__all__ = ["command"]


@click.command(name="add")
@click.argument("checkpoint", type=FILE)
@click.option(
    "--timestamp",
    type=FILE,
    metavar="TOKEN",
    help="A time stamp of it (RFC 3161): kept as it is, beside the checkpoint.",
)
@click.option(
    "--policy",
    type=FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    checkpoint: Path,
    timestamp: Path | None,
    policy: Path | None,
    language: Language,
) -> None:
    r"""Keep CHECKPOINT as an anchor: an auditor's copy, or cosigned by a witness.

    The journal must have grown from it; otherwise that is found, with exit code 1. An
    event of the journal names it, once, so that `kvalitet verify` finds it if it is
    taken away; then this puts it back. It goes out with every bundle. What time a stamp
    states is told where kvalitet-core[timestamps] is installed; who signed it is not
    verified.

    \b
    Example:
      kvalitet anchor add cosigned.checkpoint --journal programme.db
      kvalitet anchor add held.checkpoint --timestamp held.tsr --journal programme.db
    """
    note, own, token = (
        read_checkpoint_file(checkpoint),
        read_policy_file(policy),
        read_file(timestamp),
    )
    if token == b"":
        raise Malformed(str(timestamp), "is empty: expected a time stamp (RFC 3161)")
    with account(where, signing_key, read_only=False) as evidence:
        anchor = evidence.anchor(note or b"", policy=own, timestamp=token)
    facts = {"kind": say(anchor.kind, language), "size": anchor.size}
    kept = say("kept", language, **facts)
    if timestamp is not None:
        stated = told(_stated(anchor.content), language)
        kept = say("kept_and", language, kept=kept, told=stated)
    click.echo(kept)


def _stated(token: bytes) -> str:
    try:
        return read_timestamp(token).told
    except EvidenceUnavailable as error:
        return error.problem
