"""Benchmarks of views: how fast one is made anew, and how much memory that takes.

From a journal in SQLite to tables in SQLite, in a process of its own. The case files
have ten events each, written by four commands, many files by turns.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
from facts import ACTOR, PLUGIN, CaseFile, Note, Open, Opened
from measure import Result

from kvalitet_core import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Increment, Table, Upsert, View

TARGET = 40_000.0
"""How many events a second a typical view is to be made anew with."""

LIMIT = 150.0
"""The megabytes that this may take, however long the journal is."""

BY_TURNS = 1_000
"""How many case files are written to by turns."""

_FILE = (
    Column(name="file", type="text", title="Sag"),
    Column(name="changed", type="instant", title="Ændret"),
    Column(name="last", type="text", title="Seneste notat", nullable=True),
)
_OPENED = (
    Column(name="title", type="text", title="Titel"),
    Column(name="municipality", type="text", title="Kommune"),
    Column(name="received", type="date", title="Modtaget"),
)
_NOTES = Column(name="notes", type="integer", title="Notater")


def _view(name: str, project: Callable[..., Any], *more: Column, **state: Any) -> View:
    table = Table(
        name="files",
        columns=(*_FILE, *_OPENED, *more),
        key=("file",),
        indexes=(("municipality", "changed"),),
    )
    return View(
        name=f"casefile.{name}",
        title="Sager",
        tables=(table,),
        events=frozenset({"casefile.opened/1", "casefile.noted/1"}),
        project=project,
        **state,
    )


def _typical(recorded: Recorded) -> tuple[Change, ...]:
    """A row a file, which every event changes."""
    event = recorded.event
    row: dict[str, Any] = {"file": recorded.stream, "changed": recorded.recorded_at}
    if isinstance(event, Opened):
        row |= attrs.asdict(event)
    else:
        row["last"] = event.text
    return (Upsert(table="files", row=row),)


def _counting(recorded: Recorded) -> tuple[Change, ...]:
    """The same, and how many notes there are."""
    key = {"file": recorded.stream}
    by = {"notes": 0 if isinstance(recorded.event, Opened) else 1}
    put = _typical(recorded)
    if by["notes"]:
        return (*put, Increment(table="files", key=key, by=by))
    return (Upsert(table="files", row={**put[0].row, **by}),)


def _folding(recorded: Recorded, state: CaseFile) -> tuple[Change, ...]:
    """The same from the state after each event."""
    row = {
        "file": recorded.stream,
        "changed": recorded.recorded_at,
        "last": state.last,
        "title": state.title,
        "municipality": state.municipality,
        "received": state.received,
        "notes": state.notes,
    }
    return (Upsert(table="files", row=row),)


VIEWS = {
    "typical": _view("typical", _typical),
    "counting": _view("counting", _counting, _NOTES),
    "folding": _view("folding", _folding, _NOTES, state=CaseFile),
}
"""One change an event, two, and one from the stream's state."""

VIEWED = attrs.evolve(PLUGIN, views=tuple(VIEWS.values()))
"""The case files with these views."""

_REBUILDING = """
import resource, sys, time
sys.path.insert(0, {here!r})
from views import VIEWED
from kvalitet_core import Journal
from kvalitet_core.views.views import Views
peaks = []
def look(progress):
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
with (
    Journal.open({path!r}, plugins=[VIEWED], read_only=True) as journal,
    Views.open(journal, {views!r}) as views,
):
    begun = time.perf_counter()
    views.rebuild("casefile.{name}", progress=look)
    took = time.perf_counter() - begun
    (status,) = (s for s in views.status() if s.name == "view casefile.{name}")
print(status.counts["events"] / took, peaks[len(peaks) // 2], peaks[-1])
"""


def rebuild(*, quick: bool) -> Iterator[Result]:
    """Events a second, and the peak of memory, for each of the views."""
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        folder = Path(name)
        path = folder / "journal.db"
        with Journal.open(path, plugins=[VIEWED], views=False) as journal:
            _fill(journal, files=1_000 if quick else 100_000)
        for view in VIEWS:
            rate, middle, end = _rebuilt(path, folder / f"{view}.views", view)
            target = TARGET if view == "typical" else None
            yield Result(f"rebuild-{view}", rate, None, None, target, None, "events/s")
            if view == "typical":
                yield Result("rebuild-memory", end, LIMIT, LIMIT / end, 1.0, None, "MB")
                yield Result(
                    "rebuild-growth", end, middle, middle / end, 0.95, None, "MB"
                )


def _fill(journal: Journal, *, files: int) -> None:
    for first in range(0, files, BY_TURNS):
        with journal.batch() as batch:
            streams = [
                batch.do(Open(title=f"Case {number}", notes=2), by=ACTOR).stream
                for number in range(first, first + BY_TURNS)
            ]
            for times in (3, 3, 1):
                for stream in streams:
                    batch.do(Note(stream=stream, times=times), by=ACTOR)


def _rebuilt(path: Path, views: Path, name: str) -> tuple[float, ...]:
    script = _REBUILDING.format(
        here=str(Path(__file__).parent), path=str(path), views=str(views), name=name
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return tuple(map(float, done.stdout.split()))


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {"rebuild": rebuild}
"""The benchmarks of this module."""
