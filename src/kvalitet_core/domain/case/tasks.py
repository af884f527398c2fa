"""Doing the tasks of a case."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case.availability import (
    known_item,
    not_available,
    not_kept_apart,
    other_role,
)
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Event,
    TaskClaimed,
    TaskCompleted,
    TaskDelegated,
    TaskFailed,
    TaskReleased,
    TaskSkipped,
    TaskStarted,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode, not_blank

__all__ = [
    "Claim",
    "Complete",
    "Delegate",
    "Fail",
    "Release",
    "Skip",
    "Start",
    "lacking",
]


@attrs.frozen(kw_only=True)
class Claim:
    """Say to do a task.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Let the actor have it, unless the actor has it.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.role`, `case.not_available`, `case.item_done`, `case.held`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        work = on.case.work(path)
        if work.holder == me and work.status in (Status.CLAIMED, Status.STARTED):
            return ()
        refuse_for(
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        return followed(on, TaskClaimed(item=path, by=me))


@attrs.frozen(kw_only=True)
class Start:
    """Begin on a task; one that failed is begun on again.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Note that the actor is at it, unless that is noted.

        Raises:
            Refused: As for `Claim`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        work = on.case.work(path)
        if (work.status, work.holder) == (Status.STARTED, me):
            return ()
        refuse_for(
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        return followed(on, TaskStarted(item=path, by=me))


@attrs.frozen(kw_only=True)
class Delegate:
    """Hand a task on to somebody else.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        to: The id of who is to do it.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    to: ActorId
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Hand it on, unless the other one has it.

        Raises:
            Refused: As for `Claim`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        work = on.case.work(path)
        if (work.status, work.holder) == (Status.CLAIMED, self.to):
            return ()
        refuse_for(
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        event = TaskDelegated(item=path, by=me, to=self.to, reason=self.reason)
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Release:
    """Let a task go, for somebody else to do.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Let it go, unless nobody has it.

        Raises:
            Refused: As for `Claim`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        if on.case.work(path).status is Status.AVAILABLE:
            return ()
        refuse_for(
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        return followed(on, TaskReleased(item=path, by=me))


@attrs.frozen(kw_only=True)
class Complete:
    """Complete a task.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        note: What came of it; nothing about a person.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    note: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(not_blank)
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Complete it, unless it is done.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.decision`, which is decided and not completed, `case.role`,
                `case.not_available`, `case.held`, `case.four_eyes`,
                `case.requires`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        if on.case.work(path).status is Status.DONE:
            return ()
        refuse_for(
            _to_be_decided(on, path),
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
            *not_kept_apart(on, path, context.actor),
            *lacking(on, path),
        )
        delegated = context.actor.delegated_by
        event = TaskCompleted(
            item=path,
            by=me,
            on_behalf_of=ActorId(delegated) if delegated is not None else None,
            note=self.note,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Skip:
    """Leave a task out that is optional, or was added.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Leave it out, unless it is left out.

        Raises:
            Refused: `case.not_optional`, or as for `Claim`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        if on.case.work(path).status is Status.SKIPPED:
            return ()
        refuse_for(
            _not_optional(on, path),
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        return followed(on, TaskSkipped(item=path, by=me, reason=self.reason))


@attrs.frozen(kw_only=True)
class Fail:
    """Say that a task was tried, and could not be done.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        reason: Why it could not be done.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless it is noted.

        Raises:
            Refused: As for `Claim`.
        """
        on, me = open_case(state, self.case, context), ActorId(context.actor.id)
        path = known_item(on, self.item)
        if on.case.work(path).status is Status.FAILED:
            return ()
        refuse_for(
            other_role(on, path, context.actor.role),
            *not_available(on, path),
            _held(on, path, me),
        )
        return followed(on, TaskFailed(item=path, by=me, reason=self.reason))


def _held(on: Running, path: str, me: ActorId) -> Reason | None:
    """Say no to taking over what somebody else has, who has not let it go."""
    work = on.case.work(path)
    if work.status not in (Status.CLAIMED, Status.STARTED) or work.holder == me:
        return None
    text = (
        f"{on.stream}: {path}: is with {work.holder!r}, who has to release or "
        "delegate it"
    )
    return Reason(code="case.held", text=text)


def _to_be_decided(on: Running, path: str) -> Reason | None:
    if not isinstance(on.definition.items.get(path), Decision):
        return None
    text = f"{on.stream}: {path}: is a decision; decide it, with an outcome"
    return Reason(code="case.decision", text=text)


def _not_optional(on: Running, path: str) -> Reason | None:
    item = on.definition.items.get(path)
    if item is None or (isinstance(item, Task) and item.optional):
        return None
    text = f"{on.stream}: {path}: is not optional"
    return Reason(code="case.not_optional", text=text)


def lacking(on: Running, path: str) -> Iterator[Reason]:
    """Say no for each fact, document or condition that must be there, and is not."""
    item = on.definition.items.get(path)
    facts = on.settlement.facts
    for each in item.requires if isinstance(item, Task) else ():
        if each.evaluate(facts) is not Truth.TRUE:
            missing = each.missing(facts)
            found = f"; {', '.join(missing)} is missing" if missing else ""
            text = f"{on.stream}: {path}: expected that {each.says('en')}{found}"
            yield Reason(code="case.requires", text=text)
