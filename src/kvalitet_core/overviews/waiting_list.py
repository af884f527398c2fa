"""Who waits for a seat; and every offer, with its place in the order and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain import course_run
from kvalitet_core.domain.course_run import (
    Cancelled,
    CourseRun,
    GroupSignedUp,
    OfferAccepted,
    OfferDeclined,
    Offered,
    OfferLapsed,
    Place,
    PlaceInOrder,
    SignedOff,
    SignedUp,
    Standing,
    TransferredOut,
)
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["WAITING_LIST", "told"]

_WAITING: Final = Table(
    name="waiting",
    columns=(
        Column(name="run", type="text", title="Hold"),
        Column(name="number", type="integer", title="Tilmelding nr."),
        Column(name="received", type="instant", title="Modtaget"),
        Column(name="participants", type="integer", title="Deltagere"),
        Column(name="target_groups", type="text", title="Målgrupper"),
        Column(name="workplace", type="text", title="Arbejdssted", nullable=True),
    ),
    key=("run", "number"),
    indexes=(("run", "received"),),
)

_OFFERS: Final = Table(
    name="offers",
    columns=(
        Column(name="run", type="text", title="Hold"),
        Column(name="number", type="integer", title="Tilmelding nr."),
        Column(name="offered", type="instant", title="Tilbudt"),
        Column(name="expires", type="instant", title="Udløber"),
        Column(name="answer", type="text", title="Svar", nullable=True),
        Column(name="place", type="integer", title="Plads i rækkefølgen"),
        Column(name="of", type="integer", title="Ud af"),
        Column(name="policy", type="text", title="Rækkefølge"),
        Column(name="version", type="integer", title="Rækkefølgens nummer"),
        Column(name="because", type="text", title="Fordi"),
    ),
    key=("run", "number"),
    indexes=(("answer", "expires"),),
)

_MET: Final = {Truth.TRUE: "ja", Truth.FALSE: "nej", Truth.UNKNOWN: "vides ikke"}

_ANSWERS: Final = {
    OfferAccepted: "accepted",
    OfferDeclined: "declined",
    OfferLapsed: "lapsed",
}


def _project(recorded: Recorded, state: CourseRun) -> tuple[Change, ...]:
    return tuple(_changes(recorded, recorded.stream, state))


def _changes(recorded: Recorded, stream: str, run: CourseRun) -> Iterator[Change]:
    match recorded.event:
        case SignedUp(number=number) if number in run.places:
            yield from _waits(stream, run.places[number])
        case GroupSignedUp(number=number):
            for place in run.waiting:
                if place.group == number:
                    yield from _waits(stream, place)
        case Offered() as event:
            yield Delete(table="waiting", where=_key(stream, event.number))
            yield _offer(recorded, event)
        case OfferAccepted() | OfferDeclined() | OfferLapsed() as event:
            yield _answer(stream, event.number, _ANSWERS[type(event)])
        case SignedOff() | TransferredOut():
            yield from _anew(stream, run)
        case Cancelled():
            yield from _over(stream, run)
        case _:
            pass


def _anew(stream: str, run: CourseRun) -> Iterator[Change]:
    """Who waits after some have left, and whose offer nobody is left to answer."""
    yield Delete(table="waiting", where={"run": stream})
    for place in run.waiting:
        yield from _waits(stream, place)
    for place in run.places.values():
        if place.standing is Standing.LEFT and place.offer is not None:
            yield _answer(stream, place.number, "left")


def _over(stream: str, run: CourseRun) -> Iterator[Change]:
    """Nobody waits for a run that is cancelled, and no offer of it stands."""
    yield Delete(table="waiting", where={"run": stream})
    for place in run.offered:
        yield _answer(stream, place.number, "cancelled")


def _waits(stream: str, place: Place) -> Iterator[Upsert]:
    if place.standing is not Standing.WAITING:
        return
    groups = {each.target_group for each in place.members if each.target_group}
    row = {
        **_key(stream, place.number),
        "received": place.received,
        "participants": place.size,
        "target_groups": ", ".join(sorted(groups)),
        "workplace": place.workplace,
    }
    yield Upsert(table="waiting", row=row)


def _key(stream: str, number: int) -> dict[str, Any]:
    return {"run": stream, "number": number}


def _offer(recorded: Recorded, event: Offered) -> Upsert:
    row: dict[str, Any] = {
        **_key(recorded.stream, event.number),
        "offered": recorded.recorded_at,
        "expires": event.expires,
        "answer": None,
        "place": event.order.place,
        "of": event.order.of,
        "policy": event.order.policy,
        "version": event.order.version,
        "because": told(event.order),
    }
    return Upsert(table="offers", row=row)


def _answer(stream: str, number: int, answer: str) -> Upsert:
    return Upsert(table="offers", row={**_key(stream, number), "answer": answer})


def told(order: PlaceInOrder) -> str:
    """Tell why an offer had its place in the order, in Danish, for people."""
    parts = [f"nr. {order.place} af {order.of} efter {order.policy}/{order.version}"]
    parts += map(_criterion, order.findings)
    parts.append(f"modtaget {order.received.isoformat()}")
    parts += (
        f"forbi nr. {each.number}, som skulle bruge {each.seats} pladser, hvor der "
        f"var {each.free}"
        for each in order.passed
    )
    return "; ".join(parts)


def _criterion(found: Finding) -> str:
    looked_at = ", ".join(f"{each.fact} = {each.value}" for each in found.inputs)
    missing = ", ".join(f"{fact} mangler" for fact in found.missing)
    facts = ", ".join(filter(None, (looked_at, missing)))
    return f"{found.rule}/{found.version}: {_MET[found.truth]}" + (
        f" ({facts})" if facts else ""
    )


WAITING_LIST: Final = View(
    name="core.waiting_list",
    title="Ventelister og tilbud om plads",
    tables=(_WAITING, _OFFERS),
    events=frozenset(course_run.AGGREGATE.events),
    project=_project,
    state=CourseRun,
)
"""Those who wait, by run; and each offer with its answer, if there is one.

An offer without an answer is due when it expires: `kvalitet tick` lets it lapse then.
"""
