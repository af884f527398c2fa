"""Counting what came of a reaction, in the transaction that moves it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from kvalitet_core.reactions.answering import Answer
from kvalitet_core.running.tables import ANSWERED

if TYPE_CHECKING:
    from kvalitet_core.running.transaction import Transaction

__all__ = ["Answered", "answered", "count"]

_OUTCOMES: Final = ("accepted", "nothing", "refused")


def _adding(statement: Any) -> Any:
    """The statement that begins a row, or adds to the one that is there."""
    added = {kind: ANSWERED.c[kind] + statement.excluded[kind] for kind in _OUTCOMES}
    last = func.coalesce(statement.excluded.last_refused, ANSWERED.c.last_refused)
    return statement.on_conflict_do_update(
        index_elements=["name"], set_={**added, "last_refused": last}
    )


_ADDING: Final = {
    "postgresql": _adding(postgresql.insert(ANSWERED)),
    "sqlite": _adding(sqlite.insert(ANSWERED)),
}


@attrs.frozen(kw_only=True)
class Answered:
    """What has come of a reaction so far.

    Attributes:
        accepted: How many commands led to events.
        nothing: How many found that there was nothing to do.
        refused: How many were refused by a rule.
        last_refused: The id of the command that was refused last.
    """

    accepted: int = 0
    nothing: int = 0
    refused: int = 0
    last_refused: str | None = None


def count(
    transaction: Transaction,
    name: str,
    answers: Sequence[Answer],
) -> None:
    """Add what came of some commands to what is counted of a run."""
    if not answers:
        return
    outcomes = [answer.outcome for answer in answers]
    counts = {kind: outcomes.count(kind) for kind in _OUTCOMES}
    refused = [each.command_id for each in answers if each.outcome == "refused"]
    connection = transaction.connection
    connection.execute(
        _ADDING[connection.dialect.name],
        {
            "name": name,
            "last_refused": refused[-1] if refused else None,
            **counts,
        },
    )


def answered(transaction: Transaction) -> Mapping[str, Answered]:
    """What has come of each run of a reaction, by the run's name."""
    found = transaction.connection.execute(select(ANSWERED))
    return {
        row.name: Answered(
            accepted=row.accepted,
            nothing=row.nothing,
            refused=row.refused,
            last_refused=row.last_refused,
        )
        for row in found
    }
