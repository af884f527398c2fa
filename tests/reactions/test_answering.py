"""A reaction's command is decided as any other; what came of it is kept and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from tests.conftest import Place
from tests.reactions import relay
from tests.reactions.running import NAME, answers, bench, opened, say

from kvalitet_core import Journal
from kvalitet_core.journal.engine import Settings


@pytest.fixture
def journal(place: Place) -> Iterator[Journal]:
    """A journal on each store in turn."""
    with opened(place.url, **place.opening()) as journal:
        yield journal


def test_what_is_said_is_answered(journal: Journal) -> None:
    """Given something said, when reactions run, then it is answered, once."""
    say(journal, 1, "hej")

    with bench(journal) as runner:
        runner.runner.once()

    assert answers(journal) == [("relay/1", "hej")]


def test_the_record_says_why(journal: Journal) -> None:
    """The command is on record with its cause, its reaction, its chain and who asks."""
    journal.do(relay.say(1, "hej"), by=relay.ANNA, command_id="first")
    (said,) = journal.events(names=["relay.said/1"])

    with bench(journal) as runner:
        runner.runner.once()

    commit = journal.commit(f"{said.event_id}.relay.answer")
    assert commit is not None
    assert commit.record.cause == said.event_id
    assert commit.record.reaction == "relay.answer"
    assert commit.record.actor.authority == "plugin relay 1"
    assert commit.recorded.correlation_id == "first"


def test_a_refusal_is_recorded_counted_and_not_tried_again(journal: Journal) -> None:
    """A rule's no is an answer: it stands in the journal, and nothing waits for it."""
    say(journal, 1, "no", "hej")

    with bench(journal) as runner:
        runner.runner.once()
        head = journal.head()
        runner.runner.once()
        counted = runner.answered()
        parked = runner.parked()

    assert answers(journal) == [("relay/1", "hej")]
    assert journal.head() == head
    assert (counted.refused, counted.accepted) == (1, 1)
    assert not parked
    refused = journal.commit(str(counted.last_refused))
    assert refused is not None
    assert [reason.code for reason in refused.record.reasons] == ["relay.no"]


def test_nothing_to_do_and_nothing_asked_are_told_apart(journal: Journal) -> None:
    """A command that finds nothing to do is on record; no command is not."""
    say(journal, 1, "known", "quiet", "quiet as well")

    with bench(journal) as runner:
        runner.runner.once()
        counted, events = runner.answered(), runner.run().events

    assert (counted.nothing, counted.accepted, counted.refused) == (1, 0, 0)
    assert events == 3
    asked = [each for each in journal.commits() if each.record.reaction]
    assert [each.record.outcome for each in asked] == ["nothing"]


def test_each_stream_is_answered_in_its_order(journal: Journal) -> None:
    """What comes of a stream's events comes in the order of the events."""
    for number in range(5):
        say(journal, number % 2, str(number))

    with bench(journal, batch=2) as runner:
        runner.runner.once()

    assert answers(journal) == [(f"relay/{n % 2}", str(n)) for n in range(5)]


def test_older_numbers_of_an_event_are_answered_too(tmp_path: Path) -> None:
    """What is stored under an older number is read as the newest, and answered."""
    with opened(str(tmp_path / "journal.db")) as journal:
        say(journal, 1, "of old")
    events = {**relay.AGGREGATE.events}
    events["relay.said/2"] = events.pop("relay.said/1")
    newer = attrs.evolve(
        relay.plugin(attrs.evolve(relay.ANSWER, events=frozenset({"relay.said/2"}))),
        aggregates=(attrs.evolve(relay.AGGREGATE, events=events),),
        upcasters={"relay.said/1": dict},
    )

    with opened(str(tmp_path / "journal.db"), newer) as journal:
        with bench(journal) as runner:
            runner.runner.once()

        assert answers(journal) == [("relay/1", "of old")]


def test_refusals_that_are_not_kept_are_counted_all_the_same() -> None:
    """A host may keep no refusals: the position alone says that it was answered."""
    settings = Settings(keep_refusals=False)
    with opened("memory:", settings=settings) as journal, bench(journal) as runner:
        say(journal, 1, "no")

        runner.runner.once()
        runner.runner.once()

        counted = runner.answered()
        assert counted.refused == 1
        assert journal.commit(str(counted.last_refused)) is None


def test_the_runs_are_named_after_their_reactions() -> None:
    """A status says which is which."""
    with opened("memory:", relay.ROUND) as journal, bench(journal) as runner:
        runner.runner.once()

        names = [status.name for status in runner.runner.status()]

    assert names == [NAME, "reaction relay.echo"]
