"""Deciding: a command, what it may look at, and what it came to.

Everything a decision sees goes through the context and is noted, so that it can be
decided again, on the same reads, at the same time, with the same ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Final, Literal, TypeVar, cast

import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Aggregate, At, Command
from kvalitet_core.errors import PluginError, Reason, Refused
from kvalitet_core.ids import (
    CommandId,
    EventId,
    StreamId,
    derived_ids,
    is_stream,
    stream_id,
)
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import StoredClass
from kvalitet_core.personal import unseen
from kvalitet_core.privacy.person import AGGREGATE as PERSON
from kvalitet_core.values import danish_date

__all__ = ["Proposal", "Request", "accepted", "decide", "own_target"]

S = TypeVar("S")
D = TypeVar("D")


_NONE: Final[frozenset[Any]] = frozenset()


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A command with all that comes with it: who, under which id, because of what.

    `data` is the command encoded as if all that is personal in it were sealed. `seed`
    and `now` are drawn once, and are the same at every attempt. `drawn` is when the ids
    were drawn, where that was at another time than `now`.
    """

    command: Command
    stored: StoredClass
    data: bytes
    actor: Actor
    command_id: CommandId
    id_is_given: bool
    seed: bytes
    now: datetime
    correlation: CommandId
    cause: EventId | None = None
    reaction: str | None = None
    channel: str | None = None
    drawn: datetime | None = None


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision came to, and all that it looked at.

    `ids` are those of the command's own row and of its events, in order; they follow
    on those that the decision asked for. `forgotten` are the people in it about whom
    nothing may be sealed any more; `new` the streams whose ids were made in this
    decision, which nobody else can have.
    """

    request: Request
    target: StreamId
    outcome: Literal["accepted", "nothing", "refused"]
    events: tuple[tuple[StreamId, Any], ...] = ()
    reasons: tuple[Reason, ...] = ()
    reads: dict[StreamId, int]
    ids: tuple[EventId, ...]
    forgotten: frozenset[str] = frozenset()
    new: frozenset[StreamId] = frozenset()


class _Context:
    """The context of one attempt; see `kvalitet_core.aggregate.Context`."""

    __slots__ = (
        "_folder",
        "_minted",
        "_name",
        "_states",
        "_today",
        "actor",
        "foretold",
        "forgotten",
        "ids",
        "new",
        "now",
        "reads",
        "stream",
    )

    def __init__(self, request: Request, folder: Folder) -> None:
        self.actor = request.actor
        self.now = request.now
        self.reads: dict[StreamId, int] = {}
        self.forgotten: set[str] = set()
        self.new: set[StreamId] = set()
        self.ids = derived_ids(request.seed, request.drawn or request.now)
        self.stream = StreamId("")
        self.foretold: list[str] = []
        self._minted: set[str] = set()
        self._states: dict[StreamId, Any] = {}
        self._folder = folder
        self._name = request.stored.name
        self._today: date | None = None

    @property
    def today(self) -> date:
        if self._today is None:
            self._today = danish_date(self.now)
        return self._today

    def new_id(self) -> str:
        if self.foretold:
            finding = "asks for a new id after that of an event to come; ask before"
            raise PluginError(self._name, finding)
        made = next(self.ids)
        self._minted.add(made)
        return made

    def get(self, state: type[S], stream: StreamId) -> S | None:
        aggregate = self._folder.registry.aggregate_of(state)
        return cast("S | None", self.state(aggregate, stream))

    def set_by(
        self,
        stream: StreamId,
        *events: type[Any],
        where: Callable[[Any], bool] | None = None,
    ) -> EventId | None:
        self._require_read(stream, 0)
        accepts = accepted(events, where)
        return self._folder.set_by(stream, accepts, upto=self.reads[stream])

    def event_id(self, stream: StreamId, version: int) -> EventId:
        if stream == self.stream and stream in self.reads:
            ahead = version - self.reads[stream]
            if ahead > 0:
                return self._foretold(ahead)
        self._require_read(stream, version)
        return self._folder.event_id(stream, version)

    def _foretold(self, ahead: int) -> EventId:
        """The id of an event to come; that of the command's own row is before it."""
        while len(self.foretold) <= ahead:
            self.foretold.append(next(self.ids))
        return EventId(self.foretold[ahead])

    def _require_read(self, stream: StreamId, version: int) -> None:
        if self.reads.get(stream, -1) < version:
            finding = f"asks what set something in {stream}, which it has not read"
            raise PluginError(self._name, f"{finding}; call context.get first")

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        return self._folder.definitions(kind, of=of)

    def state(self, aggregate: Aggregate, stream: StreamId) -> Any:
        """Read a stream, and note at which version; one just named has no events."""
        if stream in self._states:
            return self._states[stream]
        if stream.partition("/")[2] in self._minted:
            self.reads.setdefault(stream, 0)
            self.new.add(stream)
            return None
        state, version = self._folder.state(aggregate, stream)
        self.reads[stream], self._states[stream] = version, state
        return state

    def note_forgotten(self, stored: StoredClass, value: Any) -> None:
        """Read the stream of each person in a value, and note who was forgotten."""
        for subject in stored.subjects(value):
            person = self.state(PERSON, stream_id("person", subject))
            if person is not None and person.forgotten is not None:
                self.forgotten.add(subject)


