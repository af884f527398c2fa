"""The ledgers of all grants: each posting, and the decision that it rests on."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain import grant as grants
from kvalitet_core.domain.grant import Grant
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Increment, Table, Upsert, View

__all__ = ["POSTINGS"]

_POSTINGS: Final = Table(
    name="postings",
    columns=(
        Column(name="grant_id", type="text", title="Tilskud"),
        Column(name="number", type="integer", title="Postering"),
        Column(name="posted_on", type="date", title="Dato"),
        Column(name="debit", type="text", title="Debet"),
        Column(name="credit", type="text", title="Kredit"),
        Column(name="amount", type="integer", title="Beløb i øre"),
        Column(name="purpose", type="text", title="Formål"),
        Column(name="event", type="text", title="Begivenhed"),
        Column(name="name", type="text", title="Begivenhedens navn"),
        Column(name="command", type="text", title="Kommando", nullable=True),
        Column(name="actor", type="text", title="Hvem", nullable=True),
        Column(name="decision", type="text", title="Afgørelse"),
        Column(name="decision_stream", type="text", title="Afgørelsens strøm"),
        Column(name="decision_version", type="integer", title="Dens plads i strømmen"),
    ),
    key=("grant_id", "number"),
    indexes=(("decision",), ("posted_on",)),
)
_BALANCES: Final = Table(
    name="balances",
    columns=(
        Column(name="grant_id", type="text", title="Tilskud"),
        Column(name="account", type="text", title="Konto"),
        Column(name="debit", type="integer", title="Debet i øre"),
        Column(name="credit", type="integer", title="Kredit i øre"),
    ),
    key=("grant_id", "account"),
)


def _project(recorded: Recorded, state: Grant) -> tuple[Change, ...]:
    changes: list[Change] = []
    for entry in state.ledger:
        if entry.version != recorded.version:
            continue
        posting = entry.posting
        row = {
            "grant_id": recorded.stream,
            "number": entry.number,
            "posted_on": posting.posted_on,
            "debit": posting.debit.value,
            "credit": posting.credit.value,
            "amount": posting.amount.oere,
            "purpose": posting.purpose.value,
            "event": recorded.event_id,
            "name": recorded.name,
            "command": recorded.command_id,
            "actor": recorded.actor_id,
            "decision": posting.decision.event,
            "decision_stream": posting.decision.stream,
            "decision_version": posting.decision.version,
        }
        changes.append(Upsert(table="postings", row=row))
        for account, side, other in (
            (posting.debit, "debit", "credit"),
            (posting.credit, "credit", "debit"),
        ):
            key = {"grant_id": recorded.stream, "account": account.value}
            by = {side: posting.amount.oere, other: 0}
            changes.append(Increment(table="balances", key=key, by=by))
    return tuple(changes)


POSTINGS: Final = View(
    name="core.postings",
    title="Posteringer",
    tables=(_POSTINGS, _BALANCES),
    events=frozenset(
        name
        for name, cls in grants.AGGREGATE.events.items()
        if "postings" in cls.__annotations__
    ),
    project=_project,
    state=Grant,
)
"""By `decision` all that rests on one is found; by a posting's row, its decision."""
