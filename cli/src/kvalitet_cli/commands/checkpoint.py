"""`kvalitet checkpoint`: the newest checkpoint, to be kept out of reach."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import (
    FILE,
    account,
    put,
    put_problems,
    read_policy_file,
    report_code,
    signing_with,
)
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note
from kvalitet_core.audit import refuse_taken

__all__ = ["command"]


@click.command(name="checkpoint")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
)
@click.option(
    "--quick/--full",
    default=True,
    help="Verify the newest rows and tiles (the default), or every one, before that.",
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
    out: Path | None,
    quick: bool,
    policy: Path | None,
    language: Language,
) -> int:
    r"""Give the newest signed checkpoint: how far the journal has come, and its root.

    Kept where whoever runs the journal cannot reach it, it proves for years to come
    that nothing below it was changed, removed, moved or added. It is given out only if
    it is signed, the tree that is there is the one it is of, and the newest rows are
    those that were sealed; otherwise what was found is told, and nothing is written.

    \b
    Example:
      kvalitet checkpoint --journal programme.db --out programme-2026.checkpoint
    """
    refuse_taken(out)
    with account(where, signing_key) as evidence:
        newest, report = evidence.given_out(
            full=not quick, policy=read_policy_file(policy)
        )
    code = report_code(report)
    put_problems(report, language)
    if code:
        note(say("not_given", language))
        return code
    put(newest.note, out)
    note(say("checkpoint", language, size=newest.size, at=newest.signed_at))
    return 0
