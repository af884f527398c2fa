"""Grants: what each has cost, what is paid, used and owed, and what comes next."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.domain import grant as grants
from kvalitet_core.domain.grant import Account, Grant
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["GRANTS"]

_GRANTS: Final = Table(
    name="grants",
    columns=(
        Column(name="grant_id", type="text", title="Tilskud"),
        Column(name="frame", type="text", title="Ramme"),
        Column(name="recipient", type="text", title="Modtager"),
        Column(name="application", type="text", title="Ansøgning", nullable=True),
        Column(name="title", type="text", title="Titel"),
        Column(name="state", type="text", title="Tilstand"),
        Column(name="starts", type="date", title="Periode fra"),
        Column(name="ends", type="date", title="Periode til"),
        Column(name="committed", type="integer", title="Tilsagn i øre"),
        Column(name="paid", type="integer", title="Udbetalt i øre"),
        Column(name="payable", type="integer", title="Kan udbetales, i øre"),
        Column(name="used", type="integer", title="Anvendt i øre"),
        Column(name="unaccounted", type="integer", title="Ikke gjort op, i øre"),
        Column(name="owed", type="integer", title="Skal betales tilbage, i øre"),
        Column(name="next_due", type="date", title="Næste rate", nullable=True),
    ),
    key=("grant_id",),
    indexes=(("frame",), ("recipient",)),
)
_DUTIES: Final = Table(
    name="duties",
    columns=(
        Column(name="grant_id", type="text", title="Tilskud"),
        Column(name="duty", type="text", title="Pligt"),
        Column(name="kind", type="text", title="Art"),
        Column(name="due", type="text", title="Frist"),
        Column(name="received", type="instant", title="Modtaget", nullable=True),
        Column(name="late", type="boolean", title="For sent", nullable=True),
    ),
    key=("grant_id", "duty"),
)


def _project(recorded: Recorded, state: Grant) -> tuple[Change, ...]:
    stream = recorded.stream
    changes: list[Change] = [
        Upsert(table="grants", row={"grant_id": stream, **_row(state)}),
        Delete(table="duties", where={"grant_id": stream}),
    ]
    for code, duty in state.duties.items():
        received = state.handed_in.get(code)
        row = {
            "grant_id": stream,
            "duty": code,
            "kind": duty.kind.value,
            "due": duty.due,
            "received": received,
            "late": None if received is None else not duty.due.met_by(received),
        }
        changes.append(Upsert(table="duties", row=row))
    return tuple(changes)


def _row(state: Grant) -> dict[str, Any]:
    on = state.balances
    to_come = [e.due for e in state.instalments if e.number not in state.payments]
    return {
        "frame": state.frame,
        "recipient": state.recipient,
        "application": state.application,
        "title": state.title,
        "state": _reached(state),
        "starts": state.starts,
        "ends": state.ends,
        "committed": state.committed.oere,
        "paid": state.paid.oere,
        "payable": state.payable.oere,
        "used": sum(e.used.oere for e in state.accounts.values() if e.approved),
        "unaccounted": on[Account.ADVANCE].oere,
        "owed": on[Account.CLAIM].oere,
        "next_due": min(to_come, default=None),
    }


def _reached(state: Grant) -> str:
    """How far it is, in the word of the event that took it there."""
    if state.closed is not None:
        return "closed"
    if state.lapsed is not None:
        return "lapsed"
    if state.stopped:
        return "payments_stopped"
    if state.begun is not None:
        return "begun"
    return "committed" if state.acknowledged is None else "acknowledged"


GRANTS: Final = View(
    name="core.grants",
    title="Tilskud",
    tables=(_GRANTS, _DUTIES),
    events=frozenset(grants.AGGREGATE.events),
    project=_project,
    state=Grant,
)
"""Every grant as it stands, and what its recipient is to hand in."""
