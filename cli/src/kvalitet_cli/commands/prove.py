"""`kvalitet prove`: a proof file for one event."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, put, signing_with
from kvalitet_cli.options import Where, stored_in

__all__ = ["command"]


@click.command(name="prove")
@click.argument("event")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@signing_with
@stored_in
def command(
    *, where: Where, signing_key: str | None, event: str, out: Path | None
) -> None:
    r"""Prove that EVENT is in the journal, by a file of the C2SP tlog-proof format.

    EVENT is an event's id, or its stream and version: `tilbud/17@3`.

    \b
    Example:
      kvalitet prove application/a-17@4 --journal programme.db --out a-17.tlog-proof
    """
    with account(where, signing_key) as evidence:
        put(evidence.prove(event), out)
