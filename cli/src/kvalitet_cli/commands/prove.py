"""`kvalitet prove`: a proof file for one event."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import account, put, signing_with
from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note
from kvalitet_core.audit import refuse_taken
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.proofs import read_proof

__all__ = ["command"]


@click.command(name="prove")
@click.argument("event")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@click.option(
    "--payload",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write what the event says, which the proof is of.",
)
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    event: str,
    out: Path | None,
    payload: Path | None,
    language: Language,
) -> None:
    r"""Prove that EVENT is in the journal, by a file of the C2SP tlog-proof format.

    EVENT is an event's id, or its stream and version: `tilbud/17@3`. The proof has no
    content; whoever is to see that too is given it by --payload, as the journal keeps
    it: JSON, in which persons are sealed. `kvalitet verify-proof` verifies both.

    \b
    Example:
      kvalitet prove application/a-17@4 --journal programme.db --out a-17.tlog-proof
      kvalitet prove application/a-17@4 --journal programme.db \
        --out a-17.tlog-proof --payload a-17.json
    """
    refuse_taken(out, payload)
    with account(where, signing_key) as evidence:
        proof = evidence.prove(event)
        state = evidence.payload(event) if payload else None
        problems = evidence.opening_problems()
    if payload is not None and state is not None:
        put(state, payload)
    put(proof, out)
    for each in problems:
        place, text = told(each.place, language), told(each.text, language)
        note(say("found", language, place=place, text=text))
    read = read_proof(proof)
    size = read_checkpoint(read_note(read.checkpoint).text).size
    note(say("proved", language, event=event, number=read.index + 1, size=size))
