"""How many reflections there are on each principle, and nothing of what they say."""

from __future__ import annotations

from typing import Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View
from kvalitet_ledelse.reflection import AGGREGATE, Reflections

__all__ = ["REFLECTIONS"]

_TABLE: Final = Table(
    name="reflections",
    columns=(
        Column(name="leader", type="text", title="Lederens id"),
        Column(name="number", type="integer", title="Nummer"),
        Column(name="principle", type="text", title="Princip"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="day", type="date", title="Dag"),
        Column(name="taken_back", type="text", title="Trukket, fordi", nullable=True),
    ),
    key=("leader", "number"),
    indexes=(("principle",),),
)


def _project(recorded: Recorded, state: Reflections) -> tuple[Change, ...]:
    return tuple(
        Upsert(
            table="reflections",
            row={
                "leader": state.leader,
                "number": each.number,
                "principle": each.principle,
                "version": each.version,
                "day": each.day,
                "taken_back": each.taken_back,
            },
        )
        for each in state.reflections
        if each.number == _touched(recorded, state)
    )


def _touched(recorded: Recorded, state: Reflections) -> int:
    """The number of the reflection that the event is about; a new one is the last."""
    return int(getattr(recorded.event, "number", len(state.reflections)))


REFLECTIONS: Final = View(
    name="ledelse.refleksioner",
    title="Lederes refleksioner efter princip",
    tables=(_TABLE,),
    events=frozenset(AGGREGATE.events),
    project=_project,
    state=Reflections,
)
"""Which leader reflected on which principle; the words stay sealed in the journal."""
