"""In which order the parts of a case are looked at: what something waits for, first.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Literal

import attrs

from kvalitet_core.casetypes.logic import Condition

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import StageDefinition

__all__ = ["Cycle", "Step", "dependents", "in_order", "paths_in", "waits_of"]


@attrs.frozen(order=True)
class Step:
    """One part of a case, at the moment when it is looked at.

    Attributes:
        path: The item's path, or the stage's code.
        part: An item; or a stage, when it is entered or left.
    """

    path: str
    part: Literal["enter", "item", "leave"] = "item"


class Cycle(Exception):
    """Some parts wait for one another.

    Attributes:
        paths: Their paths; the last one is the first one again.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        super().__init__(" → ".join(paths))


def paths_in(condition: Condition | None) -> frozenset[str]:
    """Give the paths of the items and stages that a condition asks about."""
    if condition is None:
        return frozenset()
    suffixes = (".done", ".outcome")
    return frozenset(
        name.removesuffix(suffix)
        for name in condition.needs
        for suffix in suffixes
        if name.endswith(suffix)
    )


def in_order(stages: Iterable[StageDefinition]) -> tuple[Step, ...]:
    """Put every part after what it waits for; where that leaves a choice, by path.

    Raises:
        Cycle: Some wait for one another.
    """
    waits = waits_of({stage.code: stage for stage in stages})
    sorter = TopologicalSorter(waits)
    try:
        sorter.prepare()
    except CycleError as error:
        paths = dict.fromkeys(step.path for step in reversed(error.args[1]))
        raise Cycle((*paths, next(iter(paths)))) from None
    found: list[Step] = []
    while ready := sorted(sorter.get_ready()):
        found += ready
        sorter.done(*ready)
    return tuple(found)


def waits_of(stages: Mapping[str, StageDefinition]) -> dict[Step, set[Step]]:
    """Give what each part waits for; a path that nobody declares is left out."""
    items = {item.path for stage in stages.values() for item in stage.items}

    def steps(condition: Condition | None) -> Iterator[Step]:
        for path in paths_in(condition):
            if path in stages:
                yield Step(path, "leave")
            elif path in items:
                yield Step(path)

    waits: dict[Step, set[Step]] = {}
    for code, stage in stages.items():
        entered = Step(code, "enter")
        waits[entered] = {*steps(stage.when)}
        waits[Step(code, "leave")] = {entered, *steps(stage.until)}
        for item in stage.items:
            waits[Step(item.path)] = {entered, *steps(item.when)}
            waits[Step(code, "leave")].add(Step(item.path))
    return waits


def dependents(stages: Iterable[StageDefinition]) -> Mapping[str, frozenset[str]]:
    """Give, for each item, the items that wait for it, however many are between.

    Raises:
        Cycle: Some wait for one another.
    """
    declared = tuple(stages)
    waits = waits_of({stage.code: stage for stage in declared})
    before: dict[Step, set[Step]] = {}
    for step in in_order(declared):
        before[step] = {*waits[step]}.union(*(before[one] for one in waits[step]))
    found: dict[str, set[str]] = {
        step.path: set() for step in waits if step.part == "item"
    }
    for step, earlier in before.items():
        if step.part == "item":
            for one in earlier:
                if one.part == "item":
                    found[one.path].add(step.path)
    return {path: frozenset(later) for path, later in found.items()}
