"""A view is made anew beside the old tables, which answer until the new ones can."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import attrs
import pytest
from sqlalchemy import inspect, text
from tests.views import viewed
from tests.views.conftest import opened, parked, shown
from tests.views.test_following import happen, note
from tests.views.viewed import COUNTS, PEOPLE, SUMMARY, column, folded

from kvalitet_core import Journal, Plugin
from kvalitet_core.errors import Malformed, RunsUnavailable
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.runner import Runner
from kvalitet_core.views import rebuilding
from kvalitet_core.views.job import ViewJob
from kvalitet_core.views.makings import makings
from kvalitet_core.views.rebuilding import RebuildProgress
from kvalitet_core.views.views import Views


class Interrupted(BaseException):
    """The process ends in the middle of something."""


def generation(views: Views, name: str = "lesson.counts") -> int:
    """Which making of a view's tables is current."""
    (found,) = (s for s in views.status() if s.name == f"view {name}")
    return found.generation


def tables(views: Views, prefix: str = "lesson_counts") -> set[str]:
    """The tables in the database that begin so."""
    with views._runs.reading() as transaction:
        names = inspect(transaction.connection).get_table_names()
    return {name for name in names if name.startswith(prefix)}


def count(journal: Journal, key: str) -> None:
    """Note one thing more of a course."""
    note(journal, key, f"more {journal.head()}")


@pytest.mark.parametrize("view", viewed.VIEWS, ids=lambda view: view.name)
def test_a_rebuilt_view_shows_what_it_showed(
    journal: Journal, views: Views, view: Any
) -> None:
    """And follows on from there."""
    happen(journal)
    views.follow()

    views.rebuild(view.name)

    assert shown(views, view) == folded(journal, view)
    assert generation(views, view.name) == 2
    happen(journal)
    views.follow()
    assert shown(views, view) == folded(journal, view)


def test_a_view_that_never_was_is_built(journal: Journal, views: Views) -> None:
    """To rebuild what is not there yet is to build it."""
    happen(journal)

    views.rebuild("lesson.counts")

    assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_it_is_told_how_far_it_has_come(journal: Journal, views: Views) -> None:
    """Up to the journal's end, whatever that is meanwhile."""
    happen(journal)
    told: list[RebuildProgress] = []

    views.rebuild("lesson.counts", progress=told.append)

    assert told[-1].position == told[-1].head == journal.head()
    assert {each.view for each in told} == {"lesson.counts"}
    assert [each.position for each in told] == sorted(each.position for each in told)


def test_the_old_tables_answer_until_the_new_ones_can(
    journal: Journal, views: Views
) -> None:
    """As they were, also when the view follows on meanwhile; then the old are gone."""
    happen(journal)
    views.follow()
    before = shown(views, COUNTS)
    seen = []

    def look(_: object) -> None:
        seen.append(shown(views, COUNTS))
        if len(seen) == 1:
            count(journal, "z")
            views.follow("lesson.counts")

    views.rebuild("lesson.counts", progress=look)

    assert seen[0] == before
    assert seen[1] == folded(journal, COUNTS)
    assert shown(views, COUNTS) == folded(journal, COUNTS)
    assert tables(views) == {"lesson_counts__g2__courses", "lesson_counts__g2__texts"}


def test_the_new_tables_come_as_far_as_the_old(journal: Journal, views: Views) -> None:
    """However often those go on: what is left to do is done while they stand still."""
    happen(journal)
    views.follow()
    rounds = 0

    def go_on(_: object) -> None:
        nonlocal rounds
        rounds += 1
        count(journal, "z")
        views.follow("lesson.counts")

    views.rebuild("lesson.counts", progress=go_on)

    assert rounds == 2
    assert shown(views, COUNTS) == folded(journal, COUNTS)
    assert generation(views) == 2


