"""Publications as a table: how far each version is, and what can be cited when."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from tests.domain.publication import samples
from tests.domain.publication.samples import AGAIN, ANNA, COMES, OUT, STREAM, event_of

from kvalitet_core.domain.publication import Citation, Superseded
from kvalitet_core.overviews import PUBLICATIONS
from kvalitet_core.testing import given_events

OVER = Superseded(
    version=1, by=Citation(publication=STREAM, version=2), effective_from=AGAIN
)
SECOND = (
    attrs.evolve(samples.DRAFTED, version=2, parts=samples.PARTS[:1]),
    attrs.evolve(samples.APPROVED, version=2),
    OVER,
    attrs.evolve(samples.PUBLISHED, version=2, isbn=None, effective_from=AGAIN),
)


def told(*events: Any) -> Any:
    """That this has happened to a publication."""
    return given_events((STREAM, events))


def test_each_version_has_a_row() -> None:
    """With its stage, its ISBN, its days, and what took its place."""
    answered = event_of(samples.ANSWER)
    added = event_of(samples.ADD)

    first, second = told(*OUT[:3], answered, added, *OUT[3:], *SECOND).rows(
        PUBLICATIONS
    )

    assert first == {
        "publication": STREAM,
        "version": 1,
        "initiative": "proeve",
        "title": "Vejviseren, 1. udgave",
        "stage": "superseded",
        "heard": 1,
        "isbn": "978-87-94059-28-2",
        "published": COMES,
        "superseded": AGAIN,
        "superseded_by": "publication/vejviser version 2",
        "parts": 5,
        "sources": 1,
    }
    assert (second["stage"], second["isbn"], second["parts"]) == ("published", None, 1)


def test_a_part_is_there_from_the_day_that_it_can_be_cited() -> None:
    """Until something else has its place; a draft's parts are not."""
    events = told(*OUT, *SECOND)

    assert told(*OUT[:4]).rows(PUBLICATIONS, table="parts") == ()
    for day, version, number in (
        (date(2021, 1, 3), 1, 0),
        (COMES, 1, 5),
        (date(2022, 1, 2), 1, 5),
        (AGAIN, 2, 1),
    ):
        rows = events.rows(PUBLICATIONS, table="parts", as_of=day)
        assert len(rows) == number
        assert {row["version"] for row in rows} <= {version}
    (first, *_) = events.rows(PUBLICATIONS, table="parts", as_of=COMES)
    assert (first["part"], first["place"], first["kind"], first["under"]) == (
        "m1",
        1,
        "marker",
        None,
    )


def test_the_group_is_there_with_sealed_names() -> None:
    """As of a day; who is removed is in it until then."""
    named, removed = event_of(samples.NAME), event_of(samples.REMOVE)

    events = told(samples.BEGUN, named, removed)

    (row,) = events.rows(PUBLICATIONS, table="members", as_of=samples.BEGINS)
    assert (row["person"], row["capacity"]) == (ANNA, "expert")
    assert row["name"] == "Anna Anemone"
    assert events.rows(PUBLICATIONS, table="members", as_of=samples.DRAFTS) == ()
