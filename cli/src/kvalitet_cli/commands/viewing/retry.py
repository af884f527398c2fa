"""`kvalitet views retry`: try the events that a view has parked again."""

from __future__ import annotations

import os
import socket

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.following import chosen, jobs_of, required_place, runs_at
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.streams import checked_stream
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.runner import Runner

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
    address = required_place(where)
    with (
        where.opened(read_only=False, following=False) as journal,
        runs_at(address, journal, where, read_only=False) as store,
    ):
        jobs = chosen(jobs_of(journal, store), [name], ["view"])
        owner = f"{socket.gethostname()}:{os.getpid()}"
        runner = Runner(journal, store, jobs, owner=owner, clock=host_clock)
        retried = runner.retry(jobs[0].name, stream)
        with store.reading() as transaction:
            parked = transaction.parked(jobs[0].name)
    for each in parked:
        if each.error is not None:
            told = f"{each.stream} at {each.position}: {each.error}"
            click.echo(f"kvalitet: still parked: {told}", err=True)
    click.echo(f"{jobs[0].name}: done: {retried.done}, left: {retried.left}")
    return FOUND if retried.left else 0
