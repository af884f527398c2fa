"""`kvalitet recover`: put back what a restored journal lacks, or declare it lost."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.evidence import (
    FILE,
    account,
    events,
    read_policy_file,
    signing_with,
)
from kvalitet_cli.evidence_text import say
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note
from kvalitet_core.evidence.account import Account

__all__ = ["command"]


@click.command(name="recover")
@click.option(
    "--from",
    "bundle",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A bundle of the whole journal, with persons.",
)
@click.option(
    "--policy",
    type=FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@click.option(
    "--declare-loss",
    "reason",
    metavar="REASON",
    help="Why what was signed is lost, where nothing can put it back.",
)
@click.option("--by", metavar="WHO", help="Who declares the loss.")
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    bundle: Path | None,
    policy: Path | None,
    reason: str | None,
    by: str | None,
    language: Language,
) -> None:
    r"""Append what a bundle has and the journal lacks, after a restored backup.

    The bundle is verified first, and the journal must be its beginning, event for
    event. Then `kvalitet seal` seals what was put back, and goes on; until it has, the
    journal does not verify. Nobody may have written meanwhile.

    Where no bundle has it, the loss is declared: an event says how much is lost, why,
    and who says so. From there on another log goes on, which `verify` and bundles tell
    of; whoever holds an older checkpoint is told what of it is not there. Where it is
    lost that commits were signed, they are again from there on, by this machine's key.

    \b
    Example:
      kvalitet recover --from audit-2026 --journal programme.db
      kvalitet recover --declare-loss "disk failed on 3 May" --by a-17 \
        --journal programme.db
    """
    if (bundle is None) == (reason is None) or (reason is None) != (by is None):
        raise click.UsageError(say("either", language))
    if reason is not None and by is not None:
        with account(where, signing_key, read_only=False) as evidence:
            _declare(evidence, reason, by, language)
    elif bundle is not None:
        own = read_policy_file(policy)
        with account(where, signing_key, read_only=False) as evidence:
            _put_back(evidence, bundle, own, language)


def _declare(evidence: Account, reason: str, by: str, language: Language) -> None:
    before = evidence.standing().remembered
    loss = evidence.succeed(reason=reason, by=by)
    facts = {"size": loss.size, "kept": loss.kept, "successor": loss.successor}
    click.echo(say("declared", language, **facts))
    appending = evidence.standing().appending
    if before is not None and appending is not None and appending.since != before:
        position = appending.since
        click.echo(say("begun_anew", language, position=position, since=before))


def _put_back(
    evidence: Account, bundle: Path, policy: bytes | None, language: Language
) -> None:
    count = evidence.restore(bundle, policy=policy)
    standing = evidence.standing()
    click.echo(say("put_back", language, events=events(count, language)))
    left = standing.rows - standing.sealed
    if left and not count:
        note(say("unsealed_one" if left == 1 else "unsealed", language, count=left))
    elif left:
        click.echo(say("seal_next", language, events=events(left, language)))
