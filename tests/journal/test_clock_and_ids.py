"""Time in the record runs forwards; ids sort by time and come again from their seed.

`record.md`, section 1: "`recorded_at` is set under the write lock to max(clock, last
`recorded_at` + 1 µs), always six decimals and `Z`; so an instant names one position."
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, pairwise
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Place
from tests.journal import course
from tests.journal.checks import counted, whole
from tests.journal.processes import opened
from tests.strategies import INSTANTS

from kvalitet_core import Journal
from kvalitet_core.errors import ClockBehind, JournalUnavailable, Malformed
from kvalitet_core.ids import (
    checked_command_id,
    derived_ids,
    stream_id,
    time_ordered_id,
)
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.engine import Settings
from kvalitet_core.journal.own_events import Opened

START = datetime(2020, 11, 23, 8, 0, tzinfo=UTC)
A = course.course("a")


def note(journal: Journal, text: str) -> None:
    """Note something."""
    journal.do(course.Note(course=A, text=text), by=course.ANNA)


def test_a_clock_that_stands_still_gives_each_row_an_instant_of_its_own(
    place: Place,
) -> None:
    """The same instant twice does not happen: a microsecond is added."""
    with opened(place, clock=GivenClock(START)) as journal:
        begun = journal.head()
        for text in ("one", "two", "three"):
            note(journal, text)

        rows = whole(journal)

    assert rows[0].recorded_at == START
    assert [b.recorded_at - a.recorded_at for a, b in pairwise(rows)] == [
        timedelta(microseconds=1)
    ] * (begun + 6)


def test_a_clock_that_goes_back_a_little_is_not_followed(place: Place) -> None:
    """Within the tolerance, time in the record still runs forwards."""
    clock = GivenClock(START)
    with opened(place, clock=clock) as journal:
        note(journal, "one")
        clock.set(START - timedelta(minutes=4))
        note(journal, "two")
        clock.set(START + timedelta(hours=1))
        note(journal, "three")

        rows = whole(journal)
        commits = list(journal.commits())

    assert rows[-1].recorded_at == START + timedelta(hours=1, microseconds=1)
    assert rows[-3].recorded_at < START + timedelta(seconds=1)
    assert commits[1].record.now == "2020-11-23T07:56:00.000000Z"


def test_a_clock_that_is_too_far_behind_is_refused_with_nothing_written(
    place: Place,
) -> None:
    """More than the tolerance behind the newest record: something is wrong."""
    clock = GivenClock(START)
    settings = Settings(clock_tolerance=timedelta(minutes=1))
    with opened(place, clock=clock, settings=settings) as journal:
        note(journal, "one")
        head = journal.head()
        clock.set(START - timedelta(minutes=1))

        with pytest.raises(ClockBehind) as behind:
            note(journal, "two")
        with pytest.raises(ClockBehind), journal.batch() as batch:
            batch.do(course.Note(course=A, text="two"), by=course.ANNA)

        assert journal.head() == head
        clock.set(START)
        note(journal, "two")
        whole(journal)
    assert behind.value.allowed_seconds == 60
    assert "2020-11-23T07:59:00.000000Z" in str(behind.value)


def test_a_journal_with_a_given_clock_says_that_it_is_simulated(
    place: Place,
) -> None:
    """Time that a program gives proves nothing, and the opening says so."""
    with opened(place, clock=GivenClock(START)) as journal:
        (first,) = journal.events(upto=1)

        assert journal.simulated
        assert isinstance(first.event, Opened)
        assert first.event.clock == "simulated"
        assert first.event.journal == journal.id


@pytest.mark.parametrize("read_only", [True, False])
def test_a_real_journal_accepts_no_clock(lasting_place: Place, read_only: bool) -> None:  # noqa: FBT001 - a parameter
    """Nobody gives a real journal another time than the host's."""
    with opened(lasting_place) as journal:
        assert not journal.simulated

    with (
        pytest.raises(JournalUnavailable, match="accepts no other"),
        opened(lasting_place, clock=GivenClock(START), read_only=read_only) as journal,
    ):
        journal.head()


