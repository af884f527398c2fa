"""The words an aggregate is written in: its events, its fold, its commands.

A command's `decide` sees the state, and through its `Context` whatever else it asks
for, the time, and new ids: nothing more. Pure vocabulary, with no I/O behind it; the
journal brings the context. See `kvalitet_core.domain.tilbud` for the house form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.ids import EventId, StreamId

__all__ = ["Aggregate", "At", "Command", "Context", "at"]

S = TypeVar("S")
D = TypeVar("D")


class Context(Protocol):
    """What a decision may look at besides its own state; all of it is recorded."""

    @property
    def actor(self) -> Actor:
        """Who gives the command."""

    @property
    def stream(self) -> StreamId:
        """The stream that the command is about, once its target is known."""

    @property
    def now(self) -> datetime:
        """The time of the decision, with its offset; the same at every retry."""

    @property
    def today(self) -> date:
        """The date of `now` in Denmark."""

    def new_id(self) -> str:
        """A new time-ordered id, the same one at every retry and re-decision."""

    def get(self, state: type[S], stream: StreamId) -> S | None:
        """The state of another stream, or None if it has no events; recorded."""

    def set_by(
        self,
        stream: StreamId,
        *events: type[Any],
        where: Callable[[Any], bool] | None = None,
    ) -> EventId | None:
        """The id of the newest event of these classes in a stream that was read.

        Args:
            stream: The command's target, or what was read by `get`.

            events: The classes that set what is asked about.

            where: Which of them, such as the one that gave a value.

        Raises:
            PluginError: The stream was not read, so its version is not on record.
        """

    def event_id(self, stream: StreamId, version: int) -> EventId:
        """The id of the event at a place in a stream that was read, or that comes next.

        Args:
            stream: The command's target, or what was read by `get`.

            version: The place, from 1 to the version that was read; in the target,
                also of an event that this decision gives. Those come before any of
                another stream, and no new id is asked for afterwards.

        Raises:
            PluginError: The stream was not read so far, so it is not on record.
        """

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What a plugin defines of a kind, its rules or its forms; () if nothing."""


@attrs.frozen
class At:
    """An event that goes to another stream than the command's target.

    The decision must have read that stream, so that nobody writes blindly.
    """

    stream: StreamId
    event: Any


def at(stream: StreamId, event: Any) -> At:
    """Address an event to a stream of its own."""
    return At(stream, event)


@runtime_checkable
class Command(Protocol):
    """A request to change something: a frozen attrs value with two methods."""

    def target(self, context: Context) -> StreamId:
        """The stream that the command is about; a new one takes `context.new_id()`."""

    def decide(self, state: Any, context: Context) -> tuple[Any, ...]:
        """The events that follow; `()` when there is nothing to do.

        Raises:
            Refused: A rule says no.
        """


@attrs.frozen(kw_only=True)
class Aggregate:
    """One kind of thing: what can happen to it, and how its state follows.

    Attributes:
        kind: The first part of its streams' ids: `tilbud` in `tilbud/0190…`.
        state: The class of its state; None stands before its first event.
        evolve: `(state, event) -> state`: total, pure, without any rule.
        events: Stored name (`tilbud.registered/1`) → class of the newest version.
        commands: Stored name (`tilbud.register/1`) → class of the newest version.
    """

    kind: str
    state: type[Any]
    evolve: Callable[[Any, Any], Any]
    events: Mapping[str, type[Any]]
    commands: Mapping[str, type[Any]] = attrs.field(factory=dict)
