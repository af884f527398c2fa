"""Ledgers of grants as plain values: each posting, and the decision it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kvalitet_cli.language import Language
from kvalitet_cli.ledgers_text import account, heading, purpose
from kvalitet_cli.streams import state_at
from kvalitet_core.domain.grant import Entry, Grant
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Money, danish_date

__all__ = ["as_decision", "as_item", "as_row", "columns", "grant_at", "recorded_of"]

_COLUMNS = ("number", "posted_on", "debit", "credit", "amount", "purpose", "decision")


def grant_at(journal: Journal, text: str) -> tuple[StreamId, Grant]:
    """The grant that somebody has typed, which may leave out its kind.

    Raises:
        Unknown: There is none; the nearest are named.
    """
    return state_at(journal, Grant, text, kind="grant")


def recorded_of(journal: Journal, stream: StreamId) -> Mapping[int, Recorded]:
    """What is recorded of a grant, by the place in its stream."""
    return {each.version: each for each in journal.history(stream)}


def as_item(
    stream: StreamId, entry: Entry, history: Mapping[int, Recorded]
) -> dict[str, Any]:
    """A posting for programs."""
    posting, posted = entry.posting, history[entry.version]
    decision = posting.decision
    return {
        "grant": stream,
        "number": entry.number,
        "posted_on": posting.posted_on.isoformat(),
        "debit": posting.debit.value,
        "credit": posting.credit.value,
        "oere": posting.amount.oere,
        "purpose": posting.purpose.value,
        "event": posted.event_id,
        "event_name": posted.name,
        "version": entry.version,
        "command": posted.command_id,
        "decision": {
            "event": decision.event,
            "stream": decision.stream,
            "version": decision.version,
            "name": history[decision.version].name,
        },
    }


def as_decision(recorded: Recorded) -> dict[str, Any]:
    """A decision for programs: what it was, by whom, when, in which command."""
    return {
        "event": recorded.event_id,
        "name": recorded.name,
        "stream": recorded.stream,
        "version": recorded.version,
        "recorded_at": recorded.recorded_at.isoformat(),
        "recorded_on": danish_date(recorded.recorded_at).isoformat(),
        "command": recorded.command_id,
        "actor": recorded.actor_id,
    }


def columns(language: Language) -> tuple[str, ...]:
    """What stands above the columns of a ledger."""
    return tuple(heading(name, language) for name in _COLUMNS)


def as_row(item: dict[str, Any], language: Language) -> dict[str, str]:
    """A posting for people."""
    decision = item["decision"]
    short = decision["name"].partition(".")[2].partition("/")[0]
    told = (
        str(item["number"]),
        item["posted_on"],
        account(item["debit"], language),
        account(item["credit"], language),
        str(Money(oere=item["oere"])),
        purpose(item["purpose"], language),
        f"{decision['version']} {short}",
    )
    return dict(zip(columns(language), told, strict=True))
