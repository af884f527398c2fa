"""Reactions may lead to one another, and not for ever."""

from __future__ import annotations

import attrs
import pytest
from tests.conftest import Place
from tests.reactions import relay
from tests.reactions.running import answers, bench, opened, say

from kvalitet_core.reactions.chain import LONGEST
from kvalitet_core.recorded import Recorded


def test_a_cycle_is_bounded_and_shown(place: Place) -> None:
    """Given two reactions that answer each other, they stop, with the whole chain."""
    with (
        opened(place.url, relay.ROUND, **place.opening()) as journal,
        bench(journal) as runner,
    ):
        say(journal, 1, "hej")
        runner.settle()
        commands = [each for each in journal.commits() if each.record.reaction]
        (parked,) = runner.parked("reaction relay.answer")

    error = str(parked.error)
    assert len(commands) == LONGEST
    assert f"{LONGEST} commands of reactions followed from one another" in error
    chain = error.partition("lead to nothing: ")[2].split(" → ")
    assert chain[0].startswith("relay.said/1 at ")
    assert chain[1:4:2] == ["relay.answer", "relay.echo"]
    assert len(chain) == 2 * LONGEST + 2
    assert len({cause for cause in chain if " at " in cause}) == LONGEST + 1


def test_all_of_a_chain_belongs_together(place: Place) -> None:
    """Each command of a chain has the first one's correlation."""
    with (
        opened(place.url, relay.ROUND, **place.opening()) as journal,
        bench(journal) as runner,
    ):
        journal.do(relay.say(1, "hej"), by=relay.ANNA, command_id="first")
        runner.settle()

        found = {each.recorded.correlation_id for each in journal.commits()}

    assert found == {"first"}


@pytest.mark.parametrize("length", [LONGEST, LONGEST + 1])
def test_a_chain_may_be_as_long_as_is_allowed(length: int) -> None:
    """The last that is allowed is done; one more is not."""

    def count_down(recorded: Recorded) -> relay.Say | None:
        left = int(recorded.event.text)
        if not left:
            return None
        return relay.Say(room=recorded.stream, text=str(left - 1))

    counting = attrs.evolve(
        relay.ECHO,
        events=frozenset({"relay.said/1"}),
        command=count_down,
    )
    with (
        opened("memory:", relay.plugin(counting)) as journal,
        bench(journal) as runner,
    ):
        say(journal, 1, str(length))
        runner.settle()
        said = [each.event.text for each in journal.events(names=["relay.said/1"])]
        parked = runner.parked("reaction relay.echo")

    assert len(said) == LONGEST + 1
    assert bool(parked) == (length > LONGEST)


def test_chains_are_counted_each_for_itself() -> None:
    """Many short chains are no long one."""
    with opened("memory:") as journal, bench(journal) as runner:
        for number in range(LONGEST + 4):
            say(journal, number % 2, str(number))
            runner.settle()

        assert len(answers(journal)) == LONGEST + 4
        assert not runner.parked()


def test_an_id_with_a_point_in_it_is_no_reactions() -> None:
    """A caller's own ids may look like those of reactions; the record tells."""
    with opened("memory:") as journal, bench(journal) as runner:
        journal.do(relay.say(1, "hej"), by=relay.ANNA, command_id="case.21-4711")
        runner.settle()

        (command,) = [each for each in journal.commits() if each.record.reaction]

    assert command.record.channel == "reaction:1"


def test_a_command_with_many_events_is_shown_with_the_one_that_led_on() -> None:
    """The chain tells which of them was answered."""

    def go_on(recorded: Recorded) -> relay.SayTwice | None:
        if recorded.event.text == "first":
            return None
        return relay.SayTwice(room=recorded.stream)

    going = attrs.evolve(
        relay.ANSWER, command=go_on, issues=frozenset({"relay.say_twice/1"})
    )
    with (
        opened("memory:", relay.plugin(going)) as journal,
        bench(journal) as runner,
    ):
        say(journal, 1, "hej")
        runner.settle()
        said = list(journal.events(names=["relay.said/1"]))
        parked = [each for each in runner.parked() if each.error]

    led_on = [each for each in said if each.event.text != "first"]
    told = " → relay.answer → ".join(f"relay.said/1 at {e.position}" for e in led_on)
    assert told in str(parked[0].error)


def test_a_chain_is_known_after_the_database_was_lost() -> None:
    """Made anew from the beginning, it comes to the same bound and does nothing new."""
    with opened("memory:", relay.ROUND) as journal:
        with bench(journal) as runner:
            say(journal, 1, "hej")
            runner.settle()
        head = journal.head()

        with bench(journal) as runner:
            runner.settle()
            parked = runner.parked("reaction relay.answer")

        assert journal.head() == head
        assert len(parked) == 1
