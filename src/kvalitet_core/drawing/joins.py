"""Arrows that say the same: those from one source part late, those to one meet early.

So the words stand there once, on what they have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.ways import Channel, Way

__all__ = ["forked", "joined", "trunk"]

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


def forked(
    graph: Graph, found: Sequence[Way], joins: Mapping[int, Sequence[int]]
) -> Mapping[int, tuple[int, ...]]:
    """The numbers of the arrows of each fork with words, by that of the first.

    They go the same way as far as their first channel along a row. What is in a join
    has its words there.
    """
    taken = {number for held in joins.values() for number in held}
    forks: dict[tuple[object, ...], list[int]] = {}
    for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
        shared = trunk(way)
        if shared and edge.label.strip() and number not in taken:
            start = (edge.source, edge.kind, edge.label, way.leaves, shared)
            forks.setdefault(start, []).append(number)
    return {fork[0]: tuple(fork) for fork in forks.values() if fork[1:]}


def trunk(way: Way) -> tuple[Channel, ...]:
    """A way's channels up to the first along a row; none where there is no such."""
    level = (
        step
        for step, channel in enumerate(way.channels)
        if channel.kind not in {"column", "side"}
    )
    return way.channels[: next(level, -1) + 1]
