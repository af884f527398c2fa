"""`reacting` tells a plugin's author what a reaction asks for, and what is wrong."""

from __future__ import annotations

from itertools import count

import pytest
from tests.reactions import relay

from kvalitet_core.errors import PluginError
from kvalitet_core.personal import Personal
from kvalitet_core.recorded import Recorded
from kvalitet_core.testing import given, reacting

SAID = relay.Said(text="hej")


def test_the_command_that_follows_is_given() -> None:
    """It can be compared, and tried on what has happened."""
    command = reacting(
        relay.ANSWER, to=SAID, stream=relay.room(1), plugins=[relay.PLUGIN]
    )

    assert command == relay.Answer(room=relay.room(1), text="hej")
    told = given(SAID, plugins=[relay.PLUGIN])
    told.when(command).then(relay.Answered(text="hej"))


def test_nothing_may_follow() -> None:
    """None is an answer too."""
    quiet = relay.Said(text="quiet")

    assert reacting(relay.ANSWER, to=quiet, plugins=[relay.PLUGIN]) is None


def test_a_stream_of_the_right_kind_is_made_up() -> None:
    """Where a test does not say which it is."""
    command = reacting(relay.ANSWER, to=SAID, plugins=[relay.PLUGIN])

    assert isinstance(command, relay.Answer)
    assert command.room.startswith("relay/")


def test_an_event_that_it_does_not_answer_is_told() -> None:
    """A test of what never happens would pass for ever."""
    with pytest.raises(AssertionError, match=r"does not answer relay\.answered/1; it"):
        reacting(relay.ANSWER, to=relay.Answered(text="x"), plugins=[relay.PLUGIN])


def test_a_reaction_that_no_plugin_brings_is_told() -> None:
    """The plugin's own value is what runs."""
    with pytest.raises(AssertionError, match=r"none of the plugins .* relay\.echo"):
        reacting(relay.ECHO, to=SAID, plugins=[relay.PLUGIN])


def test_one_that_gives_another_command_each_time_is_told() -> None:
    """It would be parked where it runs again."""
    numbers = count()

    def counting(recorded: Recorded) -> relay.Answer:
        return relay.Answer(room=recorded.stream, text=str(next(numbers)))

    plugin = relay.answering(counting)

    with pytest.raises(AssertionError, match="when it is asked again"):
        reacting(plugin.reactions[0], to=SAID, plugins=[plugin])


def test_what_it_may_not_give_is_told_as_where_it_runs() -> None:
    """A command that it does not name."""
    plugin = relay.answering(lambda told: relay.Say(room=told.stream, text="x"))

    with pytest.raises(PluginError, match=r"gave relay\.say/1: expected one of"):
        reacting(plugin.reactions[0], to=SAID, plugins=[plugin])


def test_personal_data_that_is_carried_on_is_the_same() -> None:
    """Compared once the function is done; it saw nothing of it."""

    def greet(recorded: Recorded) -> relay.Greet:
        return relay.Greet(
            room=recorded.stream, person=recorded.event.person, name=recorded.event.name
        )

    plugin = relay.plugin(
        relay.Reaction(
            name="relay.greet",
            title="Hils",
            events=frozenset({"relay.greeted/1"}),
            command=greet,
            issues=frozenset({"relay.greet/1"}),
        )
    )
    greeted = relay.Greeted(person="p-1", name=Personal("Anna"))  # type: ignore[arg-type]

    command = reacting(plugin.reactions[0], to=greeted, plugins=[plugin])

    assert isinstance(command, relay.Greet)
    assert command.name.reveal() == "Anna"
