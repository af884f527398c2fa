"""A plugin of the tests' own: what is said in a room is answered, and sometimes echoed.

An answer is recorded every time it is asked for, so that one too many would be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, assert_never

import attrs

from kvalitet_core import Actor
from kvalitet_core.aggregate import Aggregate, Command, Context
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.personal import Personal, personal
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="Opslag 2020"
)


@attrs.frozen(kw_only=True)
class Said:
    """Something was said."""

    text: str


@attrs.frozen(kw_only=True)
class Answered:
    """Something was answered."""

    text: str


@attrs.frozen(kw_only=True)
class Greeted:
    """Someone was greeted by name."""

    person: PersonId
    name: Personal[str] = personal(subject="person")


Event: TypeAlias = Said | Answered | Greeted


@attrs.frozen(kw_only=True)
class Room:
    """A room: what was said and answered in it, in order."""

    said: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


def evolve(state: Room | None, event: Event) -> Room:
    """Fold one event."""
    room = state or Room()
    match event:
        case Said(text=text):
            return attrs.evolve(room, said=(*room.said, text))
        case Answered(text=text):
            return attrs.evolve(room, answered=(*room.answered, text))
        case Greeted():
            return room
        case _:
            assert_never(event)


class _InRoom:
    """A command about one room."""

    room: StreamId

    def target(self, context: Context) -> StreamId:  # noqa: ARG002 - the protocol's
        """The room."""
        return self.room


@attrs.frozen(kw_only=True)
class Say(_InRoom):
    """Say something, as often as it is asked for."""

    room: StreamId
    text: str

    def decide(self, state: Room | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Say it."""
        return (Said(text=self.text),)


@attrs.frozen(kw_only=True)
class SayTwice(_InRoom):
    """Say two things at once."""

    room: StreamId

    def decide(self, state: Room | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Say them."""
        return (Said(text="first"), Said(text="second"))


@attrs.frozen(kw_only=True)
class Answer(_InRoom):
    """Answer something: refused to `no`, and nothing to do for `known`."""

    room: StreamId
    text: str

    def decide(self, state: Room | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Answer it every time."""
        if self.text == "no":
            raise Refused.because("relay.no", f"{self.room}: 'no' is not answered")
        if self.text == "faulty":
            raise ZeroDivisionError(self.text)
        return () if self.text == "known" else (Answered(text=self.text),)


@attrs.frozen(kw_only=True)
class Greet(_InRoom):
    """Greet someone by name."""

    room: StreamId
    person: PersonId
    name: Personal[str] = personal(subject="person")

    def decide(self, state: Room | None, context: Context) -> tuple[Event, ...]:  # noqa: ARG002 - the protocol's
        """Greet."""
        return (Greeted(person=self.person, name=self.name),)


AGGREGATE = Aggregate(
    kind="relay",
    state=Room,
    evolve=evolve,
    events={
        "relay.said/1": Said,
        "relay.answered/1": Answered,
        "relay.greeted/1": Greeted,
    },
    commands={
        "relay.say/1": Say,
        "relay.say_twice/1": SayTwice,
        "relay.answer/1": Answer,
        "relay.greet/1": Greet,
    },
)


def answer(recorded: Recorded) -> Command | None:
    """Answer what was said with the same; what is quiet is left alone."""
    text: str = recorded.event.text
    if text.startswith("bad"):
        raise ValueError(f"cannot answer {text!r}")
    if text.startswith("quiet"):
        return None
    return Answer(room=recorded.stream, text=text)


def echo(recorded: Recorded) -> Command | None:
    """Say again what was answered: with `answer`, this goes round for ever."""
    return Say(room=recorded.stream, text=recorded.event.text)


ANSWER = Reaction(
    name="relay.answer",
    title="Svar",
    events=frozenset({"relay.said/1"}),
    command=answer,
    issues=frozenset({"relay.answer/1"}),
)
ECHO = Reaction(
    name="relay.echo",
    title="Ekko",
    events=frozenset({"relay.answered/1"}),
    command=echo,
    issues=frozenset({"relay.say/1"}),
)


def plugin(*reactions: Reaction, version: str = "1") -> Plugin:
    """The plugin with these reactions."""
    return Plugin(
        name="relay", version=version, aggregates=(AGGREGATE,), reactions=reactions
    )


def answering(command: Callable[[Recorded], Any], *issues: str) -> Plugin:
    """The plugin with another function for its answer."""
    issued = frozenset(issues) or ANSWER.issues
    return plugin(attrs.evolve(ANSWER, command=command, issues=issued))


PLUGIN = plugin(ANSWER)
ROUND = plugin(ANSWER, ECHO)


def room(key: object) -> StreamId:
    """The stream of a room."""
    return stream_id("relay", str(key))


def say(key: object, text: str) -> Say:
    """Say something in a room."""
    return Say(room=room(key), text=text)
