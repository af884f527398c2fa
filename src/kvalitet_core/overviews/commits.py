"""Every command by who gave it: what was asked, when, and what came of it."""

from __future__ import annotations

from typing import Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View

__all__ = ["COMMITS"]

_TABLE: Final = Table(
    name="commits",
    columns=(
        Column(name="command_id", type="text", title="Kommandoens id"),
        Column(name="actor", type="text", title="Hvem"),
        Column(name="role", type="text", title="Rolle"),
        Column(name="organisation", type="text", title="Organisation"),
        Column(name="command", type="text", title="Kommando"),
        Column(name="outcome", type="text", title="Udfald"),
        Column(name="reasons", type="text", title="Afslagets koder", nullable=True),
        Column(name="stream", type="text", title="Strøm"),
        Column(name="events", type="integer", title="Antal hændelser"),
        Column(name="recorded_at", type="instant", title="Hvornår"),
        Column(name="channel", type="text", title="Kanal", nullable=True),
        Column(name="reaction", type="text", title="Reaktion", nullable=True),
    ),
    key=("command_id",),
    indexes=(("actor", "recorded_at"), ("stream", "recorded_at")),
)


def _project(recorded: Recorded) -> tuple[Change, ...]:
    record = recorded.event
    row = {
        "command_id": recorded.stream.partition("/")[2],
        "actor": record.actor.id,
        "role": record.actor.role,
        "organisation": record.actor.organisation,
        "command": record.name,
        "outcome": record.outcome,
        "reasons": ", ".join(reason.code for reason in record.reasons) or None,
        "stream": record.targets[0],
        "events": len(record.events),
        "recorded_at": recorded.recorded_at,
        "channel": record.channel,
        "reaction": record.reaction,
    }
    return (Upsert(table="commits", row=row),)


COMMITS: Final = View(
    name="core.commits",
    title="Kommandoer efter, hvem der gav dem",
    tables=(_TABLE,),
    events=frozenset({"journal.command/1"}),
    project=_project,
)
"""Every command that is on record, refused ones too."""
