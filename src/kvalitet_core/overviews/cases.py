"""Every case: what it is, how far it has come, and what it waits for."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Case
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import danish_date
from kvalitet_core.view import Change, Column, Table, Upsert, View

__all__ = ["CASES"]

_TABLE: Final = Table(
    name="cases",
    columns=(
        Column(name="case_id", type="text", title="Sag"),
        Column(name="definition", type="text", title="Sagstype"),
        Column(name="version", type="text", title="Sagstypens version"),
        Column(name="title", type="text", title="Titel"),
        Column(name="handles", type="text", title="Ansøgning", nullable=True),
        Column(name="received", type="instant", title="Modtaget"),
        Column(name="state", type="text", title="Tilstand"),
        Column(name="waits_for", type="text", title="Venter på", nullable=True),
        Column(name="stages", type="text", title="Igangværende faser"),
        Column(name="outcome", type="text", title="Seneste afgørelse", nullable=True),
        Column(name="owed", type="integer", title="Udeståender"),
        Column(name="warnings", type="text", title="Advarsler", nullable=True),
        Column(name="changed_on", type="date", title="Ændret den"),
    ),
    key=("case_id",),
    indexes=(("definition", "state"), ("handles",)),
)


def _project(recorded: Recorded, state: Case) -> tuple[Change, ...]:
    decided = [each for each in state.decisions if each.revoked is None]
    row: dict[str, Any] = {
        "case_id": recorded.stream,
        "definition": state.definition,
        "version": state.version,
        "title": state.title,
        "handles": state.handles,
        "received": state.received,
        "state": _reached(state),
        "waits_for": ", ".join(sorted(state.suspended)) or None,
        "stages": ", ".join(sorted(_under_way(state))),
        "outcome": decided[-1].outcome if decided else None,
        "owed": len(state.owed),
        "warnings": ", ".join(sorted(state.breaches)) or None,
        "changed_on": danish_date(recorded.recorded_at),
    }
    return (Upsert(table="cases", row=row),)


def _reached(state: Case) -> str:
    if state.closed is not None:
        return "closed"
    return "suspended" if state.suspended else "open"


def _under_way(state: Case) -> list[str]:
    """The stages that are active: they alone have that status."""
    return [code for code, work in state.works.items() if work.status == "active"]


CASES: Final = View(
    name="core.cases",
    title="Sager",
    tables=(_TABLE,),
    events=frozenset(cases.AGGREGATE.events),
    project=_project,
    state=Case,
)
"""Every case; its facts and reasons stay in the journal."""
