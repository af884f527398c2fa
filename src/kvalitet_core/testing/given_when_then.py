"""Given these events, when this command, then those events: a decision and no more.

    given(Registered(name="Lindehuset")).when(Rename(name="Birkehuset")).then(
        Renamed(name="Birkehuset")
    )

The decision is the journal's own, with its own checks, on states folded from what is
told; nothing is kept. Time stands still, and new ids are the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Aggregate, At, Command
from kvalitet_core.core import CORE
from kvalitet_core.ids import CommandId, EventId, StreamId
from kvalitet_core.journal.deciding import Proposal, Request, decide, own_target
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import Registry
from kvalitet_core.personal import unseen
from kvalitet_core.plugins import Plugin

__all__ = ["NOW", "Outcome", "Situation", "given"]

NOW: Final = datetime(2021, 6, 1, 10, 0, tzinfo=UTC)
"""When decisions are taken unless another time is told."""

D = TypeVar("D")

Told: TypeAlias = Any
"""An event of the command's own stream, or (stream, events) of another."""

_ACTOR: Final = Actor(id="tester", role="test", organisation="test", authority="test")


def given(*told: Told, plugins: Iterable[Plugin] = ()) -> Situation:
    """Tell what has happened.

    Args:
        told: Events of the command's own stream, in order, and `(stream, events)` for
            each other stream.

        plugins: Where the events and commands come from, besides the core.
    """
    return Situation(told=told, registry=Registry((CORE, *plugins)))


@attrs.frozen(kw_only=True)
class Situation:
    """What has happened so far.

    Attributes:
        told: As in `given`.
        registry: The stored names of everything that is told.
    """

    told: tuple[Told, ...]
    registry: Registry

    def when(
        self, command: Command, *, now: datetime = NOW, by: Actor = _ACTOR
    ) -> Outcome:
        """Decide a command now.

        Raises:
            Malformed: The command, or an event that follows, cannot be stored.
            PluginError: The decision breaks a rule of the house.
        """
        streams = _Streams(self.registry)
        request = self._request(command, now, by)
        folder = cast("Folder", streams)
        target = own_target(request, folder)
        for item in self.told:
            stream, events = item if isinstance(item, tuple) else (target, (item,))
            streams.tell(stream, events)
        proposal = decide(request, folder)
        for _, event in proposal.events:
            self.registry.stored(type(event)).encode(event)
        return Outcome(proposal)

    def target(self, command: Command) -> StreamId:
        """The stream that a command is about.

        Raises:
            Malformed: The command cannot be stored, or names no stream.
        """
        folder = cast("Folder", _Streams(self.registry))
        return own_target(self._request(command, NOW, _ACTOR), folder)

    def _request(self, command: Command, now: datetime, by: Actor) -> Request:
        stored = self.registry.stored(type(command))
        return Request(
            command=command,
            stored=stored,
            data=stored.encode(command),
            actor=by,
            command_id=CommandId("tried"),
            id_is_given=False,
            seed=bytes(16),
            now=now,
            correlation=CommandId("tried"),
        )


@attrs.frozen
class Outcome:
    """What a command came to; each `then_…` says what it must be.

    Attributes:
        proposal: The decision, with all that it read.
    """

    proposal: Proposal

    @property
    def stream(self) -> StreamId:
        """The stream that the command is about."""
        return self.proposal.target

    @property
    def events(self) -> tuple[Any, ...]:
        """What follows; an event of another stream stands in an `At`."""
        return tuple(
            event if stream == self.proposal.target else At(stream, event)
            for stream, event in self.proposal.events
        )

    def then(self, *events: Any) -> Outcome:
        """Require exactly these events, in order; `at(…)` for those of other streams.

        Raises:
            AssertionError: Something else follows.
        """
        if self.proposal.outcome == "refused" or self.events != events:
            self._fail("these events", events)
        return self

    def then_nothing(self) -> Outcome:
        """Require that there is nothing to do, without a refusal.

        Raises:
            AssertionError: Something follows, or it is refused.
        """
        if self.proposal.outcome != "nothing":
            self._fail("nothing to do", ())
        return self

    def then_refused(self, *codes: str) -> Outcome:
        """Require a refusal for exactly these reasons, in order.

        Raises:
            AssertionError: It is allowed, or refused for other reasons.
        """
        if not codes or tuple(reason.code for reason in self.proposal.reasons) != codes:
            self._fail("a refusal", codes)
        return self

    def _fail(self, what: str, expected: tuple[Any, ...]) -> None:
        proposal = self.proposal
        found = (
            [f"{reason.code}: {reason.text}" for reason in proposal.reasons]
            if proposal.outcome == "refused"
            else [repr(event) for event in self.events]
        )
        lines = [
            f"{proposal.request.stored.name} on {proposal.target}",
            f"expected {what}:",
            *(f"    {item}" for item in expected),
            f"got {proposal.outcome}:",
            *(f"    {item}" for item in found),
        ]
        raise AssertionError("\n".join(lines))


class _Streams:
    """States folded from what is told: what `decide` asks a folder for."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._states: dict[StreamId, tuple[Any, int]] = {}
        self._told: dict[StreamId, list[Any]] = {}

    def tell(self, stream: StreamId, events: Iterable[Any]) -> None:
        state, version = self._states.get(stream, (None, 0))
        with unseen():
            for event in events:
                aggregate = self.registry.aggregate_of(type(event))
                state = aggregate.evolve(state, event)
                version += 1
                self._told.setdefault(stream, []).append(event)
        self._states[stream] = state, version

    def set_by(
        self, stream: StreamId, accepts: Callable[[Any], bool], *, upto: int
    ) -> EventId | None:
        told = self._told.get(stream, [])[:upto]
        found = [place for place, event in enumerate(told, start=1) if accepts(event)]
        return self.event_id(stream, found[-1]) if found else None

    def event_id(self, stream: StreamId, version: int) -> EventId:
        return EventId(f"{stream}@{version}")

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        return self.registry.definitions(kind, of=of)

    def state(
        self, aggregate: Aggregate, stream: StreamId, *, upto: int | None = None
    ) -> tuple[Any, int]:
        state, version = self._states.get(stream, (None, 0))
        if state is not None and not isinstance(state, aggregate.state):
            problem = f"{stream} was told as {type(state).__qualname__}"
            raise AssertionError(problem)
        return state, version if upto is None else upto
