"""Whether everything that is named is there, and nothing waits for itself.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.ordering import Cycle, in_order, paths_in
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["cycles", "unknown_paths"]


def unknown_paths(definition: Definition) -> Iterator[Problem]:
    """Tell of each path that is named and that nobody declares."""
    known = {*definition.items, *(stage.code for stage in definition.stages)}
    for place, path in _named(definition):
        if path not in known:
            nearest = get_close_matches(path, known, n=2, cutoff=0.5)
            hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
            text = f"names {path!r}, which no stage declares{hint}"
            yield Problem(path=place, text=text)


def _named(definition: Definition) -> Iterator[tuple[str, str]]:
    """Each path that is named, with the place where it is."""
    for place, condition in definition.conditions():
        for path in sorted(paths_in(condition)):
            yield place, path
    for item in definition.items.values():
        if isinstance(item, Task):
            for path in item.four_eyes:
                yield f"{item.path}.four_eyes", path
        if isinstance(item, Decision):
            for outcome, path in item.returns.items():
                yield f"{item.path}.returns.{outcome}", path
    for owing in definition.obliges:
        yield f"obliges.{owing.code}", owing.after
        yield f"obliges.{owing.code}", owing.owed


def cycles(definition: Definition) -> Iterator[Problem]:
    """Tell of parts that wait for one another, and so for ever."""
    try:
        in_order(definition.stages)
    except Cycle as cycle:
        text = f"wait for one another: {cycle}; let one of them not wait"
        yield Problem(path=cycle.paths[0], text=text)
