"""Runs of courses: how many seats are taken, offered and free, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import (
    AttendanceRecorded,
    CertificateIssued,
    CertificateWithdrawn,
    CourseRun,
    GroupSignedUp,
    OfferAccepted,
    OfferDeclined,
    Offered,
    OfferLapsed,
    ParticipantNamed,
    Place,
    SignedOff,
    SignedUp,
    Standing,
    TransferredIn,
    TransferredOut,
)
from kvalitet_core.ids import PersonId
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Part, Table, Upsert, View

__all__ = ["SEATS"]

_RUNS: Final = Table(
    name="runs",
    columns=(
        Column(name="run", type="text", title="Hold"),
        Column(name="course", type="text", title="Kursus"),
        Column(name="title", type="text", title="Titel"),
        Column(name="state", type="text", title="Tilstand"),
        Column(name="starts", type="instant", title="Begynder"),
        Column(name="ends", type="instant", title="Slutter"),
        Column(name="place", type="text", title="Sted", nullable=True),
        Column(name="online", type="boolean", title="Online"),
        Column(name="opens", type="instant", title="Tilmelding fra", nullable=True),
        Column(name="deadline", type="instant", title="Tilmeldingsfrist"),
        Column(name="seats", type="integer", title="Pladser"),
        Column(name="seated", type="integer", title="Besat"),
        Column(name="offered", type="integer", title="Tilbudt"),
        Column(name="free", type="integer", title="Ledige"),
        Column(name="waiting", type="integer", title="Venter"),
    ),
    key=("run",),
    indexes=(("course",), ("starts",)),
)

_PARTICIPANTS: Final = Table(
    name="participants",
    columns=(
        Column(name="run", type="text", title="Hold"),
        Column(name="participant", type="text", title="Deltager"),
        Column(
            name="name", type="text", title="Navn", nullable=True, person="participant"
        ),
        Column(name="number", type="integer", title="Tilmelding nr."),
        Column(name="standing", type="text", title="Tilstand"),
        Column(name="target_group", type="text", title="Målgruppe", nullable=True),
        Column(name="workplace", type="text", title="Arbejdssted", nullable=True),
        Column(name="attended", type="integer", title="Mødt, antal gange"),
        Column(name="certificate", type="boolean", title="Kursusbevis"),
    ),
    key=("run", "participant"),
    indexes=(("participant",), ("workplace",)),
)


def _project(recorded: Recorded, state: CourseRun) -> tuple[Change, ...]:
    stream, event = recorded.stream, recorded.event
    run = Upsert(table="runs", row=_row(stream, state))
    return (run, *_people(stream, event, state))


def _row(stream: str, run: CourseRun) -> dict[str, Any]:
    terms = run.terms.newest or run.planned.terms
    sizes = dict.fromkeys(Standing, 0)
    for place in run.places.values():
        sizes[place.standing] += place.size
    return {
        "run": stream,
        "course": run.course,
        "title": run.title,
        "state": "cancelled" if run.cancelled is not None else "planned",
        "starts": run.starts,
        "ends": run.ends,
        "place": run.place.place,
        "online": run.place.online,
        "opens": terms.opens,
        "deadline": terms.deadline,
        "seats": run.seats,
        "seated": sizes[Standing.SEATED],
        "offered": sizes[Standing.OFFERED],
        "free": run.free,
        "waiting": sizes[Standing.WAITING],
    }


def _people(stream: str, event: Any, run: CourseRun) -> Iterator[Change]:
    """What an event says of those who take part."""
    match event:
        case SignedUp(participant=person) | TransferredIn(participant=person):
            yield from _those(stream, run, (run.places[event.number],))
        case GroupSignedUp(number=number):
            group = (each for each in run.places.values() if each.group == number)
            yield from _those(stream, run, tuple(group))
        case Offered() | OfferAccepted():
            yield from _those(stream, run, (run.places[event.number],))
        case OfferDeclined() | OfferLapsed():
            yield from _gone(stream, run.places[event.number].persons)
        case SignedOff(participants=persons) | TransferredOut(participants=persons):
            yield from _gone(stream, persons)
        case AttendanceRecorded():
            for person, _ in run.live():
                yield _of(stream, person, attended=run.sessions_of(person))
        case CertificateIssued() | CertificateWithdrawn():
            issued = event.participant in run.certificates
            yield _of(stream, event.participant, certificate=issued)
        case _:
            pass
    if isinstance(event, SignedUp | ParticipantNamed):
        name = Part(event.card, "name")
        yield _of(stream, event.participant, name=name)


def _those(stream: str, run: CourseRun, places: tuple[Place, ...]) -> Iterator[Upsert]:
    for place in places:
        for member in place.members:
            yield _of(
                stream,
                member.person,
                number=place.number,
                standing=place.standing.value,
                target_group=member.target_group,
                workplace=place.workplace,
                attended=run.sessions_of(member.person),
                certificate=member.person in run.certificates,
            )


def _of(stream: str, person: PersonId, **said: Any) -> Upsert:
    row = {"run": stream, "participant": person, **said}
    return Upsert(table="participants", row=row)


def _gone(stream: str, persons: tuple[PersonId, ...]) -> Iterator[Delete]:
    for person in persons:
        where = {"run": stream, "participant": person}
        yield Delete(table="participants", where=where)


SEATS: Final = View(
    name="core.seats",
    title="Hold på kurser: pladser og deltagere",
    tables=(_RUNS, _PARTICIPANTS),
    events=frozenset(course_run.AGGREGATE.events),
    project=_project,
    state=CourseRun,
)
"""Every run with its seats; and who has one, is offered one or waits for one.

Of a run that is cancelled they stay, since they are to be told.
"""
