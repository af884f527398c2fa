"""Where on a side arrows touch: side by side, but for those that lie together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.layout import COLUMN, label_size
from kvalitet_core.drawing.ways import Side, Way

__all__ = ["ports"]

_End: TypeAlias = tuple[int, bool]

_CORNER: Final = 18.0
"""How far from the end of a side arrows keep."""

_PORT: Final = 16.0
_SIDEWAYS: Final = 8.0
_BESIDE: Final = 10.0


def ports(
    graph: Graph,
    found: Sequence[Way],
    joins: Mapping[int, Sequence[int]],
    widths: Mapping[str, float],
) -> dict[_End, float]:
    """How far from the middle of a side each arrow's ends are.

    Args:
        graph: What is drawn.
        found: The way of every arrow.
        joins: The arrows that come together, by the number of the first.
        widths: How wide each item is.

    Returns:
        The distance by the arrow's number, and whether it is where it leaves.
    """
    placed: dict[_End, float] = {}
    for (name, side), ends in _sides(graph, found, joins).items():
        if side in {"left", "right"}:
            placed |= _upright(graph, ends)
        else:
            labels = [_dropped(graph, found, joins, end) for end in ends]
            pitch = max(_PORT, *labels)
            placed |= _level(ends, widths.get(name, COLUMN) - 2 * _CORNER, pitch)
    return placed


def _sides(
    graph: Graph, found: Sequence[Way], joins: Mapping[int, Sequence[int]]
) -> Mapping[tuple[str, Side], Mapping[_End, object]]:
    """By item or stage and side, the ends there, each with its fork or join."""
    first = {number: join for join, held in joins.items() for number in held}
    sides: dict[tuple[str, Side], dict[_End, object]] = {}
    for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
        fork = (edge.kind, edge.label)
        sides.setdefault((edge.source, way.leaves), {})[number, True] = fork
        join = first.get(number, number)
        sides.setdefault((edge.target, way.enters), {})[number, False] = join
    return sides


def _upright(graph: Graph, ends: Iterable[_End]) -> dict[_End, float]:
    """What goes on above the middle, all else below; in the middle where alike."""
    kinds = {end: graph.edges[end[0]].kind for end in ends}
    if len(set(kinds.values())) == 1:
        return dict.fromkeys(kinds, 0.0)
    return {
        end: -_SIDEWAYS if kind == "flow" else _SIDEWAYS for end, kind in kinds.items()
    }


def _dropped(
    graph: Graph, found: Sequence[Way], joins: Mapping[int, object], end: _End
) -> float:
    """How much room the words of a join need that stand just over its end."""
    number, leaves = end
    if leaves or number not in joins or found[number].channels[-1].kind != "gap":
        return 0.0
    width = label_size(graph.edges[number].label)[0]
    return width + _BESIDE if width else 0.0


def _level(
    ends: Mapping[_End, object], width: float, pitch: float
) -> dict[_End, float]:
    """Side by side round the middle; those of a fork or join at one place."""
    groups = list(dict.fromkeys(ends.values()))
    pitch = min(pitch, width / len(groups))
    return {
        end: (groups.index(group) - (len(groups) - 1) / 2) * pitch
        for end, group in ends.items()
    }
