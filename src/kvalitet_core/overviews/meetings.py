"""Every meeting of a network: how far it is, who was there, and what came of it."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.domain import network
from kvalitet_core.domain.network import Contributed, Informed, Meeting, Network
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["MEETINGS"]

_MEETINGS: Final = Table(
    name="meetings",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="meeting", type="text", title="Møde"),
        Column(name="status", type="text", title="Tilstand"),
        Column(name="day", type="date", title="Dag"),
        Column(name="begins", type="instant", title="Begynder", nullable=True),
        Column(name="ends", type="instant", title="Slutter", nullable=True),
        Column(name="place", type="text", title="Sted", nullable=True),
        Column(name="online", type="boolean", title="Online"),
        Column(name="agenda", type="text", title="Dagsorden", nullable=True),
        Column(name="moved", type="integer", title="Antal flytninger"),
        Column(name="attended", type="integer", title="Deltagere", nullable=True),
        Column(name="minutes", type="text", title="Referatets SHA-256", nullable=True),
        Column(name="reason", type="text", title="Aflyst, fordi", nullable=True),
    ),
    key=("network", "meeting"),
    indexes=(("day",), ("status",)),
)
_ATTENDANCE: Final = Table(
    name="attendance",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="meeting", type="text", title="Møde"),
        Column(name="member", type="text", title="Medlem"),
        Column(name="day", type="date", title="Dag"),
    ),
    key=("network", "meeting", "member"),
    indexes=(("member",),),
)
_CONTRIBUTIONS: Final = Table(
    name="contributions",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="number", type="integer", title="Nummer"),
        Column(name="publication", type="text", title="Publikation"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="part", type="text", title="Del", nullable=True),
        Column(name="about", type="text", title="Hvad"),
        Column(name="meeting", type="text", title="Møde", nullable=True),
    ),
    key=("network", "number"),
    indexes=(("publication", "version"),),
)
_INFORMED: Final = Table(
    name="informed",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="number", type="integer", title="Nummer"),
        Column(name="publication", type="text", title="Publikation"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="part", type="text", title="Del", nullable=True),
        Column(name="day", type="date", title="Dag"),
    ),
    key=("network", "number"),
    indexes=(("publication", "version"),),
)
_HELD: Final = (network.MeetingHeld, network.AttendanceCorrected)


def _project(recorded: Recorded, state: Network) -> tuple[Change, ...]:
    stream, event = recorded.stream, recorded.event
    if isinstance(event, Contributed):
        return (_contribution(stream, len(state.contributions), event),)
    if isinstance(event, Informed):
        return (_information(stream, len(state.informed), event),)
    (meeting,) = (each for each in state.meetings if each.label == event.meeting)
    own = {"network": stream, "meeting": meeting.label}
    changes: list[Change] = [Upsert(table="meetings", row={**own, **_row(meeting)})]
    if isinstance(event, _HELD):
        changes.append(Delete(table="attendance", where=own))
        changes += (
            Upsert(
                table="attendance",
                row={**own, "member": member, "day": meeting.occasion.day},
            )
            for member in sorted(meeting.attended)
        )
    return tuple(changes)


def _row(meeting: Meeting) -> dict[str, Any]:
    occasion = meeting.occasion
    held = meeting.status is network.MeetingStatus.HELD
    return {
        "status": meeting.status,
        "day": occasion.day,
        "begins": occasion.begins,
        "ends": occasion.ends,
        "place": occasion.place,
        "online": occasion.online,
        "agenda": "; ".join(meeting.agenda) or None,
        "moved": len(meeting.before),
        "attended": len(meeting.attended) if held else None,
        "minutes": meeting.minutes[-1].sha256 if meeting.minutes else None,
        "reason": meeting.cancelled,
    }


def _contribution(stream: str, number: int, event: Contributed) -> Upsert:
    return Upsert(
        table="contributions",
        row={
            "network": stream,
            "number": number,
            "publication": event.to.publication,
            "version": event.to.version,
            "part": event.to.part,
            "about": event.about,
            "meeting": event.meeting,
        },
    )


def _information(stream: str, number: int, event: Informed) -> Upsert:
    return Upsert(
        table="informed",
        row={
            "network": stream,
            "number": number,
            "publication": event.of.publication,
            "version": event.of.version,
            "part": event.of.part,
            "day": event.effective_from,
        },
    )


_FOLLOWED: Final = (
    network.AgendaSet,
    network.AttendanceCorrected,
    network.Contributed,
    network.Informed,
    network.MeetingCancelled,
    network.MeetingHeld,
    network.MeetingMoved,
    network.MeetingPlanned,
    network.MinutesFiled,
)

MEETINGS: Final = View(
    name="core.meetings",
    title="Netværkenes møder, og hvad der kom ud af dem",
    tables=(_MEETINGS, _ATTENDANCE, _CONTRIBUTIONS, _INFORMED),
    events=frozenset(
        name for name, cls in network.AGGREGATE.events.items() if cls in _FOLLOWED
    ),
    project=_project,
    state=Network,
)
"""A row a meeting, one a member who was there, one for each thing given or told."""
