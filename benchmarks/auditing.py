"""The whole of a journal looked at again: replayed, decided again, searched, exported.

A journal of the demo generator, all plugins installed; an event is a row of the
journal, the command's own record among them. Each is the command line's own, in a
process of its own, from its start to its end; and with two processes, by turns with
one, what the second gives.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from measure import Result, by_turns

from kvalitet_cli.story import BEGINNING
from kvalitet_cli.story.scaled import scaled
from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.drafting import COMMAND

RATES: Final = {"replay": 60_000.0, "redecide": 5_000.0}
"""How many events, and how many commands, a second on one core."""

GAIN: Final = 1.6
"""How many times as fast two processes are to be."""

MEMORY: Final = 250.0
"""The megabytes that a replay may take."""

SEARCH: Final = 1.0
"""The seconds that a search by an indexed field may take."""

EXPORTS: Final = {"jsonl": 80_000.0, "csv": 60_000.0}
"""How many events a second."""

SIZES: Final = {True: 5_000, False: 1_000_000}
"""How many events there are, quick or not."""

ROUNDS: Final = 2

_PROGRAM: Final = """
import resource, sys
from kvalitet_cli.main import cli
try:
    cli.main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def replaying(*, quick: bool) -> Iterator[Result]:
    """`replay --check` of all, in one process and in two."""
    place = _journal(quick=quick)
    peaks: list[float] = []
    yield from _by_jobs("replay", place, peaks, "replay", "--check", quick=quick)
    peak = max(peaks)
    yield Result("replay-memory", peak, MEMORY, MEMORY / peak, 1.0, None, "MB")


def redeciding(*, quick: bool) -> Iterator[Result]:
    """`redecide` of all, in one process and in two."""
    place = _journal(quick=quick)
    yield from _by_jobs("redecide", place, [], "redecide", quick=quick)


def searching(*, quick: bool) -> Iterator[Result]:
    """`search` by an event, an actor and a type, with pointers beside the journal."""
    place = _journal(quick=quick)
    _run(place, "search", "--pointers", "--actor", "a-22", "--limit", "1")
    with Journal.open(place.path, read_only=True, views=False) as journal:
        later = journal.events(after=journal.head() // 2)
        event = next(each for each in later if each.name != COMMAND)
    asked = {"event": event.event_id, "actor": "a-22", "type": "case.decided"}
    for name, text in asked.items():
        (took,) = by_turns(3, _runs(place, "search", f"--{name}", text))
        yield Result(f"search-{name}", took, SEARCH, SEARCH / took, 1.0, None, "s")


def exporting(*, quick: bool) -> Iterator[Result]:
    """`export` of all events."""
    place = _journal(quick=quick)
    for sort, target in EXPORTS.items():
        peaks: list[float] = []
        asked = ("export", "--format", sort, "--output")
        numbers = iter(range(ROUNDS))

        def export(
            asked: tuple[str, ...] = asked,
            numbers: Iterator[int] = numbers,
            peaks: list[float] = peaks,
        ) -> None:
            output = place.path.with_name(f"{next(numbers)}.{asked[2]}")
            peaks.append(_run(place, *asked, str(output)))

        (took,) = by_turns(1 if quick else ROUNDS, export)
        rate = place.events / took
        yield Result(f"export-{sort}", rate, None, None, target, None, "events/s")
        yield Result(f"export-{sort}-memory", max(peaks), None, None, None, None, "MB")


class _Place:
    """A journal to be looked at, and how much there is in it."""

    def __init__(self, folder: tempfile.TemporaryDirectory[str], events: int) -> None:
        self._folder = folder
        self.path = Path(folder.name) / "demo.db"
        clock = GivenClock(BEGINNING)
        with Journal.open(self.path, clock=clock, views=False) as journal:
            for _ in scaled(journal, clock, events=events, seed=b"benchmark"):
                pass
            self.events = journal.head()
            self.commands = sum(1 for _ in journal.events(names=[COMMAND]))


@cache
def _journal(*, quick: bool) -> _Place:
    """The journal that all of these look at, made once, and gone in the end."""
    return _Place(tempfile.TemporaryDirectory(prefix="kvalitet-bench-"), SIZES[quick])


def _by_jobs(
    name: str, place: _Place, peaks: list[float], *args: str, quick: bool
) -> Iterator[Result]:
    """How fast it is in one process, and how much faster in two."""
    alone = _runs(place, *args, peaks=peaks)
    both = _runs(place, *args, "--jobs", "2")
    one, two = by_turns(1 if quick else ROUNDS, alone, both)
    counted = place.events if name == "replay" else place.commands
    unit = "events/s" if name == "replay" else "commands/s"
    yield Result(name, counted / one, None, None, RATES[name], None, unit)
    yield Result(f"{name}-jobs-2", two, one, one / two, GAIN, None, "s")


def _runs(
    place: _Place, *args: str, peaks: list[float] | None = None
) -> Callable[[], object]:
    def run() -> None:
        peak = _run(place, *args)
        if peaks is not None:
            peaks.append(peak)

    return run


def _run(place: _Place, *args: str) -> float:
    """Run the command line on the journal; gives the megabytes that it took.

    That something could not be looked at is no failure here: nobody keeps how far the
    reactions of this journal have come.
    """
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *args, "--journal", str(place.path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise subprocess.CalledProcessError(
            done.returncode, done.args, stderr=done.stderr
        )
    return int(done.stderr.split()[-1]) / 1024


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "replaying": replaying,
    "redeciding": redeciding,
    "searching": searching,
    "exporting": exporting,
}
"""The benchmarks of this module."""
