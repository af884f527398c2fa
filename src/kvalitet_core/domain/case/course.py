"""The course of a case: waiting, longer time, more tasks, closing and opening again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.deadlines import Extension
from kvalitet_core.domain.case.availability import known_item, other_role
from kvalitet_core.domain.case.engine import Running, followed, open_case, running
from kvalitet_core.domain.case.events import (
    Closed,
    Event,
    Extended,
    ItemPlanned,
    ItemReopened,
    ObligationWaived,
    Reopened,
    Resumed,
    Suspended,
    TaskAdded,
)
from kvalitet_core.domain.case.state import Added, Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import Deadline, ReasonCode, not_blank

__all__ = [
    "AddTask",
    "Close",
    "Extend",
    "LookAgain",
    "Plan",
    "Reopen",
    "ReopenItem",
    "Resume",
    "Suspend",
    "Waive",
]


@attrs.frozen(kw_only=True)
class LookAgain:
    """Work out how a case stands, where what it depends on lies elsewhere.

    Attributes:
        case: The case's stream: `case/…`.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Note what follows from what is known now, if anything does.

        Raises:
            Refused: `case.unknown` or `case.closed`.
        """
        return followed(open_case(state, self.case, context))


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
                `case.not_discretionary` or `case.role`.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if path in on.case.planned:
            return ()
        item = on.definition.items.get(path)
        if not isinstance(item, Task) or not item.discretionary:
            text = f"{self.case}: {path}: is not discretionary, so nobody plans it"
            refuse_for(Reason(code="case.not_discretionary", text=text))
        else:
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
        due: When it must be done, if somebody sets that.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    title: str = attrs.field(validator=not_blank)
    role: str = attrs.field(validator=not_blank)
    reason: ReasonCode
    due: Deadline | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Add it, unless the same one was added.

        Raises:
            Refused: `case.unknown` or `case.closed`.
        """
        on = open_case(state, self.case, context)
        if Added(title=self.title, role=self.role, due=self.due) in [
            *on.case.added.values()
        ]:
            return ()
        event = TaskAdded(
            item=f"adhoc.{len(on.case.added) + 1}",
            title=self.title,
            role=self.role,
            by=ActorId(context.actor.id),
            reason=self.reason,
            due=self.due,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class ReopenItem:
    """Let an item be done again, and what depends on it with it.

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
        """Reopen it, unless it is not done.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`, `case.role`,
                or `case.decided`: a decision is revoked.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if not on.case.work(path).status.is_done:
            return ()
        again = {path, *on.definition.dependents.get(path, ())}
        decided = sorted(again.intersection(on.case.outcomes))
        refuse_for(
            other_role(on, path, context.actor.role),
            *(_is_decided(on, path, each) for each in decided),
        )
        event = ItemReopened(
            item=path,
            by=ActorId(context.actor.id),
            reason=self.reason,
            invalidated=tuple(sorted(again.intersection(on.case.works))),
        )
        return followed(on, event)


def _is_decided(on: Running, path: str, decision: str) -> Reason:
    number = on.case.outcomes[decision][1]
    text = (
        f"{on.stream}: {path}: decision {number}, {decision}, depends on it; revoke "
        "that first"
    )
    return Reason(code="case.decided", text=text)


@attrs.frozen(kw_only=True)
class Suspend:
    """Let a case wait for something; terms that this suspends do not run.

    Attributes:
        case: The case's stream: `case/…`.
        cause: What it waits for, as a code: `partshoering`.
        start: The first day that does not run.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    cause: ReasonCode
    start: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Let it wait, unless it waits for that.

        Raises:
            Refused: `case.unknown`, `case.closed`, or `case.cause_unknown`, where no
                term of the case type is suspended by it.
        """
        on = open_case(state, self.case, context)
        if self.cause in on.case.suspended:
            return ()
        known = sorted(
            {
                cause
                for item in on.definition.items.values()
                if isinstance(item, Task) and item.due is not None
                for cause in item.due.suspendable
            }
        )
        if self.cause not in known:
            expected = " or ".join(map(repr, known)) or "none"
            text = f"{self.case}: $.cause: expected {expected}, got {self.cause!r}"
            refuse_for(Reason(code="case.cause_unknown", text=text))
        return followed(on, Suspended(cause=self.cause, start=self.start))


@attrs.frozen(kw_only=True)
class Resume:
    """Let a case go on that waited for something.

    Attributes:
        case: The case's stream: `case/…`.
        cause: What it waited for.
        end: The first day that runs again.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    cause: ReasonCode
    end: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Let it go on, unless it does not wait for that.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.not_suspended`, or
                `case.resumed_before`, where it began to wait later.
        """
        on = open_case(state, self.case, context)
        same = [each for each in on.case.suspensions if each.cause == self.cause]
        if same and same[-1].end == self.end:
            return ()
        if not same or same[-1].end is not None:
            waits = ", ".join(on.case.suspended) or "nothing"
            text = f"{self.case}: does not wait for {self.cause!r}; waits for {waits}"
            refuse_for(Reason(code="case.not_suspended", text=text))
        elif self.end < same[-1].start:
            text = (
                f"{self.case}: $.end: expected no earlier than {same[-1].start}, "
                f"got {self.end}"
            )
            refuse_for(Reason(code="case.resumed_before", text=text))
        return followed(on, Resumed(cause=self.cause, end=self.end))


@attrs.frozen(kw_only=True)
class Extend:
    """Give an item longer time.

    Attributes:
        case: The case's stream: `case/…`.
        item: The item's path.
        extension: How much longer, and why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    item: str
    extension: Extension

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Give it, unless it was given last.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`, `case.role`,
                or `case.no_term`, where the item has none.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        item = on.definition.items.get(path)
        given = on.case.work(path).extensions
        if given and given[-1] == self.extension:
            return ()
        refuse_for(other_role(on, path, context.actor.role))
        if not isinstance(item, Task) or item.due is None:
            text = f"{self.case}: {path}: has no term that could be extended"
            refuse_for(Reason(code="case.no_term", text=text))
        event = Extended(
            item=path, extension=self.extension, by=ActorId(context.actor.id)
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Waive:
    """Let something that is owed not be done.

    Attributes:
        case: The case's stream: `case/…`.
        obligation: Which obligation.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    obligation: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Waive it, unless it is waived.

        Raises:
            Refused: `case.unknown`, `case.closed` or `case.not_owed`.
        """
        on = open_case(state, self.case, context)
        if self.obligation in on.case.waived:
            return ()
        if self.obligation not in on.case.owed:
            owed = ", ".join(sorted(on.case.owed)) or "nothing"
            text = (
                f"{self.case}: $.obligation: expected {owed}, got {self.obligation!r}"
            )
            refuse_for(Reason(code="case.not_owed", text=text))
        event = ObligationWaived(
            obligation=self.obligation,
            by=ActorId(context.actor.id),
            reason=self.reason,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class Close:
    """Close a case.

    Attributes:
        case: The case's stream: `case/…`.
        reason: Why, as a code.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed.

        Raises:
            Refused: `case.unknown`; or for everything that is open in it:
                `case.unfinished`, `case.owed`, `case.not_notified`.
        """
        on = running(state, self.case, context)
        if on.case.closed is not None:
            return ()
        refuse_for(*_left(on))
        return (Closed(reason=self.reason, by=ActorId(context.actor.id)),)


def _left(on: Running) -> Iterator[Reason]:
    """Say no for everything that is still to be done in a case."""
    settlement = on.settlement
    if on.definition.ends is not None:
        if on.definition.ends.evaluate(settlement.facts) is not Truth.TRUE:
            text = f"{on.stream}: expected that {on.definition.ends.says('en')}"
            yield Reason(code="case.unfinished", text=text)
    else:
        for path in sorted(settlement.possible.intersection(on.definition.items)):
            item = on.definition.items[path]
            if not (isinstance(item, Task) and item.optional):
                text = f"{on.stream}: {path} is still to be done"
                yield Reason(code="case.unfinished", text=text)
    for path in sorted(on.case.added):
        if on.case.work(path).status.is_open:
            text = f"{on.stream}: {path} is still to be done"
            yield Reason(code="case.unfinished", text=text)
    for code in sorted(on.case.owed):
        text = f"{on.stream}: {code} is still owed; do it, or waive it"
        yield Reason(code="case.owed", text=text)
    yield from _untold(on)


def _untold(on: Running) -> Iterator[Reason]:
    """Say no for each decision of which the party was not told, and must be."""
    for taken in on.case.decisions:
        item = on.definition.items.get(taken.item)
        counts = on.case.outcomes.get(taken.item, ("", 0))[1] == taken.number
        if not isinstance(item, Decision) or not counts or taken.notified is not None:
            continue
        for duty in on.definition.duties_of(item):
            if duty.when == "after":
                text = f"{on.stream}: the party was not told of decision {taken.number}"
                source = str(duty.hjemmel)
                yield Reason(code="case.not_notified", text=text, source=source)


@attrs.frozen(kw_only=True)
class Reopen:
    """Open a closed case again; nothing in it is cleared.

    Attributes:
        case: The case's stream: `case/…`.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Open it again, unless it is open.

        Raises:
            Refused: `case.unknown`.
        """
        on = running(state, self.case, context)
        if on.case.closed is None:
            return ()
        return followed(on, Reopened(reason=self.reason, by=ActorId(context.actor.id)))
