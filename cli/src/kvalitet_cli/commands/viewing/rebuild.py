"""`kvalitet views rebuild`: make a view's tables anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from kvalitet_cli.following import chosen, required_place, runs_at
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.journal import Journal

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.views.job import ViewJob
    from kvalitet_core.views.rebuilding import RebuildProgress

__all__ = ["command"]


@click.command(name="rebuild")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="All views, one after the other.")
@stored_in
def command(*, where: Where, name: str | None, every: bool) -> None:
    r"""Make the tables of the view NAME anew, from the beginning of the journal.

    They are made beside those that are there, which are asked meanwhile, and take
    their place when they have come as far. Whatever the view has parked is given to it
    again. An interrupted rebuild leaves the view as it was.

    \b
    Example:
      kvalitet views rebuild core.applications --journal programme.db
      kvalitet views rebuild --all --journal programme.db
    """
    if (name is None) != every:
        message = "name one view, or give --all"
        raise click.UsageError(message, ctx=click.get_current_context())
    address = required_place(where)
    with (
        where.opened(read_only=False, following=False) as journal,
        runs_at(address, journal, where, read_only=False) as store,
    ):
        for job in _wanted(journal, store, name):
            _rebuild(job, journal)


def _wanted(journal: Journal, store: Runs, name: str | None) -> Sequence[ViewJob]:
    from kvalitet_core.views.job import view_jobs  # noqa: PLC0415 - an extra

    jobs = view_jobs(journal, store)
    names = {job.name for job in chosen(jobs, [name] if name else [], ["view"])}
    return [job for job in jobs if job.name in names]


def _rebuild(job: ViewJob, journal: Journal) -> None:
    reached = 0

    with _shown(job.name) as show:

        def tell(progress: RebuildProgress) -> None:
            nonlocal reached
            reached = progress.position
            show(progress)

        job.rebuild(progress=tell)
    click.echo(f"{job.name}: rebuilt as far as {reached} of {journal.head()}")


@contextmanager
def _shown(name: str) -> Iterator[Callable[[RebuildProgress], None]]:
    """A bar on standard error while it goes on, where that is a terminal."""
    console = Console(stderr=True)
    with Progress(
        console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(name, total=None)

        def show(progress: RebuildProgress) -> None:
            bar.update(task, completed=progress.position, total=progress.head)

        yield show
