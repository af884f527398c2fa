"""Reading again: what was read is known by its bytes, and nothing is let through."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import attrs
import pytest
from tests.reactions import relay
from tests.reactions.relay import ANNA, room, say

from kvalitet_core import Journal
from kvalitet_core.audit import Replayed, replay
from kvalitet_core.audit.fitting import Fitting
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.wrong import Wrong
from kvalitet_core.journal.store import Row
from kvalitet_core.schemas import json_schema

NAME = "relay.said/1"


def said(place: Path, *texts: str) -> Path:
    """A journal in which these were said, each in a room of its own."""
    with Journal.open(place, plugins=[relay.PLUGIN], views=False) as journal:
        for number, text in enumerate(texts):
            journal.do(say(number, text), by=ANNA)
    return place


def checked(place: Path) -> Replayed:
    """The journal, replayed and checked."""
    with Journal.open(
        place, plugins=[relay.PLUGIN], views=False, read_only=True
    ) as journal:
        return replay(journal, check=True)


def rows_of(journal: Journal) -> list[Row]:
    """The rows of what was said."""
    return [*journal.folder.reader.log(names=[NAME], limit=100)]


def test_what_says_the_same_is_read_once(tmp_path: Path) -> None:
    """It is one event wherever it stands, and counts as held against its schema."""
    place = said(tmp_path / "j.db", "yes", "no", "yes", "yes")

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        fitting = Fitting(journal.registry, lambda _: None)
        reading = Rereading(journal.folder, fitting, lambda *_: None)
        events = [reading.first(row) for row in rows_of(journal)]
        again = [reading.once_more(row) for row in rows_of(journal)]

    assert [each.text for each in events] == ["yes", "no", "yes", "yes"]
    assert events[0] is events[2] is events[3] is again[0]
    assert (fitting.fitted, reading.again) == (2, 2)
    assert checked(place).fitted == 4


def test_what_does_not_fit_is_named_wherever_it_stands(tmp_path: Path) -> None:
    """That it was met before lets nothing pass."""
    place = said(tmp_path / "j.db", "second", "first", "second")
    own = json_schema(relay.Said, NAME)
    own["properties"]["text"]["maxLength"] = 5
    noted: list[tuple[str, str]] = []

    def note(_: int | None, stream: str, wrong: Wrong) -> None:
        noted.append((stream, wrong.code))

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        fitting = Fitting(journal.registry, {NAME: own}.get)
        reading = Rereading(journal.folder, fitting, note)
        for row in rows_of(journal):
            reading.first(row)

    assert noted == [(room(0), "unfit"), (room(2), "unfit")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"},"s":', '"},"p":[{"key":"","ordinal":0,"sha256":"","subject":""}],"s":'),
        ('"},"s":', '"},"p":[],"s":'),
        ('{"text":"yes"}', '{"text": "yes"}'),
        ('{"text":"yes"}', '{"text":"yes","more":1}'),
    ],
)
def test_what_only_looks_as_something_that_was_read_is_read(
    tmp_path: Path, was: str, now: str
) -> None:
    """Sections that belong to no field, other spellings, fields that nobody knows."""
    place = said(tmp_path / "j.db", "yes", "yes")
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?)"
            " AS BLOB) WHERE topic = ? AND originator_id = ?",
            (was, now, NAME, room(1)),
        )

    found = checked(place)

    assert [flaw.stream for flaw in found.flaws] == [room(1)]


def test_of_each_name_a_limited_number_is_kept(tmp_path: Path) -> None:
    """However much is said, it takes no more, and says the same."""
    texts = [f"text {number}" for number in range(150)]
    place = said(tmp_path / "j.db", *texts, *texts[:3])

    with Journal.open(place, plugins=[relay.PLUGIN], read_only=True) as journal:
        rows = [*journal.folder.reader.log(names=[NAME], limit=1_000)]
        reading = Rereading(journal.folder, None, lambda *_: None)
        events = [reading.first(row) for row in rows]

    assert [each.text for each in events] == [*texts, *texts[:3]]
    assert reading.again < 3


def test_a_fold_that_looks_at_anything_else_is_found(tmp_path: Path) -> None:
    """Streams come to another state alone, though their events are known again."""
    place = said(tmp_path / "j.db", "yes", "yes")
    turns = count()

    def evolve(state: relay.Room | None, _: relay.Event) -> relay.Room:
        return attrs.evolve(state or relay.Room(), said=(str(next(turns)),))

    unsteady = attrs.evolve(
        relay.PLUGIN, aggregates=(attrs.evolve(relay.AGGREGATE, evolve=evolve),)
    )
    with Journal.open(place, plugins=[unsteady], read_only=True) as journal:
        found = replay(journal, check=True)

    assert [(flaw.stream, flaw.wrong.code) for flaw in found.flaws] == [
        (room(0), "alone_differs"),
        (room(1), "alone_differs"),
    ]
