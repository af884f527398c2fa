"""Whether everything can be reached, done and met.

Each condition is judged by itself, with that of its stage: everything else in the case
is taken to be open, so that one fault is told of once and not again for all that waits
for it. As nothing waits for itself, what is within reach so is within reach at all, as
far as the conditions of other items do not contradict one another.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.checks.holding import World, can_hold
from kvalitet_core.casetypes.checks.knots import knots, way_round
from kvalitet_core.casetypes.checks.knowledge import clashing
from kvalitet_core.casetypes.items import Item, Task
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.ordering import paths_in, waits_of
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition, StageDefinition

__all__ = ["asked_of", "out_of_reach", "world_of"]


def out_of_reach(definition: Definition) -> Iterator[Problem]:
    """Tell of stages and items that cannot be reached, and of what is never met."""
    world = world_of(definition)
    for stage in definition.stages:
        if can_hold([stage.when], world):
            for item in stage.items:
                yield from _item(stage, item, world)
        else:
            text = f"can never hold, so that {stage.code!r} is never reached"
            yield Problem(path=f"{stage.code}.when", text=f"{text}; {_REMEDY}")
    yield from _never_met(definition, world)
    yield from _deadlocks(definition, world)


_REMEDY = "let its parts be able to hold at once"


def world_of(definition: Definition) -> World:
    """Give the world in which nothing has happened yet and everything can."""
    return World(definition, clashing=frozenset(clashing(definition)))


def asked_of(stage: StageDefinition, item: Item) -> tuple[Condition | None, ...]:
    """Give all that must hold at once for an item to be completed."""
    requires = item.requires if isinstance(item, Task) else ()
    return (stage.when, item.when, *requires)


def _item(stage: StageDefinition, item: Item, world: World) -> Iterator[Problem]:
    if not can_hold([stage.when, item.when], world):
        alone = can_hold([item.when], world)
        during = f" while its stage's {_condition(stage)} does" if alone else ""
        text = f"can never hold{during}, so that {item.path!r} is never reached"
        yield Problem(path=f"{item.path}.when", text=f"{text}; {_REMEDY}")
    elif not can_hold(asked_of(stage, item), world):
        text = (
            f"can never hold while {item.path!r} is available, so that it is never "
            f"completed; {_REMEDY}"
        )
        yield Problem(path=f"{item.path}.requires", text=text)


def _condition(stage: StageDefinition) -> str:
    return f"{stage.code}.when"


def _never_met(definition: Definition, world: World) -> Iterator[Problem]:
    """Tell of ends, ways to leave, rules and invariants that can never be met."""
    judged = {f"{stage.code}.when" for stage in definition.stages}
    judged |= {f"{path}.{word}" for path in definition.items for word in _OWN}
    for place, condition in definition.conditions():
        if place not in judged and not can_hold([condition], world):
            text = f"can never be met; {_REMEDY}"
            yield Problem(path=place, text=text)


_OWN = ("when", "requires")


def _deadlocks(definition: Definition, world: World) -> Iterator[Problem]:
    """Tell of items that can only be completed after one another."""
    items = definition.items
    if not any(paths_in(c) for item in items.values() for c in _required(item)):
        return
    stuck = _never_completed(definition, world)
    waits = {
        path: {
            other
            for condition in asked_of(definition.stage_of[path], items[path])
            for other in paths_in(condition)
            if other in stuck
        }
        for path in stuck
    }
    told = {
        step.path
        for knot in knots(waits_of({stage.code: stage for stage in definition.stages}))
        for step in knot
    }
    for knot in knots(waits):
        if not knot & told:
            around = " → ".join(way_round(waits, min(knot), knot))
            text = f"can only be completed after one another: {around} → {min(knot)}"
            text += "; let one of them not require it"
            yield Problem(path=f"{min(knot)}.requires", text=text)


def _required(item: Item) -> tuple[Condition, ...]:
    return item.requires if isinstance(item, Task) else ()


def _never_completed(definition: Definition, world: World) -> set[str]:
    """The items that can be completed by themselves, and not as things stand."""
    stuck = {
        path
        for path, item in definition.items.items()
        if can_hold(asked_of(definition.stage_of[path], item), world)
    }
    while True:
        given: dict[str, Known | None] = {}
        for path in stuck:
            given |= {done_fact(path): Known(value=False), outcome_fact(path): None}
        now = world.with_given(given)
        freed = {
            path
            for path in stuck
            if can_hold(
                asked_of(definition.stage_of[path], definition.items[path]), now
            )
        }
        if not freed:
            return stuck
        stuck -= freed
