"""`kvalitet recover`: put back what a restored journal lacks."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, read_file, signing_with
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="recover")
@click.option(
    "--from",
    "bundle",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A bundle of the whole journal, with persons.",
)
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@signing_with
@stored_in
def command(
    *, where: Where, signing_key: str | None, bundle: Path, policy: Path | None
) -> None:
    r"""Append what a bundle has and the journal lacks, after a restored backup.

    The bundle is verified first, and the journal must be its beginning, event for
    event. Then what is sealed and signed goes on. Nobody may have written meanwhile.

    \b
    Example:
      kvalitet recover --from audit-2026 --journal programme.db
    """
    with account(where, signing_key, read_only=False) as evidence:
        count = evidence.restore(bundle, policy=read_file(policy))
    click.echo(f"{count} events put back")
