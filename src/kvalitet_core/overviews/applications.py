"""Every application by its round: how far it is, and what it came to."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.domain import application
from kvalitet_core.domain.application import Application, Decided
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import danish_date
from kvalitet_core.view import Change, Column, Table, Upsert, View

__all__ = ["APPLICATIONS"]

_TABLE: Final = Table(
    name="applications",
    columns=(
        Column(name="application", type="text", title="Ansøgning"),
        Column(name="round", type="text", title="Runde"),
        Column(name="applicant", type="text", title="Ansøger"),
        Column(name="number", type="integer", title="Nummer"),
        Column(name="state", type="text", title="Tilstand"),
        Column(name="received", type="instant", title="Modtaget", nullable=True),
        Column(name="outcome", type="text", title="Afgørelse", nullable=True),
        Column(name="decisions", type="integer", title="Antal afgørelser"),
        Column(name="decided_on", type="date", title="Afgjort den", nullable=True),
    ),
    key=("application",),
    indexes=(("round", "state"), ("applicant",)),
)


def _project(recorded: Recorded, state: Application) -> tuple[Change, ...]:
    submission = state.submission
    decision = state.decisions[-1] if state.decisions else None
    row: dict[str, Any] = {
        "application": recorded.stream,
        "round": state.round,
        "applicant": state.applicant,
        "number": state.number,
        "state": _reached(state),
        "received": submission.received if submission else None,
        "outcome": decision.outcome if decision else None,
        "decisions": len(state.decisions),
    }
    if isinstance(recorded.event, Decided):
        row["decided_on"] = danish_date(recorded.recorded_at)
    return (Upsert(table="applications", row=row),)


def _reached(state: Application) -> str:
    """How far it is, in the word of the event that took it there."""
    if state.withdrawn is not None:
        return "withdrawn"
    if state.asked is not None and not state.decisions:
        return "information_requested"
    if state.decisions:
        return "decided"
    if state.findings:
        return "assessed"
    return "submitted" if state.submission else "drafted"


APPLICATIONS: Final = View(
    name="core.applications",
    title="Ansøgninger efter runde og tilstand",
    tables=(_TABLE,),
    events=frozenset(application.AGGREGATE.events),
    project=_project,
    state=Application,
)
"""Every application; what it answers stays in the journal."""