def test_new_tables_that_are_far_behind_take_no_place(
    journal: Journal, views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They follow on beside the old ones first, and hold nobody up."""
    monkeypatch.setattr(rebuilding, "_BATCH", 5)
    happen(journal)
    views.follow()
    rounds = 0

    def go_on(_: object) -> None:
        nonlocal rounds
        rounds += 1
        if rounds < 5:
            note(journal, "z", *(f"{rounds} {number}" for number in range(10)))
            views.follow("lesson.counts")

    views.rebuild("lesson.counts", progress=go_on)

    assert rounds == 5
    assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_poison_that_comes_at_the_last_moment_is_parked(
    journal: Journal, views: Views
) -> None:
    """With what waits behind it, as everywhere."""
    viewed.BROKEN.add("poison")
    happen(journal)
    views.follow()

    def go_on(_: object) -> None:
        note(journal, "a", "poison", "after")
        note(journal, "b", "other")
        views.follow("lesson.counts")

    views.rebuild("lesson.counts", progress=go_on)

    waiting = {each.position for each in parked(views, "lesson.counts")}
    assert len(waiting) == 4
    assert shown(views, COUNTS) == folded(journal, COUNTS, without=waiting)


@pytest.mark.parametrize("steps", [1, 2])
def test_an_interrupted_rebuild_leaves_the_old_one_serving(
    journal: Journal, lasting_address: str, steps: int
) -> None:
    """And the next one is clean: nothing is left of the first."""
    happen(journal)
    left = steps

    def interrupt(_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Interrupted

    with Views.open(journal, lasting_address) as views:
        views.follow()
        with pytest.raises(Interrupted):
            views.rebuild("lesson.counts", progress=interrupt)
        assert generation(views) == 1

    with Views.open(journal, lasting_address) as views:
        count(journal, "z")
        views.follow()
        assert shown(views, COUNTS) == folded(journal, COUNTS)
        assert len(tables(views)) == 4

        views.rebuild("lesson.counts")

        assert shown(views, COUNTS) == folded(journal, COUNTS)
        assert generation(views) == 3
        assert len(tables(views)) == 2


def test_an_event_that_fails_in_the_new_tables_is_parked_there(
    journal: Journal, views: Views
) -> None:
    """The others are done; what the old ones had parked is gone with them."""
    note(journal, "a", "one", "poison", "two")
    note(journal, "b", "three")
    viewed.BROKEN.add("poison")
    views.follow()
    (first, *_) = parked(views, "lesson.counts")
    viewed.BROKEN.clear()

    views.rebuild("lesson.counts")

    assert parked(views, "lesson.counts") == []
    assert shown(views, COUNTS) == folded(journal, COUNTS)
    viewed.BROKEN.add("poison")
    views.rebuild("lesson.counts")
    assert [each.position for each in parked(views, "lesson.counts")] == [
        first.position,
        first.position + 1,
    ]


CHANGED = attrs.evolve(
    COUNTS,
    tables=(
        attrs.evolve(
            COUNTS.tables[0],
            columns=(*COUNTS.tables[0].columns, column("more", nullable=True)),
        ),
        COUNTS.tables[1],
    ),
)


@pytest.mark.parametrize(
    "later",
    [viewed.plugin(CHANGED, PEOPLE, SUMMARY), viewed.plugin(version="2")],
    ids=["another table", "another version"],
)
def test_a_view_that_is_declared_otherwise_says_so_and_is_made_anew(
    tmp_path: Path, lasting_address: str, later: Plugin
) -> None:
    """Before it follows anything; until then the old tables answer as they are."""
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        happen(journal)
        views.follow()
        before = shown(views, COUNTS)

    with (
        opened(tmp_path, later) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        status = {each.name: each.digest_changed for each in views.status()}
        assert status["view lesson.counts"]
        assert not status["view core.municipalities"]
        assert shown(views, COUNTS) == before
        count(journal, "z")

        views.follow()

        (view, *_) = (v for v in later.views if v.name == "lesson.counts")
        assert shown(views, view) == folded(journal, view)
        assert generation(views) == 2
        assert not any(each.digest_changed for each in views.status())


def test_tables_are_not_written_to_as_what_they_are_not(
    tmp_path: Path, lasting_address: str
) -> None:
    """A job that was made ready, and whose tables were made anew as something else."""
    with opened(tmp_path, viewed.plugin()) as journal:
        happen(journal)
    later = viewed.plugin(CHANGED)
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        opened(tmp_path, later) as other,
        Views.open(journal, lasting_address) as views,
        Views.open(other, lasting_address) as others,
    ):
        views.follow()
        others.follow("lesson.counts")
        count(journal, "z")

        with pytest.raises(Malformed, match="declared otherwise than its tables"):
            views.follow("lesson.counts")
        others.follow("lesson.counts")
        assert shown(others, CHANGED) == folded(other, CHANGED)


def test_two_do_not_rebuild_one_view_at_once(
    journal: Journal, lasting_address: str
) -> None:
    """The second is told who is at it; whoever is declared otherwise is left alone."""
    happen(journal)
    with (
        Views.open(journal, lasting_address) as views,
        Views.open(journal, lasting_address) as others,
    ):
        views.follow()
        problems = []

        def second(_: object) -> None:
            with pytest.raises(RunsUnavailable) as raised:
                others.rebuild("lesson.counts")
            problems.append(str(raised.value))

        views.rebuild("lesson.counts", progress=second)

        assert all("view lesson.counts is being rebuilt by" in p for p in problems)
        assert problems
        others.rebuild("lesson.counts")
        assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_a_runner_leaves_a_view_alone_that_someone_else_makes_anew(
    tmp_path: Path, lasting_address: str
) -> None:
    """It goes on with the others, and takes the view up again when that is done."""
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        happen(journal)
        views.follow()
    with (
        opened(tmp_path, viewed.plugin(CHANGED, PEOPLE)) as journal,
        Views.open(journal, lasting_address) as views,
        Views.open(journal, lasting_address) as others,
    ):
        found = []

        def meanwhile(_: object) -> None:
            happen(journal)
            progress = others.follow().of("view lesson.counts")
            found.append(progress.leased_by)
            assert shown(others, PEOPLE) == folded(journal, PEOPLE)
            if len(found) == 2:
                raise Interrupted

        with pytest.raises(Interrupted):
            views.rebuild("lesson.counts", progress=meanwhile)
        assert all("rebuild" in str(owner) for owner in found)
        others.follow()
        assert shown(others, CHANGED) == folded(journal, CHANGED)


def test_a_rebuild_stops_when_the_runner_is_stopped(
    tmp_path: Path, lasting_address: str
) -> None:
    """Between two batches; the old tables go on answering."""
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        happen(journal)
        views.follow()
        before = shown(views, COUNTS)
    stop = threading.Event()
    with (
        opened(tmp_path, viewed.plugin(CHANGED)) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        viewed.HOOK.append(lambda _: stop.set())

        progress = views._runner.once(stop=stop)

        assert progress.of("view lesson.counts").leased_by is not None
        assert shown(views, COUNTS) == before
        viewed.HOOK.clear()
        views.follow()
        assert shown(views, CHANGED) == folded(journal, CHANGED)


def test_a_view_whose_tables_are_gone_is_made_anew(
    journal: Journal, lasting_address: str
) -> None:
    """Somebody has taken a making away by hand."""
    happen(journal)
    with Views.open(journal, lasting_address) as views:
        views.follow()
        with views._runs.transaction() as transaction:
            connection = transaction.connection
            connection.execute(text("DELETE FROM kvalitet_views"))
            for name in tables(views):
                connection.execute(text(f"DROP TABLE {name}"))
        with pytest.raises(RunsUnavailable, match="never brought up to date"):
            views.query("lesson.counts")

    with Views.open(journal, lasting_address) as views:
        views.follow()
        assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_a_journal_that_was_restored_is_told_and_mended_by_a_rebuild(
    tmp_path: Path, lasting_address: str
) -> None:
    """Its end is before the position: nothing is moved, until the views are rebuilt."""
    with opened(tmp_path, viewed.plugin()) as journal:
        happen(journal)
        journal.backup(tmp_path / "backup.db")
        note(journal, "a", "lost")
        with Views.open(journal, lasting_address) as views:
            views.follow()
            before = shown(views, COUNTS)
    for name in ("journal.db", "journal.db-wal", "journal.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "backup.db").rename(tmp_path / "journal.db")

    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        with pytest.raises(RunsUnavailable, match="restored from a backup; rebuild"):
            views.follow()
        assert shown(views, COUNTS) == before

        for name in views.names:
            views.rebuild(name)

        assert shown(views, COUNTS) == folded(journal, COUNTS)
        happen(journal)
        views.follow()
        assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_a_question_is_asked_again_when_its_tables_were_just_replaced(
    journal: Journal, lasting_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding out which are current and asking them."""
    happen(journal)
    with (
        Views.open(journal, lasting_address) as views,
        Views.open(journal, lasting_address) as others,
    ):
        views.follow()
        asking, left = views._asking, [1]

        def replaced(*args: Any) -> Any:
            found = asking(*args)
            if left:
                left.clear()
                others.rebuild("lesson.counts")
            return found

        monkeypatch.setattr(views, "_asking", replaced)

        assert shown(views, COUNTS) == folded(journal, COUNTS)


def test_a_follower_that_is_overtaken_by_a_switch_does_nothing_twice(
    journal: Journal, lasting_address: str
) -> None:
    """Its batch was read before the tables were replaced, and is written to the new."""
    happen(journal)
    with (
        Views.open(journal, lasting_address) as views,
        Views.open(journal, lasting_address) as others,
    ):
        views.follow()
        happen(journal)
        left = [1]
        events = journal.events

        def overtaken(**asked: Any) -> Any:
            yield from events(**asked)
            if left and asked.get("names"):
                left.clear()
                others.rebuild("lesson.counts")

        going = _Overtaken(journal, overtaken)
        (job,) = (j for j in views._jobs.values() if j.view is COUNTS)
        runner = Runner(going, views._runs, [job], owner="test", clock=host_clock)  # type: ignore[arg-type]
        runner.once()

        assert left == []
        assert shown(views, COUNTS) == folded(journal, COUNTS)
        assert generation(views) == 2


class _Overtaken:
    """A journal during whose reading something happens."""

    def __init__(self, journal: Journal, events: Any) -> None:
        self._journal = journal
        self.events = events

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)


