"""An event that cannot be answered is put aside, shown, and tried again when asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.journal import course
from tests.reactions import relay
from tests.reactions.running import NAME, answers, bench, opened, say

from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.plugins import Plugin
from kvalitet_core.recorded import Recorded

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> GivenClock:
    """A clock that stands still until it is told otherwise."""
    return GivenClock(NOON)


@pytest.fixture
def journal(clock: GivenClock) -> Iterator[Journal]:
    """A journal whose time is given."""
    with opened("memory:", clock=clock) as journal:
        yield journal


def parked_with(plugin: Plugin, text: str = "hej") -> str:
    """The error that something said is parked with."""
    with opened("memory:", plugin) as journal, bench(journal) as runner:
        say(journal, 1, text)
        runner.runner.once()
        (parked,) = runner.parked()
        assert runner.run().position == journal.head()
        return str(parked.error)


def test_the_rest_goes_on(journal: Journal) -> None:
    """Given something that cannot be answered, other rooms are answered meanwhile."""
    say(journal, 1, "bad")
    say(journal, 2, "hej")

    with bench(journal) as runner:
        runner.runner.once()
        (parked,) = runner.parked()

    assert answers(journal) == [("relay/2", "hej")]
    assert parked.stream == "relay/1"
    assert parked.error == "ValueError: cannot answer 'bad'"


def test_later_events_of_the_stream_wait_behind_it(journal: Journal) -> None:
    """Order holds for each stream: what came later is not answered before it."""
    say(journal, 1, "first", "bad", "later", "still later")

    with bench(journal) as runner:
        runner.runner.once()
        waiting = runner.parked()

    assert answers(journal) == [("relay/1", "first")]
    assert [parked.error for parked in waiting[1:]] == [None, None]


def test_it_is_tried_again_by_itself_and_then_what_waits(
    journal: Journal, clock: GivenClock
) -> None:
    """A fault that has passed: the stream is worked off in its order."""
    say(journal, 1, "bad", "later")
    with bench(journal, clock=clock) as runner:
        runner.runner.once()
        (job,) = runner.runner.jobs
        mended = attrs.evolve(relay.ANSWER, command=_leniently)
        job._each = attrs.evolve(job._each, reaction=mended)  # type: ignore[attr-defined]
        runner.runner.once()
        before = answers(journal)
        clock.set(NOON + timedelta(hours=1))

        runner.runner.once()

        assert before == []
        assert answers(journal) == [("relay/1", "bad"), ("relay/1", "later")]
        assert not runner.parked()


def _leniently(recorded: Recorded) -> relay.Answer:
    return relay.Answer(room=recorded.stream, text=recorded.event.text)


def test_it_is_retried_when_the_plugin_is_mended(tmp_path: Path) -> None:
    """Given a plugin that was mended, when it is retried, then all is answered."""
    url, views = str(tmp_path / "journal.db"), str(tmp_path / "journal.views")
    with opened(url) as journal, bench(journal, views) as runner:
        say(journal, 1, "bad", "later")
        runner.runner.once()

    with (
        opened(url, relay.answering(_leniently)) as journal,
        bench(journal, views) as runner,
    ):
        retried = runner.runner.retry(NAME)

        assert (retried.done, retried.left) == (2, 0)
        assert answers(journal) == [("relay/1", "bad"), ("relay/1", "later")]


def test_what_still_cannot_be_answered_stays_parked(journal: Journal) -> None:
    """A retry in vain counts as one more attempt, and moves nothing."""
    say(journal, 1, "bad", "later")
    with bench(journal) as runner:
        runner.runner.once()

        retried = runner.runner.retry(NAME, "relay/1")

        assert (retried.done, retried.left) == (0, 2)
        assert runner.parked()[0].attempts == 2


def test_a_command_that_fails_while_it_is_decided_is_parked(journal: Journal) -> None:
    """A fault of the command's own code, after others of the batch were given."""
    say(journal, 1, "a")
    say(journal, 2, "faulty")
    say(journal, 3, "b")

    with bench(journal) as runner:
        runner.runner.once()
        (parked,) = runner.parked()
        counted = runner.answered()

    assert parked.error == "ZeroDivisionError: faulty"
    assert answers(journal) == [("relay/1", "a"), ("relay/3", "b")]
    assert counted.accepted == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (course.Found(), "gave Found: no plugin of this journal registers it"),
        ("text", "gave str: expected a command of a plugin of this journal"),
        (relay.say(1, "x"), "gave relay.say/1: expected one of relay.answer/1"),
    ],
    ids=["missing plugin", "no command", "undeclared"],
)
def test_what_may_not_be_given_is_parked(command: Any, said: str) -> None:
    """A function that gives what it may not is told, not followed."""
    error = parked_with(relay.answering(lambda _: command))

    assert error.startswith("PluginError: plugin 'relay': reaction 'relay.answer'")
    assert said in error


def test_a_command_that_cannot_be_stored_is_parked() -> None:
    """Its class says text, and it holds a number."""

    def misfit(recorded: Recorded) -> relay.Answer:
        return relay.Answer(room=recorded.stream, text=7)  # type: ignore[arg-type]

    assert parked_with(relay.answering(misfit)).startswith("Malformed: Answer: $.text")


def test_a_stream_of_a_missing_plugin_is_parked(tmp_path: Path) -> None:
    """The command is about a stream that holds what no installed plugin knows."""
    url = str(tmp_path / "journal.db")
    events = {**relay.AGGREGATE.events, "relay.sung/1": relay.Greeted}
    del events["relay.greeted/1"]
    singing = attrs.evolve(
        relay.plugin(), aggregates=(attrs.evolve(relay.AGGREGATE, events=events),)
    )
    with opened(url, singing) as journal:
        journal.do(_sing(), by=relay.ANNA)

    with opened(url) as journal, bench(journal) as runner:
        with journal.batch() as batch:
            batch.do(relay.say(2, "relay/1"), by=relay.ANNA)
        runner.runner.once()
        assert not runner.parked()

    def elsewhere(recorded: Recorded) -> relay.Answer:
        return relay.Answer(room=recorded.event.text, text="x")

    with opened(url, relay.answering(elsewhere)) as journal, bench(journal) as runner:
        journal.do(relay.say(3, "relay/1"), by=relay.ANNA)
        runner.runner.once()
        errors = [str(parked.error) for parked in runner.parked()]

    assert "no installed plugin knows 'relay.sung/1'" in errors[-1]


def _sing() -> relay.Greet:
    return relay.Greet(room=relay.room(1), person="p-1", name=_name())  # type: ignore[arg-type]


def _name() -> Any:
    from kvalitet_core.personal import Personal  # noqa: PLC0415

    return Personal("Anna")


def test_set_aside_for_good_nothing_waits_behind_it(journal: Journal) -> None:
    """Someone decides that it is never to be answered: the stream goes on."""
    say(journal, 1, "bad", "later")
    with bench(journal) as runner:
        runner.runner.once()
        poison = runner.parked()[0]

        runner.runner.put_aside(NAME, poison.position)

        assert answers(journal) == [("relay/1", "later")]
        (left,) = runner.parked()
        assert left.position == poison.position
        assert left.aside
