"""Which stages stand side by side, and which below: the bands of a drawing to be.

Stages that open together stand side by side, and so do small ones of which each
leads on to the next. All others have a band of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import Literal

import attrs

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.order import before, in_turn, ranks

__all__ = ["Block", "blocks", "side_by_side"]


@attrs.frozen(kw_only=True)
class Block:
    """Items that are kept together, before it is known where.

    Attributes:
        id: The stage's code; empty where it is none.
        nodes: The ids of its items.
        role: Whether it is a stage, or what stands outside of them all.
    """

    id: str
    nodes: tuple[str, ...]
    role: Literal["start", "stage", "loose", "end"]

    @property
    def narrow(self) -> bool:
        """Whether it is a stage of one item at most."""
        return self.role == "stage" and not self.nodes[1:]


def blocks(graph: Graph) -> list[Block]:
    """Where it begins, the stages, what is in none, where it ends; those not empty."""
    held = {name for group in graph.groups for name in group.nodes}
    loose = [node for node in graph.nodes if node.id not in held]
    starts = tuple(node.id for node in loose if node.kind == "start")
    ends = tuple(node.id for node in loose if node.kind == "end")
    others = tuple(node.id for node in loose if node.kind not in {"start", "end"})
    found = [
        Block(id="", nodes=starts, role="start"),
        *(Block(id=g.id, nodes=g.nodes, role="stage") for g in graph.groups),
        Block(id="", nodes=others, role="loose"),
        Block(id="", nodes=ends, role="end"),
    ]
    return [block for block in found if block.nodes or block.role == "stage"]


def side_by_side(
    graph: Graph, found: Sequence[Block], widths: Sequence[int], *, abreast: int
) -> list[tuple[int, ...]]:
    """The numbers of the blocks of each band, in the order of the arrows between them.

    Args:
        graph: What is drawn.
        found: Its blocks.
        widths: How many columns each block has.
        abreast: How many columns the stages of one band have at most together; with
            one, no stage stands beside another.
    """
    arrows = _between(graph, found)
    places = range(len(found))
    levels = [[place] for place in in_turn(places, arrows)]
    if abreast > 1:
        of_rank = ranks(places, before(places, arrows))
        levels = [of_rank[rank] for rank in range(len(of_rank))]
    rows = list(_rows(levels, found, widths, abreast))
    return sorted(rows, key=lambda row: found[row[0]].role == "end")


def _between(graph: Graph, found: Sequence[Block]) -> list[tuple[int, int]]:
    """The arrows that go on, from block to block."""
    of = {
        name: place
        for place, block in enumerate(found)
        for name in (*block.nodes, block.id)
    }
    flows = (edge for edge in graph.edges if edge.kind == "flow")
    return [(of[edge.source], of[edge.target]) for edge in flows]


def _rows(
    levels: Iterable[Sequence[int]],
    found: Sequence[Block],
    widths: Sequence[int],
    most: int,
) -> Iterator[tuple[int, ...]]:
    """The bands: chains of narrow stages as one, other ranks each by itself."""

    def link(level: Sequence[int]) -> bool:
        return len(level) == 1 and found[level[0]].narrow

    for chained, run in groupby(levels, key=link):
        parts = list(run)
        if chained:
            parts = [[place for level in parts for place in level]]
        for part in parts:
            stages = [place for place in part if found[place].role == "stage"]
            yield from ((place,) for place in part if place not in stages)
            yield from _abreast(stages, widths, most)


def _abreast(
    places: Sequence[int], widths: Sequence[int], most: int
) -> Iterator[tuple[int, ...]]:
    """As few bands as hold them, and those as alike as they can be."""
    total = sum(widths[place] for place in places)
    limit = ceil(total / ceil(total / most)) if total else 0
    row: list[int] = []
    for place in places:
        if row and sum(widths[each] for each in (*row, place)) > limit:
            yield tuple(row)
            row = []
        row.append(place)
    if row:
        yield tuple(row)
