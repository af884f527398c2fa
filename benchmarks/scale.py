"""The programme at size, as `kvalitet demo --scale` writes it: events a second.

An event is a row of the journal, the command's own record among them, as `journal.head`
counts them. All plugins are there; nothing follows a commit but what the story itself
gives, so views and reactions are off.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import Result

from kvalitet_cli.story import BEGINNING
from kvalitet_cli.story.scaled import scaled
from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock

TARGET = 8_000.0
"""The events a second that a million are to be written with."""


def demo_scale(*, quick: bool) -> Iterator[Result]:
    """Write about a million events, or a few thousand; the trial run is counted."""
    events = 10_000 if quick else 1_000_000
    clock = GivenClock(BEGINNING)
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        begun = time.perf_counter()
        with Journal.open(Path(name) / "demo.db", clock=clock, views=False) as journal:
            for _ in scaled(journal, clock, events=events, seed=b"benchmark"):
                pass
            rate = journal.head() / (time.perf_counter() - begun)
    yield Result("demo-scale", rate, None, None, TARGET, None, "events/s")


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {"demo-scale": demo_scale}
