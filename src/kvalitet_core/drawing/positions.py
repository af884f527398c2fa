"""Graphviz as a surveyor: what it is asked, and how its answer becomes a layout.

It is told sizes and no text, so that its answer does not depend on any font.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, Final

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.layout import (
    Box,
    Layout,
    Point,
    Route,
    label_size,
    node_size,
)
from kvalitet_core.errors import Malformed

__all__ = ["answered", "asked"]

_INCH: Final = 72.0
_HEADING: Final = (200, 22)


def asked(graph: Graph) -> str:
    """The question, in DOT: boxes `n0`…, frames `cluster0`…, arrows by number."""
    return "\n".join(
        [
            "digraph {",
            'graph [compound="true", rankdir="TB", nodesep="0.45", ranksep="0.5"]',
            'node [shape="box", label="", fixedsize="true"]',
            'edge [dir="none"]',
            *_frames(graph),
            *_boxes(graph),
            *_arrows(graph),
            "}",
            "",
        ]
    )


def _boxes(graph: Graph) -> Iterator[str]:
    for number, node in enumerate(graph.nodes):
        width, height = node_size(node)
        yield f'n{number} [width="{width / _INCH:.3f}", height="{height / _INCH:.3f}"]'


def _frames(graph: Graph) -> Iterator[str]:
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    for number, group in enumerate(graph.groups):
        inner = "; ".join(f"n{place[name]}" for name in group.nodes)
        heading = f'graph [label={_table(_HEADING)}, labeljust="l", margin="18"]'
        inner = inner or f'e{number} [width="1", height="0.3", style="invis"]'
        yield f"subgraph cluster{number} {{ {heading}; {inner} }}"


def _arrows(graph: Graph) -> Iterator[str]:
    places = _Ends(graph)
    for number, edge in enumerate(graph.edges):
        source, tail = places.of(edge.source, leaving=True)
        target, head = places.of(edge.target, leaving=False)
        facts = [f'id="{number}"']
        facts += [f'ltail="{tail}"'] if tail else []
        facts += [f'lhead="{head}"'] if head else []
        facts += [] if edge.kind in {"flow", "obligation"} else ['constraint="false"']
        width, height = label_size(edge.label)
        if height:
            facts.append(f"label={_table((int(width) + 12, int(height) + 4))}")
        yield f"{source} -> {target} [{', '.join(facts)}]"


class _Ends:
    """Which box stands for an arrow's end: a stage's first or last item."""

    def __init__(self, graph: Graph) -> None:
        self._nodes = {node.id: place for place, node in enumerate(graph.nodes)}
        self._groups = {group.id: place for place, group in enumerate(graph.groups)}
        flows = [edge for edge in graph.edges if edge.kind == "flow"]
        left = {edge.source for edge in flows}
        reached = {edge.target for edge in flows}
        self._first = _outermost(graph, reached)
        self._last = _outermost(graph, left)

    def of(self, name: str, *, leaving: bool) -> tuple[str, str]:
        """The box's name, and the frame's where the end is a stage."""
        if name in self._nodes:
            return f"n{self._nodes[name]}", ""
        number = self._groups[name]
        held = (self._last if leaving else self._first)[name]
        box = f"n{self._nodes[held]}" if held else f"e{number}"
        return box, f"cluster{number}"


def _outermost(graph: Graph, inner: Container[str]) -> Mapping[str, str | None]:
    """By stage, the middle one of its items that are not further in."""
    found: dict[str, str | None] = {}
    for group in graph.groups:
        outer = [name for name in group.nodes if name not in inner] or group.nodes
        found[group.id] = outer[len(outer) // 2] if outer else None
    return found


def _table(size: tuple[int, int]) -> str:
    """An empty label of a size."""
    return (
        '<<table border="0" cellborder="0" cellspacing="0" cellpadding="0"><tr><td '
        f'fixedsize="true" width="{size[0]}" height="{size[1]}"></td></tr></table>>'
    )


def answered(graph: Graph, answer: str) -> Layout:
    """The layout that Graphviz's answer gives, as its `json` format has it.

    Raises:
        Malformed: The answer lacks something that was asked for.
    """
    try:
        return _Answer(json.loads(answer)).layout(graph)
    except (KeyError, TypeError, ValueError, IndexError) as problem:
        raise Malformed(
            "Graphviz's answer", f"expected boxes and ways, got none for {problem}"
        ) from problem


class _Answer:
    """An answer of Graphviz, whose coordinates grow upwards."""

    def __init__(self, answer: Any) -> None:
        left, bottom, right, top = _numbers(answer["bb"])
        self._left, self._top = left, top
        self._width, self._height = right - left, top - bottom
        self._objects = {each["name"]: each for each in answer.get("objects", [])}
        self._edges = {each["id"]: each for each in answer.get("edges", [])}

    def layout(self, graph: Graph) -> Layout:
        """All of it, in the order of the graph."""
        return Layout(
            width=self._width,
            height=self._height,
            nodes=tuple(self._box(f"n{place}") for place in range(len(graph.nodes))),
            groups=tuple(
                self._frame(f"cluster{place}") for place in range(len(graph.groups))
            ),
            routes=tuple(
                self._route(edge, str(place)) for place, edge in enumerate(graph.edges)
            ),
        )

    def _point(self, x: float, y: float) -> Point:
        return x - self._left, self._top - y

    def _box(self, name: str) -> Box:
        found = self._objects[name]
        x, y = self._point(*_numbers(found["pos"]))
        width, height = float(found["width"]) * _INCH, float(found["height"]) * _INCH
        return Box(x=x - width / 2, y=y - height / 2, width=width, height=height)

    def _frame(self, name: str) -> Box:
        left, bottom, right, top = _numbers(self._objects[name]["bb"])
        x, y = self._point(left, top)
        return Box(x=x, y=y, width=right - left, height=top - bottom)

    def _route(self, edge: Edge, number: str) -> Route:
        found = self._edges[number]
        points = tuple(
            self._point(*_numbers(each)) for each in str(found["pos"]).split()
        )
        label = self._point(*_numbers(found["lp"])) if edge.label.strip() else None
        return Route(points=points, curved=True, label=label)


def _numbers(written: Any) -> Sequence[float]:
    return [float(each) for each in str(written).split(",")]
