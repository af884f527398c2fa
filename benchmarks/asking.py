"""What it takes to be told of one case at the command line: the whole process, in s.

All plugins are installed. The same is asked of a large journal and of a small one, by
turns; the case is one of those with most events. Bytecode is there, as after an
installation, also where Python is told to write none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import Result, by_turns

from kvalitet_cli.story import BEGINNING
from kvalitet_cli.story.scaled import scaled
from kvalitet_core import Journal
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock

LIMIT = 0.5
"""The seconds that an answer may take."""

GROWTH = 1.3
"""How many times as long it may take of the large journal as of the small one."""

ASKED = {"show": ("show",), "timeline": ("case", "timeline")}


def asked_at_the_command_line(*, quick: bool) -> Iterator[Result]:
    """`show` and `case timeline`, of 1,000,000 events and of 10,000."""
    small, large = (1_000, 5_000) if quick else (10_000, 1_000_000)
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        made = [_made(Path(name) / f"{events}.db", events) for events in (small, large)]
        sides = [
            _started(Path(name), *words, case, "--journal", str(place))
            for words in ASKED.values()
            for place, case in made
        ]
        for side in sides:
            side()
        times = iter(by_turns(1 if quick else 15, *sides))
        for asked in ASKED:
            before, after = next(times), next(times)
            yield Result(asked, after, LIMIT, LIMIT / after, 1.0, None, "s")
            yield Result(
                f"{asked}-growth", after, before, before / after, 1 / GROWTH, None, "s"
            )


def _made(place: Path, events: int) -> tuple[Path, StreamId]:
    """A journal of about so many events, and the first of its longest cases."""
    clock = GivenClock(BEGINNING)
    with Journal.open(place, clock=clock, views=False) as journal:
        for _ in scaled(journal, clock, events=events, seed=b"benchmark"):
            pass
        return place, max(journal.streams("case"), key=lambda case: case[1])[0]


def _started(folder: Path, *args: str) -> Callable[[], object]:
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=str(folder / "bytecode"))
    for name in ("KVALITET_PLUGINS", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    program = "from kvalitet_cli.main import main; main()"

    def start() -> None:
        subprocess.run(
            [sys.executable, "-c", program, *args],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return start


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "asked": asked_at_the_command_line
}
"""The benchmarks of this module."""
