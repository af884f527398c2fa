"""Side by side in a channel: arrows that would lie on one another get own lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.placing import Placing
from kvalitet_core.drawing.ways import Channel, Way

__all__ = ["Lanes", "lanes"]

_Owner: TypeAlias = tuple[str, str, str, str]


@attrs.frozen(kw_only=True)
class Lanes:
    """Which lane each arrow has in the channels of its way, and how many there are.

    Attributes:
        of: The lane by the arrow's number and its step along the way.
        count: How many lanes a channel has.
    """

    of: Mapping[tuple[int, int], int]
    count: Mapping[Channel, int]


@attrs.frozen(kw_only=True, order=True)
class _Stretch:
    """A straight part of a way, from and to a place on the grid."""

    low: int
    high: int
    number: int
    step: int
    owner: _Owner = attrs.field(order=False)


def lanes(graph: Graph, placing: Placing, found: Sequence[Way]) -> Lanes:
    """Lay stretches that overlap side by side; those of one fork lie together."""
    stretches: dict[Channel, list[_Stretch]] = {}
    for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
        _measure(number, edge, way, placing, stretches)
    of: dict[tuple[int, int], int] = {}
    count: dict[Channel, int] = {}
    for channel in sorted(stretches):
        rows: list[list[_Stretch]] = []
        for stretch in sorted(stretches[channel]):
            lane = _first_free(rows, stretch)
            rows[lane].append(stretch)
            of[stretch.number, stretch.step] = lane
        count[channel] = len(rows)
    return Lanes(of=of, count=count)


def _measure(
    number: int,
    edge: Edge,
    way: Way,
    placing: Placing,
    stretches: dict[Channel, list[_Stretch]],
) -> None:
    """Note the stretches of one way, each between the turns before and after it."""
    places = [
        _of_end(edge.source, way.channels[:1], placing),
        *(_of_channel(channel, placing) for channel in way.channels),
        _of_end(edge.target, way.channels[-1:], placing),
    ]
    owner = (edge.source, edge.kind, edge.label, way.leaves)
    for step, channel in enumerate(way.channels):
        low, high = sorted((places[step], places[step + 2]))
        stretches.setdefault(channel, []).append(
            _Stretch(low=low, high=high, number=number, step=step, owner=owner)
        )


def _of_channel(channel: Channel, placing: Placing) -> int:
    """Where a channel is on the grid: across for a column, down for the others."""
    if channel.kind == "column":
        return 10 * channel.number
    if channel.kind == "gap":
        bands = placing.bands
        if channel.number < len(bands):
            return 10 * bands[channel.number].first
        return 10 * (bands[-1].first + bands[-1].rows)
    return 10 * channel.number + (2 if channel.kind == "above" else 8)


def _of_end(name: str, beside: Sequence[Channel], placing: Placing) -> int:
    """Where an arrow's end is on the grid, in the direction of the channel there."""
    cell = placing.cells.get(name)
    if not beside or not cell:
        return 5
    return 10 * (cell.row if beside[0].kind == "column" else cell.column) + 5


def _first_free(rows: list[list[_Stretch]], stretch: _Stretch) -> int:
    for lane, held in enumerate(rows):
        if all(_apart(each, stretch) for each in held):
            return lane
    rows.append([])
    return len(rows) - 1


def _apart(one: _Stretch, other: _Stretch) -> bool:
    return one.owner == other.owner or one.high < other.low or other.high < one.low
