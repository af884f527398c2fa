"""What one case does besides: discretionary items, tasks of its own, once more."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.availability import (
    known_item,
    not_available,
    other_role,
)
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import (
    Event,
    FollowUpSet,
    ItemPlanned,
    TaskAdded,
    TaskRepeated,
)
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import reachable, refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import Deadline, ReasonCode, not_blank

__all__ = ["AddTask", "Plan", "Repeat", "SetFollowUp"]


@attrs.frozen(kw_only=True)
class Plan:
    """Let a discretionary item be part of the case.

    Attributes:
        case: The case's stream: `case/…`.
        item: The item's path.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Plan it, unless it is planned.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`, `case.not_discretionary` or `case.role`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if path in on.case.planned:
            return ()
        item = on.definition.items.get(path)
        if not isinstance(item, Task) or not item.discretionary:
            text = f"{self.case}: {path}: is not discretionary, so nobody plans it"
            raise Refused(Reason(code="case.not_discretionary", text=text))
        refuse_for(_may_not_plan(on, item))
        event = ItemPlanned(item=path, by=ActorId(context.actor.id), reason=self.reason)
        return followed(on, event)


def _may_not_plan(on: Running, item: Task) -> Reason | None:
    roles = item.planned_by or (item.role,)
    role = on.context.actor.role
    if role in roles:
        return None
    expected = " or ".join(map(repr, roles))
    text = (
        f"{on.stream}: {item.path}: expected to be planned by {expected}, got {role!r}"
    )
    return Reason(code="case.role", text=text)


@attrs.frozen(kw_only=True)
class AddTask:
    """Add a task to a case that its type does not have.

    Attributes:
        case: The case's stream: `case/…`.
        title: What is to be done; nothing about a person.
        role: Who does it.
        reason: Why.
        due: When it must be done.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    title: str = attrs.field(validator=not_blank)
    role: str
    reason: ReasonCode
    due: Deadline | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Add it, unless the same one was added and is still to be done.

        Raises:
            Refused: `case.unknown`, `case.closed`; or for everything that stands
                against it: `case.role`, where the actor has no part in such cases,
                `case.role_unknown`, `case.deadline_unreachable`.
        """
        on = open_case(state, self.case, context)
        for path, added in on.case.added.items():
            same = (added.title, added.role, added.due) == (
                self.title,
                self.role,
                self.due,
            )
            if same and not added.repeats and on.case.work(path).status.is_open:
                return ()
        refuse_for(
            _has_no_part(on),
            _role_unknown(on, self.role),
            reachable(self.due, stream=self.case) if self.due is not None else None,
        )
        number = 1 + sum(not added.repeats for added in on.case.added.values())
        event = TaskAdded(
            item=f"adhoc.{number}",
            title=self.title,
            role=self.role,
            by=ActorId(context.actor.id),
            reason=self.reason,
            due=self.due,
        )
        return followed(on, event)


def _roles(on: Running) -> list[str]:
    return sorted(role.code for role in on.definition.roles)


def _has_no_part(on: Running) -> Reason | None:
    known, role = _roles(on), on.context.actor.role
    if role in known:
        return None
    text = f"{on.stream}: expected one who acts as {' or '.join(known)}, got {role!r}"
    return Reason(code="case.role", text=text)


def _role_unknown(on: Running, role: str) -> Reason | None:
    known = _roles(on)
    if role in known:
        return None
    text = f"{on.stream}: $.role: expected {' or '.join(known)}, got {role!r}"
    return Reason(code="case.role_unknown", text=text)


@attrs.frozen(kw_only=True)
class Repeat:
    """Let a task be done once more; what it came to before stands.

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
        """Let it be done once more, unless it is still to be done as it is.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.not_repeatable`, `case.role`, `case.not_done`, where it has not
                been done a first time.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        times = [name for name, a in on.case.added.items() if a.repeats == path]
        if any(on.case.work(each).status.is_open for each in times):
            return ()
        refuse_for(
            _not_repeatable(on, path), other_role(on, path), _not_begun(on, path)
        )
        item = on.definition.items[path]
        event = TaskRepeated(
            item=f"{path}#{len(times) + 2}",
            repeats=path,
            title=item.title,
            role=_role(item),
            by=ActorId(context.actor.id),
            reason=self.reason,
        )
        return followed(on, event)


def _role(item: Item) -> str:
    return item.role if isinstance(item, Task) else ""


def _not_repeatable(on: Running, path: str) -> Reason | None:
    item = on.definition.items.get(path)
    repeatable = isinstance(item, Task) and item.repeatable
    if repeatable and not isinstance(item, Decision):
        return None
    text = f"{on.stream}: {path}: is not done more than once; add a task, or reopen it"
    return Reason(code="case.not_repeatable", text=text)


def _not_begun(on: Running, path: str) -> Reason | None:
    status = on.case.work(path).status
    if status is Status.DONE:
        return None
    text = f"{on.stream}: {path}: is {status}, expected it to be done a first time"
    return Reason(code="case.not_done", text=text)


@attrs.frozen(kw_only=True)
class SetFollowUp:
    """Set a day on which to come back to a task; it is no deadline.

    Attributes:
        case: The case's stream: `case/…`.
        item: The task's path.
        on: The day; None where there is none any more.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    on: date | None

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Set it, unless it is set so.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.role`, `case.not_available`, `case.item_done`,
                `case.follow_up_past`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if on.case.work(path).follow_up == self.on:
            return ()
        refuse_for(
            other_role(on, path), *not_available(on, path), _past(on, path, self.on)
        )
        event = FollowUpSet(item=path, on=self.on, by=ActorId(context.actor.id))
        return followed(on, event)


def _past(on: Running, path: str, day: date | None) -> Reason | None:
    if day is None or day >= on.context.today:
        return None
    text = (
        f"{on.stream}: {path}: $.on: expected no earlier than {on.context.today}, "
        f"got {day}"
    )
    return Reason(code="case.follow_up_past", text=text)
