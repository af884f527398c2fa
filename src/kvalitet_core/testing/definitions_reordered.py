"""The same definition with its parts declared in another order."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from kvalitet_core.casetypes.conditions import AllOf, AnyOf, AtLeast, Not
from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.items import Decision, Item
from kvalitet_core.testing.definitions_facts import Draw, mixed

__all__ = ["reordered"]


@st.composite
def reordered(draw: Draw, definition: Definition) -> Definition:
    """The same definition with its parts declared in another order.

    Args:
        draw: How Hypothesis draws.

        definition: The definition.
    """
    stages = [_stage_reordered(draw, stage) for stage in definition.stages]
    return attrs.evolve(
        definition,
        stages=tuple(draw(st.permutations(stages))),
        invariants=tuple(
            attrs.evolve(each, condition=_turned(draw, each.condition))
            for each in mixed(draw, definition.invariants)
        ),
        roles=mixed(draw, definition.roles),
        facts=mixed(draw, definition.facts),
        obliges=mixed(draw, definition.obliges),
        hooks=mixed(draw, definition.hooks),
    )


def _stage_reordered(draw: Draw, stage: StageDefinition) -> StageDefinition:
    items = tuple(_item_reordered(draw, item) for item in stage.items)
    return attrs.evolve(
        stage,
        items=mixed(draw, items),
        when=_turned(draw, stage.when),
        until=_turned(draw, stage.until),
    )


def _item_reordered(draw: Draw, item: Item) -> Item:
    given: dict[str, Any] = {"when": _turned(draw, item.when)}
    several = ("requires", "four_eyes", "planned_by", "outcomes", "granting", "rules")
    for name in several:
        if hasattr(item, name):
            given[name] = mixed(draw, getattr(item, name))
    if isinstance(item, Decision):
        given["returns"] = dict(mixed(draw, [*item.returns.items()]))
    return attrs.evolve(item, **given)


def _turned(draw: Draw, condition: Any) -> Any:
    """The same condition, its parts in another order."""
    if isinstance(condition, Not):
        return Not(_turned(draw, condition.part))
    if not isinstance(condition, AllOf | AnyOf | AtLeast):
        return condition
    parts = mixed(draw, [_turned(draw, part) for part in condition.parts])
    return attrs.evolve(condition, parts=parts)
