"""Where arrows' labels stand: on their own arrow, and none on another label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import attrs

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.layout import Box, Point, Route, label_size

__all__ = ["labelled"]

_HEAD: Final = 14.0
_SHORT: Final = 4
_SPACE: Final = 3.0
_TRIES: Final = 100


def labelled(graph: Graph, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Give each way a place for its arrow's label."""
    placed: list[Box] = []
    found = []
    for edge, route in zip(graph.edges, routes, strict=True):
        if not edge.label.strip():
            found.append(route)
            continue
        size = label_size(edge.label)
        box = _free(_wanted(route.points, size[0]), size, placed)
        placed.append(box)
        middle = box.x + box.width / 2, box.y + box.height / 2
        found.append(attrs.evolve(route, label=middle))
    return tuple(found)


def _wanted(points: Sequence[Point], width: float) -> Point:
    """The middle of the longest level part; of a short way, just before its end."""
    (_, y), last = points[-2:]
    if y == last[1] and len(points) <= _SHORT:
        return last[0] - _HEAD - width / 2, y
    level = [part for part in pairwise(points) if part[0][1] == part[1][1]]
    parts = level or list(pairwise(points))
    start, end = max(parts, key=lambda part: abs(part[1][0] - part[0][0]))
    return (start[0] + end[0]) / 2, (start[1] + end[1]) / 2


def _free(middle: Point, size: tuple[float, float], placed: Sequence[Box]) -> Box:
    """The box of a label, moved down or up past those that are in its place."""
    width, height = size
    boxes = [
        Box(
            x=middle[0] - width / 2,
            y=middle[1] - height / 2 + shift * (height + _SPACE),
            width=width,
            height=height,
        )
        for shift in _shifts()
    ]
    free = (box for box in boxes if not any(_over(box, each) for each in placed))
    return next(free, boxes[0])


def _shifts() -> Iterator[int]:
    yield 0
    for shift in range(1, _TRIES):
        yield from (shift, -shift)


def _over(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