def test_an_instant_names_one_position(place: Place) -> None:
    """What was known at an instant includes the row of that instant, and no later."""
    with opened(place) as journal:
        for text in ("one", "two", "three"):
            note(journal, text)
        rows = list(journal.events(names=["lesson.noted/1"]))

        for number, row in enumerate(rows, start=1):
            just_before = row.recorded_at - timedelta(microseconds=1)
            then = journal.get(course.Course, A, known=row.recorded_at)
            before = journal.get(course.Course, A, known=just_before)
            local = row.recorded_at.astimezone(timezone(timedelta(hours=1)))
            assert then is not None
            assert len(then.notes) == number
            assert len(before.notes if before else ()) == number - 1
            assert journal.get(course.Course, A, known=local) == then
            assert len(list(journal.history(A, known=local))) == number


def test_an_instant_without_an_offset_is_refused(place: Place) -> None:
    """Nobody knows when it is."""
    naive = datetime(2020, 11, 23, 8, 0)  # noqa: DTZ001 - the point
    with opened(place) as journal:
        note(journal, "one")

        with pytest.raises(Malformed, match="offset"):
            journal.get(course.Course, A, known=naive)
        with pytest.raises(Malformed, match="offset"):
            list(journal.history(A, known=naive))
        with pytest.raises(Malformed, match="offset"):
            GivenClock(naive)


def test_the_host_clock_has_an_offset() -> None:
    """The host's time is an instant, not a local time."""
    assert host_clock().utcoffset() == timedelta(0)


@given(at=INSTANTS, randomness=st.binary(min_size=10, max_size=10))
def test_ids_are_uuids_of_version_7_that_carry_the_time(
    at: datetime, randomness: bytes
) -> None:
    """RFC 9562: 48 bits of milliseconds, version 7, variant 2, the rest random."""
    text = time_ordered_id(at, randomness)

    made = UUID(text)
    millis = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert str(made) == text
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == millis


@given(first=INSTANTS, second=INSTANTS, randomness=st.binary(min_size=20, max_size=20))
def test_ids_made_later_sort_later(
    first: datetime, second: datetime, randomness: bytes
) -> None:
    """Text order is the order of time, to the millisecond."""
    earlier, later = sorted([first, second])
    if later - earlier < timedelta(milliseconds=1):
        return

    assert time_ordered_id(earlier, randomness[:10]) < time_ordered_id(
        later, randomness[10:]
    )


def test_derived_ids_come_again_in_order_and_never_twice() -> None:
    """The same seed gives the same ids; another seed or time gives others."""
    first = list(islice(derived_ids(b"seed", START), 100))

    assert first == list(islice(derived_ids(b"seed", START), 100))
    assert len(set(first)) == 100
    others = [
        next(derived_ids(b"other", START)),
        next(derived_ids(b"seed", START + timedelta(days=1))),
    ]
    assert not {*others} & {*first}


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("Course", "1"),
        ("", "1"),
        ("course", ""),
        ("course", "a/b"),
        ("course", "æ"),
        ("course", "a b"),
        ("course", "a\n"),
        ("course", "x" * 129),
        ("1", "1"),
    ],
)
def test_a_stream_id_has_one_form(kind: str, key: str) -> None:
    """Kind in lower case, one slash, and a key without blanks."""
    with pytest.raises(Malformed, match="expected kind/key"):
        stream_id(kind, key)


@pytest.mark.parametrize("text", ["", "a/b", "æ", "a b", "x" * 129, "a\n", "-a"])
def test_a_command_id_has_one_form(place: Place, text: str) -> None:
    """A command id from outside is checked before anything is done."""
    with pytest.raises(Malformed, match="command id"):
        checked_command_id(text)
    with opened(place) as journal:
        with pytest.raises(Malformed, match="command id"):
            journal.do(course.Found(), by=course.ANNA, command_id=text)
        assert counted(journal, COMMAND) == 0


def test_a_command_id_of_the_librarys_own_sorts_by_time(tmp_path: Path) -> None:
    """Ids made by the library are UUIDs of version 7."""
    with opened(Place(str(tmp_path / "j.db"), None)) as journal:
        ids = [journal.do(course.Found(), by=course.ANNA).command_id for _ in range(3)]

    assert all(UUID(made).version == 7 for made in ids)
