"""`kvalitet witness init`: make a witness."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import FILE, read_policy_file
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.telling import note
from kvalitet_core.evidence.witness import Witness

__all__ = ["command"]


@click.command(name="init")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME", help="Who it is: a name or URL.")
@click.option(
    "--policy",
    required=True,
    type=FILE,
    metavar="FILE",
    help="Whose journal it witnesses: a bundle's policy.txt, once compared.",
)
@in_language
def command(*, path: Path, name: str, policy: Path, language: Language) -> None:
    r"""Make the key of a witness at PATH, and print the key that verifies.

    \b
    Example:
      kvalitet witness init auditor.key --name auditor.example/w1 --policy policy.txt
    """
    witness = Witness.init(path, name=name, policy=read_policy_file(policy) or b"")
    click.echo(witness.key.verifier_key)
    note(say("witness", language, name=name))
