"""Benchmarks of cases: against a plain command, against plain `eventsourcing`, in time.

A ratio above 1 means that ours is faster than what it is held against.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from facts import ACTOR, Open, baseline_application, baseline_open
from facts import PLUGIN as PLAIN
from measure import Result, by_turns, seconds

from kvalitet_core import Journal, Plugin
from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Milestone,
    Role,
    Rule,
    Stage,
    Task,
)
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.settling import Standing, settle
from kvalitet_core.casework import why
from kvalitet_core.deadlines import Term
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Case
from kvalitet_core.values import Hjemmel

ROLE = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
MONTHS = Fact("maaneder", int, da="længden", en="the length")
LAW = Hjemmel(source="Opslag", paragraph="hvem kan søge")


class Ansoegning(Stage):
    """Ansøgning"""  # noqa: D415 - a title

    oplys = Task("Oplys sagen", role=ROLE)
    indstil = Task("Indstil", role=ROLE, when=oplys.done, due=Term(14, "days"))
    afgoer = Decision(
        "Afgør",
        role=ROLE,
        when=indstil.done,
        outcomes=("imoedekommet", "afslag"),
        rules=(Rule("bench.laengde", 1, MONTHS <= 12, LAW, "Højst 12 måneder"),),
    )


class Opstart(Stage):
    """Opstart"""  # noqa: D415 - a title

    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet"])
    forvent = Task("Afstem forventninger", role=ROLE)
    plan = Milestone("Plan", when=forvent.done)


class Forloeb(CaseType):
    """Forløb"""  # noqa: D415 - a title

    code, version, valid_from = "bench.forloeb", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (ROLE,)
    stages = (Ansoegning, Opstart)


PLUGIN = Plugin(name="bench", version="1", case_types=(Forloeb,))


@contextmanager
def _journal() -> Iterator[Journal]:
    with (
        tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name,
        Journal.open(Path(name) / "ours.db", plugins=(PLAIN, PLUGIN)) as journal,
    ):
        yield journal


def first_steps(*, quick: bool) -> Iterator[Result]:
    """Open a case and complete its first task, each against a plain command."""
    block, rounds = 20, 6 if quick else 40
    with _journal() as journal:
        numbers = count()

        def plain() -> None:
            for number in range(block):
                journal.do(Open(title=f"Case {number}"), by=ACTOR)

        opened: list[str] = []

        def opening() -> None:
            for _ in range(block):
                command = cases.Open(
                    definition="bench.forloeb", key=f"{next(numbers)}", title="Sag"
                )
                opened.append(journal.do(command, by=ACTOR).stream)

        def completing() -> None:
            for _ in range(block):
                command = cases.Complete(case=opened.pop(0), item="ansoegning.oplys")
                journal.do(command, by=ACTOR)

        for work in (plain, opening, opening, completing):
            work()
        one, first, second = by_turns(rounds, plain, opening, completing)
        for name, ours in (("case-open", first), ("case-complete", second)):
            yield Result(
                name, block / ours, block / one, one / ours, 1 / 1.6, None, "commands/s"
            )


def _long(journal: Journal, key: str, events: int) -> str:
    """A case with so many events, in its stream."""
    command = cases.Open(definition="bench.forloeb", key=key, title="Sag")
    stream = journal.do(command, by=ACTOR).stream
    said: dict[str, Any] = {"case": stream, "source": "brev"}
    with journal.batch() as batch:
        day = date(2020, 1, 1)
        fact = {"fact": "maaneder", "effective_from": day}
        batch.do(cases.RecordFact(value=6, **fact, **said), by=ACTOR)
        for item in ("oplys", "indstil"):
            batch.do(cases.Complete(case=stream, item=f"ansoegning.{item}"), by=ACTOR)
        left = events - 8
        for number in range(left):
            correction = cases.CorrectFact(
                case=stream, value=7 + number % 2, reason="laesefejl", **fact
            )
            batch.do(correction, by=ACTOR)
        told = {"outcome": "imoedekommet", "item": "ansoegning.afgoer"}
        batch.do(cases.Decide(case=stream, **told), by=ACTOR)
    return stream


def folding(*, quick: bool) -> Iterator[Result]:
    """Read and fold a case of 200 events, against the baseline's aggregate of 200."""
    rounds, times = (3, 5) if quick else (9, 20)
    with _journal() as journal:
        stream = _worked(journal, 200)
        baseline = baseline_application(PERSISTENCE_MODULE="eventsourcing.popo")
        with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
            baseline = baseline_application(
                PERSISTENCE_MODULE="eventsourcing.sqlite",
                SQLITE_DBNAME=str(Path(name) / "theirs.db"),
            )
            aggregate = baseline_open("Case", notes=199)
            baseline.save(aggregate)

            def ours() -> None:
                for _ in range(times):
                    journal.get(Case, stream)

            def theirs() -> None:
                for _ in range(times):
                    baseline.repository.get(aggregate.id)

            mine, other = by_turns(rounds, ours, theirs)
            yield Result(
                "case-fold-200",
                times / mine,
                times / other,
                other / mine,
                2.0,
                None,
                "cases/s",
            )
            baseline.close()


