"""The layout that needs nothing but Python: bands, columns, and channels between.

Rows are as high as their highest item, and channels as wide as their lanes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.labels import labelled
from kvalitet_core.drawing.lanes import Lanes, lanes
from kvalitet_core.drawing.layout import (
    COLUMN,
    POINT,
    Box,
    Layout,
    Point,
    Route,
    label_size,
    node_size,
)
from kvalitet_core.drawing.placing import Band, Placing, placed
from kvalitet_core.drawing.ways import OUTSIDE, Channel, Side, Way, ways

__all__ = ["plain"]

_LANE: Final = 12.0
_BETWEEN: Final = 46.0
_INSIDE: Final = 26.0
_HEADING: Final = 48.0
_FOOT: Final = 22.0
_ROWS: Final = 18.0
_GAP: Final = 34.0
_PORT: Final = 16.0
_LABEL: Final = 24.0
_CORNER: Final = 18.0
_EMPTY: Final = 26.0


def plain(graph: Graph) -> Layout:
    """Lay a graph out on a grid of stages and columns."""
    return _Grid(graph).layout()


class _Grid:
    """The coordinates of one graph's grid."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._placing: Placing = placed(graph)
        self._ways = ways(graph, self._placing)
        self._lanes: Lanes = lanes(graph, self._placing, self._ways)
        self._label_room = self._labels()
        self._start: dict[Channel, float] = {}
        self._size: dict[Channel, float] = {}
        self._column_at: list[float] = []
        self._row_at: list[float] = []
        self._sizes = {node.id: node_size(node) for node in graph.nodes}
        decisions = [node.id for node in graph.nodes if node.kind == "decision"]
        self._points = dict.fromkeys(decisions, POINT)
        self._row_height = self._rows()
        self._across()
        self._frames: dict[str, Box] = {}
        self._height = self._down()
        self._boxes = {node.id: self._box(node.id) for node in graph.nodes}
        self._ports = self._spread_ports()

    def layout(self) -> Layout:
        """All of it, in the order of the graph."""
        routes = [self._route(number) for number in range(len(self._ways))]
        return Layout(
            width=self._width,
            height=self._height,
            nodes=tuple(self._boxes[node.id] for node in self._graph.nodes),
            groups=tuple(self._frames[group.id] for group in self._graph.groups),
            routes=labelled(self._graph, routes),
        )

    def _labels(self) -> Mapping[Channel, tuple[float, float]]:
        """How much room the labels need in the channel that each stands in."""
        room: dict[Channel, tuple[float, float]] = {}
        for edge, way in zip(self._graph.edges, self._ways, strict=True):
            channel = self._labelled(way) or self._straight(edge.source)
            width, height = label_size(edge.label)
            widest, highest = room.get(channel, (0.0, 0.0))
            room[channel] = (max(widest, width), max(highest, height))
        return room

    def _straight(self, source: str) -> Channel:
        """The channel that an arrow crosses which goes straight to the next column."""
        return Channel("column", self._placing.cells[source].column + 1)

    @staticmethod
    def _labelled(way: Way) -> Channel | None:
        """The channel where a way's label stands: along a row rather than a column."""
        level = tuple(each for each in way.channels if each.kind != "column")
        return next(reversed(level or way.channels), None)

    def _rows(self) -> list[float]:
        last = self._placing.bands[-1] if self._placing.bands else None
        heights = [0.0] * (last.first + last.rows if last else 0)
        for band in self._placing.bands:
            heights[band.first] = _EMPTY
        for name, cell in self._placing.cells.items():
            heights[cell.row] = max(heights[cell.row], self._sizes[name][1])
        return heights

    def _room(self, channel: Channel, least: float) -> float:
        """How wide a channel must be for its lanes and labels."""
        count = self._lanes.count.get(channel, 0)
        width, height = self._label_room.get(channel, (0.0, 0.0))
        if channel.kind == "column":
            beside = width + _LABEL if width else 0.0
            return max(least, count * _LANE + 20 + max(0.0, beside - 10))
        pitch = max(_LANE, height + 2)
        return max(least, count * pitch + (10 if count else 0))

    def _across(self) -> None:
        """Lay the columns out, from the left."""
        self._at(Channel("column", OUTSIDE), 0.0, least=0.0)
        x = self._left = self._size[Channel("column", OUTSIDE)]
        for column in range(self._placing.columns + 1):
            edge = column in {0, self._placing.columns}
            channel = Channel("column", column)
            x = self._at(channel, x, least=_INSIDE if edge else _BETWEEN)
            if column < self._placing.columns:
                self._column_at.append(x)
                x += COLUMN
        self._width = x

    def _down(self) -> float:
        """Lay the bands out, from the top."""
        y = 0.0
        for number, band in enumerate(self._placing.bands):
            y = self._at(Channel("gap", number), y, least=_GAP if number else 0.0)
            top = y
            y = self._band(band, y + (_HEADING if band.framed else 0.0))
            if band.framed:
                y += _FOOT
                width = self._width - self._left
                self._frames[band.id] = Box(
                    x=self._left, y=top, width=width, height=y - top
                )
        return self._at(Channel("gap", len(self._placing.bands)), y, least=0.0)

    def _band(self, band: Band, y: float) -> float:
        for row in range(band.first, band.first + band.rows):
            least = _ROWS if row > band.first else 0.0
            y = self._at(Channel("above", row), y, least=least)
            self._row_at.append(y)
            y += self._row_height[row]
            y = self._at(Channel("below", row), y, least=0.0)
        return y

    def _at(self, channel: Channel, start: float, *, least: float) -> float:
        """Put a channel here, and say where it ends."""
        self._start[channel] = start
        self._size[channel] = self._room(channel, least)
        return start + self._size[channel]

    def _box(self, name: str) -> Box:
        cell = self._placing.cells[name]
        width, height = self._sizes[name]
        return Box(
            x=self._column_at[cell.column] + (COLUMN - width) / 2,
            y=self._row_at[cell.row] + (self._row_height[cell.row] - height) / 2,
            width=width,
            height=height,
        )

    def _spread_ports(self) -> dict[tuple[int, bool], float]:
        """How far from the middle of a side each arrow's ends are."""
        sides: dict[tuple[str, Side], list[tuple[int, bool]]] = {}
        for number, way in enumerate(self._ways):
            edge = self._graph.edges[number]
            sides.setdefault((edge.source, way.leaves), []).append((number, True))
            sides.setdefault((edge.target, way.enters), []).append((number, False))
        ports: dict[tuple[int, bool], float] = {}
        for (name, side), ends in sides.items():
            if side in {"left", "right"}:
                kinds = [self._graph.edges[number].kind for number, _ in ends]
                mixed = len(Counter(kinds)) > 1
                for end, kind in zip(ends, kinds, strict=True):
                    owed = kind == "obligation"
                    ports[end] = 0.0 if not mixed else 8.0 if owed else -8.0
                continue
            width = self._sizes.get(name, (COLUMN, 0.0))[0] - 2 * _CORNER
            pitch = min(_PORT, width / len(ends))
            for place, end in enumerate(ends):
                ports[end] = (place - (len(ends) - 1) / 2) * pitch
        return ports

    def _end(self, name: str, side: Side, port: float) -> Point:
        """Where an arrow touches an item or a stage."""
        box = self._boxes.get(name)
        if box is None:
            frame = self._frames[name]
            y = frame.y if side == "top" else frame.y + frame.height
            return self._column_at[0] + COLUMN / 2 + port, y
        if side in {"left", "right"}:
            middle = box.y + box.height / 2 + port
            slope = self._points.get(name, 0.0) * abs(port) / (box.height / 2)
            return box.x + (box.width - slope if side == "right" else slope), middle
        y = box.y + (box.height if side == "bottom" else 0.0)
        return box.x + box.width / 2 + port, y

    def _lane(self, number: int, step: int) -> float:
        channel = self._ways[number].channels[step]
        share = (self._lanes.of[number, step] + 1) / (self._lanes.count[channel] + 1)
        width = self._label_room.get(channel, (0.0, 0.0))[0]
        kept = width + _LABEL if width and channel.kind == "column" else 0.0
        return self._start[channel] + (self._size[channel] - kept) * share

    def _route(self, number: int) -> Route:
        edge, way = self._graph.edges[number], self._ways[number]
        end = self._end(edge.target, way.enters, self._ports[number, False])
        x, y = self._end(edge.source, way.leaves, self._ports[number, True])
        points = [(x, y)]
        for step, channel in enumerate(way.channels):
            if channel.kind == "column":
                x = self._lane(number, step)
            else:
                y = self._lane(number, step)
            points.append((x, y))
        if way.channels:
            level = way.enters in {"left", "right"}
            points.append((x, end[1]) if level else (end[0], y))
        points.append(end if way.channels else (end[0], y))
        return Route(points=tuple(points))
