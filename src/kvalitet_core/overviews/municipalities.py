"""The programme's municipalities: what each is called and where it lies, when."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain import municipality
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.overviews.timeline import EFFECTIVE, timeline
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["MUNICIPALITIES"]

_TABLE: Final = Table(
    name="municipalities",
    columns=(
        Column(name="code", type="text", title="Kommunekode"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="name", type="text", title="Navn", nullable=True),
        Column(name="region", type="text", title="Regionskode", nullable=True),
        Column(name="merged_into", type="text", title="Lagt ind under", nullable=True),
    ),
    key=("code", "effective_from"),
    indexes=(("region",),),
)


def _project(recorded: Recorded, state: Municipality) -> tuple[Change, ...]:
    del recorded
    rows = timeline(state.period, {"name": state.name, "region": state.region})
    known = {"code": state.code, "merged_into": state.merged_into}
    return (
        Delete(table="municipalities", where={"code": state.code}),
        *(Upsert(table="municipalities", row={**known, **row}) for row in rows),
    )


MUNICIPALITIES: Final = View(
    name="core.municipalities",
    title="Kommuner på en given dag",
    tables=(_TABLE,),
    events=frozenset(municipality.AGGREGATE.events),
    project=_project,
    state=Municipality,
)
"""A row for each run of days on which nothing about a municipality changes."""
