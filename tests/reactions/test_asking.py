"""What a reaction asks for, and as whom: decided from the event alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from tests.journal import course
from tests.reactions import relay

from kvalitet_core.core import CORE
from kvalitet_core.errors import PluginError, Unknown
from kvalitet_core.ids import EventId
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.personal import Personal
from kvalitet_core.reactions.asking import (
    Declared,
    asked,
    command_id_of,
    declared,
)
from kvalitet_core.recorded import Recorded

REGISTRY = Registry((CORE, relay.ROUND))
(ANSWER,) = (each for each in declared((relay.ROUND,)) if each.name == "relay.answer")


def recorded(event: Any, name: str = "relay.said/1") -> Recorded:
    """An event as it stands in a journal."""
    return Recorded(
        position=4,
        stream=relay.room(1),
        version=1,
        name=name,
        recorded_at=datetime(2021, 6, 1, tzinfo=UTC),
        event_id=EventId("e-1"),
        command_id=None,
        correlation_id=None,
        actor_id=None,
        event=event,
    )


def giving(command: Any) -> Declared:
    """The reaction, giving this whatever happens."""
    return attrs.evolve(
        ANSWER,
        reaction=attrs.evolve(relay.ANSWER, command=lambda _: command),
    )


def test_an_event_leads_to_a_command() -> None:
    """The function is asked, and what it gives is a command that may be given."""
    found = asked(ANSWER, recorded(relay.Said(text="hej")), REGISTRY)

    assert found == relay.Answer(room=relay.room(1), text="hej")


def test_nothing_may_follow() -> None:
    """A function that gives None asks for nothing."""
    assert asked(ANSWER, recorded(relay.Said(text="quiet")), REGISTRY) is None


def test_a_reaction_acts_for_its_plugin() -> None:
    """The record says which reaction asked, and which version of which plugin."""
    (echo,) = declared((relay.plugin(relay.ECHO, version="7"),))

    actor = echo.actor

    assert (actor.id, actor.role) == ("relay.echo", "reaction")
    assert (actor.organisation, actor.authority) == ("relay", "plugin relay 7")


def test_a_command_id_is_made_of_event_and_reaction() -> None:
    """So that the same event never leads to the same reaction's command twice."""
    assert command_id_of(EventId("e-1"), "relay.answer") == "e-1.relay.answer"


def test_reactions_are_listed_by_name() -> None:
    """Of all plugins, in an order that does not depend on how they are declared."""
    plugin = relay.plugin(relay.ECHO, relay.ANSWER)

    names = [each.name for each in declared((CORE, plugin))]

    assert names == ["relay.answer", "relay.echo"]


def test_another_declaration_has_another_digest() -> None:
    """What it answers, and what it may give; not what it is called for people."""
    wider = attrs.evolve(relay.ANSWER, issues=relay.ANSWER.issues | {"relay.say/1"})
    renamed = attrs.evolve(relay.ANSWER, title="Svarer")

    assert attrs.evolve(ANSWER, reaction=wider).digest != ANSWER.digest
    assert attrs.evolve(ANSWER, reaction=renamed).digest == ANSWER.digest


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("text", "gave str: expected a command of a plugin of this journal, or None"),
        (relay.Said(text="x"), r"gave relay\.said/1: expected one of relay\.answer/1"),
        (relay.say(1, "x"), r"gave relay\.say/1: expected one of relay\.answer/1"),
        (course.Found(), "gave Found: no plugin of this journal registers it; install"),
    ],
    ids=["text", "event", "undeclared", "missing plugin"],
)
def test_what_may_not_be_given_is_told(command: Any, said: str) -> None:
    """No command, one that was not declared, and one that no plugin here brings."""
    with pytest.raises(PluginError, match=f"reaction 'relay.answer' {said}"):
        asked(giving(command), recorded(relay.Said(text="hej")), REGISTRY)


def test_personal_data_is_carried_on_unseen() -> None:
    """A reaction passes on what is personal, and cannot look at it."""
    greeted = relay.Greeted(person="p-1", name=Personal("Anna"))

    def passing(told: Recorded) -> relay.Greet:
        return relay.Greet(
            room=told.stream, person=told.event.person, name=told.event.name
        )

    def looking(told: Recorded) -> relay.Answer:
        return relay.Answer(room=told.stream, text=str(told.event.name.reveal()))

    issues = frozenset({"relay.greet/1", "relay.answer/1"})
    passes, looks = (
        attrs.evolve(
            ANSWER, reaction=attrs.evolve(relay.ANSWER, command=each, issues=issues)
        )
        for each in (passing, looking)
    )
    told = recorded(greeted, "relay.greeted/1")

    given: Any = asked(passes, told, REGISTRY)

    assert given.name is greeted.name
    with pytest.raises(PluginError, match="personal data was opened"):
        asked(looks, told, REGISTRY)


def test_an_event_that_nobody_knows_is_not_answered() -> None:
    """Its plugin is gone; the function expects something else than it would get."""
    gone = UnknownEvent("relay.said/1", {"text": "hej"})

    with pytest.raises(Unknown, match="no installed plugin brings it"):
        asked(ANSWER, recorded(gone), REGISTRY)
