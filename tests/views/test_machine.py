"""Views equal a fold of the journal, whatever is done to them and in which order.

Commands, runs, crashes in the middle of runs and of rebuilds, rebuilds, new versions,
poison and its mending, and people who are forgotten; on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import Place, in_schema
from tests.journal import course
from tests.views import viewed
from tests.views.conftest import parked, shown
from tests.views.viewed import BROKEN, HOOK, VIEWS, folded, forget

from kvalitet_core import Journal
from kvalitet_core.errors import Refused
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.running.backoff import Backoff
from kvalitet_core.running.runner import Runner
from kvalitet_core.view import View
from kvalitet_core.views.views import Views

_numbers = count(1)

KEYS = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(["one", "TWO", "three", "clear", "poison"])
PEOPLE = st.sampled_from(["anna", "bo", "carl"])
NAMES = st.sampled_from([view.name for view in VIEWS])
SOME_NAMES = st.lists(NAMES, unique=True, min_size=1)
STEPS = st.integers(1, 6)


class Crash(BaseException):
    """The process is gone, in the middle of what it did."""


class ViewsMachine(RuleBasedStateMachine):
    """A journal, its views, and what they must show."""

    postgres: str | None = None

    def __init__(self) -> None:
        super().__init__()
        BROKEN.clear()
        HOOK.clear()
        self._directory = tempfile.TemporaryDirectory()
        folder = Path(self._directory.name)
        self.place = Place(str(folder / "journal.db"), None)
        self.address = str(folder / "views.db")
        if self.postgres:
            schema = f"w_{os.getpid()}_{next(_numbers)}"
            url = in_schema(self.postgres, schema)
            self.place = Place(url, str(folder / "journal.keys"))
            self.address = in_schema(self.postgres, f"{schema}_views")
        self.version = 1
        self.forgotten: set[str] = set()
        self.known: set[str] = set()
        self.journal, self.views = self._opened()
        BROKEN.add("poison")

    def _opened(self) -> tuple[Journal, Views]:
        journal = Journal.open(
            self.place.url,
            plugins=[viewed.plugin(version=str(self.version))],
            views=False,
            **self.place.opening(),
        )
        return journal, Views.open(journal, self.address)

    def teardown(self) -> None:
        """Bring everything up to date, look at it once more, and let go of it."""
        HOOK.clear()
        self.views.follow()
        self.views_are_as_they_must_be()
        for view in VIEWS:
            assert self._position(view) == self.journal.head()
        BROKEN.clear()
        for view in VIEWS:
            self.views.rebuild(view.name)
            assert shown(self.views, view) == folded(self.journal, view)
        self.views.close()
        self.journal.close()
        self._directory.cleanup()

    @rule(key=KEYS, texts=st.lists(TEXTS, min_size=1, max_size=3))
    def note(self, key: str, texts: list[str]) -> None:
        """Something is noted."""
        command = course.NoteMany(course=course.course(key), texts=tuple(texts))
        self.journal.do(command, by=course.ANNA)

    @rule(key=KEYS)
    def take_seat(self, key: str) -> None:
        """A seat is taken, or refused."""
        command = course.TakeSeat(course=course.course(key), seats=3)
        with suppress(Refused):
            self.journal.do(command, by=course.ANNA)

    @rule(key=KEYS, first=PEOPLE, second=PEOPLE)
    def enrol(self, key: str, first: str, second: str) -> None:
        """Two people are enrolled, unless one of them was forgotten."""
        command = course.enrol(key, first, first.title(), second, second.title())
        with suppress(Refused):
            self.journal.do(command, by=course.ANNA)
            self.known |= {first, second}

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """Someone is forgotten."""
        person = data.draw(st.sampled_from(sorted(self.known)))
        forget(self.journal, person)
        self.known.remove(person)
        self.forgotten.add(person)

    @rule(wanted=SOME_NAMES, batch=STEPS)
    def follow(self, wanted: list[str], batch: int) -> None:
        """Some views are brought up to date."""
        self._runner(wanted, batch).once()

    @rule(wanted=SOME_NAMES, batch=STEPS, upto=st.integers(0, 30))
    def follow_some_way(self, wanted: list[str], batch: int, upto: int) -> None:
        """Some views are brought some way."""
        self._runner(wanted, batch).once(upto=upto)

    @rule(wanted=SOME_NAMES, batch=STEPS, after=STEPS)
    def crash(self, wanted: list[str], batch: int, after: int) -> None:
        """The process is gone while it follows, and another goes on."""
        with self._crash(after):
            self._runner(wanted, batch).once()

    @rule(name=NAMES)
    def rebuild(self, name: str) -> None:
        """A view is made anew; what it had parked is tried again."""
        self.views.rebuild(name)

    @rule(name=NAMES, after=STEPS)
    def crash_while_rebuilding(self, name: str, after: int) -> None:
        """The process is gone while it makes a view anew."""
        with self._crash(after):
            self.views.rebuild(name)

    @rule(name=NAMES, after=st.integers(1, 3))
    def crash_between_steps(self, name: str, after: int) -> None:
        """The process is gone between two steps of a rebuild."""
        left = [after]

        def crash(_: object) -> None:
            left[0] -= 1
            if not left[0]:
                raise Crash

        try:
            self.views.rebuild(name, progress=crash)
        except Crash:
            self._reopen()

    @rule(name=NAMES, key=KEYS)
    def rebuild_meanwhile(self, name: str, key: str) -> None:
        """Something happens, and the old tables follow it, while new ones are made."""
        left = [2]

        def happen(_: object) -> None:
            left[0] -= 1
            if left[0] >= 0:
                self.note(key, ["meanwhile"])
                self._runner([name], 2).once()

        self.views.rebuild(name, progress=happen)

    @rule()
    def reopen(self) -> None:
        """Another process goes on."""
        self._reopen()

    @rule()
    def upgrade(self) -> None:
        """Another version of the plugin: its views are made anew when followed."""
        self.version += 1
        self._reopen()

    @rule()
    def mend(self) -> None:
        """The poison is none any more, or is one again."""
        BROKEN.symmetric_difference_update({"poison"})

    @rule(name=NAMES)
    def retry(self, name: str) -> None:
        """What is parked is tried again."""
        self._runner([name], 2).once(upto=0)
        self._runner([name], 2).retry(f"view {name}")

    @invariant()
    def views_are_as_they_must_be(self) -> None:
        """As far as each has come, and but for what it has parked."""
        for view in VIEWS:
            position = self._position(view)
            if position is None:
                continue
            waiting = parked(self.views, view.name)
            expected = folded(
                self.journal,
                view,
                without={each.position for each in waiting},
                upto=position,
            )
            assert self._forgetting(shown(self.views, view)) == expected
            for each in waiting:
                assert each.position <= position

    def _forgetting(self, rows: viewed.Rows) -> viewed.Rows:
        """What is shown, where who is forgotten by now is not cleared yet."""
        for row in rows.get("people", ()):
            if row["person"] in self.forgotten:
                row["name"] = None
        return rows

    def _position(self, view: View) -> int | None:
        with self.views._runs.reading() as transaction:
            run = transaction.run(f"view {view.name}")
        return run.position if run else None

    def _runner(self, wanted: list[str], batch: int) -> Runner:
        return Runner(
            self.journal,
            self.views._runs,
            [self.views._jobs[name] for name in wanted],
            owner="machine",
            clock=host_clock,
            batch=batch,
            patience=Backoff(()),
        )

    @contextmanager
    def _crash(self, after: int) -> Iterator[None]:
        """Let the process be gone when so many more events were looked at."""
        left = [after]

        def crash(_: object) -> None:
            left[0] -= 1
            if not left[0]:
                raise Crash

        HOOK.append(crash)
        try:
            yield
            HOOK.clear()
        except Crash:
            HOOK.clear()
            self._reopen()

    def _reopen(self) -> None:
        """Let another process go on; nobody gives back what the first had leased."""
        self.views.close()
        self.journal.close()
        self.journal, self.views = self._opened()
        with self.views._runs.transaction() as transaction:
            for name, lease in transaction.leases().items():
                transaction.release([name], lease.owner)


@contextmanager
def _fewer(examples: int, steps: int) -> Iterator[Any]:
    yield settings(
        settings.get_profile(settings.get_current_profile_name()),
        max_examples=examples,
        stateful_step_count=steps,
    )


def run(examples: int, steps: int, **facts: Any) -> None:
    """Run the machine on one kind of database."""
    machine = type("ViewsMachine", (ViewsMachine,), facts)
    share = settings().max_examples / 50
    with _fewer(max(int(examples * share), 5), steps) as chosen:
        run_state_machine_as_test(machine, settings=chosen)


def test_views_in_a_file_equal_a_fold_of_the_journal() -> None:
    """A journal and its views in a file each."""
    run(20, 20)


def test_views_in_postgresql_equal_a_fold_of_the_journal(postgres: str) -> None:
    """A journal and its views in a schema each."""
    run(6, 15, postgres=postgres)
