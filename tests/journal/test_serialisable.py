"""A decision stands on what it read: if that moved, it is decided again.

`record.md`, section 2: "Inside it, under the store's write lock: … unchanged version of
every stream only read … A refusal is appended under the same checks."
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import Context

import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core import Journal
from kvalitet_core.errors import JournalUnavailable, PluginError, Refused
from kvalitet_core.journal.engine import Settings
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.records import CommandRecord

HERE, THERE = course.course("here"), course.course("there")


@pytest.fixture
def pair(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Journal, Journal]]:
    """Two journals open on one place, as in two processes."""
    if place.url == "memory:":
        shared = MemoryStore()
        monkeypatch.setattr("kvalitet_core.opening.MemoryStore", lambda **_: shared)
    with opened(place) as one, opened(place) as other:
        yield one, other
    course.INTERLEAVED.clear()


def times(count: int, action: Callable[[int], None]) -> tuple[str, list[int]]:
    """Have an action done in the middle of the first so many decisions."""
    calls: list[int] = []

    def interleaved() -> None:
        calls.append(len(calls) + 1)
        if len(calls) <= count:
            action(len(calls))

    course.INTERLEAVED["now"] = interleaved
    return "now", calls


def note(journal: Journal, stream: course.StreamId, text: str) -> None:
    """Note something."""
    journal.do(course.Note(course=stream, text=text), by=course.ANNA)


def test_a_decision_is_not_committed_on_a_stale_read_of_another_stream(
    pair: tuple[Journal, Journal],
) -> None:
    """Someone writes to the second stream after it was read: it is decided again."""
    one, other = pair
    note(one, THERE, "before")
    name, calls = times(1, lambda _: note(other, THERE, "in between"))

    receipt = one.do(
        course.Compare(course=HERE, other=THERE, interleaved=name), by=course.ANNA
    )

    (event,) = receipt.events
    assert event.event == course.Noted(text="0 here, 2 there")
    assert calls == [1, 2]
    assert reads(one, receipt.command_id) == {HERE: 0, THERE: 2}


def test_a_decision_is_not_committed_on_a_stale_read_of_its_own_stream(
    pair: tuple[Journal, Journal],
) -> None:
    """Someone writes to the target after it was read: it is decided again."""
    one, other = pair
    name, calls = times(1, lambda _: note(other, HERE, "in between"))

    receipt = one.do(
        course.Compare(course=HERE, other=THERE, interleaved=name), by=course.ANNA
    )

    assert receipt.events[0].event == course.Noted(text="1 here, 0 there")
    assert receipt.events[0].version == 2
    assert calls == [1, 2]


def test_nothing_to_do_is_not_recorded_on_a_stale_read(lasting_place: Place) -> None:
    """That a stream was absent is a read like any other: CopyNames finds it later."""
    enrolled = course.enrol("there", "anna", "Anna", "bo", "Bo")
    original = course.CopyNames.decide
    calls = []

    def late(
        self: course.CopyNames, state: object, context: course.Context
    ) -> tuple[object, ...]:
        decided = original(self, state, context)  # type: ignore[arg-type]
        calls.append(decided)
        if len(calls) == 1:
            Context().run(other.do, enrolled, by=course.ANNA)
        return decided

    command = course.CopyNames(
        course=HERE,
        other=THERE,
        first=course.PersonId("anna"),
        second=course.PersonId("bo"),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course.CopyNames, "decide", late)
        with opened(lasting_place) as one, opened(lasting_place) as other:
            receipt = one.do(command, by=course.ANNA)

    assert calls[0] == ()
    assert receipt.outcome == "accepted"


def test_a_refusal_is_not_recorded_on_a_stale_read(
    pair: tuple[Journal, Journal],
) -> None:
    """What a refusal rests on has moved: it is decided again, and allowed."""
    one, other = pair
    name, calls = times(1, lambda _: note(other, THERE, "in between"))

    receipt = one.do(
        course.RefuseUnless(course=HERE, other=THERE, interleaved=name), by=course.ANNA
    )

    assert receipt.events[0].event == course.Noted(text="allowed")
    assert calls == [1, 2]
    outcomes = [commit.record.outcome for commit in one.commits()]
    assert outcomes == ["accepted", "accepted"]


def test_a_refusal_that_is_not_kept_rests_on_fresh_reads_too(
    lasting_place: Place,
) -> None:
    """A journal that keeps no refusals still gives none on what has moved."""
    settings = Settings(keep_refusals=False)
    with opened(lasting_place, settings=settings) as one, opened(lasting_place) as two:
        name, calls = times(1, lambda _: note(two, THERE, "in between"))

        receipt = one.do(
            course.RefuseUnless(course=HERE, other=THERE, interleaved=name),
            by=course.ANNA,
        )

    assert receipt.outcome == "accepted"
    assert calls == [1, 2]


def test_a_command_that_loses_every_race_wins_under_the_lock(
    lasting_place: Place,
) -> None:
    """The last attempt decides while it holds the lock, so nobody can come first.

    Whoever tries to write in the middle of it waits, and is told so.
    """
    waited: list[str] = []

    def write(call: int) -> None:
        try:
            note(other, THERE, f"number {call}")
        except JournalUnavailable as error:
            waited.append(error.problem)

    with opened(lasting_place) as one, opened(lasting_place, busy_seconds=0.2) as other:
        name, calls = times(99, write)

        receipt = one.do(
            course.Compare(course=HERE, other=THERE, interleaved=name), by=course.ANNA
        )

    assert calls == [1, 2, 3]
    assert receipt.events[0].event == course.Noted(text="0 here, 2 there")
    assert len(waited) == 1
    assert waited[0].startswith("locked by another")


def test_a_retry_decides_with_the_same_time_and_ids(
    pair: tuple[Journal, Journal],
) -> None:
    """The time and the seed are drawn once a command, and kept with it."""
    one, other = pair
    seen = []
    original = course.Compare.decide

    def noting(
        self: course.Compare, state: object, context: course.Context
    ) -> tuple[object, ...]:
        seen.append((context.now, context.today, context.new_id(), context.new_id()))
        return original(self, state, context)  # type: ignore[arg-type]

    name, _ = times(2, lambda call: note(other, THERE, str(call)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course.Compare, "decide", noting)
        one.do(
            course.Compare(course=HERE, other=THERE, interleaved=name), by=course.ANNA
        )

    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_a_commit_may_write_several_streams(place: Place) -> None:
    """One act, two streams, one commit: both versions are checked and written."""
    with opened(place) as journal:
        receipt = journal.do(
            course.NoteBoth(course=HERE, other=THERE, text="both"), by=course.ANNA
        )

        assert [event.stream for event in receipt.events] == [HERE, THERE]
        assert dict(journal.streams("lesson")) == {HERE: 1, THERE: 1}
        assert journal.commit(receipt.command_id) is not None


def test_a_stream_is_not_written_unread(place: Place) -> None:
    """Nobody writes blindly: an event for another stream needs a read of it first."""
    with opened(place) as journal:
        command = course.NoteBoth(course=HERE, other=THERE, text="both", reads=False)

        with pytest.raises(PluginError, match="without having read it"):
            journal.do(command, by=course.ANNA)

        assert list(journal.commits()) == []


def test_a_commit_may_begin_several_streams(place: Place) -> None:
    """New ids name new streams, which are read as absent at no cost."""
    with opened(place) as journal:
        receipt = journal.do(course.Found(count=3), by=course.ANNA)

        assert len({event.stream for event in receipt.events}) == 3
        assert all(event.version == 1 for event in receipt.events)


def test_a_refusal_is_kept_with_its_reasons(place: Place) -> None:
    """Who was told no, and why, is on record, and is told the same again."""
    forbidden = course.Note(course=HERE, text="forbidden")
    with opened(place) as journal:
        with pytest.raises(Refused) as first:
            journal.do(forbidden, by=course.ANNA, command_id="f-1")
        with pytest.raises(Refused) as again:
            journal.do(forbidden, by=course.ANNA, command_id="f-1")

        (commit,) = journal.commits()
    assert first.value.command_id == "f-1"
    assert again.value.reasons == first.value.reasons == commit.record.reasons
    assert commit.record.outcome == "refused"
    assert commit.command == forbidden
    assert commit.events == ()


def test_refusals_are_not_kept_where_the_host_says_so(place: Place) -> None:
    """Keeping refusals is a setting; without it nothing is written."""
    forbidden = course.Note(course=HERE, text="forbidden")
    with opened(place, settings=Settings(keep_refusals=False)) as journal:
        with pytest.raises(Refused) as refusal:
            journal.do(forbidden, by=course.ANNA)
        with pytest.raises(Refused), journal.batch() as batch:
            batch.do(forbidden, by=course.ANNA)

        assert list(journal.commits()) == []
    assert refusal.value.command_id is None


def reads(journal: Journal, command_id: str) -> dict[str, int]:
    """What a command is recorded to have read."""
    commit = journal.commit(command_id)
    assert commit is not None
    record: CommandRecord = commit.record
    return record.reads
