"""Every membership of a network: who is one when, and how to reach who is a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.domain import network
from kvalitet_core.domain.network import (
    CardGiven,
    Closed,
    Member,
    MemberLeft,
    Network,
    OrganisationAdmitted,
    PersonAdmitted,
    person_stream,
)
from kvalitet_core.overviews.timeline import EFFECTIVE, within
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Part, Table, Upsert, View

__all__ = ["MEMBERSHIPS"]

_MEMBERSHIPS: Final = Table(
    name="memberships",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="member", type="text", title="Medlem"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="area", type="text", title="Område", nullable=True),
        Column(name="kind", type="text", title="Art"),
        Column(name="name", type="text", title="Organisationens navn", nullable=True),
        Column(name="represents", type="text", title="Arbejder i", nullable=True),
    ),
    key=("network", "member", "effective_from"),
    indexes=(("member",), ("represents",)),
)
_PEOPLE: Final = Table(
    name="people",
    columns=(
        Column(name="network", type="text", title="Netværk"),
        Column(name="person", type="text", title="Personens id"),
        Column(name="name", type="text", title="Navn", nullable=True, person="person"),
        Column(
            name="email", type="text", title="E-mail", nullable=True, person="person"
        ),
        Column(
            name="phone", type="text", title="Telefon", nullable=True, person="person"
        ),
    ),
    key=("network", "person"),
    indexes=(("person",),),
)
_CARD: Final = ("name", "email", "phone")


def _project(recorded: Recorded, state: Network) -> tuple[Change, ...]:
    stream, event = recorded.stream, recorded.event
    changes: list[Change] = []
    for member in _touched(event, state):
        own = {"network": stream, "member": member.member}
        changes.append(Delete(table="memberships", where=own))
        changes += (
            Upsert(table="memberships", row={**own, **row})
            for row in _rows(state, member)
        )
    if isinstance(event, PersonAdmitted | CardGiven):
        card = {field: Part(event.card, field) for field in _CARD}
        row = {"network": stream, "person": event.person, **card}
        changes.append(Upsert(table="people", row=row))
    return tuple(changes)


def _touched(event: Any, state: Network) -> tuple[Member, ...]:
    """The members whose memberships an event changes."""
    match event:
        case PersonAdmitted(person=person):
            member = state.member(person_stream(person))
        case OrganisationAdmitted(organisation=stream) | MemberLeft(member=stream):
            member = state.member(stream)
        case CardGiven():
            return ()
        case _:
            return state.members
    return (member,) if member is not None else ()


def _rows(state: Network, member: Member) -> Iterator[dict[str, Any]]:
    for span in member.standing.spans:
        common = within(state.period, span.period)
        if common is not None:
            yield {
                "effective_from": common[0],
                "effective_to": common[1],
                "area": state.area,
                "kind": member.member.partition("/")[0],
                "name": member.name,
                "represents": span.value.represents,
            }


_FOLLOWED: Final = (PersonAdmitted, OrganisationAdmitted, CardGiven, MemberLeft, Closed)

MEMBERSHIPS: Final = View(
    name="core.memberships",
    title="Medlemmer af netværk på en given dag",
    tables=(_MEMBERSHIPS, _PEOPLE),
    events=frozenset(
        name
        for name, cls in network.AGGREGATE.events.items()
        if cls in (*_FOLLOWED, network.Corrected)
    ),
    project=_project,
    state=Network,
)
"""A row for each run of days; asked as of a day, it tells who was a member then.

A name, an e-mail and a phone number are kept sealed with the person's own key.
"""