def _worked(journal: Journal, events: int) -> str:
    """A case with so many events, of every sort, as one that goes to and fro has."""
    command = cases.Open(definition="bench.forloeb", key="long", title="Sag")
    stream = journal.do(command, by=ACTOR).stream
    tasks = ("ansoegning.oplys", "ansoegning.indstil")
    while True:
        asked: list[Any] = []
        for item in tasks:
            asked += [
                cases.Claim(case=stream, item=item),
                cases.Start(case=stream, item=item),
                cases.Complete(case=stream, item=item),
            ]
        asked.append(cases.ReopenItem(case=stream, item=tasks[0], reason="fejl"))
        for each in asked:
            journal.do(each, by=ACTOR)
            reached = sum(1 for _ in journal.history(stream))
            if reached >= events:
                return stream


def compiling(*, quick: bool) -> Iterator[Result]:
    """Compile a case type of 50 items, against the limit of 20 ms."""
    rounds = 5 if quick else 30
    stages = _stages(50)
    (took,) = by_turns(rounds, lambda: _case_type(stages).definition.digest)
    yield Result("case-compile-50", took * 1000, 20.0, 0.02 / took, 1.0, None, "ms")


def _stages(items: int) -> tuple[type[Stage], ...]:
    made = []
    before: Any = None
    for number in range(items // 10):
        body: dict[str, Any] = {"__doc__": f"Fase {number}"}
        if before is not None:
            body["when"] = before.done
        made.append(_stage(f"Fase{number}", body))
        before = made[-1].items["opgave9"]
    return tuple(made)


def _stage(name: str, said: dict[str, Any]) -> type[Stage]:
    space = type(Stage).__prepare__(name, (Stage,))
    for key, value in said.items():
        space[key] = value
    for number in range(10):
        when = space[f"opgave{number - 1}"].done if number else None
        title = f"Opgave {number}"
        space[f"opgave{number}"] = Task(title, role=ROLE, when=when)
    return type(Stage)(name, (Stage,), space)


def _case_type(stages: tuple[type[Stage], ...]) -> type[CaseType]:
    body = {
        "__doc__": "Lang",
        "code": "bench.lang",
        "version": "1",
        "valid_from": date(2020, 1, 1),
        "languages": ("da",),
        "roles": (ROLE,),
        "stages": stages,
    }
    return type("Lang", (CaseType,), body)


def settling(*, quick: bool) -> Iterator[Result]:
    """Settle cases of 10 to 1,000 items: what an item takes stays as it is.

    The ratio is what an item took with ten items to what it takes now.
    """
    first = None
    for items in (10, 30, 100, 300, 1000):
        definition = _case_type(_stages(max(items, 10))).definition
        standing = Standing(facts={})
        times = max(1, (1000 if quick else 10_000) // items)
        took = _settled(definition, standing, times) / times / len(definition.items)
        first = first or took
        yield Result(
            f"case-settle-{items}",
            took * 1e6,
            first * 1e6,
            first / took,
            0.5,
            None,
            "µs",
        )


def _settled(definition: Definition, standing: Standing, times: int) -> float:
    settle(definition, standing)
    return seconds(lambda: [settle(definition, standing) for _ in range(times)])


def asking(*, quick: bool) -> Iterator[Result]:
    """`why` of a decision in a case of 1,000 events, beyond loading it, in ms."""
    rounds, times = (5, 3) if quick else (21, 5)
    with _journal() as journal:
        stream = _long(journal, "why", 1000)

        def asking() -> None:
            for _ in range(times):
                why(journal, stream)

        def loading() -> None:
            for _ in range(times):
                journal.get(Case, stream)
                list(journal.history(stream))

        asked, loaded = by_turns(rounds, asking, loading)
        beyond = max((asked - loaded) / times, 1e-6)
        yield Result(
            "case-why-1000", beyond * 1000, 20.0, 0.02 / beyond, 1.0, None, "ms"
        )


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "case-first-steps": first_steps,
    "case-fold": folding,
    "case-compile": compiling,
    "case-settle": settling,
    "case-why": asking,
}
"""The benchmarks of this module."""
