"""A view shows what its function says of the events, in order, once."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.journal import course
from tests.views import viewed
from tests.views.conftest import opened, parked, shown
from tests.views.viewed import COUNTS, PEOPLE, SUMMARY, column, folded

from kvalitet_core import Journal
from kvalitet_core.errors import KeyUnavailable, PluginError
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.personal import Personal
from kvalitet_core.running.runner import Runner
from kvalitet_core.view import (
    EVERY,
    Change,
    Delete,
    Increment,
    Part,
    Table,
    Upsert,
    View,
)
from kvalitet_core.views.followed import digest_of, followed
from kvalitet_core.views.job import view_jobs
from kvalitet_core.views.states import States
from kvalitet_core.views.views import Views


def note(journal: Journal, key: str, *texts: str) -> None:
    """Note something of a course."""
    command = course.NoteMany(course=course.course(key), texts=texts)
    journal.do(command, by=course.ANNA)


def happen(journal: Journal) -> None:
    """Let a little of everything happen."""
    note(journal, "a", "one", "TWO", "one")
    note(journal, "b", "three")
    journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    journal.do(course.TakeSeat(course=course.course("c"), seats=5), by=course.ANNA)
    note(journal, "b", "clear", "four")
    note(journal, "a", "five")


@pytest.mark.parametrize("batch", [1, 2, 7, 500])
def test_views_equal_a_fold_of_the_journal(
    journal: Journal, views: Views, batch: int
) -> None:
    """Whatever the size of the batches, on each kind of database."""
    happen(journal)
    jobs = view_jobs(journal, views._runs)
    runner = Runner(
        journal, views._runs, jobs, owner="test", clock=host_clock, batch=batch
    )

    runner.once()

    for view in viewed.VIEWS:
        assert shown(views, view) == folded(journal, view)


def test_a_view_that_was_never_fed_is_empty(views: Views) -> None:
    """Its tables are there once it was brought up to date."""
    views.follow()

    for view in viewed.VIEWS:
        assert all(rows == [] for rows in shown(views, view).values())


def test_a_state_is_as_it_is_after_the_event(journal: Journal, views: Views) -> None:
    """Not as the stream stands by now, also for events that the view is not told of."""
    note(journal, "a", "one")
    journal.do(course.TakeSeat(course=course.course("a"), seats=5), by=course.ANNA)
    note(journal, "a", "two", "three")
    seen = []
    versions = {2: (1, 0), 3: (2, 1), 4: (3, 1)}

    def look(recorded: Any, state: course.Course) -> tuple[Change, ...]:
        seen.append((recorded.version, len(state.notes), state.seats))
        return ()

    looking = attrs.evolve(SUMMARY, name="lesson.looking", project=look)
    jobs = _jobs(journal, views, looking)
    Runner(journal, views._runs, jobs, owner="test", clock=host_clock).once()

    del versions
    assert seen == [(1, 1, 0), (3, 2, 1), (4, 3, 1)]


def _jobs(journal: Journal, views: Views, view: View) -> list[Any]:
    from kvalitet_core.views.job import ViewJob  # noqa: PLC0415 - one of its own

    plugin = viewed.plugin(view)
    return [ViewJob(view, plugin, journal=journal, runs=views._runs)]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_states_are_right_in_whatever_order_they_are_asked_for(
    journal: Journal, limit: int
) -> None:
    """With few of them at hand, with events left out, and with events once more."""
    for number in range(4):
        for key in "abc":
            note(journal, key, f"{key}{number}")
    events = list(journal.events(names=["lesson.noted/1"]))
    states = States(journal, course.AGGREGATE, kept=limit)

    for recorded in [*events, *events[3:6], *reversed(events), *events[::2]]:
        expected = journal.get(course.Course, recorded.stream, version=recorded.version)
        assert states.after(recorded) == expected
    assert len(states._kept) <= limit


def test_a_state_that_nobody_asks_for_is_not_read_for(journal: Journal) -> None:
    """An event that is only passed is folded where its predecessor is at hand."""
    note(journal, "a", "one", "two", "three")
    one, two, three = journal.events(names=["lesson.noted/1"])
    states = States(journal, course.AGGREGATE)

    states.passed(two)
    assert states._kept == {}
    states.passed(one)
    states.passed(two)
    assert states._kept[two.stream][0] == 2
    assert states.after(three) == journal.get(course.Course, three.stream)


def test_an_event_that_nobody_knows_is_never_shown_to_a_view(tmp_path: Path) -> None:
    """It is passed; a stream that has one has no state, so its next event is parked."""
    newer = attrs.evolve(
        course.AGGREGATE,
        events={**course.AGGREGATE.events, "lesson.seat_taken/2": course.SeatTaken},
    )
    newer.events.pop("lesson.seat_taken/1")  # type: ignore[attr-defined]
    up = {"lesson.seat_taken/1": lambda fields: fields}
    later = attrs.evolve(course.PLUGIN, aggregates=(newer,), upcasters=up)
    with opened(tmp_path, later) as journal:
        note(journal, "a", "one")
        journal.do(course.TakeSeat(course=course.course("a"), seats=5), by=course.ANNA)
        note(journal, "a", "two")
        note(journal, "b", "three")

    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, "memory:") as views,
    ):
        views.follow()
        counted = views.query("lesson.counts", where={"course": "lesson/a"})
        summed = views.query("lesson.summary")
        (waiting,) = parked(views, "lesson.summary")
        streams = views.query("core.streams", where={"kind": "lesson"})

    assert [(row["notes"], row["seats"]) for row in counted] == [(2, 0)]
    assert [(row["course"], row["version"]) for row in summed] == [
        ("lesson/a", 1),
        ("lesson/b", 1),
    ]
    assert "no installed plugin knows 'lesson.seat_taken/2'" in str(waiting.error)
    assert [row["version"] for row in streams] == [3, 1]


def test_older_numbers_of_an_event_are_followed_too(tmp_path: Path) -> None:
    """A view names the newest number; it is told of older ones in that shape."""
    with opened(tmp_path, course.PLUGIN) as journal:
        note(journal, "a", "one")
    events = dict(course.AGGREGATE.events)
    events["lesson.noted/2"] = events.pop("lesson.noted/1")
    newer = attrs.evolve(
        course.PLUGIN,
        aggregates=(attrs.evolve(course.AGGREGATE, events=events),),
        upcasters={"lesson.noted/1": lambda fields: fields},
        views=(
            attrs.evolve(
                COUNTS, events=frozenset({"lesson.noted/2", "lesson.seat_taken/1"})
            ),
        ),
    )
    with (
        opened(tmp_path, newer) as journal,
        Views.open(journal, "memory:") as views,
    ):
        note(journal, "a", "two")
        views.follow()

        (row,) = views.query("lesson.counts")

    assert (row["notes"], row["last"]) == (2, "two")


POISON = {
    "raises": (lambda _: 1 // 0, "ZeroDivisionError"),
    "gives nothing": (lambda _: None, "expected a tuple of Upsert"),
    "gives something else": (lambda _: ("x",), "got one of str"),
    "unknown table": (
        lambda _: (Upsert(table="course", row={}),),
        "unknown table of view lesson.bad 'course': did you mean courses?",
    ),
    "unknown column": (
        lambda _: (Upsert(table="courses", row={"course": "x", "note": 1}),),
        "'note': did you mean notes?",
    ),
    "unknown column of a deletion": (
        lambda _: (Delete(table="courses", where={"curse": "x"}),),
        "'curse': did you mean course?",
    ),
    "wrong type": (
        lambda _: (Upsert(table="courses", row={"course": 1, "last": 2}),),
        "$.course: expected a text, got int; $.last: expected a text, got int",
    ),
    "no key": (
        lambda _: (Upsert(table="courses", row={"last": "x"}),),
        "$.course: is part of the key, and not said",
    ),
    "empty": (
        lambda _: (Upsert(table="courses", row={"course": "x", "notes": None}),),
        "$.notes: expected a whole number, got NoneType",
    ),
    "too little for a new row": (
        lambda _: (Upsert(table="courses", row={"course": "x", "last": "y"}),),
        "course, last are too few columns for a new row, and there is none yet",
    ),
    "deletes everything": (
        lambda _: (Delete(table="courses", where={}),),
        "a deletion says no column",
    ),
    "adds to a text": (
        lambda _: (Increment(table="courses", key={"course": "x"}, by={"last": 1}),),
        "expected columns with numbers to add to, got last",
    ),
    "adds nothing": (
        lambda _: (Increment(table="courses", key={"course": "x"}, by={}),),
        "an increment says all of the key (course) and what to add",
    ),
    "adds to no row": (
        lambda _: (Increment(table="courses", key={}, by={"notes": 1}),),
        "an increment says all of the key (course) and what to add",
    ),
    "adds what is no number": (
        lambda _: (
            Increment(table="courses", key={"course": "x"}, by={"notes": None}),
        ),
        "$.notes: expected a whole number, got NoneType",
    ),
    "adds too much": (
        lambda _: (
            Increment(table="courses", key={"course": "x"}, by={"notes": 2**63}),
        ),
        "$.notes: expected a whole number of 64 bits at most",
    ),
    "personal in clear": (
        lambda _: (Upsert(table="courses", row={"course": Personal("x")}),),
        "$.course: expected a text, got Personal",
    ),
}


@pytest.mark.parametrize("what", sorted(POISON))
def test_what_does_not_fit_is_parked_with_what_is_wrong(
    tmp_path: Path, address: str, what: str
) -> None:
    """Only the stream that it happened in waits; the rest goes on."""
    bad, says = POISON[what]

    def project(recorded: Any) -> Any:
        return (
            bad(recorded) if recorded.event.text == "bad" else COUNTS.project(recorded)
        )

    events = frozenset({"lesson.noted/1"})
    view = attrs.evolve(COUNTS, name="lesson.bad", project=project, events=events)
    with (
        opened(tmp_path, viewed.plugin(view)) as journal,
        Views.open(journal, address) as views,
    ):
        note(journal, "a", "one")
        note(journal, "b", "bad", "two")
        note(journal, "a", "three")
        views.follow()
        poison, waiting = parked(views, "lesson.bad")

        rows = views.query("lesson.bad")

    assert says in str(poison.error)
    assert poison.stream == waiting.stream == "lesson/b"
    assert waiting.error is None
    assert [(row["course"], row["notes"]) for row in rows] == [("lesson/a", 2)]


def test_what_no_index_can_hold_is_parked(tmp_path: Path, address: str) -> None:
    """PostgreSQL refuses a long key by itself; no other event and no view waits."""
    long = "".join(sha256(str(n).encode()).hexdigest() for n in range(500))

    def project(recorded: Any) -> Any:
        name = long if recorded.event.text == "long" else recorded.stream
        row = {"course": name, "notes": 1, "seats": 0}
        return (Upsert(table="courses", row=row),)

    events = frozenset({"lesson.noted/1"})
    view = attrs.evolve(COUNTS, name="lesson.long", project=project, events=events)
    with (
        opened(tmp_path, viewed.plugin(COUNTS, view)) as journal,
        Views.open(journal, address) as views,
    ):
        note(journal, "a", "long")
        note(journal, "b", "one")
        views.follow()

        rows = [row["course"] for row in views.query("lesson.long")]
        poison = parked(views, "lesson.long")
        other = views.query("lesson.counts")

    assert rows == (["lesson/b"] if poison else sorted([long, "lesson/b"]))
    assert [each.stream for each in poison] == ["lesson/a"][: len(poison)]
    assert all("more than a row or an index can hold" in str(p.error) for p in poison)
    assert bool(poison) == ("postgres" in address)
    assert len(other) == 2


def test_a_view_may_look_at_no_person(journal: Journal, views: Views) -> None:
    """Its function is pure: what it says is the same before and after an erasure."""

    def look(recorded: Any) -> tuple[Change, ...]:
        raise AssertionError(recorded.event.first_name.reveal())

    looking = attrs.evolve(PEOPLE, name="lesson.looking", project=look)
    journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    jobs = _jobs(journal, views, looking)
    Runner(journal, views._runs, jobs, owner="test", clock=host_clock).once()

    (waiting,) = parked(views, "lesson.looking")

    assert PluginError.__name__ in str(waiting.error)
    assert "personal data was opened" in str(waiting.error)
    assert "Anna" not in str(waiting.error)


def test_what_cannot_be_reached_is_no_poison(tmp_path: Path) -> None:
    """Without its keys nothing is parked, and the position stays."""
    with opened(tmp_path, viewed.plugin()) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    (tmp_path / "journal.db.keys").rename(tmp_path / "elsewhere")
    with (
        opened(tmp_path, viewed.plugin(), read_only=True) as journal,
        Views.open(journal, "memory:") as views,
    ):
        with pytest.raises(KeyUnavailable):
            views.follow()

        (status,) = (s for s in views.status() if s.name == "view lesson.people")
        assert (status.position, status.parked) == (0, 0)
        assert "KeyUnavailable" in str(status.error)
        assert views.query("lesson.people") == ()


def test_a_digest_is_of_all_that_a_view_is(journal: Journal) -> None:
    """Of its tables, what it follows, its state, and the version of its plugin."""
    registry, plugin = journal.registry, viewed.plugin()
    first = digest_of(COUNTS, plugin, registry)
    table = COUNTS.tables[0]
    other = attrs.evolve(table, columns=(*table.columns, column("more", nullable=True)))
    changed = [
        digest_of(view, by, registry)
        for view, by in (
            (attrs.evolve(COUNTS, tables=(other,)), plugin),
            (attrs.evolve(COUNTS, events=frozenset({"lesson.noted/1"})), plugin),
            (attrs.evolve(COUNTS, state=course.Course), plugin),
            (COUNTS, attrs.evolve(plugin, version="2")),
        )
    ]

    assert len({first, *changed}) == 5
    assert digest_of(COUNTS, viewed.plugin(), registry) == first


def test_every_event_is_every_one_that_is_installed(journal: Journal) -> None:
    """So another plugin makes such a view another, and it is made anew."""
    view = attrs.evolve(COUNTS, events=frozenset({EVERY, "journal.command/1"}))

    names = followed(view, journal.registry)

    assert {"lesson.noted/1", "tilbud.moved/1", "person.forgotten/1"} <= names
    assert "journal.command/1" in names
    assert "journal.opened/1" not in names
    assert EVERY not in names


@pytest.mark.parametrize(
    ("columns", "indexes", "says"),
    [
        ([column("name", nullable=True, person="who")], (), "no column of the table"),
        ([column("name", person="id")], (), "make it a text and nullable"),
        (
            [column("name", "integer", nullable=True, person="id")],
            (),
            "make it a text and nullable",
        ),
        (
            [column("name", nullable=True, person="id")],
            (("name",),),
            "take it out of the index",
        ),
        (
            [
                column("name", nullable=True, person="other"),
                column("other", nullable=True, person="id"),
            ],
            (),
            "make that a text in clear",
        ),
    ],
)
def test_a_personal_column_that_cannot_be_kept_is_refused(
    columns: Any, indexes: Any, says: str
) -> None:
    """Before a journal opens: it is sealed, and found by the person's id alone."""
    table = Table(
        name="rows", columns=(column("id"), *columns), key=("id",), indexes=indexes
    )
    bad = viewed.plugin(attrs.evolve(PEOPLE, tables=(table,)))

    with pytest.raises(PluginError) as raised:
        Journal.open("memory:", plugins=[bad], views=False)

    assert says in str(raised.value)


def test_a_part_shows_nothing() -> None:
    """Neither does what it is a part of."""
    assert "Anna" not in repr(Part(Personal("Anna"), "name"))
