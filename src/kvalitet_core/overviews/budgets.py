"""Budget frames: what there is, what is committed of it and to which grants."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.dated import Dated
from kvalitet_core.domain import frame
from kvalitet_core.domain.frame import Frame
from kvalitet_core.overviews.timeline import EFFECTIVE, timeline
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["BUDGETS"]

_FRAMES: Final = Table(
    name="frames",
    columns=(
        Column(name="frame", type="text", title="Ramme"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="title", type="text", title="Titel"),
        Column(name="finance_act_account", type="text", title="Finanslovskonto"),
        Column(name="year", type="integer", title="Finansår"),
        Column(name="call", type="text", title="Runde", nullable=True),
        Column(name="amount", type="integer", title="Beløb i øre"),
        Column(name="committed", type="integer", title="Givet tilsagn om, i øre"),
        Column(name="left", type="integer", title="Tilbage i øre"),
        Column(name="terms", type="text", title="Vilkår efter", nullable=True),
        Column(name="caveat", type="text", title="Forbehold", nullable=True),
    ),
    key=("frame", "effective_from"),
    indexes=(("finance_act_account",),),
)
_COMMITMENTS: Final = Table(
    name="commitments",
    columns=(
        Column(name="frame", type="text", title="Ramme"),
        Column(name="grant_id", type="text", title="Tilskud"),
        Column(name="committed", type="integer", title="Givet tilsagn om, i øre"),
    ),
    key=("frame", "grant_id"),
    indexes=(("grant_id",),),
)


def _project(recorded: Recorded, state: Frame) -> tuple[Change, ...]:
    known: dict[str, Any] = {
        "frame": recorded.stream,
        "title": state.title,
        "finance_act_account": state.finance_act_account,
        "year": state.year,
        "call": state.call,
        "committed": state.committed.oere,
    }
    changes: list[Change] = [Delete(table="frames", where={"frame": recorded.stream})]
    dated: dict[str, Dated[Any]] = {"amount": state.amount, "terms": state.terms}
    for row in timeline(state.period, dated):
        terms = row.pop("terms")
        row |= {
            "amount": row["amount"].oere,
            "left": (row["amount"] - state.committed).oere,
            "terms": terms.source if terms else None,
            "caveat": terms.caveat if terms else None,
        }
        changes.append(Upsert(table="frames", row={**known, **row}))
    for grant, amount in state.commitments.items():
        of = {"frame": recorded.stream, "grant_id": grant}
        row = {**of, "committed": amount.oere}
        changes.append(Upsert(table="commitments", row=row))
    return tuple(changes)


BUDGETS: Final = View(
    name="core.budgets",
    title="Budgetrammer",
    tables=(_FRAMES, _COMMITMENTS),
    events=frozenset(frame.AGGREGATE.events),
    project=_project,
    state=Frame,
)
"""A row for each run of days on which a frame has one amount on one set of terms."""
