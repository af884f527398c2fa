"""Settling: what becomes available, reached, completed or blocked by what is known.

One pass over the parts, each after what it waits for, and one more for each time that a
stage is ended early, so it is linear in their number. Settling what is settled changes
nothing. A part is judged by how things stand now;
nothing is remembered that is not in the record.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.items import Item, Milestone, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.prospects import Outlook
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.rules import looked_at
from kvalitet_core.casetypes.status import Change, Status
from kvalitet_core.casetypes.truth import Facts, Known, Truth

__all__ = ["Settlement", "Standing", "settle"]

_NO: Final = Known(value=False)


@attrs.frozen(kw_only=True)
class Standing:
    """How a case stands, as far as settling is concerned.

    Attributes:
        facts: What is known of the case; not about its items.
        statuses: How far each stage and item has come; what is absent is waiting.
        done: The known facts about its items: each that is done, and each outcome.
        planned: The discretionary items that are planned.
    """

    facts: Facts
    statuses: Mapping[str, Status] = attrs.field(factory=dict)
    done: Facts = attrs.field(factory=dict)
    planned: frozenset[str] = frozenset()

    def of(self, part: str) -> Status:
        """How far a stage or an item has come."""
        return self.statuses.get(part, Status.WAITING)


@attrs.frozen(kw_only=True)
class Settlement:
    """How a case comes to stand.

    Attributes:
        changes: What stands otherwise than before, in the order of what waits on what.
        statuses: How far each stage and item has come then.
        facts: All that is known then, whether each item is done among it.
        possible: The stages and items that are not done and still can be.
    """

    changes: tuple[Change, ...]
    statuses: Mapping[str, Status]
    facts: Facts
    possible: frozenset[str]

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left in the case that can be done."""
        return not self.possible


def settle(definition: Definition, standing: Standing) -> Settlement:
    """Work out how a case comes to stand by what is known of it.

    Raises:
        Malformed: A fact is known with a value of another type than its own.
    """
    settling = _Settling(definition, standing)
    changes = settling.changes_made()
    while settling.has_left:
        now = attrs.evolve(standing, statuses=settling.statuses)
        settling = _Settling(definition, now)
        changes += settling.changes_made()
    return Settlement(
        changes=tuple(changes),
        statuses=settling.statuses,
        facts=settling.facts,
        possible=frozenset(settling.possible),
    )


class _Settling:
    """One pass. Its outlook is what is known for good: what can still be done is open.

    What waits for an item may be looked at before the item's stage is ended early, and
    so be taken to be possible still: after such a pass there is another.
    """

    def __init__(self, definition: Definition, standing: Standing) -> None:
        self._definition = definition
        self._standing = standing
        self.changes: list[Change] = []
        self.statuses: dict[str, Status] = dict(standing.statuses)
        self.facts: dict[str, Known] = dict(standing.facts)
        self.possible: set[str] = set()
        self.has_left = False
        self._known: dict[str, Known] = dict(standing.facts)
        self._never: set[str] = set()
        self._outlook = Outlook(self._known, never=self._never)

    def changes_made(self) -> list[Change]:
        """Look at every part, and give what stands otherwise."""
        for step in self._definition.order:
            if step.part == "item":
                self.look_at(self._definition.items[step.path])
            elif step.part == "enter":
                self.enter(self._definition.stage_of[step.path])
            else:
                self.leave(self._definition.stage_of[step.path])
        return self.changes

    def enter(self, stage: StageDefinition) -> None:
        """Let a stage be active while what it waits for holds; left is left."""
        status = self._standing.of(stage.code)
        if status is Status.LEFT:
            return
        if self._met(stage.when):
            if status is Status.WAITING:
                self._set(stage.code, Status.ACTIVE, stage.when)
        elif status is not Status.WAITING:
            self._set(stage.code, Status.WAITING, stage.when)
        if self._may_be_met(stage.when):
            self.possible.add(stage.code)

    def look_at(self, item: Item) -> None:
        """Let an item be available, or a milestone reached, while it may be."""
        path, status = item.path, self._standing.of(item.path)
        stage = self._definition.stage_of[path].code
        wanted = self._wanted(item)
        if not status.is_done:
            if self._under_way(stage) and wanted and self._met(item.when):
                status = self._enabled(item, status)
            elif status.is_open:
                status = self._set(path, Status.WAITING, item.when)
            if stage in self.possible and wanted and self._may_be_met(item.when):
                self.possible.add(path)
        if status.is_done:
            self.possible.discard(path)
        self._tell(path, done=status.is_done)
        if item.sort == "decision":
            self._tell_outcome(path, done=status.is_done)

    def leave(self, stage: StageDefinition) -> None:
        """Complete a stage when nothing in it is left to do, or end it early."""
        code = stage.code
        if self._under_way(code):
            if stage.until is not None and self._met(stage.until):
                self._set(code, Status.LEFT, stage.until)
                self.has_left = True
                for path in sorted(item.path for item in stage.items):
                    self.possible.discard(path)
                    if self.statuses.get(path, Status.WAITING).is_open:
                        self._set(path, Status.WAITING, stage.until)
            else:
                self._complete(stage)
        done = self.statuses.get(code, Status.WAITING).is_done
        if done:
            self.possible.discard(code)
        self._tell(code, done=done)

    def _complete(self, stage: StageDefinition) -> None:
        left = any(
            _required(item) and item.path in self.possible for item in stage.items
        )
        wanted = Status.ACTIVE if left else Status.DONE
        if self.statuses[stage.code] is not wanted:
            self._set(stage.code, wanted, None)

    def _under_way(self, stage: str) -> bool:
        return self.statuses.get(stage) in (Status.ACTIVE, Status.DONE)

    def _wanted(self, item: Item) -> bool:
        unplanned = isinstance(item, Task) and item.discretionary
        return not unplanned or item.path in self._standing.planned

    def _enabled(self, item: Item, status: Status) -> Status:
        if isinstance(item, Milestone):
            return self._set(item.path, Status.DONE, item.when)
        if status is Status.WAITING:
            role = item.role if isinstance(item, Task) else None
            return self._set(item.path, Status.AVAILABLE, item.when, role=role)
        return status

    def _set(
        self,
        part: str,
        to: Status,
        because: Condition | None,
        *,
        role: str | None = None,
    ) -> Status:
        inputs = looked_at(because, self.facts) if because is not None else ()
        self.changes.append(Change(part=part, to=to, role=role, inputs=inputs))
        self.statuses[part] = to
        return to

    def _met(self, condition: Condition | None) -> bool:
        return condition is None or condition.evaluate(self.facts) is Truth.TRUE

    def _may_be_met(self, condition: Condition | None) -> bool:
        return condition is None or condition.prospects(self._outlook).may_be_met

    def _tell(self, part: str, *, done: bool) -> None:
        """Let it be known whether a part is done, and whether it ever can be."""
        name = done_fact(part)
        known = self._standing.done.get(name, Known(value=True)) if done else _NO
        self.facts[name] = known
        if done or part not in self.possible:
            self._known[name] = known

    def _tell_outcome(self, part: str, *, done: bool) -> None:
        name = outcome_fact(part)
        known = self._standing.done.get(name) if done else None
        if known is not None:
            self.facts[name] = self._known[name] = known
        elif part not in self.possible:
            self._never.add(name)


def _required(item: Item) -> bool:
    return not (isinstance(item, Task) and item.optional)
