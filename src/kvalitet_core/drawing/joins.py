"""Arrows that say the same of the same target: they come together before they reach it.

So the words stand there once, on what they have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.ways import Way

__all__ = ["joined"]

_JOINING: Final = frozenset({"flow", "return"})


def joined(graph: Graph, found: Sequence[Way]) -> Mapping[int, tuple[int, ...]]:
    """The numbers of the arrows of each join of two or more, by that of the first."""
    joins: dict[tuple[object, ...], list[int]] = {}
    for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
        if _joins(edge, way):
            end = (edge.target, edge.kind, edge.label, way.enters, way.channels[-1])
            joins.setdefault(end, []).append(number)
    return {join[0]: tuple(join) for join in joins.values() if join[1:]}


def _joins(edge: Edge, way: Way) -> bool:
    """Whether the last part of a way may be that of others too."""
    if edge.kind not in _JOINING or not way.channels or edge.source == edge.target:
        return False
    last = way.channels[-1].kind
    if last == "side" or (last == "gap" and way.enters == "top"):
        return True
    return last != "column" and [each.kind for each in way.channels[-2:-1]] == ["side"]
