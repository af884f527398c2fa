"""`kvalitet reactions park`: leave an event undone for good, by someone's decision."""

from __future__ import annotations

import click

from kvalitet_cli.options import LARGEST, Where, stored_in
from kvalitet_cli.parked import left, parking
from kvalitet_core.errors import Malformed

__all__ = ["command"]


@click.command(name="park")
@click.argument("name")
@click.option(
    "--position",
    type=click.IntRange(1, LARGEST),
    required=True,
    metavar="P",
    help="Where the event stands in the journal, as `reactions status` tells.",
)
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help="Why it is to be left, without a word about a person; it is shown with it.",
)
@stored_in
def command(*, where: Where, name: str, position: int, reason: str) -> int:
    r"""Leave an event that the reaction NAME has parked undone for good.

    It is no longer tried, and what waits behind it in its stream goes on. It is still
    shown, with the reason, and found no fault with. The journal itself is not changed
    by that: where something else is to happen instead, give that command yourself.

    \b
    Example:
      kvalitet reactions park indsatsteam.welcome --position 1720 \
        --reason "answered by letter, case 21/4711" --journal programme.db
    """
    if not reason.strip():
        raise Malformed("--reason", "expected some text, got none")
    with parking(where, name, kind="reaction") as (runner, job, store):
        retried = runner.put_aside(job, position, reason=f"left: {reason.strip()}")
        click.echo(f"{job}: left for good: the event at {position}", err=True)
        left(retried, job, store)
    return 0
