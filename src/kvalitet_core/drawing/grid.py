"""The layout that needs nothing but Python: bands, columns, and channels between.

Rows are as high as their highest item, and channels as wide as their lanes.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.joins import forked, joined
from kvalitet_core.drawing.labels import labelled
from kvalitet_core.drawing.lanes import Lanes, lanes
from kvalitet_core.drawing.layout import (
    COLUMN,
    POINT,
    Box,
    Layout,
    Point,
    Route,
    frame_title,
    node_size,
)
from kvalitet_core.drawing.placing import ABREAST, Band, Placing, placed
from kvalitet_core.drawing.ports import ports
from kvalitet_core.drawing.rooms import Rooms
from kvalitet_core.drawing.trunks import shared_parts
from kvalitet_core.drawing.ways import LEFT, RIGHT, Channel, Side, ways

__all__ = ["plain"]

_PAGE: Final = 946.0
_BETWEEN: Final = 46.0
_INSIDE: Final = 26.0
_TIGHT: Final = 20.0
_HEADING: Final = 48.0
_LINE: Final = 18.0
_FOOT: Final = 22.0
_ROWS: Final = 18.0
_GAP: Final = 34.0
_EMPTY: Final = 26.0


def plain(graph: Graph) -> Layout:
    """Lay a graph out on a grid of stages and columns.

    As many stages stand side by side as a page is wide.
    """
    tried: list[tuple[Placing, Layout]] = []
    for abreast in range(ABREAST, 0, -1):
        placing = placed(graph, abreast=abreast)
        if tried and placing == tried[-1][0]:
            continue
        layout = _Grid(graph, placing).layout()
        if layout.width <= _PAGE or not placing.shared:
            return layout
        tried.append((placing, layout))
    return tried[-1][1]


class _Grid:
    """The coordinates of one graph's grid."""

    def __init__(self, graph: Graph, placing: Placing) -> None:
        self._graph, self._placing = graph, placing
        self._ways = ways(graph, placing)
        self._joins = joined(graph, self._ways)
        self._forks = forked(graph, self._ways, self._joins)
        self._lanes: Lanes = lanes(graph, placing, self._ways, self._joins)
        self._inside = _TIGHT if placing.shared else _INSIDE
        self._rooms = Rooms(
            graph,
            placing,
            self._ways,
            taken=self._lanes,
            joins=self._joins,
            forks=self._forks,
            inside=self._inside,
        )
        self._groups = {group.id: group for group in graph.groups}
        self._start: dict[Channel, float] = {}
        self._size: dict[Channel, float] = {}
        self._column_at, self._row_at = list[float](), list[float]()
        self._sizes = {node.id: node_size(node) for node in graph.nodes}
        self._points = {
            node.id: POINT for node in graph.nodes if node.kind == "decision"
        }
        self._row_height = self._rows()
        self._across()
        self._frames: dict[str, Box] = {}
        self._height = self._down()
        self._boxes = {node.id: self._box(node.id) for node in graph.nodes}
        widths = {name: width for name, (width, _) in self._sizes.items()}
        self._ports = ports(graph, self._ways, self._joins, widths)

    def layout(self) -> Layout:
        """All of it, in the order of the graph."""
        routes = [self._route(number) for number in range(len(self._ways))]
        common = shared_parts(self._ways, routes, forks=self._forks, joins=self._joins)
        groups = tuple(self._frames[group.id] for group in self._graph.groups)
        return Layout(
            width=self._right + self._size[RIGHT],
            height=self._height,
            nodes=tuple(self._boxes[node.id] for node in self._graph.nodes),
            groups=groups,
            routes=labelled(self._graph, routes, common, groups),
        )

    def _rows(self) -> list[float]:
        last = self._placing.bands[-1] if self._placing.bands else None
        heights = [0.0] * (last.first + last.rows if last else 0)
        for band in self._placing.bands:
            heights[band.first] = _EMPTY
        for name, cell in self._placing.cells.items():
            heights[cell.row] = max(heights[cell.row], self._sizes[name][1])
        return heights

    def _across(self) -> None:
        """Lay the columns out, from the left."""
        x = self._left = self._at(LEFT, 0.0)
        columns = self._placing.columns
        for column in range(columns + 1):
            least = self._inside if column in {0, columns} else _BETWEEN
            x = self._at(Channel("column", column), x, least=least)
            if column < columns:
                self._column_at.append(x)
                x += COLUMN
        self._right = x
        self._at(RIGHT, x)

    def _down(self) -> float:
        """Lay the bands out, from the top."""
        y = 0.0
        for number, band in enumerate(self._placing.bands):
            y = self._at(Channel("gap", number), y, least=_GAP if number else 0.0)
            top = y
            y = self._band(band, y + self._heading(band))
            y += _FOOT if band.stages else 0.0
            for name in band.stages:
                self._frames[name] = self._frame(name, top, y)
        return self._at(Channel("gap", len(self._placing.bands)), y)

    def _band(self, band: Band, y: float) -> float:
        for row in range(band.first, band.first + band.rows):
            least = _ROWS if row > band.first else 0.0
            y = self._at(Channel("above", row), y, least=least)
            self._row_at.append(y)
            y += self._row_height[row]
            y = self._at(Channel("below", row), y)
        return y

    def _at(self, channel: Channel, start: float, *, least: float = 0.0) -> float:
        """Put a channel here, and say where it ends."""
        self._start[channel] = start
        self._size[channel] = self._rooms.size(channel, least)
        return start + self._size[channel]

    def _heading(self, band: Band) -> float:
        """How much room the titles of a band's stages need."""
        titles = [
            frame_title(self._groups[name], right - left)
            for name in band.stages
            for left, right in (self._span(name),)
        ]
        more = max((len(title) for title in titles), default=1) - 1
        return _HEADING + more * _LINE if titles else 0.0

    def _span(self, name: str) -> tuple[float, float]:
        """From where to where a frame goes: as the drawing, or as its columns."""
        frame = self._placing.frames[name]
        last = frame.column + frame.columns
        left, right = self._left, self._right
        if frame.column:
            left = self._column_at[frame.column] - self._inside
        if not frame.wide and last < self._placing.columns:
            right = self._column_at[last - 1] + COLUMN + self._inside
        return left, right

    def _frame(self, name: str, top: float, foot: float) -> Box:
        left, right = self._span(name)
        return Box(x=left, y=top, width=right - left, height=foot - top)

    def _box(self, name: str) -> Box:
        cell = self._placing.cells[name]
        width, height = self._sizes[name]
        return Box(
            x=self._column_at[cell.column] + (COLUMN - width) / 2,
            y=self._row_at[cell.row] + (self._row_height[cell.row] - height) / 2,
            width=width,
            height=height,
        )

    def _end(self, name: str, side: Side, port: float) -> Point:
        """Where an arrow touches an item or a stage."""
        box = self._boxes.get(name)
        if box is None:
            return self._end_of_frame(name, side, port)
        if side in {"left", "right"}:
            middle = box.y + box.height / 2 + port
            slope = self._points.get(name, 0.0) * abs(port) / (box.height / 2)
            return box.x + (box.width - slope if side == "right" else slope), middle
        y = box.y + (box.height if side == "bottom" else 0.0)
        return box.x + box.width / 2 + port, y

    def _end_of_frame(self, name: str, side: Side, port: float) -> Point:
        """Over or under its first column, or beside its first row."""
        box, frame = self._frames[name], self._placing.frames[name]
        if side in {"left", "right"}:
            row = self._placing.bands[frame.band].first
            middle = self._row_at[row] + self._row_height[row] / 2
            return box.x + (box.width if side == "right" else 0.0), middle + port
        y = box.y if side == "top" else box.y + box.height
        return self._column_at[frame.column] + COLUMN / 2 + port, y

    def _lane(self, number: int, step: int) -> float:
        channel = self._ways[number].channels[step]
        lane = self._lanes.of[number, step]
        offset = self._rooms.lane(channel, lane, self._size[channel])
        return self._start[channel] + offset

    def _route(self, number: int) -> Route:
        edge, way = self._graph.edges[number], self._ways[number]
        end = self._end(edge.target, way.enters, self._ports[number, False])
        x, y = self._end(edge.source, way.leaves, self._ports[number, True])
        if not way.channels and edge.source in self._frames:
            y = end[1]
        points = [(x, y)]
        for step, channel in enumerate(way.channels):
            if channel.kind in {"column", "side"}:
                x = self._lane(number, step)
            else:
                y = self._lane(number, step)
            points.append((x, y))
        if way.channels:
            level = way.enters in {"left", "right"}
            points.append((x, end[1]) if level else (end[0], y))
        points.append(end if way.channels else (end[0], y))
        return Route(points=tuple(points))
