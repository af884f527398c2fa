"""`kvalitet anchor add`: keep a checkpoint that came back from outside."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, read_file, signing_with
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="add")
@click.argument("checkpoint", type=_FILE)
@click.option(
    "--timestamp",
    type=_FILE,
    metavar="TOKEN",
    help="A time stamp of it (RFC 3161): kept as it is, and not read.",
)
@click.option(
    "--policy",
    type=_FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    checkpoint: Path,
    timestamp: Path | None,
    policy: Path | None,
) -> None:
    r"""Keep CHECKPOINT as an anchor: an auditor's copy, or cosigned by a witness.

    The journal must have grown from it; otherwise that is found, with exit code 1. It
    goes out with every bundle.

    \b
    Example:
      kvalitet anchor add cosigned.checkpoint --journal programme.db
    """
    with account(where, signing_key, read_only=False) as evidence:
        anchor = evidence.anchor(
            checkpoint.read_bytes(),
            policy=read_file(policy),
            timestamp=read_file(timestamp),
        )
    click.echo(f"kept: {anchor.kind} of {anchor.size} events")
