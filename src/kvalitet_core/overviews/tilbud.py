"""Every tilbud as it is on a day: its name, its law, its place, and who to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.dated import Dated, Span
from kvalitet_core.domain import tilbud
from kvalitet_core.domain.tilbud import (
    Closed,
    ContactCard,
    ContactNamed,
    ContactRemoved,
    LeaderChanged,
    Tilbud,
)
from kvalitet_core.ids import PersonId
from kvalitet_core.overviews.timeline import EFFECTIVE, timeline, within
from kvalitet_core.personal import Personal
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Part, Table, Upsert, View

__all__ = ["TILBUD"]

_TILBUD: Final = Table(
    name="tilbud",
    columns=(
        Column(name="tilbud", type="text", title="Tilbud"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="name", type="text", title="Navn", nullable=True),
        Column(name="driftsform", type="text", title="Driftsform", nullable=True),
        Column(
            name="primary_ground",
            type="text",
            title="Primært lovgrundlag",
            nullable=True,
        ),
        Column(name="grounds", type="text", title="Alle lovgrundlag", nullable=True),
        Column(name="municipality", type="text", title="Kommunekode", nullable=True),
        Column(name="place", type="text", title="Sted", nullable=True),
        Column(name="cvr", type="text", title="CVR-nummer", nullable=True),
        Column(name="p_number", type="text", title="P-nummer", nullable=True),
        Column(
            name="portal_id", type="text", title="Id i Tilbudsportalen", nullable=True
        ),
    ),
    key=("tilbud", "effective_from"),
    indexes=(("municipality",),),
)
_PEOPLE: Final = Table(
    name="people",
    columns=(
        Column(name="tilbud", type="text", title="Tilbud"),
        Column(name="role", type="text", title="Rolle"),
        Column(name="person", type="text", title="Personens id"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="name", type="text", title="Navn", nullable=True, person="person"),
        Column(
            name="email", type="text", title="E-mail", nullable=True, person="person"
        ),
        Column(
            name="phone", type="text", title="Telefon", nullable=True, person="person"
        ),
    ),
    key=("tilbud", "role", "person", "effective_from"),
    indexes=(("person",),),
)
_ABOUT_PEOPLE: Final = (ContactNamed, ContactRemoved, LeaderChanged, Closed)


def _project(recorded: Recorded, state: Tilbud) -> tuple[Change, ...]:
    stream = recorded.stream
    changes: list[Change] = [
        Delete(table="tilbud", where={"tilbud": stream}),
        *(
            Upsert(table="tilbud", row={"tilbud": stream, **row})
            for row in _rows(state)
        ),
    ]
    if isinstance(recorded.event, _ABOUT_PEOPLE):
        changes += [
            Delete(table="people", where={"tilbud": stream}),
            *(
                Upsert(table="people", row={"tilbud": stream, **row})
                for row in _people(state)
            ),
        ]
    return tuple(changes)


def _rows(state: Tilbud) -> Iterator[dict[str, Any]]:
    dated: dict[str, Dated[Any]] = {
        "name": state.name,
        "driftsform": state.driftsform,
        "grounds": state.legal_grounds,
        "seat": state.seat,
    }
    for row in timeline(state.period, dated):
        law, seat = row.pop("grounds"), row.pop("seat")
        yield {
            **row,
            "primary_ground": law.primary if law else None,
            "grounds": ", ".join(sorted(law.grounds)) if law else None,
            "municipality": seat.municipality if seat else None,
            "place": seat.place if seat else None,
            "cvr": state.cvr,
            "p_number": state.p_number,
            "portal_id": state.portal_id,
        }


def _people(state: Tilbud) -> Iterator[dict[str, Any]]:
    for contact in state.contacts:
        yield from _holding(state, "contact", contact.person, contact.card)
    for span in state.leader.spans:
        leader = span.value
        card = Dated(spans=(Span(value=leader.card, period=span.period),))
        yield from _holding(state, "leader", leader.person, card)


def _holding(
    state: Tilbud, role: str, person: PersonId, cards: Dated[Personal[ContactCard]]
) -> Iterator[dict[str, Any]]:
    """The rows of one person in one role, as long as the tilbud is there."""
    for span in cards.spans:
        common = within(state.period, span.period)
        if common is not None:
            yield {
                "role": role,
                "person": person,
                "effective_from": common[0],
                "effective_to": common[1],
                **{field: Part(span.value, field) for field in _CARD},
            }


_CARD: Final = ("name", "email", "phone")

TILBUD: Final = View(
    name="core.tilbud",
    title="Tilbud på en given dag",
    tables=(_TILBUD, _PEOPLE),
    events=frozenset(tilbud.AGGREGATE.events),
    project=_project,
    state=Tilbud,
)
"""A row for each run of days on which nothing changes; people in a table of their own.

A name, an e-mail and a phone number are kept sealed with the person's own key.
"""
