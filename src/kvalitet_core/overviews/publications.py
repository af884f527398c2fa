"""Every publication: how far each version is, what can be cited, and who makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Publication
from kvalitet_core.overviews.timeline import EFFECTIVE
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Part, Table, Upsert, View

__all__ = ["PUBLICATIONS"]

_EDITIONS: Final = Table(
    name="editions",
    columns=(
        Column(name="publication", type="text", title="Publikation"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="initiative", type="text", title="Delinitiativ"),
        Column(name="title", type="text", title="Titel"),
        Column(name="stage", type="text", title="Tilstand"),
        Column(name="heard", type="integer", title="Høringssvar"),
        Column(name="isbn", type="text", title="ISBN", nullable=True),
        Column(name="published", type="date", title="Udgivet", nullable=True),
        Column(name="superseded", type="date", title="Afløst", nullable=True),
        Column(name="superseded_by", type="text", title="Afløst af", nullable=True),
        Column(name="parts", type="integer", title="Dele"),
        Column(name="sources", type="integer", title="Kilder"),
    ),
    key=("publication", "version"),
    indexes=(("initiative", "stage"), ("isbn",)),
)
_PARTS: Final = Table(
    name="parts",
    columns=(
        Column(name="publication", type="text", title="Publikation"),
        Column(name="version", type="integer", title="Udgave"),
        Column(name="part", type="text", title="Kode"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="place", type="integer", title="Plads i rækkefølgen"),
        Column(name="kind", type="text", title="Slags"),
        Column(name="title", type="text", title="Titel"),
        Column(name="under", type="text", title="Under", nullable=True),
    ),
    key=("publication", "version", "part"),
    indexes=(("kind",),),
)
_MEMBERS: Final = Table(
    name="members",
    columns=(
        Column(name="publication", type="text", title="Publikation"),
        Column(name="person", type="text", title="Personens id"),
        EFFECTIVE[0],
        EFFECTIVE[1],
        Column(name="capacity", type="text", title="Med som"),
        Column(name="organisation", type="text", title="Organisation", nullable=True),
        Column(name="name", type="text", title="Navn", nullable=True, person="person"),
        Column(
            name="email", type="text", title="E-mail", nullable=True, person="person"
        ),
        Column(
            name="phone", type="text", title="Telefon", nullable=True, person="person"
        ),
    ),
    key=("publication", "person", "effective_from"),
    indexes=(("person",),),
)
_ABOUT_PEOPLE: Final = (publication.MemberNamed, publication.MemberRemoved)
_CITABLE: Final = (
    publication.Published,
    publication.Superseded,
    publication.Corrected,
)


def _project(recorded: Recorded, state: Publication) -> tuple[Change, ...]:
    own = {"publication": recorded.stream}
    if isinstance(recorded.event, _ABOUT_PEOPLE):
        rows = _members(state)
        return (Delete(table="members", where=own), *_put("members", own, rows))
    changes = [*_put("editions", own, _editions(state))]
    if isinstance(recorded.event, _CITABLE):
        changes += [Delete(table="parts", where=own)]
        changes += _put("parts", own, _parts(state))
    return tuple(changes)


def _put(
    table: str, own: Mapping[str, Any], rows: Iterator[dict[str, Any]]
) -> Iterator[Change]:
    for row in rows:
        yield Upsert(table=table, row={**own, **row})


def _editions(state: Publication) -> Iterator[dict[str, Any]]:
    for edition in state.editions:
        by, hearing = edition.superseded_by, edition.hearing
        yield {
            "version": edition.version,
            "initiative": state.begun.initiative,
            "title": edition.title,
            "stage": edition.stage,
            "heard": len(hearing.answers) if hearing is not None else 0,
            "isbn": edition.isbn,
            "published": edition.published,
            "superseded": edition.superseded,
            "superseded_by": str(by) if by is not None else None,
            "parts": len(edition.parts),
            "sources": len(state.sources),
        }


def _parts(state: Publication) -> Iterator[dict[str, Any]]:
    """What can be cited, from the day that it can be."""
    for edition in state.editions:
        if edition.published is None:
            continue
        for place, part in enumerate(edition.parts, start=1):
            yield {
                "version": edition.version,
                "part": part.code,
                "effective_from": edition.published,
                "effective_to": edition.superseded,
                "place": place,
                "kind": part.kind,
                "title": part.title,
                "under": part.under,
            }


def _members(state: Publication) -> Iterator[dict[str, Any]]:
    for member in state.members:
        for span in member.seat.spans:
            seated = span.value
            yield {
                "person": member.person,
                "effective_from": span.period.start,
                "effective_to": span.period.end,
                "capacity": seated.capacity,
                "organisation": seated.organisation,
                **{field: Part(seated.card, field) for field in _CARD},
            }


_CARD: Final = ("name", "email", "phone")

PUBLICATIONS: Final = View(
    name="core.publications",
    title="Publikationer og det, der kan henvises til på en given dag",
    tables=(_EDITIONS, _PARTS, _MEMBERS),
    events=frozenset(publication.AGGREGATE.events),
    project=_project,
    state=Publication,
)
"""A row for each version; its parts hold from its publication until it is superseded.

The names of a working group are kept sealed, each with the person's own key.
"""
