"""`kvalitet views retry`: try the events that a view has parked again."""

from __future__ import annotations

import click

from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.parked import left, parking
from kvalitet_cli.streams import checked_stream

__all__ = ["command"]


@click.command(name="retry")
@click.argument("name")
@click.option("--stream", metavar="STREAM", help="Only what is parked of this stream.")
@stored_in
def command(*, where: Where, name: str, stream: str | None) -> int:
    r"""Try what the view NAME has parked again, each stream in its order.

    For when the cause is mended: an event that fails again stays parked, and so does
    what waits behind it. Leaves with 1 where something is left.

    \b
    Example:
      kvalitet views retry core.applications --journal programme.db
    """
    if stream is not None:
        checked_stream(stream)
    with parking(where, name, kind="view") as (runner, job, store):
        retried = runner.retry(job, stream)
        return left(retried, job, store)
