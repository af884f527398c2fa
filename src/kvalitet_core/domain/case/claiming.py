"""Who has a task of a case: saying to do it, beginning, handing on, letting go."""

from __future__ import annotations

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.availability import (
    held,
    known_item,
    not_available,
    other_role,
)
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Event,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskStarted,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["Claim", "Delegate", "Release", "Start"]


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
        _refuse(on, path)
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
        _refuse(on, path)
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
        _refuse(on, path)
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
        _refuse(on, path)
        return followed(on, TaskReleased(item=path, by=me))


def _refuse(on: Running, path: str) -> None:
    """Refuse what cannot be done now, by the actor.

    Raises:
        Refused: It cannot.
    """
    reasons: list[Reason | None] = [
        other_role(on, path),
        *not_available(on, path),
        held(on, path),
    ]
    refuse_for(*reasons)
