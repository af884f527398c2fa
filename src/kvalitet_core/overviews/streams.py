"""Every stream by its kind: how many events it has, the first and the last of them."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import EVERY, Change, Column, Table, Upsert, View

__all__ = ["STREAMS"]

_TABLE: Final = Table(
    name="streams",
    columns=(
        Column(name="stream", type="text", title="Strøm"),
        Column(name="kind", type="text", title="Art"),
        Column(name="version", type="integer", title="Antal hændelser"),
        Column(name="last", type="text", title="Seneste hændelse"),
        Column(
            name="first_recorded",
            type="instant",
            title="Første registrering",
            nullable=True,
        ),
        Column(name="last_recorded", type="instant", title="Seneste registrering"),
    ),
    key=("stream",),
    indexes=(("kind", "last_recorded"),),
)


def _project(recorded: Recorded) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "stream": recorded.stream,
        "kind": recorded.stream.partition("/")[0],
        "version": recorded.version,
        "last": recorded.name,
        "last_recorded": recorded.recorded_at,
    }
    if recorded.version == 1:
        row["first_recorded"] = recorded.recorded_at
    return (Upsert(table="streams", row=row),)


STREAMS: Final = View(
    name="core.streams",
    title="Strømme efter art",
    tables=(_TABLE,),
    events=frozenset({EVERY, "journal.deployed/1", "journal.opened/1"}),
    project=_project,
)
"""Every stream but those of commands, which `core.commits` lists."""
