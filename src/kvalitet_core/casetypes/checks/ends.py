"""Whether a case can end, whatever its decisions come to.

An outcome is a dead end when nothing sends the case back to the decision, and

- the case type says when a case ends, and that can never be met after this outcome; or
- it does not, and some item is available after this outcome and can never be completed,
  may not be skipped, and is in a stage that is not ended early.

A decision is one too when each of its outcomes sends the case back to it.

What is told of is so by the outcome alone, whatever else happens; what depends on other
facts besides is not told of.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.casetypes.checks.holding import World, can_hold
from kvalitet_core.casetypes.checks.reach import asked_of, world_of
from kvalitet_core.casetypes.items import Decision, Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import Cycle, paths_in
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["dead_ends"]


def dead_ends(definition: Definition) -> Iterator[Problem]:
    """Tell of outcomes after which a case can neither go on nor end."""
    decisions = [i for i in definition.items.values() if isinstance(i, Decision)]
    for decision in decisions:
        if _only_returns(definition, decision):
            text = "each of them sends the case back, so that it never ends"
            text += "; let one outcome not return"
            yield Problem(path=f"{decision.path}.returns", text=text)
    if not _depends_on_items(definition):
        return
    world, asking = world_of(definition), _asking(definition)
    able = frozenset(
        path
        for path, item in definition.items.items()
        if can_hold(asked_of(definition.stage_of[path], item), world)
    )
    for decision in decisions:
        for outcome in decision.outcomes:
            if outcome not in decision.returns:
                after = _After(definition, decision, outcome, asking, able)
                yield from after.problems(world)


def _depends_on_items(definition: Definition) -> bool:
    """Whether what is done decides when it ends, or what can be completed."""
    return definition.ends is not None or any(
        paths_in(condition)
        for item in definition.items.values()
        if isinstance(item, Task)
        for condition in item.requires
    )


def _asking(definition: Definition) -> Mapping[str, frozenset[str]]:
    """For each path, the items that ask about it, themselves or by their stage."""
    found: dict[str, set[str]] = {}
    for path, item in definition.items.items():
        for condition in asked_of(definition.stage_of[path], item):
            for named in paths_in(condition):
                found.setdefault(named, set()).add(path)
    return {path: frozenset(items) for path, items in found.items()}


def _only_returns(definition: Definition, decision: Decision) -> bool:
    stays = decision.optional or decision.discretionary
    if stays or definition.ends is not None or not decision.outcomes:
        return False
    left = definition.stage_of[decision.path].until is not None
    return not left and all(
        code in decision.returns
        and _leads_to(definition, decision.returns[code], decision.path)
        for code in decision.outcomes
    )


def _leads_to(definition: Definition, start: str, path: str) -> bool:
    try:
        return start == path or path in definition.dependents.get(start, ())
    except Cycle:
        return True


@attrs.define
class _After:
    """What can happen after an outcome: `shut` is what cannot be completed then."""

    definition: Definition
    decision: Decision
    outcome: str
    asking: Mapping[str, frozenset[str]]
    able: frozenset[str]
    shut: set[str] = attrs.field(factory=set, init=False)

    def problems(self, world: World) -> Iterator[Problem]:
        """Tell whether the outcome is a dead end."""
        path, ends = self.decision.path, self.definition.ends
        after = self._shutting(
            world.with_given(
                {
                    done_fact(path): Known(value=True),
                    outcome_fact(path): Known(self.outcome),
                }
            )
        )
        if self._sent_back():
            return
        say = partial(Problem, path=f"{path}.outcomes.{self.outcome}")
        if ends is not None:
            if can_hold([ends], world) and not can_hold([ends], after):
                text = "is a dead end: after it the case can never end, because ends="
                text += " can never be met; let it be met, or let something follow"
                yield say(text=text)
            return
        for stuck in sorted(filter(partial(self._is_stuck, after), self.shut)):
            text = (
                f"is a dead end: after it {stuck!r} is available and can never be "
                "completed; let what it requires stand in its when="
            )
            yield say(text=text)

    def _shutting(self, after: World) -> World:
        """Find what cannot be completed any more, and what depends on that."""
        waiting = [self.decision.path]
        while waiting:
            for path in sorted(self.asking.get(waiting.pop(), ())):
                known = path in self.shut or path == self.decision.path
                if known or path not in self.able:
                    continue
                if can_hold(self._asked(path), after):
                    continue
                self.shut.add(path)
                waiting.append(path)
                no: dict[str, Known | None] = {
                    done_fact(path): Known(value=False),
                    outcome_fact(path): None,
                }
                after = after.with_given(no)
        return after

    def _asked(self, path: str) -> tuple[Condition | None, ...]:
        return asked_of(self.definition.stage_of[path], self.definition.items[path])

    def _is_stuck(self, after: World, path: str) -> bool:
        stage, item = self.definition.stage_of[path], self.definition.items[path]
        if stage.until is not None or _may_stay(item):
            return False
        return can_hold([stage.when, item.when], after)

    def _sent_back(self) -> bool:
        """Whether some other decision can send the case back to this one."""
        return any(
            _leads_to(self.definition, target, self.decision.path)
            for path, item in self.definition.items.items()
            if isinstance(item, Decision) and path not in self.shut
            if path != self.decision.path
            for target in item.returns.values()
        )


def _may_stay(item: Item) -> bool:
    return not isinstance(item, Task) or item.optional or item.discretionary
