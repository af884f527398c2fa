"""Which row and column an item has: stages one below another, work to the right.

A stage is a band of the drawing. Within it an item stands to the right of what it
waits for, at most four abreast, so that a drawing is as wide as a page.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeVar

import attrs

from kvalitet_core.drawing.graph import Graph

__all__ = ["Band", "Cell", "Placing", "placed"]

K = TypeVar("K", int, str)

_ABREAST: Final = 4
_CROWD: Final = 4


@attrs.frozen(kw_only=True)
class Cell:
    """Where one item stands."""

    row: int
    column: int
    band: int


@attrs.frozen(kw_only=True)
class Band:
    """Rows that belong together.

    Attributes:
        id: The stage's code; empty where it is none.
        first: Its first row.
        rows: How many it has, one at least.
        framed: Whether it is a stage, and has a frame.
    """

    id: str
    first: int
    rows: int
    framed: bool


@attrs.frozen(kw_only=True)
class Placing:
    """The grid of a drawing."""

    bands: tuple[Band, ...]
    cells: Mapping[str, Cell]
    columns: int


@attrs.frozen(kw_only=True)
class _Block:
    """Items that make a band, before it is known where."""

    id: str
    nodes: tuple[str, ...]
    role: Literal["start", "stage", "loose", "end"]


def placed(graph: Graph) -> Placing:
    """Give every item its row and column."""
    blocks = _in_turn(graph, _blocks(graph))
    arrows = [(e.source, e.target) for e in graph.edges if e.kind == "flow"]
    bands: list[Band] = []
    cells: dict[str, Cell] = {}
    row = 0
    for number, block in enumerate(blocks):
        inner = (
            _row(block.nodes)
            if block.role in {"start", "end"}
            else _spread(block.nodes, arrows)
        )
        rows = 1 + max((r for r, _ in inner.values()), default=0)
        bands.append(
            Band(id=block.id, first=row, rows=rows, framed=block.role == "stage")
        )
        for name, (r, column) in inner.items():
            cells[name] = Cell(row=row + r, column=column, band=number)
        row += rows
    columns = 1 + max((cell.column for cell in cells.values()), default=0)
    return Placing(bands=tuple(bands), cells=cells, columns=columns)


def _blocks(graph: Graph) -> list[_Block]:
    """The bands to be: where it begins, the stages, what is in none, where it ends."""
    held = {name for group in graph.groups for name in group.nodes}
    loose = [node for node in graph.nodes if node.id not in held]
    starts = tuple(node.id for node in loose if node.kind == "start")
    ends = tuple(node.id for node in loose if node.kind == "end")
    others = tuple(node.id for node in loose if node.kind not in {"start", "end"})
    blocks = [
        _Block(id="", nodes=starts, role="start"),
        *(_Block(id=g.id, nodes=g.nodes, role="stage") for g in graph.groups),
        _Block(id="", nodes=others, role="loose"),
        _Block(id="", nodes=ends, role="end"),
    ]
    return [block for block in blocks if block.nodes or block.role == "stage"]


def _in_turn(graph: Graph, blocks: Sequence[_Block]) -> list[_Block]:
    """The bands in the order of the arrows between them; where it ends is last."""
    of = {
        name: place
        for place, block in enumerate(blocks)
        for name in (*block.nodes, block.id)
    }
    arrows = [
        (of[edge.source], of[edge.target])
        for edge in graph.edges
        if edge.kind == "flow"
    ]
    order = [blocks[place] for place in _sorted(range(len(blocks)), arrows)]
    return sorted(order, key=lambda block: block.role == "end")


def _sorted(names: Sequence[K], arrows: Iterable[tuple[K, K]]) -> list[K]:
    """What comes before stands before; otherwise as given, and so are circles."""
    place = {name: number for number, name in enumerate(names)}
    after: dict[K, list[K]] = {name: [] for name in names}
    waits = dict.fromkeys(names, 0)
    for source, target in dict.fromkeys(arrows):
        if source in place and target in place and source != target:
            after[source].append(target)
            waits[target] += 1
    ready = [place[name] for name in names if not waits[name]]
    left = dict.fromkeys(names)
    order: list[K] = []
    while left:
        name = names[heapq.heappop(ready)] if ready else next(iter(left))
        del left[name]
        order.append(name)
        for target in after[name]:
            waits[target] -= 1
            if not waits[target] and target in left:
                heapq.heappush(ready, place[target])
    return order


def _row(names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Abreast, whatever the arrows between them."""
    return {name: divmod(place, _ABREAST) for place, name in enumerate(names)}


def _spread(
    names: Sequence[str], arrows: Sequence[tuple[str, str]]
) -> dict[str, tuple[int, int]]:
    """Row and column of each item of a band, counted from the band's own corner."""
    before = _before(names, arrows)
    ranks = _ranks(names, before)
    depth = 1 + max(ranks, default=-1)
    most = max((len(each) for each in ranks.values()), default=0)
    crowded = depth == 1 or most > _CROWD
    span = max(1, _ABREAST // depth) if crowded else 1
    found: dict[str, tuple[int, int]] = {}
    top = 0
    for rank in range(depth):
        if rank and rank % _ABREAST == 0:
            top = 1 + max(row for row, _ in found.values())
        column = (rank % _ABREAST) * span
        _place(ranks[rank], found, before=before, top=top, column=column, span=span)
    return found


def _before(
    names: Sequence[str], arrows: Iterable[tuple[str, str]]
) -> dict[str, list[str]]:
    """What each item of a band waits for in it, leaving out what closes a circle."""
    place = {name: number for number, name in enumerate(_sorted(names, arrows))}
    before: dict[str, list[str]] = {name: [] for name in place}
    for source, target in arrows:
        if place.get(source, len(place)) < place.get(target, -1):
            before[target].append(source)
    return before


def _ranks(
    names: Sequence[str], before: Mapping[str, Sequence[str]]
) -> dict[int, list[str]]:
    """The items by how many steps the longest way to them has."""
    rank: dict[str, int] = {}
    for name in before:
        rank[name] = 1 + max((rank[each] for each in before[name]), default=-1)
    ranks: dict[int, list[str]] = {}
    for name in names:
        ranks.setdefault(rank[name], []).append(name)
    return ranks


def _place(
    names: Sequence[str],
    found: dict[str, tuple[int, int]],
    *,
    before: Mapping[str, Sequence[str]],
    top: int,
    column: int,
    span: int,
) -> None:
    """Put one rank's items near the rows of what they wait for, and none on another."""

    def wanted(name: str) -> float:
        rows = [found[each][0] for each in before[name] if found[each][0] >= top]
        return sum(rows) / len(rows) if rows else top

    row, used = top, 0
    for name in sorted(names, key=wanted):
        if used == 0:
            row = max(row, int(wanted(name)))
        found[name] = (row, column + used)
        used = (used + 1) % span
        row += used == 0
