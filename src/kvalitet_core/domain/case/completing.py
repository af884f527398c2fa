"""Doing a task of a case: completing it, leaving it out, failing at it."""

from __future__ import annotations

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.apart import kept_apart
from kvalitet_core.domain.case.availability import (
    held,
    is_decision,
    known_item,
    lacking,
    not_available,
    other_role,
)
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Event,
    TaskCompleted,
    TaskCorrected,
    TaskFailed,
    TaskSkipped,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode, not_blank

__all__ = ["Complete", "CorrectTask", "Fail", "Skip", "on_behalf_of"]


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
                `case.not_a_task`, `case.decision`, which is decided and not completed;
                or for everything that stands against it: `case.role`,
                `case.not_available`, `case.item_done`, where it was left out,
                `case.held`, `case.four_eyes`, `case.requires`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        refuse_for(_to_be_decided(on, path))
        if on.case.work(path).status is Status.DONE:
            return ()
        apart, linked = kept_apart(on, path, context.actor)
        refuse_for(
            other_role(on, path),
            *not_available(on, path),
            held(on, path),
            *linked,
            *lacking(on, path),
        )
        event = TaskCompleted(
            item=path,
            by=ActorId(context.actor.id),
            on_behalf_of=on_behalf_of(context.actor),
            note=self.note,
            apart=apart,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Skip:
    """Leave a task out that is optional, or was planned, repeated or added.

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

        What others must have done is left out by others, too.

        Raises:
            Refused: `case.not_optional`, `case.four_eyes`, or as for `Claim`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if on.case.work(path).status is Status.SKIPPED:
            return ()
        apart, linked = kept_apart(on, path, context.actor)
        refuse_for(
            _not_optional(on, path),
            other_role(on, path),
            *not_available(on, path),
            held(on, path),
            *linked,
        )
        event = TaskSkipped(
            item=path,
            by=ActorId(context.actor.id),
            on_behalf_of=on_behalf_of(context.actor),
            reason=self.reason,
            apart=apart,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Fail:
    """Say that a task was tried, and could not be done; it can be begun on again.

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
        refuse_for(other_role(on, path), *not_available(on, path), held(on, path))
        return followed(on, TaskFailed(item=path, by=me, reason=self.reason))


@attrs.frozen(kw_only=True)
class CorrectTask:
    """Put right who did a task, or what came of it; it stays done.

    Where it was not done at all, it is reopened.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        done_by: The id of who did it.
        on_behalf_of: The id of who had delegated the authority to do so, if anybody.
        note: What came of it; nothing about a person.
        reason: Why it was wrong.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    done_by: ActorId
    on_behalf_of: ActorId | None = None
    note: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(not_blank)
    )
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`, `case.decision`, which is revoked; or for everything
                that stands against it: `case.role`, `case.not_done`, `case.four_eyes`,
                where others must have done it.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        refuse_for(_to_be_decided(on, path))
        work = on.case.work(path)
        doer = attrs.evolve(
            context.actor, id=self.done_by, delegated_by=self.on_behalf_of
        )
        persons = frozenset({self.done_by, self.on_behalf_of} - {None})
        stands = (work.status, work.holder, work.persons, work.note)
        said = work.denied <= {context.actor.id}
        if said and stands == (Status.DONE, self.done_by, persons, self.note):
            return ()
        apart, linked = kept_apart(on, path, doer)
        refuse_for(other_role(on, path), _not_done(on, path), *linked)
        event = TaskCorrected(
            item=path,
            done_by=self.done_by,
            on_behalf_of=self.on_behalf_of,
            note=self.note,
            apart=apart,
            by=ActorId(context.actor.id),
            reason=self.reason,
        )
        return followed(on, event)


def on_behalf_of(actor: Actor) -> ActorId | None:
    """Who had delegated the authority to act, if anybody."""
    return None if actor.delegated_by is None else ActorId(actor.delegated_by)


def _to_be_decided(on: Running, path: str) -> Reason | None:
    if not is_decision(on, path):
        return None
    text = f"{on.stream}: {path}: is a decision; decide it, with an outcome"
    return Reason(code="case.decision", text=text)


def _not_done(on: Running, path: str) -> Reason | None:
    status = on.case.work(path).status
    if status is Status.DONE:
        return None
    text = f"{on.stream}: {path}: is {status}, expected it to be done"
    return Reason(code="case.not_done", text=text)


def _not_optional(on: Running, path: str) -> Reason | None:
    item = on.definition.items.get(path)
    if not isinstance(item, Task) or item.optional or item.discretionary:
        return None
    text = f"{on.stream}: {path}: is not optional"
    return Reason(code="case.not_optional", text=text)
