"""Seeing to what is parked: one job with its runner, and what is left of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.following import chosen, jobs_of, required_place, runs_at
from kvalitet_cli.options import Where
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.progress import Retried
from kvalitet_core.running.runner import Runner

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["left", "parking"]


@contextmanager
def parking(
    where: Where, name: str, *, kind: str
) -> Iterator[tuple[Runner, str, Runs]]:
    """Open what is needed to see to one job: its runner, its name, and its database.

    Raises:
        Unknown: Nothing of this kind has the name.
    """
    address = required_place(where)
    with (
        where.opened(read_only=False, following=False) as journal,
        runs_at(address, journal, where, read_only=False) as store,
    ):
        (job,) = chosen(jobs_of(journal, store), [name], [kind])
        owner = f"{socket.gethostname()}:{os.getpid()}"
        runner = Runner(journal, store, [job], owner=owner, clock=host_clock)
        yield runner, job.name, store


def left(retried: Retried, name: str, store: Runs) -> int:
    """Say what was done and what is left; gives the code to leave with.

    What someone has put aside for good is not left to be done.
    """
    with store.reading() as transaction:
        parked = [each for each in transaction.parked(name) if not each.aside]
    for each in parked:
        if each.error is not None:
            told = f"{each.stream} at {each.position}: {each.error}"
            click.echo(f"kvalitet: still parked: {told}", err=True)
    click.echo(f"{name}: done: {retried.done}, left: {len(parked)}")
    return FOUND if parked else 0
