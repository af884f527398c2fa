"""The views of the record itself: streams by kind, and commands by who gave them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.errors import Refused
from kvalitet_core.views.views import Views


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with some courses."""
    return Journal.open(
        str(tmp_path / "journal.db"), plugins=[course.PLUGIN], views=False
    )


def test_every_stream_is_listed_by_its_kind(journal: Journal) -> None:
    """With how many events it has, and when the first and the last were recorded."""
    with journal, Views.open(journal) as views:
        for texts in (("one", "two"), ("three",)):
            command = course.NoteMany(course=course.course("a"), texts=texts)
            journal.do(command, by=course.ANNA)
        journal.do(course.TakeSeat(course=course.course("b"), seats=1), by=course.ANNA)
        views.follow()

        rows = views.query("core.streams")
        courses = views.query("core.streams", where={"kind": "lesson"})
        history = list(journal.history("lesson/a"))

    assert {row["kind"] for row in rows} == {"lesson", "deployment", "journal"}
    assert [(row["stream"], row["version"], row["last"]) for row in courses] == [
        ("lesson/a", 3, "lesson.noted/1"),
        ("lesson/b", 1, "lesson.seat_taken/1"),
    ]
    assert courses[0]["first_recorded"] == history[0].recorded_at
    assert courses[0]["last_recorded"] == history[-1].recorded_at


def test_every_command_is_listed_by_who_gave_it(journal: Journal) -> None:
    """What was asked of what, and what came of it; a refusal with its codes."""
    with journal, Views.open(journal) as views:
        stream = course.course("a")
        for text, channel in (("one", "cli"), ("one", None), ("forbidden", None)):
            command = course.Note(course=stream, text=text)
            try:
                journal.do(command, by=course.ANNA, channel=channel)
            except Refused:
                assert text == "forbidden"
        views.follow()

        rows = views.query("core.commits", where={"actor": "a-17"})
        expected = [commit.recorded for commit in journal.commits()]

    rows = tuple(sorted(rows, key=lambda row: row["recorded_at"]))
    assert [row["recorded_at"] for row in rows] == [r.recorded_at for r in expected]
    assert {row["command"] for row in rows} == {"lesson.note/1"}
    assert {row["stream"] for row in rows} == {stream}
    assert [(row["outcome"], row["events"], row["reasons"]) for row in rows] == [
        ("accepted", 1, None),
        ("nothing", 0, None),
        ("refused", 0, "lesson.forbidden"),
    ]
    assert [row["channel"] for row in rows] == ["cli", None, None]
    assert {(row["role"], row["organisation"]) for row in rows} == {
        (course.ANNA.role, course.ANNA.organisation)
    }
    assert {row["reaction"] for row in rows} == {None}
