"""What the signs and lines of a drawing mean: only those that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kvalitet_core.drawing.arrows import line
from kvalitet_core.drawing.graph import EdgeKind, Graph, Mark
from kvalitet_core.drawing.layout import Box, Point
from kvalitet_core.drawing.lettering import width_of
from kvalitet_core.drawing.looks import EDGES, MARKS, marks_in, words
from kvalitet_core.drawing.markup import element
from kvalitet_core.drawing.markup import words as written
from kvalitet_core.drawing.shapes import outline
from kvalitet_core.drawing.signs import count, sign

__all__ = ["legend"]

_SIZE: Final = 11.5
_STEP: Final = 28.0
_ICON: Final = 42.0


def legend(graph: Graph, *, at: Point, width: float) -> tuple[str, float]:
    """The legend, its left upper corner at a point, and how high it is."""
    x, y = 0.0, 0.0
    parts: list[str] = []
    for what, name in _entries(graph):
        room = _ICON + width_of(name, size=_SIZE) + 22
        if x and x + room > width:
            x, y = 0.0, y + _STEP
        parts.append(_entry(what, name, (at[0] + x, at[1] + y + _STEP / 2)))
        x += room
    return "\n".join(parts), y + _STEP if parts else 0.0


def _entries(graph: Graph) -> Iterator[tuple[str, str]]:
    """What is explained, and what it is called; one shape alone needs no telling."""
    kinds = {node.kind for node in graph.nodes}
    shapes = [kind for kind in ("task", "decision", "milestone") if kind in kinds]
    for kind in shapes if len(shapes) > 1 else ():
        yield kind, words(kind, graph.language)
    for mark in marks_in(graph):
        yield f"mark:{mark}", MARKS[mark].words[graph.language]
    used = {edge.kind for edge in graph.edges} - {"flow"}
    for edge, look in EDGES.items():
        if edge in used:
            yield f"edge:{edge}", look.words[graph.language]
    if any(each.count is not None for each in graph.parts):
        yield "count", words("count", graph.language)


def _entry(what: str, name: str, middle: Point) -> str:
    x, y = middle
    label = element(
        "text", written(name), x=x + _ICON, y=y + 4, font_size=_SIZE, fill="#4d5965"
    )
    return f"{_icon(what, x, y)}\n{label}"


def _icon(what: str, x: float, y: float) -> str:
    marks: dict[str, Mark] = {f"mark:{mark}": mark for mark in MARKS}
    edges: dict[str, EdgeKind] = {f"edge:{kind}": kind for kind in EDGES}
    if what in marks:
        return sign(marks[what], at=(x + 24, y))
    if what in edges:
        return line([(x + 2, y), (x + 32, y)], EDGES[edges[what]])
    if what == "count":
        return count(12, right=x + 35, middle=y)
    box = Box(x=x + 4, y=y - 9, width=32, height=18)
    return "\n".join(outline(what, "none", box))
