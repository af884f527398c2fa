"""Four eyes across a whole case: each of several items by somebody else.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from kvalitet_core.casetypes.definition import StageDefinition
from kvalitet_core.casetypes.items import Item, Task
from kvalitet_core.casetypes.ordering import Cycle, in_order

__all__ = ["apart"]


def apart(
    stages: tuple[StageDefinition, ...], paths: Iterable[str]
) -> tuple[StageDefinition, ...]:
    """Keep items apart from one another: each names those that come before it.

    Which of two comes first is told by what they wait for, and else by their paths, so
    the order in which they are named makes no difference.

    Args:
        stages: The stages.

        paths: The items, by their paths.
    """
    places = _places(stages)
    group = sorted({*paths}, key=lambda path: (places.get(path, -1), path))
    before = {path: tuple(group[:place]) for place, path in enumerate(group)}
    return tuple(
        attrs.evolve(stage, items=tuple(_item(each, before) for each in stage.items))
        for stage in stages
    )


def _places(stages: tuple[StageDefinition, ...]) -> Mapping[str, int]:
    """At which place each task is looked at; none where some wait for one another."""
    tasks = {
        item.path for stage in stages for item in stage.items if isinstance(item, Task)
    }
    try:
        order = in_order(stages)
    except Cycle:
        return {}
    return {step.path: n for n, step in enumerate(order) if step.path in tasks}


def _item(item: Item, before: Mapping[str, tuple[str, ...]]) -> Item:
    if not isinstance(item, Task):
        return item
    others = (*item.four_eyes, *before.get(item.path, ()))
    return attrs.evolve(item, four_eyes=tuple(dict.fromkeys(others)))
