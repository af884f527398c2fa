"""Settling: what becomes available, reached, completed or blocked by what is known.

One pass over the parts, each after what it waits for, and one more for each time that a
stage is ended early, so it is linear in their number. Settling what is settled changes
nothing. A part is judged by how things stand now;
nothing is remembered that is not in the record.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import attrs

from kvalitet_core.casetypes.definition import Definition, Look, StageDefinition
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.prospects import Outlook
from kvalitet_core.casetypes.rules import looked_at
from kvalitet_core.casetypes.status import DONE, OPEN, Change, Status
from kvalitet_core.casetypes.truth import Facts, Known, Truth

__all__ = ["Settlement", "Standing", "settle", "settlement_of"]

_REMEMBERED: Final = 256
"""How many settlements are known again; many cases come to stand as others did."""

_NO: Final = Known(value=False)
_YES: Final = Known(value=True)
_TRUE: Final = Truth.TRUE
_WAITING: Final = Status.WAITING
_LEFT: Final = Status.LEFT
_UNDER_WAY: Final = (Status.ACTIVE, Status.DONE)


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
        return self.statuses.get(part, _WAITING)


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


def settlement_of(definition: Definition, standing: Standing) -> Settlement:
    """Give what `settle` does, known again where a case stood so before.

    Only the facts that a part waits for can tell two cases apart; those that are equal
    without being the same, such as one instant with two offsets, do so too.

    Raises:
        Malformed: A fact is known with a value of another type than its own.
    """
    known = standing.facts
    told = [(name, known[name]) for name in definition.awaited if name in known]
    found = _settled(
        definition,
        tuple([(*each, type(each[1].value), repr(each[1].value)) for each in told]),
        tuple(standing.statuses.items()),
        tuple(standing.done.items()),
        standing.planned,
    )
    if len(told) == len(known):
        return found
    return Settlement(
        changes=found.changes,
        statuses=found.statuses,
        facts={**known, **found.facts},
        possible=found.possible,
    )


@lru_cache(maxsize=_REMEMBERED)
def _settled(
    definition: Definition,
    told: tuple[tuple[str, Known, type[object], str], ...],
    statuses: tuple[tuple[str, Status], ...],
    done: tuple[tuple[str, Known], ...],
    planned: frozenset[str],
) -> Settlement:
    standing = Standing(
        facts={name: each for name, each, *_ in told},
        statuses=dict(statuses),
        done=dict(done),
        planned=planned,
    )
    return settle(definition, standing)


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
        definition = self._definition
        looks, stages = definition.looks, definition.stage_of
        for step in definition.order:
            if step.part == "item":
                self.look_at(looks[step.path])
            elif step.part == "enter":
                self.enter(stages[step.path])
            else:
                self.leave(stages[step.path])
        return self.changes

    def enter(self, stage: StageDefinition) -> None:
        """Let a stage be active while what it waits for holds; left is left."""
        status = self._standing.statuses.get(stage.code, _WAITING)
        if status is _LEFT:
            return
        if self._met(stage.when):
            if status is _WAITING:
                self._set(stage.code, Status.ACTIVE, stage.when)
        elif status is not _WAITING:
            self._set(stage.code, _WAITING, stage.when)
        if self._may_be_met(stage.when):
            self.possible.add(stage.code)

    def look_at(self, item: Look) -> None:
        """Let an item be available, or a milestone reached, while it may be."""
        path, when = item.path, item.when
        status = self._standing.statuses.get(path, _WAITING)
        done = status in DONE
        if not done and (not item.planned or path in self._standing.planned):
            if self.statuses.get(item.stage) in _UNDER_WAY and self._met(when):
                if item.reached or status is _WAITING:
                    self._enabled(item)
                    done = item.reached
            elif status in OPEN:
                self._set(path, _WAITING, when)
            if not done and item.stage in self.possible and self._may_be_met(when):
                self.possible.add(path)
        elif status in OPEN:
            self._set(path, _WAITING, when)
        self._tell(path, item.done, done=done)
        if item.outcome is not None:
            self._tell_outcome(path, item.outcome, done=done)

    def leave(self, stage: StageDefinition) -> None:
        """Complete a stage when nothing in it is left to do, or end it early."""
        code = stage.code
        if self.statuses.get(code) in _UNDER_WAY:
            if stage.until is not None and self._met(stage.until):
                self._set(code, Status.LEFT, stage.until)
                self.has_left = True
                for path in sorted(item.path for item in stage.items):
                    self.possible.discard(path)
                    if self.statuses.get(path, _WAITING) in OPEN:
                        self._set(path, _WAITING, stage.until)
            else:
                self._complete(stage)
        done = self.statuses.get(code, _WAITING) in DONE
        if done:
            self.possible.discard(code)
        self._tell(code, stage.done, done=done)

    def _complete(self, stage: StageDefinition) -> None:
        left = not self.possible.isdisjoint(stage.required)
        wanted = Status.ACTIVE if left else Status.DONE
        if self.statuses[stage.code] is not wanted:
            self._set(stage.code, wanted, None)

    def _enabled(self, item: Look) -> None:
        to = Status.DONE if item.reached else Status.AVAILABLE
        self._set(item.path, to, item.when, role=item.role)

    def _set(
        self,
        part: str,
        to: Status,
        because: Condition | None,
        *,
        role: str | None = None,
    ) -> None:
        inputs = looked_at(because, self.facts) if because is not None else ()
        self.changes.append(Change(part=part, to=to, role=role, inputs=inputs))
        self.statuses[part] = to

    def _met(self, condition: Condition | None) -> bool:
        return condition is None or condition.evaluate(self.facts) is _TRUE

    def _may_be_met(self, condition: Condition | None) -> bool:
        return condition is None or condition.prospects(self._outlook).most is _TRUE

    def _tell(self, part: str, name: str, *, done: bool) -> None:
        """Let it be known whether a part is done, and whether it ever can be."""
        known = self._standing.done.get(name, _YES) if done else _NO
        self.facts[name] = known
        if done or part not in self.possible:
            self._known[name] = known

    def _tell_outcome(self, part: str, name: str, *, done: bool) -> None:
        known = self._standing.done.get(name) if done else None
        if known is not None:
            self.facts[name] = self._known[name] = known
        elif part not in self.possible:
            self._never.add(name)
