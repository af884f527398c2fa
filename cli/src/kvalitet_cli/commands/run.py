"""`kvalitet run`: bring reactions and views up to date, until stopped."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING, Final

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.following import chosen, jobs_of, required_place, runs_at
from kvalitet_cli.making import on_server
from kvalitet_cli.options import Where, stored_in
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.job import Job
from kvalitet_core.running.progress import JobProgress, Progress
from kvalitet_core.running.runner import Runner

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs

__all__ = ["command"]

_ROUNDS: Final = 18
"""As many as a chain of reactions can be long, and what others commit meanwhile."""

_SHOWN: Final = 10
"""How many of the events that were put aside are told one by one."""

_SLICE: Final = 0.5
"""For how many seconds at a time a server is listened to, so that a stop is heard."""


@click.command(name="run")
@click.argument("names", nargs=-1, metavar="[NAME …]")
@click.option("--reactions", is_flag=True, help="Only reactions; with --views, both.")
@click.option("--views", "only_views", is_flag=True, help="Only views.")
@click.option("--once", is_flag=True, help="End where the journal ends: for cron.")
@click.option(
    "--poll",
    type=click.FloatRange(min=0, min_open=True, max=86400),
    default=1.0,
    metavar="SECONDS",
    help="How long to wait for something new before looking again (1).",
)
@click.option(
    "--owner",
    metavar="NAME",
    help="What this process is called among others (its host and number).",
)
@stored_in
def command(
    *,
    where: Where,
    names: tuple[str, ...],
    reactions: bool,
    only_views: bool,
    once: bool,
    poll: float,
    owner: str | None,
) -> int:
    r"""Bring reactions and views up to date, and keep them so until stopped.

    NAME is a view or a reaction, as `kvalitet status` lists them; without any, all are
    followed. Several processes may do this for one journal: they share the work. The
    first interrupt or SIGTERM ends it after the batch that is under way; a second one
    ends it at once, and does no harm either.

    With --once it leaves with 0, or with 1 where it had to put an event aside.

    \b
    Example:
      kvalitet run --journal programme.db
      kvalitet run --journal programme.db --once --views
      kvalitet run core.applications --journal postgresql://host/db --views-at v.db
    """
    address = required_place(where)
    kinds = ["reaction"] * reactions + ["view"] * only_views
    with ExitStack() as stack:
        stop = stack.enter_context(_stopping())
        journal = stack.enter_context(where.opened(read_only=False, following=False))
        runs = stack.enter_context(runs_at(address, journal, where, read_only=False))
        jobs = chosen(jobs_of(journal, runs), names, kinds)
        if not jobs:
            kind = " or ".join(kinds or ["reaction", "view"])
            message = f"no plugin brings a {kind}: there is nothing to run"
            raise click.UsageError(message, ctx=click.get_current_context())
        called = owner or f"{socket.gethostname()}:{os.getpid()}"
        runner = Runner(journal, runs, jobs, owner=called, clock=host_clock)
        _say(f"following {_counted(jobs)} of {journal.place}, as {called}")
        _say(f"what is derived is kept in {runs.place}")
        if once:
            return _once(runner, runs, journal.head, stop)
        wake = stack.enter_context(_waking(where.journal, stop))
        _until_stopped(runner, runs, journal.head, stop, wait=lambda: wake(poll))
    return 0


def _once(
    runner: Runner, runs: Runs, head: Callable[[], int], stop: threading.Event
) -> int:
    """Go on until the journal goes no further, which reactions themselves see to."""
    done, parked = 0, False
    for _ in range(_ROUNDS):
        progress = runner.once(stop=stop)
        _tell(progress, runs)
        done += sum(job.events + job.retried for job in progress.jobs)
        parked = parked or any(job.parked for job in progress.jobs)
        if stop.is_set() or head() <= progress.head:
            break
    behind = [_behind(job) for job in progress.jobs if job.position < progress.head]
    where = f"not there yet: {', '.join(behind)}" if behind else "all are there"
    _say(f"the journal ends at {progress.head}; events done: {done}; {where}")
    return FOUND if parked else 0


def _behind(job: JobProgress) -> str:
    return f"{job.name} ({job.leased_by} is at it)" if job.leased_by else job.name


def _until_stopped(
    runner: Runner,
    runs: Runs,
    head: Callable[[], int],
    stop: threading.Event,
    *,
    wait: Callable[[], object],
) -> None:
    while not stop.is_set():
        progress = runner.once(stop=stop)
        _tell(progress, runs)
        if not stop.is_set() and head() <= progress.head:
            wait()
    _say("stopped; everything that was done is kept")


@contextmanager
def _waking(journal: str, stop: threading.Event) -> Iterator[Callable[[float], object]]:
    """A function that waits for something new: told by a server, else for so long."""
    if not on_server(journal):
        yield stop.wait
        return
    from kvalitet_core.running.waking import Listening  # noqa: PLC0415 - an extra

    with Listening(journal) as listening:

        def wait(seconds: float) -> None:
            end = monotonic() + seconds
            while not stop.is_set() and (left := end - monotonic()) > 0:
                if listening(min(left, _SLICE)):
                    return

        yield wait


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that the first signal sets; a second one ends at once."""
    stop = threading.Event()

    def stopped(_: int, __: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, stopped) for each in signals}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tell(progress: Progress, runs: Runs) -> None:
    """Say what was put aside, and why."""
    for job in progress.jobs:
        if job.retried:
            _say(f"{job.name}: {job.retried} events that had been parked are done")
        if not job.parked:
            continue
        _say(f"{job.name}: {job.parked} events parked (see kvalitet status)")
        with runs.reading() as transaction:
            parked = transaction.parked(job.name)
        new = [each for each in parked[-job.parked :] if each.error is not None]
        for each in new[:_SHOWN]:
            _say(f"{job.name}: {each.stream} at {each.position}: {each.error}")


def _counted(jobs: Sequence[Job]) -> str:
    """How many there are of each kind; a single one by its name."""
    if len(jobs) == 1:
        return jobs[0].name
    kinds = Counter(job.name.split()[0] for job in jobs)
    return " and ".join(
        f"{count} {kind}{'s' if count > 1 else ''}"
        for kind, count in sorted(kinds.items())
    )


def _say(text: str) -> None:
    click.echo(f"kvalitet: {text}", err=True)
