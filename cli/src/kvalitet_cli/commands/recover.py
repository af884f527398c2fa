"""`kvalitet recover`: put back what a restored journal lacks, or declare it lost."""

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
@click.option(
    "--declare-loss",
    "reason",
    metavar="REASON",
    help="Why what was signed is lost, where nothing can put it back.",
)
@click.option("--by", metavar="WHO", help="Who declares the loss.")
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
) -> None:
    r"""Append what a bundle has and the journal lacks, after a restored backup.

    The bundle is verified first, and the journal must be its beginning, event for
    event. Then `kvalitet seal` seals what was put back, and goes on; until it has, the
    journal does not verify. Nobody may have written meanwhile.

    Where no bundle has it, the loss is declared: an event says how much is lost, why,
    and who says so. From there on another log goes on, which `verify` and bundles tell
    of; whoever holds an older checkpoint is told what of it is not there.

    \b
    Example:
      kvalitet recover --from audit-2026 --journal programme.db
      kvalitet recover --declare-loss "disk failed on 3 May" --by a-17 \
        --journal programme.db
    """
    if (bundle is None) == (reason is None) or (reason is None) != (by is None):
        text = "give either --from DIR, or --declare-loss REASON with --by WHO"
        raise click.UsageError(text)
    if reason is not None and by is not None:
        _declare(where, signing_key, reason, by)
    elif bundle is not None:
        _put_back(where, signing_key, bundle, policy)


def _declare(where: Where, signing_key: str | None, reason: str, by: str) -> None:
    with account(where, signing_key, read_only=False) as evidence:
        loss = evidence.succeed(reason=reason, by=by)
    click.echo(
        f"declared: of {loss.size} signed events {loss.kept} are known to be there; "
        f"the log goes on as {loss.successor}"
    )


def _put_back(
    where: Where, signing_key: str | None, bundle: Path, policy: Path | None
) -> None:
    with account(where, signing_key, read_only=False) as evidence:
        count = evidence.restore(bundle, policy=read_file(policy))
        standing = evidence.standing()
    click.echo(f"{_events(count)} put back")
    if left := standing.rows - standing.sealed:
        told = f"{_events(left)} not sealed yet; until then verify finds some gone"
        click.echo(f"next: kvalitet seal, with {told}")


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"
