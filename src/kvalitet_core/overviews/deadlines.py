"""What is due when: rounds, what applicants were asked for, tasks, and what is owed.

What is answered, done, decided, withdrawn or closed is due no more and has no row.
Asked as of a day, it gives what was known then and not yet past.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from kvalitet_core.domain.application import InformationRequested, Supplemented
from kvalitet_core.domain.case import (
    Decided,
    ItemReopened,
    ObligationWaived,
    Revoked,
    Settled,
    TaskAdded,
    TaskCompleted,
    TaskSkipped,
)
from kvalitet_core.domain.round import Announced, DeadlineChanged
from kvalitet_core.overviews.timeline import EFFECTIVE
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Deadline, danish_date
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["DEADLINES"]

_TABLE: Final = Table(
    name="deadlines",
    columns=(
        Column(name="due", type="instant", title="Frist"),
        Column(name="stream", type="text", title="Sag"),
        Column(name="about", type="text", title="Det, fristen gælder"),
        Column(name="kind", type="text", title="Fristens art"),
        Column(name="whole_day", type="boolean", title="Hele dagen med"),
        EFFECTIVE[0],
        EFFECTIVE[1],
    ),
    key=("due", "stream", "about"),
    indexes=(("stream",),),
)


def _project(recorded: Recorded) -> tuple[Change, ...]:
    stream, event = recorded.stream, recorded.event
    known = danish_date(recorded.recorded_at)
    if stream.startswith("case/"):
        return tuple(_of_case(stream, event, known))
    clear = Delete(table="deadlines", where={"stream": stream})
    match event:
        case Announced() | DeadlineChanged():
            since = min(event.effective_from, known)
            row = _row(event.deadline, since, stream=stream, about="", kind="round")
            return (clear, Upsert(table="deadlines", row=row))
        case InformationRequested():
            rows = (
                _row(event.until, known, stream=stream, about=name, kind="information")
                for name in sorted(event.fields)
            )
            return (clear, *(Upsert(table="deadlines", row=row) for row in rows))
        case Supplemented():
            return tuple(
                Delete(table="deadlines", where={"stream": stream, "about": name})
                for name in sorted(event.answers)
            )
        case _:
            return (clear,)


def _of_case(stream: str, event: Any, known: date) -> Iterator[Change]:
    """What an event of a case does to what is due in it."""
    match event:
        case Settled():
            yield from _settled(stream, event, known)
        case TaskAdded():
            if event.due is not None:
                row = _row(
                    event.due, known, stream=stream, about=event.item, kind="task"
                )
                yield Upsert(table="deadlines", row=row)
        case TaskCompleted() | TaskSkipped():
            yield _gone(stream, event.item)
        case Decided() | ItemReopened():
            yield from (_gone(stream, x) for x in (event.item, *event.invalidated))
        case Revoked():
            yield from (_gone(stream, item) for item in event.invalidated)
        case ObligationWaived():
            yield _gone(stream, event.obligation)
        case _:
            yield Delete(table="deadlines", where={"stream": stream})


def _gone(stream: str, about: str) -> Delete:
    return Delete(table="deadlines", where={"stream": stream, "about": about})


def _settled(stream: str, event: Settled, known: date) -> Iterator[Change]:
    """What a case's tasks are due by now, and what it owes."""
    told = [
        *((each.item, each.proof, "task") for each in event.dues),
        *((each.obligation, each.proof, "obligation") for each in event.owed),
        *((code, None, "obligation") for code in event.met),
    ]
    for about, proof, kind in told:
        yield _gone(stream, about)
        if proof is not None and proof.deadline is not None:
            row = _row(proof.deadline, known, stream=stream, about=about, kind=kind)
            yield Upsert(table="deadlines", row=row)


def _row(deadline: Deadline, since: date, **named: str) -> dict[str, Any]:
    due, day_after = _end(deadline)
    return {
        **named,
        "due": due,
        "whole_day": deadline.is_date,
        "effective_from": since,
        "effective_to": day_after,
    }


def _end(deadline: Deadline) -> tuple[datetime, date | None]:
    """When it ends, and the first day after it; no day comes after the last of all."""
    try:
        due = deadline.instant
        day = date.fromisoformat(deadline) if deadline.is_date else danish_date(due)
        return due, day + timedelta(days=1)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC), None


DEADLINES: Final = View(
    name="core.deadlines",
    title="Frister forude",
    tables=(_TABLE,),
    events=frozenset(
        {
            "application.decided/1",
            "application.information_requested/1",
            "application.supplemented/1",
            "application.withdrawn/1",
            "case.closed/1",
            "case.decided/1",
            "case.item_reopened/1",
            "case.migrated/1",
            "case.obligation_waived/1",
            "case.revoked/1",
            "case.settled/1",
            "case.task_added/1",
            "case.task_completed/1",
            "case.task_skipped/1",
            "round.announced/1",
            "round.closed/1",
            "round.deadline_changed/1",
        }
    ),
    project=_project,
)
"""The deadlines of rounds, of what applicants are asked for, of tasks, and of what is
owed, the next one first."""
