"""An event is found by its id: after few rows where its time is told, and always."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.ids import time_of, time_ordered_id
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.store import NewRow, Reader, Row
from kvalitet_core.journal.whereabouts import row_of_event

START = datetime(2020, 11, 23, 8, 0, tzinfo=UTC)
A = course.course("a")


class Counted:
    """A reader that knows how many rows it has given."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.given = 0

    def newest(self) -> Row | None:
        """The last row of all."""
        self.given += 1
        return self._reader.newest()

    def log(
        self, *, after: int = 0, upto: int | None = None, limit: int
    ) -> Sequence[Row]:
        """Rows in order of position."""
        rows = self._reader.log(after=after, upto=upto, limit=limit)
        self.given += len(rows)
        return rows


def noted(count: int, steps: Sequence[int]) -> tuple[Journal, list[tuple[int, str]]]:
    """A journal of so many notes, and where each event is that is in it."""
    clock = GivenClock(START)
    journal = Journal.open("memory:", plugins=(course.PLUGIN,), clock=clock)
    for number in range(count):
        journal.do(course.Note(course=A, text=f"{number}"), by=course.ANNA)
        clock.set(clock() + timedelta(microseconds=steps[number % len(steps)]))
    return journal, [(each.position, each.event_id) for each in journal.events()]


@given(
    count=st.integers(0, 12),
    steps=st.lists(st.integers(0, 2_000_000), min_size=1, max_size=4),
)
@example(count=12, steps=[0])
def test_every_event_is_found_where_it_is(count: int, steps: list[int]) -> None:
    """However fast time goes: also where many rows are of one instant, or of none."""
    journal, events = noted(count, steps)

    with journal:
        reader = journal.folder.reader
        for position, event_id in events:
            row = row_of_event(reader, event_id)
            assert row is not None
            assert row[0] == position


def test_few_rows_are_read_to_find_one() -> None:
    """As many as there are halvings of the journal, and a page."""
    journal, events = noted(400, [1_000_000])

    with journal:
        for position, event_id in events[5::60]:
            reader = Counted(journal.folder.reader)
            row = row_of_event(reader, event_id)  # type: ignore[arg-type]  # what it asks for
            assert row is not None
            assert row[0] == position
            assert reader.given < 100
        assert journal.head() > 800


@given(times=st.permutations(range(9)), data=st.data())
def test_an_event_is_found_whatever_its_row_says_of_its_time(
    times: list[int], data: st.DataObject
) -> None:
    """Rows that were recorded in another order, or at no time, are looked at all."""
    journal, events = noted(3, [1_000_000])
    with journal:
        rows = journal.folder.reader.log(limit=100)
    store = MemoryStore(busy_seconds=1)
    broken = data.draw(st.none() | st.integers(0, len(rows) - 1))
    with store.writing() as (writer, _, _):
        for number, (_, stream, version, name, state) in enumerate(rows):
            at = START + timedelta(seconds=times[number % len(times)])
            begun = state.rfind(b'"recorded_at":"') + len(b'"recorded_at":"')
            told = b"at no time" if number == broken else written(at).encode()
            other = state[:begun] + told + state[begun + len(written(at)) :]
            writer.insert([NewRow(stream, version, name, other)])  # type: ignore[arg-type]  # a stream's id

    for position, event_id in events:
        row = row_of_event(store, event_id)
        assert row is not None
        assert row[0] == position


@pytest.mark.parametrize(
    "event_id",
    [
        "",
        "none",
        "æ",
        "016fa94e-a060-7a86-b166-5390076236ad",
        "ffffffff-ffff-7fff-bfff-ffffffffffff",
        "016fa94e-a060-4a86-b166-5390076236ad",
    ],
)
def test_an_id_that_no_event_has_is_not_found(event_id: str) -> None:
    """Whatever its form, and whether the journal had begun by its time."""
    journal, _ = noted(3, [0])

    with journal:
        assert row_of_event(journal.folder.reader, event_id) is None


def test_an_event_that_another_names_is_not_taken_for_it() -> None:
    """What is said in the data of a row is not the row's own id."""
    journal, events = noted(1, [1_000_000])
    event_id = events[-1][1]

    with journal:
        text = f'"event":"{event_id}"'
        journal.do(course.Note(course=A, text=text), by=course.ANNA)
        journal.do(course.Note(course=A, text=event_id), by=course.ANNA)
        row = row_of_event(journal.folder.reader, event_id)

    assert row is not None
    assert row[0] == events[-1][0]


@given(
    at=st.datetimes(
        min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        timezones=st.just(UTC),
    ),
    randomness=st.binary(min_size=10, max_size=10),
)
def test_an_id_tells_when_it_was_made(at: datetime, randomness: bytes) -> None:
    """To the millisecond, whatever else is in it."""
    told = time_of(time_ordered_id(at, randomness))

    assert told is not None
    assert timedelta(0) <= at - told < timedelta(milliseconds=1)
