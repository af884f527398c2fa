"""Waiting, and longer time: what moves the deadlines of a case."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Task
from kvalitet_core.deadlines import Extension
from kvalitet_core.domain.case.availability import known_item, other_role
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import Event, Extended, Resumed, Suspended
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["Extend", "Resume", "Suspend"]


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
        """Let it wait, unless it waits for that from that day on.

        Raises:
            Refused: `case.unknown`, `case.closed`; `case.suspended`, where it waits for
                that from another day on, or `case.cause_unknown`, where no term of the
                case type is suspended by it.
        """
        on = open_case(state, self.case, context)
        for each in on.case.suspensions:
            if each.cause != self.cause or each.end is not None:
                continue
            if each.start == self.start:
                return ()
            text = (
                f"{self.case}: $.start: waits for {self.cause!r} from {each.start} on, "
                f"got {self.start}; resume it first"
            )
            refuse_for(Reason(code="case.suspended", text=text))
        refuse_for(_cause_unknown(on, self.cause))
        return followed(on, Suspended(cause=self.cause, start=self.start))


def _cause_unknown(on: Running, cause: str) -> Reason | None:
    known = sorted(
        {one for _, term in on.definition.terms() for one in term.suspendable}
    )
    if cause in known:
        return None
    expected = " or ".join(map(repr, known)) or "none"
    text = f"{on.stream}: $.cause: expected {expected}, got {cause!r}"
    return Reason(code="case.cause_unknown", text=text)


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
        """Let it go on, unless it goes on from that day.

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
            raise Refused(Reason(code="case.not_suspended", text=text))
        if self.end < same[-1].start:
            text = (
                f"{self.case}: $.end: expected no earlier than {same[-1].start}, "
                f"got {self.end}"
            )
            raise Refused(Reason(code="case.resumed_before", text=text))
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
        """Give it, unless the same was given last.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`; or for everything that stands against it:
                `case.role`, `case.item_done`, `case.no_term`, where the item has none.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        extension = attrs.evolve(self.extension, set_by=None)
        given = on.case.work(path).extensions
        if given and attrs.evolve(given[-1], set_by=None) == extension:
            return ()
        refuse_for(other_role(on, path), _is_done(on, path), _no_term(on, path))
        by = ActorId(context.actor.id)
        return followed(on, Extended(item=path, extension=extension, by=by))


def _is_done(on: Running, path: str) -> Reason | None:
    status = on.case.work(path).status
    if not status.is_done:
        return None
    text = f"{on.stream}: {path}: is {status}, and needs no longer time"
    return Reason(code="case.item_done", text=text)


def _no_term(on: Running, path: str) -> Reason | None:
    item = on.item(path)
    if isinstance(item, Task) and item.due is not None:
        return None
    text = f"{on.stream}: {path}: has no term that could be extended"
    return Reason(code="case.no_term", text=text)
