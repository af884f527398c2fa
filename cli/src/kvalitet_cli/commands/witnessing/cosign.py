"""`kvalitet witness cosign`: verify a bundle, and cosign its checkpoint."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import put
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.telling import note
from kvalitet_core.audit import refuse_taken
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock

__all__ = ["command"]


@click.command(name="cosign")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The key of the witness.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@in_language
def command(*, folder: Path, key: Path, out: Path | None, language: Language) -> None:
    r"""Verify the bundle in DIR, and give its checkpoint back, cosigned.

    Refused with exit code 1 where anything is wrong, or where the journal is another
    than the one that this witness cosigned last; with 3 where the bundle has less than
    was cosigned last, or what that was is lost: then nothing is signed. Where the
    journal's key gave over to another, the witness follows, and keeps that one too.

    \b
    Example:
      kvalitet witness cosign audit-2026 --key auditor.key --out cosigned.checkpoint
    """
    refuse_taken(out)
    witness = Witness(key)
    signed = witness.cosign(folder, at=host_clock())
    put(signed, out)
    for each in witness.followed:
        note(say("followed", language, after=each, policy=f"{key}.policy"))
    size = read_checkpoint(read_note(signed).text).size
    note(say("cosigned", language, folder=folder, size=size))
