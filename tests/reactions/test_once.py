"""An event is answered once by a reaction, however often and by whomever it is run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conftest import Place, in_schema
from tests.reactions import relay
from tests.reactions.running import NAME, Bench, answers, bench, opened, say

from kvalitet_core import Journal, Plugin
from kvalitet_core.errors import JournalUnavailable, KeyUnavailable
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.engine import Settings
from kvalitet_core.personal import Personal
from kvalitet_core.recorded import Recorded


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where a journal is kept that is opened more than once."""
    return str(tmp_path / "journal.db")


def shout(recorded: Recorded) -> relay.Answer:
    """Another answer than the plugin's own."""
    return relay.Answer(room=recorded.stream, text=recorded.event.text.upper())


def run_anew(url: str, plugin: Plugin = relay.PLUGIN, **options: Any) -> list[str]:
    """Run all reactions in a new database; gives the errors of what is parked."""
    with opened(url, plugin, **options) as journal, bench(journal) as runner:
        runner.runner.once()
        return [str(parked.error) for parked in runner.parked()]


def test_what_is_run_again_is_not_done_again(place: Place) -> None:
    """Given that all is answered, when it is run again, then nothing follows."""
    with opened(place.url, **place.opening()) as journal, bench(journal) as runner:
        say(journal, 1, "a", "b", "no", "known")
        runner.runner.once()
        head = journal.head()

        for _ in range(3):
            runner.runner.once()

        assert journal.head() == head
        assert answers(journal) == [("relay/1", "a"), ("relay/1", "b")]


def test_a_lost_database_is_made_anew_without_doing_anything_twice(url: str) -> None:
    """What reactions have come to is derived: it can be thrown away at any time."""
    with opened(url) as journal:
        say(journal, 1, "a", "no", "b")
    assert run_anew(url) == []
    with opened(url) as journal:
        head = journal.head()

    assert run_anew(url) == []

    with opened(url) as journal:
        assert journal.head() == head


def test_a_newer_version_of_the_plugin_answers_nothing_again(url: str) -> None:
    """The authority of the first answer names the older version; it is the same."""
    with opened(url) as journal:
        say(journal, 1, "a", "no")
    run_anew(url)

    newer = relay.plugin(relay.ANSWER, version="2")

    assert run_anew(url, newer) == []
    with opened(url) as journal:
        assert answers(journal) == [("relay/1", "a")]


def test_a_function_that_gives_another_command_does_not_get_its_way(url: str) -> None:
    """What it gave the first time stands; the event is parked and says so."""
    with opened(url) as journal:
        say(journal, 1, "a")
        (said,) = journal.events(names=["relay.said/1"])
    run_anew(url)

    (error,) = run_anew(url, relay.answering(shout))

    assert "answered this event with relay.answer/1 before" in error
    assert f"on record as command {said.event_id}.relay.answer" in error
    assert "differs in data" in error
    with opened(url) as journal:
        assert answers(journal) == [("relay/1", "a")]


def test_a_command_that_someone_else_gave_under_the_id_is_no_answer(url: str) -> None:
    """The id is taken by another: the event is parked, and nothing is assumed."""
    with opened(url) as journal:
        say(journal, 1, "a")
        (said,) = journal.events(names=["relay.said/1"])
        taken = f"{said.event_id}.relay.answer"
        command = relay.Answer(room=relay.room(1), text="a")
        journal.do(command, by=relay.ANNA, command_id=taken)

    (error,) = run_anew(url)

    assert "differs in actor" in error


def test_without_kept_refusals_nothing_is_done_twice(url: str) -> None:
    """What was accepted is on record under its id, whatever is kept of refusals."""
    settings = Settings(keep_refusals=False)
    with opened(url, settings=settings) as journal:
        say(journal, 1, "a", "no", "b")
    run_anew(url, settings=settings)

    assert run_anew(url, settings=settings) == []

    with opened(url) as journal:
        assert answers(journal) == [("relay/1", "a"), ("relay/1", "b")]


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for what is derived, on each database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "shared.views")
    return in_schema(request.getfixturevalue("postgres"), f"v_{tmp_path.name}"[:40])


def interleaved(one: Bench, two: Bench) -> Iterator[Bench]:
    """Two runners by turns."""
    while True:
        yield one
        yield two


def test_two_runners_share_the_work(url: str, address: str) -> None:
    """Each goes on where the other stopped."""
    with (
        opened(url) as journal,
        opened(url) as same,
        bench(journal, address, owner="one") as one,
        bench(same, address, owner="two") as two,
    ):
        turns = interleaved(one, two)
        for number in range(10):
            say(journal, number % 3, str(number))
            next(turns).runner.once()

        assert answers(journal) == [(f"relay/{n % 3}", str(n)) for n in range(10)]
        assert one.answered().accepted == 10