def test_many_at_once_come_to_the_same(tmp_path: Path, lasting_address: str) -> None:
    """Commands, followers, a rebuilder and a reader, each in a thread of its own."""
    with (
        opened(tmp_path, viewed.plugin()) as journal,
        Views.open(journal, lasting_address) as views,
    ):
        happen(journal)
        views.follow()
        stop = threading.Event()
        problems: list[BaseException] = []

        def going(work: Any) -> None:
            try:
                with Views.open(journal, lasting_address) as own:
                    while not stop.is_set():
                        work(own)
            except BaseException as error:  # noqa: BLE001 - told below
                problems.append(error)

        def rebuild(own: Views) -> None:
            own.rebuild("lesson.counts")

        def ask(own: Views) -> None:
            rows = own.query("lesson.counts")
            assert len(rows) >= 3

        threads = [
            threading.Thread(target=going, args=(work,))
            for work in (rebuild, ask, lambda own: own.follow(), Views.follow)
        ]
        for thread in threads:
            thread.start()
        for number in range(60):
            note(journal, "abc"[number % 3], f"text {number}")
        stop.set()
        for thread in threads:
            thread.join()
        views.follow()

        assert problems == []
        for view in viewed.VIEWS:
            assert shown(views, view) == folded(journal, view)


def test_what_was_made_is_known_with_its_declaration(
    journal: Journal, views: Views
) -> None:
    """So that old tables can be asked and cleared when the view is another."""
    views.follow()

    with views._runs.reading() as transaction:
        (making,) = makings(transaction.connection, "lesson.people")

    assert making.declared == PEOPLE.tables
    assert making.generation == 1
    assert not making.remnants
    del journal


def test_a_job_is_its_views(journal: Journal, views: Views) -> None:
    """By name and digest, as the runner and its status know it."""
    job = ViewJob(COUNTS, viewed.plugin(), journal=journal, runs=views._runs)

    assert job.name == "view lesson.counts"
    assert job.names == COUNTS.events
