"""What is remembered of a stream is what the stream folds to, whoever wrote to it."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.codec import Slot
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.remembering import Remembering
from kvalitet_core.personal import Personal

KEYS = st.sampled_from(["a", "b", "c"])
NOTES = st.lists(st.tuples(KEYS, st.text("xyz", min_size=1, max_size=2)), max_size=12)


@given(notes=NOTES, most=st.integers(1, 3), told=st.booleans())
def test_a_stream_is_gone_on_with_from_where_it_was(
    notes: list[tuple[str, str]], most: int, *, told: bool
) -> None:
    """However few it remembers, and whatever was written in between."""
    with Journal.open("memory:", plugins=[course.PLUGIN]) as journal:
        rooms = journal._rooms
        with rooms.store.writing() as (writer, _, _):
            fresh = Folder(writer, journal.registry, rooms.engine.sealer)
            known = Remembering(
                writer,
                journal.registry,
                rooms.engine.sealer,
                most=most,
                told_of_all=told,
            )
            for key, text in notes:
                stream = course.course(key)
                command = course.Note(course=stream, text=text)
                request = rooms.engine.request(command, by=course.ANNA, command_id=None)
                rooms.engine.append(request, writer, given_id=False, folder=known)

                found = known.state(course.AGGREGATE, stream)
                assert found == fresh.state(course.AGGREGATE, stream)
                for upto in range(found[1] + 1):
                    then = known.state(course.AGGREGATE, stream, upto=upto)
                    assert then == fresh.state(course.AGGREGATE, stream, upto=upto)
                    events = list(known.recorded(stream, upto=upto))
                    assert events == list(fresh.recorded(stream, upto=upto))
                for version, (event_id, _) in enumerate(events, start=1):
                    assert known.event_id(stream, version) == event_id
                with pytest.raises(Malformed, match="is missing"):
                    known.event_id(stream, len(events) + 1)
                assert known.state(course.AGGREGATE, stream) == found


def test_a_refused_command_leaves_what_is_remembered_as_it_was() -> None:
    """What comes after it in the batch is decided on what is there."""
    stream = course.course("a")
    with (
        Journal.open("memory:", plugins=[course.PLUGIN]) as journal,
        journal.batch() as batch,
    ):
        batch.do(course.Note(course=stream, text="one"), by=course.ANNA)
        before = batch.get(course.Course, stream)
        with pytest.raises(Refused):
            batch.do(course.Note(course=stream, text="forbidden"), by=course.ANNA)

        assert batch.get(course.Course, stream) == before
        batch.do(course.Note(course=stream, text="two"), by=course.ANNA)
        assert batch.get(course.Course, stream) != before


WRITERS = st.sampled_from(["one", "other", "batch"])
TURNS = st.lists(
    st.tuples(WRITERS, KEYS, st.sampled_from(["x", "y", "forbidden"])), max_size=15
)


@given(turns=TURNS)
def test_a_command_is_decided_on_what_others_have_written(
    turns: list[tuple[str, str, str]],
) -> None:
    """Two processes and a batch take turns: each sees all that came before it."""
    noted: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        one, other = (
            stack.enter_context(
                Journal.open(Path(name) / "journal.db", plugins=[course.PLUGIN])
            )
            for _ in range(2)
        )
        for writer, key, text in turns:
            stream = course.course(key)
            command = course.Note(course=stream, text=text)
            notes = noted.setdefault(key, [])
            try:
                if writer == "batch":
                    with one.batch() as batch:
                        pending = batch.do(command, by=course.ANNA)
                    receipt = pending.receipt
                else:
                    journal = one if writer == "one" else other
                    receipt = journal.do(command, by=course.ANNA)
            except Refused:
                assert text == "forbidden"
                continue

            is_new = notes[-1:] != [text]
            assert [event.version for event in receipt.events] == (
                [len(notes) + 1] if is_new else []
            )
            if is_new:
                notes.append(text)
        for key, notes in noted.items():
            for journal in (one, other):
                found = journal.get(course.Course, course.course(key))
                assert (found.notes if found else ()) == tuple(notes)


def test_nothing_personal_is_remembered_in_the_clear() -> None:
    """What was sealed is read from the journal, where it can be forgotten."""
    stream = course.course("a")
    with Journal.open("memory:", plugins=[course.PLUGIN]) as journal:
        enrol = course.Enrol(
            course=stream,
            first=PersonId("p-1"),
            first_name=Personal("Ingrid"),
            second=PersonId("p-2"),
            second_name=Personal("Bo"),
        )
        journal.do(enrol, by=course.ANNA)
        journal.do(course.Note(course=stream, text="x"), by=course.ANNA)

        folder = journal._rooms.engine._recent.folder
        state, version = folder.state(course.AGGREGATE, stream)

        assert version == 2
        assert [type(name) for name in state.names] == [Slot, Slot]


def test_a_journal_that_was_restored_is_read_again(tmp_path: Path) -> None:
    """It went on otherwise, to the same versions; nothing of the lost course counts."""
    place, backup = tmp_path / "journal.db", tmp_path / "backup.db"
    stream = course.course("a")

    def note(journal: Journal, text: str) -> list[object]:
        receipt = journal.do(course.Note(course=stream, text=text), by=course.ANNA)
        return [recorded.event for recorded in receipt.events]

    with Journal.open(place, plugins=[course.PLUGIN]) as journal:
        note(journal, "one")
        journal.backup(backup)
        note(journal, "lost")
        _restore(backup, place)
        with Journal.open(place, plugins=[course.PLUGIN]) as other:
            note(other, "two")

        assert note(journal, "two") == []
        assert note(journal, "lost") == [course.Noted(text="lost")]
        found = journal.get(course.Course, stream)
        assert found is not None
        assert found.notes == ("one", "two", "lost")


def _restore(backup: Path, place: Path) -> None:
    """Write a backup over a journal that is open."""
    with (
        closing(sqlite3.connect(backup)) as source,
        closing(sqlite3.connect(place)) as target,
    ):
        source.backup(target)
