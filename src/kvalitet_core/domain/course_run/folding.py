"""How each event changes a run."""

from __future__ import annotations

from typing import Any, assert_never

import attrs

from kvalitet_core.dated import Dated
from kvalitet_core.domain.altering import altered
from kvalitet_core.domain.course_run.events import (
    AttendanceRecorded,
    AttendingChange,
    Cancelled,
    CertificateIssued,
    CertificateWithdrawn,
    Change,
    Event,
    GroupMember,
    GroupSignedUp,
    OfferAccepted,
    OfferChange,
    OfferDeclined,
    Offered,
    OfferLapsed,
    ParticipantNamed,
    Planned,
    PlanningChange,
    Rescheduled,
    SeatingChange,
    SeatsChanged,
    SignedOff,
    SignedUp,
    TermsChanged,
    TransferredIn,
    TransferredOut,
)
from kvalitet_core.domain.course_run.state import CourseRun, Offer, Place, Standing
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import PersonId

__all__ = ["evolve"]


def evolve(state: CourseRun | None, event: Event) -> CourseRun:
    """Give the run as it is after the event."""
    if isinstance(event, Planned):
        return CourseRun(
            planned=event,
            course=event.course,
            title=event.title,
            sessions=event.sessions,
            place=event.place,
            seats=event.seats,
            terms=Dated.of(event.terms, event.effective_from),
        )
    known = existing(state, event)
    return _changed(known, event, known.version + 1)


def _changed(run: CourseRun, event: Change, version: int) -> CourseRun:
    match event:
        case Rescheduled() | SeatsChanged() | TermsChanged() | Cancelled():
            return altered(_planned_anew(run, event), version=version)
        case AttendanceRecorded() | CertificateIssued() | CertificateWithdrawn():
            return altered(_attended(run, event), version=version)
        case _:
            return altered(_seated(run, event, version), version=version)


def _planned_anew(run: CourseRun, event: PlanningChange) -> CourseRun:
    match event:
        case Rescheduled(sessions=sessions, place=place):
            return altered(run, sessions=sessions, place=place)
        case SeatsChanged(seats=seats):
            return altered(run, seats=seats)
        case TermsChanged(terms=terms, effective_from=day):
            return altered(run, terms=run.terms.asserted(terms, day))
        case Cancelled(reason=reason):
            return altered(run, cancelled=reason)
        case _:
            assert_never(event)


def _attended(run: CourseRun, event: AttendingChange) -> CourseRun:
    match event:
        case AttendanceRecorded(session=session, present=present):
            attendance = {**run.attendance, session: present}
            return altered(run, attendance=attendance)
        case CertificateIssued(participant=person):
            return altered(run, certificates=run.certificates | {person})
        case CertificateWithdrawn(participant=person):
            return altered(run, certificates=run.certificates - {person})
        case _:
            assert_never(event)


def _seated(run: CourseRun, event: SeatingChange, version: int) -> CourseRun:
    match event:
        case SignedUp() | TransferredIn():
            return _one_more(run, event, version)
        case GroupSignedUp():
            return _group(run, event, version)
        case ParticipantNamed(participant=person, card=card):
            return altered(run, cards={**run.cards, person: card})
        case SignedOff(participants=persons):
            gone = run.signed_off | {*persons}
            return altered(_without(run, persons), signed_off=gone)
        case TransferredOut(participants=persons, to_run=other):
            moved = {**run.moved, **dict.fromkeys(persons, other)}
            return altered(_without(run, persons), moved=moved)
        case _:
            return _offered(run, event)


def _offered(run: CourseRun, event: OfferChange) -> CourseRun:
    match event:
        case Offered(number=number, order=order, expires=expires):
            offer = Offer(order=order, expires=expires)
            return _with(run, number, standing=Standing.OFFERED, offer=offer)
        case OfferAccepted(number=number):
            return _with(run, number, standing=Standing.SEATED)
        case OfferDeclined(number=number):
            return _with(run, number, standing=Standing.DECLINED)
        case OfferLapsed(number=number):
            return _with(run, number, standing=Standing.LAPSED)
        case _:
            assert_never(event)


def _with(run: CourseRun, number: int, **changes: Any) -> CourseRun:
    known = run.places.get(number)
    if known is None:
        return run
    changed = attrs.evolve(known, **changes)
    return altered(run, places={**run.places, number: changed})


def _joined(run: CourseRun, *persons: PersonId) -> dict[str, Any]:
    """What is no longer so of those who sign up again, if anything was."""
    again: dict[str, Any] = {}
    if not run.signed_off.isdisjoint(persons):
        again["signed_off"] = run.signed_off.difference(persons)
    if any(who in run.moved for who in persons):
        again["moved"] = {w: to for w, to in run.moved.items() if w not in persons}
    return again


def _one_more(
    run: CourseRun, event: SignedUp | TransferredIn, version: int
) -> CourseRun:
    person, cards = event.participant, run.cards
    seated = True
    if isinstance(event, SignedUp):
        seated, cards = event.seated, {**cards, person: event.card}
    place = Place(
        number=event.number,
        members=(GroupMember(person=person, target_group=event.target_group),),
        workplace=event.workplace,
        answers=event.answers,
        received=event.received,
        version=version,
        standing=Standing.SEATED if seated else Standing.WAITING,
    )
    places = {**run.places, event.number: place}
    return altered(run, places=places, cards=cards, **_joined(run, person))


def _group(run: CourseRun, event: GroupSignedUp, version: int) -> CourseRun:
    parts = [(each,) for each in event.members] if event.split else [event.members]
    places, left = dict(run.places), event.seated
    for number, members in enumerate(parts, start=event.number):
        places[number] = Place(
            number=number,
            members=members,
            workplace=event.workplace,
            answers=event.answers,
            received=event.received,
            version=version,
            standing=Standing.SEATED if left >= len(members) else Standing.WAITING,
            group=event.number,
            contact=event.contact,
        )
        left -= len(members)
    return altered(
        run,
        places=places,
        cards={**run.cards, event.contact: event.card},
        **_joined(run, *(each.person for each in event.members)),
    )


def _without(run: CourseRun, persons: tuple[PersonId, ...]) -> CourseRun:
    places = dict(run.places)
    for person in persons:
        known = run.of(person)
        if known is None:
            continue
        now = places[known.number]
        members = tuple(each for each in now.members if each.person != person)
        standing = now.standing if members else Standing.LEFT
        places[known.number] = attrs.evolve(now, members=members, standing=standing)
    return altered(run, places=places)
