"""Which way each arrow goes: along the channels between rows and columns.

No channel has an item in it, so no arrow crosses one.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

import attrs

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.placing import Cell, Frame, Placing, placed

__all__ = ["LEFT", "RIGHT", "Channel", "Side", "Way", "ways"]

Side: TypeAlias = Literal["left", "right", "top", "bottom"]


class Channel(NamedTuple):
    """A strip without items.

    Attributes:
        kind: `column`: left of a column; `above` and `below` a row; a `gap`
            is above a band; a `side` is beside all frames.
        number: The column, row or band; 0 for the left side, 1 for the right.
    """

    kind: Literal["column", "above", "below", "gap", "side"]
    number: int


LEFT: Final = Channel("side", 0)
RIGHT: Final = Channel("side", 1)


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
        self._cells, self._frames = placing.cells, placing.frames
        self._bands = placing.bands
        self._last_row: dict[tuple[int, int], int] = {}
        self._last_column: dict[int, int] = {}
        for cell in placing.cells.values():
            column, row = (cell.band, cell.column), cell.row
            self._last_row[column] = max(row, self._last_row.get(column, row))
            last = self._last_column.get(row, 0)
            self._last_column[row] = max(cell.column, last)
        self._starts = {
            node.id
            for node in graph.nodes
            if node.kind == "start" and self._open(self._cells[node.id])
        }
        self._ends = {node.id for node in graph.nodes if node.kind == "end"}

    def _open(self, cell: Cell) -> bool:
        """Whether an item's band has one row and no frame."""
        band = self._bands[cell.band]
        return band.rows == 1 and not band.stages

    def way(self, edge: Edge) -> Way:
        """The way of one arrow, by its kind."""
        itself = self._cells.get(edge.source)
        if itself and edge.source == edge.target:
            return _within(itself, itself)
        if edge.kind == "return":
            return self._back(edge)
        if edge.kind == "four_eyes":
            return self._beside(edge, side="bottom")
        return self._onward(edge)

    def _of(self, name: str) -> Cell | Frame:
        return self._cells.get(name) or self._frames[name]

    def _shared(self, band: int) -> bool:
        """Whether stages stand side by side in a band."""
        return len(self._bands[band].stages) > 1

    def _adjoin(self, source: Cell | Frame, target: Cell | Frame) -> bool:
        """Whether a stage stands just right of what leads to it, or just left."""
        columns = source.columns if isinstance(source, Frame) else 1
        after = source.column + columns == target.column
        return source.band == target.band and after

    def _onward(self, edge: Edge) -> Way:
        """Down, or out to the right, and in from the left; into a stage from above."""
        source, target = self._cells.get(edge.source), self._cells.get(edge.target)
        if source and target and source.band == target.band:
            return _within(source, target)
        if self._adjoin(self._of(edge.source), self._of(edge.target)):
            return Way(leaves="right", enters="left")
        gone, come = self._of(edge.source).band, self._of(edge.target).band
        under = source is None or edge.source in self._starts
        under = under or (come > gone and self._at_foot(source))
        channels = [] if source is None or under else [_column(source.column + 1)]
        first = Channel("gap", gone + 1 if come > gone else gone)
        last = Channel("gap", come + 1 if come < gone and not target else come)
        channels += [first] if first == last else [first, LEFT, last]
        over = target is None or self._under_gap(edge.target, target)
        if target and not over:
            channels.append(_column(target.column))
        above = come >= gone or target is not None
        return Way(
            leaves=("bottom" if come > gone else "top") if under else "right",
            channels=tuple(channels),
            enters=("top" if above else "bottom") if over else "left",
        )

    def _at_foot(self, cell: Cell | None) -> bool:
        """Whether nothing stands between an item and the foot of its shared band."""
        if cell is None or not self._shared(cell.band):
            return False
        return cell.row == self._last_row[cell.band, cell.column]

    def _under_gap(self, name: str, cell: Cell) -> bool:
        """Whether it is an end in the first row of its band."""
        return name in self._ends and cell.row == self._bands[cell.band].first

    def _back(self, edge: Edge) -> Way:
        """Up over the row; by the right side to the last of stages side by side."""
        target = self._cells.get(edge.target)
        if target is None or target.band == self._of(edge.source).band:
            return self._beside(edge, side="top")
        if not self._shared(target.band):
            return self._beside(edge, side="top")
        if target.column < self._last_column[target.row]:
            return self._beside(edge, side="top")
        channels = (self._along(edge.source, "top"), RIGHT)
        return Way(leaves="top", channels=channels, enters="right")

    def _beside(self, edge: Edge, *, side: Literal["top", "bottom"]) -> Way:
        """Out and in on the same side, above or below the row."""
        first = self._along(edge.source, side)
        last = self._along(edge.target, side)
        channels = [first]
        if first != last:
            source, target = self._cells.get(edge.source), self._cells.get(edge.target)
            inside = source and target and source.band == target.band
            between = _column(target.column + 1) if target and inside else LEFT
            channels += [between, last]
        return Way(leaves=side, channels=tuple(channels), enters=side)

    def _along(self, name: str, side: Literal["top", "bottom"]) -> Channel:
        cell = self._cells.get(name)
        if cell:
            return Channel("above" if side == "top" else "below", cell.row)
        return Channel("gap", self._frames[name].band + (side == "bottom"))


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
