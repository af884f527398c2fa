"""What there is to do: every task that somebody can do now, and what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Case, Closed, Migrated, Reopened, Settled
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Deadline
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["WORKLIST"]

_TASKS: Final = Table(
    name="tasks",
    columns=(
        Column(name="case_id", type="text", title="Sag"),
        Column(name="item", type="text", title="Opgave"),
        Column(name="definition", type="text", title="Sagstype"),
        Column(name="version", type="text", title="Sagstypens version"),
        Column(name="title", type="text", title="Opgavens titel", nullable=True),
        Column(name="status", type="text", title="Tilstand"),
        Column(name="role", type="text", title="Rolle", nullable=True),
        Column(name="holder", type="text", title="Sidder hos", nullable=True),
        Column(name="due", type="instant", title="Frist", nullable=True),
        Column(name="whole_day", type="boolean", title="Hele dagen med", nullable=True),
        Column(name="handles", type="text", title="Ansøgning", nullable=True),
    ),
    key=("case_id", "item"),
    indexes=(("role",), ("holder",), ("due",)),
)

_OWED: Final = Table(
    name="owed",
    columns=(
        Column(name="case_id", type="text", title="Sag"),
        Column(name="obligation", type="text", title="Udestående"),
        Column(name="due", type="instant", title="Frist", nullable=True),
        Column(name="breached", type="boolean", title="Overskredet"),
    ),
    key=("case_id", "obligation"),
    indexes=(("due",),),
)


def _project(recorded: Recorded, state: Case) -> tuple[Change, ...]:
    event, stream = recorded.event, recorded.stream
    if isinstance(event, Closed):
        return (_gone("tasks", stream), _gone("owed", stream))
    if state.closed is not None:
        return ()
    if isinstance(event, Migrated | Reopened):
        parts = sorted(state.works)
        tasks: list[Change] = [_gone("tasks", stream), _gone("owed", stream)]
    else:
        parts, tasks = sorted(_touched(event)), []
    tasks += (_task(stream, part, state) for part in parts)
    return (*tasks, *_owed(stream, event, state))


def _gone(table: str, stream: str) -> Delete:
    return Delete(table=table, where={"case_id": stream})


def _touched(event: Any) -> set[str]:
    """The stages and items that an event moves."""
    if isinstance(event, Settled):
        return {each.part for each in event.changes} | {
            each.item for each in event.dues
        }
    item = getattr(event, "item", None)
    return {*getattr(event, "invalidated", ()), *([item] if item else [])}


def _task(stream: str, part: str, state: Case) -> Change:
    work, added = state.work(part), state.added.get(part)
    if not work.status.is_open:
        return Delete(table="tasks", where={"case_id": stream, "item": part})
    due = added.due if added else work.proof.deadline if work.proof else None
    row: dict[str, Any] = {
        "case_id": stream,
        "item": part,
        "definition": state.definition,
        "version": state.version,
        "title": added.title if added else None,
        "status": work.status.value,
        "role": work.role,
        "holder": work.holder,
        "due": due.instant if due else None,
        "whole_day": due.is_date if due else None,
        "handles": state.handles,
    }
    return Upsert(table="tasks", row=row)


def _owed(stream: str, event: Any, state: Case) -> Iterator[Change]:
    """What is owed now, where the event may have changed that."""
    codes: set[str] = set()
    if isinstance(event, Settled):
        codes = {each.obligation for each in event.owed} | {*event.met}
    elif isinstance(event, Reopened):
        codes = {*state.owed}
    elif hasattr(event, "obligation"):
        codes = {event.obligation}
    for code in sorted(codes):
        proof = state.owed.get(code)
        if proof is None:
            where = {"case_id": stream, "obligation": code}
            yield Delete(table="owed", where=where)
        else:
            due: Deadline | None = proof.deadline
            row = {
                "case_id": stream,
                "obligation": code,
                "due": due.instant if due else None,
                "breached": code in state.breached,
            }
            yield Upsert(table="owed", row=row)


WORKLIST: Final = View(
    name="core.worklist",
    title="Opgaver, der kan udføres nu, og det, der udestår",
    tables=(_TASKS, _OWED),
    events=frozenset(cases.AGGREGATE.events),
    project=_project,
    state=Case,
)
"""Open tasks of open cases, with who can do them, who has them and when they are due.

Of a task that its definition has, the title stands there; of one that was added, here.
"""