def test_a_journal_that_is_locked_is_not_the_events_fault(url: str) -> None:
    """The run stops with the error, and stands where it stood; then it goes on."""
    with (
        opened(url) as writing,
        opened(url, busy_seconds=0.05) as journal,
        bench(journal) as runner,
    ):
        say(writing, 1, "a")
        with writing.batch(), pytest.raises(JournalUnavailable, match="locked"):
            runner.runner.once()
        stopped = runner.run()

        runner.runner.once()

        assert stopped.position == 0
        assert "locked" in str(stopped.error)
        assert runner.run().error is None
        assert not runner.parked()
        assert answers(journal) == [("relay/1", "a")]


def greet(recorded: Recorded) -> relay.Greet:
    """Greet whoever said something; what is personal must be sealed for that."""
    name = Personal(str(recorded.event.text))
    return relay.Greet(room=recorded.stream, person=PersonId("p-1"), name=name)


def test_a_key_store_that_fails_is_not_the_events_fault(url: str) -> None:
    """Where nothing personal can be sealed, the run waits until it can be."""
    plugin = relay.answering(greet, "relay.greet/1")
    with (
        opened(url, plugin) as journal,
        closing(sqlite3.connect(f"{url}.keys", isolation_level=None)) as keys,
        bench(journal) as runner,
    ):
        say(journal, 1, "a")
        keys.execute("ALTER TABLE data_keys RENAME TO elsewhere")
        with pytest.raises(KeyUnavailable):
            runner.runner.once()
        stopped = runner.run()
        keys.execute("ALTER TABLE elsewhere RENAME TO data_keys")

        runner.runner.once()

        assert stopped.position == 0
        assert not runner.parked()
        assert len(list(journal.events(names=["relay.greeted/1"]))) == 1


def greet_again(recorded: Recorded) -> relay.Greet | None:
    """Pass a greeting on to another room, with the name in it unseen."""
    if recorded.stream != relay.room(1):
        return None
    greeted = recorded.event
    return relay.Greet(room=relay.room(2), person=greeted.person, name=greeted.name)


GREETING = relay.plugin(
    attrs.evolve(
        relay.ANSWER,
        name="relay.greet",
        events=frozenset({"relay.greeted/1"}),
        command=greet_again,
        issues=frozenset({"relay.greet/1"}),
    )
)


def greet_and_forget(journal: Journal, *, run: Callable[[], object]) -> None:
    """Greet someone, run reactions if they are to be, and forget whom was greeted."""
    command = relay.Greet(
        room=relay.room(1), person=PersonId("p-1"), name=Personal("Anna")
    )
    journal.do(command, by=relay.ANNA)
    run()
    journal.forget(
        "p-1",
        by=relay.ANNA,
        legal_basis="GDPR art. 17",
        reason="asked for it",
        approved_by=["a-1", "a-2"],
    )


def test_what_was_passed_on_before_someone_was_forgotten_stays_done() -> None:
    """The event has lost the name, and so has the command that followed: it is one."""
    with opened("memory:", GREETING) as journal:
        with bench(journal) as runner:
            greet_and_forget(journal, run=runner.runner.once)
        head = journal.head()

        with bench(journal) as runner:
            runner.runner.once()
            parked = runner.parked("reaction relay.greet")

        assert not parked
        assert journal.head() == head


def test_what_was_not_passed_on_before_someone_was_forgotten_is_refused() -> None:
    """Nothing new is sealed about them; the refusal is on record."""
    with opened("memory:", GREETING) as journal, bench(journal) as runner:
        greet_and_forget(journal, run=lambda: None)

        runner.runner.once()

        counted = runner.answered("reaction relay.greet")
        assert counted.refused == 1
        refused = journal.commit(str(counted.last_refused))
        assert refused is not None
        assert [each.code for each in refused.record.reasons] == ["person.forgotten"]


def test_the_position_is_not_moved_past_what_was_not_done(url: str) -> None:
    """Given an event in the middle that stops the run, the later ones wait."""
    with (
        opened(url) as writing,
        opened(url, busy_seconds=0.05) as journal,
        bench(journal, batch=1) as runner,
    ):
        say(writing, 1, "quiet", "a", "b")
        with writing.batch(), pytest.raises(JournalUnavailable):
            runner.runner.once()
        quiet, first, _ = journal.events(names=["relay.said/1"])

        assert quiet.position <= runner.run().position < first.position
        assert runner.run(NAME).error is not None
