"""Which row and column an item has: stages one below another, work to the right.

A band of the drawing is one stage, or several side by side. Within a stage an item
stands to the right of what it waits for, at most four abreast, so that a drawing is
as wide as a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from kvalitet_core.drawing.blocks import Block, blocks, side_by_side
from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.order import before, ranks

__all__ = ["ABREAST", "Band", "Cell", "Frame", "Placing", "placed"]

_Inner: TypeAlias = dict[str, tuple[int, int]]

ABREAST: Final = 4
"""How many items stand side by side at most."""

_CROWD: Final = 4


@attrs.frozen(kw_only=True)
class Cell:
    """Where one item stands."""

    row: int
    column: int
    band: int


@attrs.frozen(kw_only=True)
class Frame:
    """Which columns of a band a stage has.

    Attributes:
        band: The band.
        column: Its first column.
        columns: How many it has, one at least.
        wide: Whether it has the band to itself, and is as wide as the drawing.
    """

    band: int
    column: int
    columns: int
    wide: bool


@attrs.frozen(kw_only=True)
class Band:
    """Rows that belong together.

    Attributes:
        first: Its first row.
        rows: How many it has, one at least.
        stages: The codes of its stages, from the left; none where it has no frame.
    """

    first: int
    rows: int
    stages: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Placing:
    """The grid of a drawing."""

    bands: tuple[Band, ...]
    frames: Mapping[str, Frame]
    cells: Mapping[str, Cell]
    columns: int

    @property
    def shared(self) -> bool:
        """Whether stages stand side by side anywhere."""
        return not all(frame.wide for frame in self.frames.values())

    @property
    def borders(self) -> frozenset[int]:
        """The columns to the left of which a frame ends, or one that has neighbours."""
        narrow = [frame for frame in self.frames.values() if not frame.wide]
        ends = {frame.column for frame in narrow}
        ends |= {frame.column + frame.columns for frame in narrow}
        return frozenset(ends - {0, self.columns})


def placed(graph: Graph, *, abreast: int = ABREAST) -> Placing:
    """Give every item its row and column.

    Args:
        graph: What is drawn.
        abreast: How many columns stages that stand side by side have together.
    """
    found = blocks(graph)
    inner = [_inner(block, graph) for block in found]
    widths = [1 + max((c for _, c in each.values()), default=0) for each in inner]
    grid = _Grid()
    for row in side_by_side(graph, found, widths, abreast=abreast):
        grid.add([(found[place], inner[place], widths[place]) for place in row])
    return grid.placing()


class _Grid:
    """A grid that is filled from the top."""

    def __init__(self) -> None:
        self._bands: list[Band] = []
        self._frames: dict[str, Frame] = {}
        self._cells: dict[str, Cell] = {}
        self._row = 0

    def add(self, parts: Sequence[tuple[Block, _Inner, int]]) -> None:
        """A band: its blocks from the left, with their items and columns."""
        band, column, rows = len(self._bands), 0, 1
        for block, inner, columns in parts:
            if block.role == "stage":
                wide = len(parts) == 1
                self._frames[block.id] = Frame(
                    band=band, column=column, columns=columns, wide=wide
                )
            for name, (r, c) in inner.items():
                row = self._row + r
                self._cells[name] = Cell(row=row, column=column + c, band=band)
                rows = max(rows, r + 1)
            column += columns
        stages = tuple(block.id for block, _, _ in parts if block.role == "stage")
        self._bands.append(Band(first=self._row, rows=rows, stages=stages))
        self._row += rows

    def placing(self) -> Placing:
        """The grid as it is filled."""
        ends = [cell.column + 1 for cell in self._cells.values()]
        ends += [frame.column + frame.columns for frame in self._frames.values()]
        return Placing(
            bands=tuple(self._bands),
            frames=self._frames,
            cells=self._cells,
            columns=max(ends, default=1),
        )


def _inner(block: Block, graph: Graph) -> _Inner:
    """Row and column of each item of a block, counted from its own corner."""
    if block.role in {"start", "end"}:
        pairs = enumerate(block.nodes)
        return {name: divmod(place, ABREAST) for place, name in pairs}
    arrows = [(e.source, e.target) for e in graph.edges if e.kind == "flow"]
    return _spread(block.nodes, arrows)


def _spread(names: Sequence[str], arrows: Sequence[tuple[str, str]]) -> _Inner:
    """What waits stands to the right of what it waits for."""
    waits = before(names, arrows)
    by_rank = ranks(names, waits)
    depth = 1 + max(by_rank, default=-1)
    most = max((len(each) for each in by_rank.values()), default=0)
    crowded = depth == 1 or most > _CROWD
    span = max(1, ABREAST // depth) if crowded else 1
    found: _Inner = {}
    top = 0
    for rank in range(depth):
        if rank and rank % ABREAST == 0:
            top = 1 + max(row for row, _ in found.values())
        column = (rank % ABREAST) * span
        _place(by_rank[rank], found, waits=waits, top=top, column=column, span=span)
    return found


def _place(
    names: Sequence[str],
    found: _Inner,
    *,
    waits: Mapping[str, Sequence[str]],
    top: int,
    column: int,
    span: int,
) -> None:
    """Put one rank's items near the rows of what they wait for, and none on another."""

    def wanted(name: str) -> float:
        rows = [found[each][0] for each in waits[name] if found[each][0] >= top]
        return sum(rows) / len(rows) if rows else top

    row, used = top, 0
    for name in sorted(names, key=wanted):
        if used == 0:
            row = max(row, int(wanted(name)))
        found[name] = (row, column + used)
        used = (used + 1) % span
        row += used == 0
