"""What tilbud found by the markers, as a table: a row for each marker looked at."""

from __future__ import annotations

from typing import Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View
from kvalitet_pejlemaerker.selvvurdering import AGGREGATE, Assessed, Selvvurdering
from kvalitet_pejlemaerker.sources import NAME

__all__ = ["SELVVURDERINGER"]

_TABLE: Final = Table(
    name="selvvurderinger",
    columns=(
        Column(name="selvvurdering", type="text", title="Selvvurdering"),
        Column(name="marker", type="text", title="Pejlemærke"),
        Column(name="tilbud", type="text", title="Tilbud"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="answer", type="text", title="Svar"),
        Column(name="assessed_on", type="date", title="Vurderet den"),
    ),
    key=("selvvurdering", "marker"),
    indexes=(("tilbud",), ("marker", "answer")),
)


def _project(recorded: Recorded, state: Selvvurdering) -> tuple[Change, ...]:
    event = recorded.event
    if not isinstance(event, Assessed):
        return ()
    row = {
        "selvvurdering": recorded.stream,
        "marker": event.marker.part or "",
        "tilbud": state.begun.tilbud,
        "version": event.marker.version,
        "answer": event.answer,
        "assessed_on": event.effective_from,
    }
    return (Upsert(table=_TABLE.name, row=row),)


SELVVURDERINGER: Final = View(
    name=f"{NAME}.selvvurderinger",
    title="Selvvurderinger efter pejlemærkerne",
    tables=(_TABLE,),
    events=frozenset(AGGREGATE.events),
    project=_project,
    state=Selvvurdering,
)
"""The newest answer by each marker; its notes stay in the journal."""
