"""Doing something again: what depends on it does not count any more."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import paths_in
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain.case.availability import known_item, other_role
from kvalitet_core.domain.case.engine import Running, followed, open_case
from kvalitet_core.domain.case.events import Event, ItemReopened
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["ReopenItem", "invalidated"]


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
            Refused: `case.unknown`, `case.closed`, `case.item_unknown`,
                `case.not_a_task`, `case.role`, or `case.decided`: a decision is
                revoked, and so is one that depends on it, first.
        """
        on = open_case(state, self.case, context)
        path = known_item(on, self.item)
        if not on.case.work(path).status.is_done:
            return ()
        again = invalidated(on, path)
        refuse_for(
            other_role(on, path),
            *(
                _is_decided(on, path, each)
                for each in again
                if each in on.case.outcomes
            ),
        )
        event = ItemReopened(
            item=path,
            by=ActorId(context.actor.id),
            reason=self.reason,
            invalidated=again,
        )
        return followed(on, event)


def invalidated(on: Running, path: str, *also: str) -> tuple[str, ...]:
    """Give what does not count any more when an item is to be done anew.

    That is the item, whatever has come of it, and each stage that was ended early
    because of any of these, or that has any of them in it: it begins anew.

    Args:
        on: The case.

        path: The item.

        also: Other items that are to be done anew.
    """
    again = {path, *also}
    items = {*_depending(on, again)} | again
    moved = {each for each in items if each in on.case.works} | again
    return tuple(sorted(moved.union(_left(on, items))))


def _depending(on: Running, again: set[str]) -> set[str]:
    """Everything that waits for some items, or is held against them, however far."""
    held: dict[str, set[str]] = {}
    for path, item in on.definition.items.items():
        for condition in _held(item):
            for other in paths_in(condition):
                held.setdefault(other, set()).add(path)
    found: set[str] = set()
    waiting = {*again}
    while waiting:
        path = waiting.pop()
        found.add(path)
        dependents = on.definition.dependents.get(path, frozenset())
        waiting |= (dependents | held.get(path, set())) - found
    return found


def _held(item: Item) -> Iterator[Condition]:
    """What an item is held against once it is available."""
    if isinstance(item, Task):
        yield from item.requires
    if isinstance(item, Decision):
        yield from (rule.condition for rule in item.rules)


def _left(on: Running, items: set[str]) -> Iterator[str]:
    for stage in on.definition.stages:
        if on.case.work(stage.code).status is Status.LEFT and (
            not items.isdisjoint(paths_in(stage.until))
            or any(item.path in items for item in stage.items)
        ):
            yield stage.code


def _is_decided(on: Running, path: str, decision: str) -> Reason:
    number = on.case.outcomes[decision][1]
    text = (
        f"{on.stream}: {path}: decision {number}, {decision}, depends on it; revoke "
        "that first"
    )
    return Reason(code="case.decided", text=text)