def accepted(
    events: tuple[type[Any], ...], where: Callable[[Any], bool] | None
) -> Callable[[Any], bool]:
    """Whether an event is one of these classes, and meets what is asked of it."""
    if where is None:
        return lambda event: isinstance(event, events)
    return lambda event: isinstance(event, events) and where(event)


def own_target(request: Request, folder: Folder) -> StreamId:
    """The stream that a command is about, as derived from the request's seed."""
    with unseen():
        return request.command.target(_Context(request, folder))


def decide(request: Request, folder: Folder) -> Proposal:
    """Decide a command on what the folder reads now.

    Raises:
        PluginError: The decision broke a rule of the house: it wrote to a stream that
            it had not read, or looked at personal data.
    """
    context = _Context(request, folder)
    command, name = request.command, request.stored.name
    aggregate = folder.registry.aggregate_of(type(command))
    events: list[tuple[StreamId, Any]] = []
    reasons: tuple[Reason, ...] = ()
    with unseen():
        target = context.stream = command.target(context)
        _require_kind(aggregate, target, name)
        try:
            if request.stored.about_people:
                _refuse_forgotten(context, request.stored, command)
            decided = command.decide(context.state(aggregate, target), context)
            events = _addressed(target, decided, name)
            if context.foretold:
                _require_foretold(context, target, events, name)
        except Refused as refusal:
            reasons = refusal.reasons
    checked = target, aggregate
    for stream, event in events:
        stored = folder.registry.stored(type(event))
        written = stream, folder.registry.aggregate_of(stored.cls)
        if checked != written:
            _require_writable(context, *written, stored, name)
            checked = written
        if stored.about_people:
            context.note_forgotten(stored, event)
    return Proposal(
        request=request,
        target=target,
        outcome="refused" if reasons else "accepted" if events else "nothing",
        events=tuple(events),
        reasons=reasons,
        reads=context.reads,
        ids=_ids(context, len(events) + 1),
        forgotten=frozenset(context.forgotten) if context.forgotten else _NONE,
        new=frozenset(context.new) if context.new else _NONE,
    )


def _ids(context: _Context, count: int) -> tuple[EventId, ...]:
    """The next ids, those that were told ahead first."""
    ids = chain(context.foretold, context.ids) if context.foretold else context.ids
    return tuple(islice(cast("Iterator[EventId]", ids), count))


def _require_foretold(
    context: _Context, target: StreamId, events: list[tuple[StreamId, Any]], name: str
) -> None:
    """Hold a decision to the events whose ids it was told, if it gives any.

    The first id that it was told of is that of the command's own row.
    """
    told = len(context.foretold) - 1
    if {stream for stream, _ in events[:told]} - {target}:
        finding = "asked for the id of an event to come, and gives others before it"
        raise PluginError(name, finding)
    if events and told > len(events):
        finding = "asked for the id of an event to come, and gives fewer"
        raise PluginError(name, finding)


def _addressed(
    target: StreamId, decided: object, name: str
) -> list[tuple[StreamId, Any]]:
    if not isinstance(decided, tuple):
        raise PluginError(name, f"decide gave {decided!r}; it gives a tuple of events")
    return [
        (event.stream, event.event) if isinstance(event, At) else (target, event)
        for event in decided
    ]


def _refuse_forgotten(context: _Context, stored: StoredClass, command: Any) -> None:
    """Refuse a command that brings anything new about a person who was forgotten."""
    context.note_forgotten(stored, command)
    reasons = [
        Reason(
            code="person.forgotten",
            text=f"person/{subject}: was forgotten by decision; "
            "one who comes back is given a new id",
        )
        for subject in sorted(context.forgotten)
    ]
    if reasons:
        raise Refused(*reasons)


def _require_kind(aggregate: Aggregate, stream: StreamId, name: str) -> None:
    if not is_stream(stream) or not stream.startswith(f"{aggregate.kind}/"):
        finding = f"belongs in a stream of kind {aggregate.kind!r}, got {stream!r}"
        raise PluginError(name, finding)


def _require_writable(
    context: _Context,
    stream: StreamId,
    aggregate: Aggregate,
    stored: StoredClass,
    command: str,
) -> None:
    if stream not in context.new or not stream.startswith(f"{aggregate.kind}/"):
        _require_kind(aggregate, stream, stored.name)
    if stream not in context.reads:
        finding = f"writes to {stream} without having read it; call context.get first"
        raise PluginError(command, finding)
