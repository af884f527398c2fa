"""How arrows are drawn in SVG: rounded corners, and an end that tells the kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import Final

from kvalitet_core.drawing.graph import Edge
from kvalitet_core.drawing.layout import LABEL, Point, Route, label_size, label_text
from kvalitet_core.drawing.looks import EDGES, EdgeLook
from kvalitet_core.drawing.markup import element, path, point, text

__all__ = ["arrow", "label", "line"]

_CORNER: Final = 8.0
_HEAD: Final = 9.0
_WING: Final = 4.6
_HIDDEN: Final = 0.01


def arrow(edge: Edge, route: Route) -> str:
    """The line of an arrow and its end."""
    points = list(route.points)
    if not route.curved:
        points = _turns(points)
    back = edge.kind == "return"
    return line(points, EDGES[edge.kind], curved=route.curved, backwards=back)


def line(
    points: Sequence[Point],
    look: EdgeLook,
    *,
    curved: bool = False,
    backwards: bool = False,
) -> str:
    """A line through points, with the ends of its look.

    Backwards: its dashes are counted from its tip, so that those of arrows that come
    together lie on one another.
    """
    tip, before = points[-1], _before(points)
    ends = [_head(tip, before, look)]
    drawn = list(points)
    if look.head == "dots":
        ends = [_dot(points[0], look), _dot(tip, look)]
    else:
        drawn[-1] = _back(tip, before, _HEAD - 3 if look.head == "full" else 1.5)
    if backwards:
        drawn.reverse()
    return "\n".join([_stroke(drawn, look, curved=curved), *ends])


def _stroke(points: Sequence[Point], look: EdgeLook, *, curved: bool) -> str:
    return element(
        "path",
        d=_curve(points) if curved else _rounded(points),
        fill="none",
        stroke=look.stroke,
        stroke_width=look.weight,
        stroke_dasharray=look.dash,
        stroke_linecap="round" if look.head == "dots" else "",
    )


def label(edge: Edge, route: Route, *, ground: str) -> str:
    """An arrow's label on a ground that keeps lines out of the letters."""
    lines = label_text(edge.label)
    if route.label is None or not lines:
        return ""
    x, y = route.label
    width, height = label_size(edge.label)
    return "\n".join(
        [
            element(
                "rect",
                x=x - width / 2 - 4,
                y=y - height / 2 - 2,
                width=width + 8,
                height=height + 4,
                rx=4,
                fill=ground,
            ),
            text(
                lines,
                at=(x, y - height / 2 + 11),
                step=14,
                text_anchor="middle",
                font_size=LABEL,
                fill=EDGES[edge.kind].stroke,
                font_style="italic",
            ),
        ]
    )


def _turns(points: Sequence[Point]) -> list[Point]:
    """Only the ends and the corners: no point twice, and none on a straight line."""
    found: list[Point] = []
    for place in points:
        if found and _distance(found[-1], place) < _HIDDEN:
            continue
        while len(found) > 1 and _straight(found[-2], found[-1], place):
            found.pop()
        found.append(place)
    return found if len(found) > 1 else [points[0], points[-1]]


def _straight(a: Point, b: Point, c: Point) -> bool:
    return abs((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) < _HIDDEN


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _back(tip: Point, before: Point, by: float) -> Point:
    """The point so much before the tip."""
    length = _distance(tip, before)
    share = min(by, length) / length if length else 0.0
    return tip[0] + (before[0] - tip[0]) * share, tip[1] + (before[1] - tip[1]) * share


def _before(points: Sequence[Point]) -> Point:
    """The last point that is not the tip itself: where the arrow comes from."""
    tip = points[-1]
    apart = (each for each in reversed(points) if _distance(each, tip) > _HIDDEN)
    return next(apart, (tip[0], tip[1] - 1))


def _rounded(points: Sequence[Point]) -> str:
    data = [f"M{point(points[0])}"]
    for (a, b), (_, c) in pairwise(pairwise(points)):
        room = min(_CORNER, _distance(a, b) / 2, _distance(b, c) / 2)
        into, out = _back(b, a, room), _back(b, c, room)
        data.append(f"L{point(into)} Q{point(b)} {point(out)}")
    return " ".join([*data, f"L{point(points[-1])}"])


def _curve(points: Sequence[Point]) -> str:
    bends = " ".join(point(place) for place in points[1:])
    return f"M{point(points[0])} C{bends}"


def _head(tip: Point, before: Point, look: EdgeLook) -> str:
    base = _back(tip, before, _HEAD)
    length = _distance(tip, base) or 1.0
    across = (base[1] - tip[1]) / length * _WING, (tip[0] - base[0]) / length * _WING
    left = base[0] + across[0], base[1] + across[1]
    right = base[0] - across[0], base[1] - across[1]
    if look.head == "open":
        return element(
            "path",
            d=path(left, tip, right, closed=False),
            fill="none",
            stroke=look.stroke,
            stroke_width=look.weight,
            stroke_linejoin="round",
        )
    return element("path", d=path(left, tip, right), fill=look.stroke)


def _dot(place: Point, look: EdgeLook) -> str:
    return element("circle", cx=place[0], cy=place[1], r=3.4, fill=look.stroke)
