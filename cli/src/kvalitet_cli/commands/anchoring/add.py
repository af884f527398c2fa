"""`kvalitet anchor add`: keep a checkpoint that came back from outside."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, read_file, signing_with
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.errors import EvidenceUnavailable
from kvalitet_core.evidence.timestamps import read_timestamp

__all__ = ["command"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="add")
@click.argument("checkpoint", type=_FILE)
@click.option(
    "--timestamp",
    type=_FILE,
    metavar="TOKEN",
    help="A time stamp of it (RFC 3161): kept as it is, beside the checkpoint.",
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
    goes out with every bundle. What time a stamp states is told where
    kvalitet-core[timestamps] is installed; who signed it is not verified.

    \b
    Example:
      kvalitet anchor add cosigned.checkpoint --journal programme.db
      kvalitet anchor add held.checkpoint --timestamp held.tsr --journal programme.db
    """
    with account(where, signing_key, read_only=False) as evidence:
        anchor = evidence.anchor(
            checkpoint.read_bytes(),
            policy=read_file(policy),
            timestamp=read_file(timestamp),
        )
    told = "" if timestamp is None else f": {_stated(anchor.content)}"
    click.echo(f"kept: {anchor.kind} of {anchor.size} events{told}")


def _stated(token: bytes) -> str:
    try:
        return read_timestamp(token).told
    except EvidenceUnavailable as error:
        return error.problem
