"""Which way each arrow goes: along the channels between rows and columns.

No channel has an item in it, so no arrow crosses one.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

import attrs

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.placing import Cell, Placing, placed

__all__ = ["OUTSIDE", "Channel", "Side", "Way", "ways"]

Side: TypeAlias = Literal["left", "right", "top", "bottom"]

OUTSIDE: Final = -1
"""The column channel to the left of all frames."""


class Channel(NamedTuple):
    """A strip without items.

    Attributes:
        kind: `column`: left of a column; `above` and `below` a row; a `gap`
            is above a band.
        number: The column, row or band.
    """

    kind: Literal["column", "above", "below", "gap"]
    number: int


@attrs.frozen(kw_only=True)
class Way:
    """One arrow's way: the side that it leaves by, the channels, where it enters."""

    leaves: Side
    channels: tuple[Channel, ...] = ()
    enters: Side


def ways(graph: Graph, placing: Placing | None = None) -> tuple[Way, ...]:
    """The way of every arrow, in the order of the arrows."""
    grid = _Grid(graph, placing or placed(graph))
    return tuple(grid.way(edge) for edge in graph.edges)


def _column(number: int) -> Channel:
    return Channel("column", number)


class _Grid:
    """Finds ways on one grid."""

    def __init__(self, graph: Graph, placing: Placing) -> None:
        self._cells = placing.cells
        self._bands = {band.id: place for place, band in enumerate(placing.bands)}
        self._first = [band.first for band in placing.bands]
        alone = {
            place
            for place, band in enumerate(placing.bands)
            if band.rows == 1 and not band.framed
        }
        self._starts = {
            node.id
            for node in graph.nodes
            if node.kind == "start" and self._cells[node.id].band in alone
        }
        self._ends = {node.id for node in graph.nodes if node.kind == "end"}

    def way(self, edge: Edge) -> Way:
        """The way of one arrow, by its kind."""
        itself = self._cells.get(edge.source)
        if itself and edge.source == edge.target:
            return _within(itself, itself)
        if edge.kind == "return":
            return self._beside(edge, side="top")
        if edge.kind == "four_eyes":
            return self._beside(edge, side="bottom")
        return self._onward(edge)

    def _band(self, name: str) -> int:
        cell = self._cells.get(name)
        return cell.band if cell else self._bands[name]

    def _onward(self, edge: Edge) -> Way:
        """Out to the right, and in from the left; into a stage from above."""
        source, target = self._cells.get(edge.source), self._cells.get(edge.target)
        if source and target and source.band == target.band:
            return _within(source, target)
        gone, come = self._band(edge.source), self._band(edge.target)
        down = come > gone
        under = source is None or edge.source in self._starts
        channels = [] if source is None or under else [_column(source.column + 1)]
        first = Channel("gap", gone + 1 if down else gone)
        last = Channel("gap", come if down or target else come + 1)
        channels.append(first)
        if first != last:
            channels += [_column(OUTSIDE), last]
        over = target is None or edge.target in self._ends
        if target and target.row != self._first[come]:
            over = False
        if target and not over:
            channels.append(_column(target.column))
        return Way(
            leaves=("bottom" if down else "top") if under else "right",
            channels=tuple(channels),
            enters=("top" if down or target else "bottom") if over else "left",
        )

    def _beside(self, edge: Edge, *, side: Literal["top", "bottom"]) -> Way:
        """Out and in on the same side, above or below the row."""
        first = self._along(edge.source, side)
        last = self._along(edge.target, side)
        channels = [first]
        if first != last:
            source, target = self._cells.get(edge.source), self._cells.get(edge.target)
            inside = source and target and source.band == target.band
            between = target.column + 1 if target and inside else OUTSIDE
            channels += [_column(between), last]
        return Way(leaves=side, channels=tuple(channels), enters=side)

    def _along(self, name: str, side: Literal["top", "bottom"]) -> Channel:
        cell = self._cells.get(name)
        if cell:
            return Channel("above" if side == "top" else "below", cell.row)
        return Channel("gap", self._bands[name] + (side == "bottom"))


def _within(source: Cell, target: Cell) -> Way:
    """From item to item of one band."""
    if source == target:
        channels = (_column(source.column + 1), Channel("above", source.row))
        return Way(leaves="right", channels=channels, enters="top")
    nearest = target.column == source.column + 1
    if nearest and source.row == target.row:
        return Way(leaves="right", enters="left")
    if nearest:
        return Way(leaves="right", channels=(_column(target.column),), enters="left")
    return Way(
        leaves="right",
        channels=(
            _column(source.column + 1),
            Channel("above", max(source.row, target.row)),
            _column(target.column),
        ),
        enters="left",
    )
