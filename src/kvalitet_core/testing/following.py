"""Following a view in every way that it must bear, and seeing that all come to one."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.committing import Stretch, commit
from kvalitet_core.running.job import LostRace, Poison
from kvalitet_core.running.manner import Manner
from kvalitet_core.running.store import Runs
from kvalitet_core.views.followed import views_of
from kvalitet_core.views.job import ViewJob
from kvalitet_core.views.views import Row, Views

__all__ = ["followed_in_every_way"]

_Rows: TypeAlias = dict[str, tuple[Row, ...]]

_MANNER = Manner(
    owner="test", batch=1, patience=Backoff(()), lease_seconds=None, telemetry=None
)


@contextmanager
def followed_in_every_way(
    journal: Journal, name: str, batches: Sequence[int]
) -> Iterator[Views]:
    """A view that was followed in batches of each size, twice, and across a rebuild.

    Args:
        journal: What it follows.

        name: The view's name.

        batches: How many events each transaction holds, for each way.

    Raises:
        AssertionError: It comes to other rows in one way than in another.
    """
    first: tuple[str, _Rows] | None = None
    for size in batches:
        with Runs.open("memory:", journal_id=journal.id) as runs:
            for way, rows in _ways(journal, runs, name, size):
                first = first or (way, rows)
                _same(name, first, (way, rows))
    with Views.open(journal, "memory:") as views:
        views.follow(name)
        yield views


def _ways(
    journal: Journal, runs: Runs, name: str, size: int
) -> Iterator[tuple[str, _Rows]]:
    """Follow the view, and make it anew at the end and in the middle."""
    views = Views(journal, runs)
    job = _job(journal, runs, name)
    events = list(journal.events())
    batches = [events[n : n + size] for n in range(0, len(events), size)]
    job.prepare(threading.Event())
    _follow_twice(runs, job, batches)
    yield f"in batches of {size}, each given twice", _shown(views, job)
    job.rebuild()
    yield f"made anew after batches of {size}", _shown(views, job)
    if len(batches) > 1:
        way = f"made anew in the middle of batches of {size}"
        yield way, _made_anew_in_the_middle(journal, name, batches)


def _job(journal: Journal, runs: Runs, name: str) -> ViewJob:
    view, plugin = views_of(journal.registry)[name]
    return ViewJob(view, plugin, journal=journal, runs=runs)


def _made_anew_in_the_middle(
    journal: Journal, name: str, batches: Sequence[Sequence[Recorded]]
) -> _Rows:
    with Runs.open("memory:", journal_id=journal.id) as runs:
        job = _job(journal, runs, name)
        job.prepare(threading.Event())
        _follow_twice(runs, job, batches[: len(batches) // 2])
        job.rebuild()
        return _shown(Views(journal, runs), job)


def _follow_twice(
    runs: Runs, job: ViewJob, batches: Sequence[Sequence[Recorded]]
) -> None:
    """Give each batch twice; the second time, its position is taken already."""
    after = 0
    for batch in batches:
        last = batch[-1]
        stretch = Stretch(of=after, to=last.position, batch=batch, last=last)
        after = last.position
        _given(runs, job, stretch)
        try:
            _given(runs, job, stretch)
        except LostRace:
            continue
        raise AssertionError(f"{job.name}: did the same events twice")


def _given(runs: Runs, job: ViewJob, stretch: Stretch) -> None:
    try:
        commit(runs, [job], stretch, manner=_MANNER, careful=False)
    except Poison as poison:
        raise poison.error from poison


def _shown(views: Views, job: ViewJob) -> _Rows:
    tables = (table.name for table in job.view.tables)
    return {table: views.query(job.view.name, table, persons=True) for table in tables}


def _same(name: str, first: tuple[str, _Rows], other: tuple[str, _Rows]) -> None:
    if first[1] == other[1]:
        return
    lines = [f"view {name}: comes to other rows in another way"]
    for way, rows in (first, other):
        lines.append(f"{way}:")
        lines += [f"    {table}: {row}" for table in rows for row in rows[table]]
    raise AssertionError("\n".join(lines))
