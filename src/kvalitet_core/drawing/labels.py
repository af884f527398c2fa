"""Where arrows' labels stand: on their own arrow, and none on another label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import dist
from typing import Final, TypeAlias

import attrs

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.layout import Box, Point, Route, label_size

__all__ = ["Part", "labelled"]

Part: TypeAlias = tuple[Point, Point]
"""A straight part of a way."""

_HEAD: Final = 14.0
_SHORT: Final = 4
_SPACE: Final = 3.0
_TRIES: Final = 100
_GROUND: Final = 5.0
_SHARES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)


def labelled(
    graph: Graph,
    routes: Sequence[Route],
    common: Mapping[int, Part | None],
    frames: Sequence[Box],
) -> tuple[Route, ...]:
    """Give each way a place for its arrow's label.

    Args:
        graph: What is drawn.
        routes: Its ways.
        common: On which part the words of a join stand, by the number of its first
            arrow; None for the others of a join.
        frames: The frames of the stages, whose sides no label hides.
    """
    placed: list[Box] = []
    found = []
    for number, (edge, route) in enumerate(zip(graph.edges, routes, strict=True)):
        size = label_size(edge.label)
        part = common.get(number, _best(route.points, size[0]))
        if not edge.label.strip() or part is None:
            found.append(route)
            continue
        box = _free(_beside_frames(part, size, frames), size, placed)
        placed.append(box)
        middle = box.x + box.width / 2, box.y + box.height / 2
        found.append(attrs.evolve(route, label=middle))
    return tuple(found)


def _best(points: Sequence[Point], width: float) -> Part:
    """The longest level part; of a short way, the place just before its end.

    Where that would be an end shorter than the words, the longest part of all.
    """
    (_, y), last = points[-2:]
    if y == last[1] and len(points) <= _SHORT:
        place = last[0] - _HEAD - width / 2, y
        return place, place
    parts = list(pairwise(points))
    level = [part for part in parts if part[0][1] == part[1][1]]
    longest = max(level or parts, key=lambda part: dist(*part))
    if longest in {parts[0], parts[-1]} and dist(*longest) < width:
        return max(parts, key=lambda part: dist(*part))
    return longest


def _beside_frames(
    part: Part, size: tuple[float, float], frames: Sequence[Box]
) -> Point:
    """The middle of a part, or where a label hides no side of a frame."""
    (x1, y1), (x2, y2) = part
    found = []
    for share in _SHARES:
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        found.append((x, y))
        if not any(_hides((x, y), size, frame) for frame in frames):
            return x, y
    return found[0]


def _hides(middle: Point, size: tuple[float, float], frame: Box) -> bool:
    """Whether a label there is on the left or right side of a frame."""
    x, y = middle
    if not frame.y < y < frame.y + frame.height:
        return False
    sides = (frame.x, frame.x + frame.width)
    return any(abs(x - side) < size[0] / 2 + _GROUND for side in sides)


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
