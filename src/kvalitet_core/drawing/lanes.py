"""Side by side in a channel: arrows that would lie on one another get own lanes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from kvalitet_core.drawing.graph import Edge, Graph
from kvalitet_core.drawing.order import in_turn
from kvalitet_core.drawing.placing import Cell, Placing
from kvalitet_core.drawing.ways import LEFT, Channel, Way

__all__ = ["Lanes", "lanes"]

_Fork: TypeAlias = tuple[str, str, str, str]


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
    """A straight part of a way, from and to a place on the grid.

    Attributes:
        low: Where it begins, at the left or at the top.
        high: Where it ends.
        number: The arrow's number.
        step: Its step along the way.
        fork: What other arrows of the same fork have too.
        join: What other arrows of the same join have too.
        above: Where an end of the arrow comes down to it.
        below: Where an end of the arrow goes down from it.
    """

    low: int
    high: int
    number: int
    step: int
    fork: _Fork = attrs.field(order=False)
    join: int = attrs.field(order=False)
    above: frozenset[int] = attrs.field(order=False)
    below: frozenset[int] = attrs.field(order=False)

    def together(self, other: _Stretch) -> bool:
        """Whether they are of one fork or join, and may lie on one another."""
        return self.fork == other.fork or self.join == other.join


def lanes(
    graph: Graph,
    placing: Placing,
    found: Sequence[Way],
    joins: Mapping[int, Sequence[int]],
) -> Lanes:
    """Lay stretches that overlap side by side; those of a fork or join lie together."""
    stretches: dict[Channel, list[_Stretch]] = {}
    first = {number: join for join, held in joins.items() for number in held}
    for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
        join = first.get(number, number)
        for channel, stretch in _measured(number, join, edge, way, placing):
            stretches.setdefault(channel, []).append(stretch)
    of: dict[tuple[int, int], int] = {}
    count: dict[Channel, int] = {}
    for channel in sorted(stretches):
        rows: list[list[_Stretch]] = []
        for held in _in_turn(stretches[channel]):
            lane = _first_free(rows, held)
            rows[lane].extend(held)
            of |= {(stretch.number, stretch.step): lane for stretch in held}
        count[channel] = len(rows)
    return Lanes(of=of, count=count)


def _measured(
    number: int, join: int, edge: Edge, way: Way, placing: Placing
) -> Iterator[tuple[Channel, _Stretch]]:
    """The stretches of one way, each between the turns before and after it."""
    places = [
        _of_end(edge.source, way.channels[:1], placing),
        *(_of_channel(channel, placing) for channel in way.channels),
        _of_end(edge.target, way.channels[-1:], placing),
    ]
    fork = (edge.source, edge.kind, edge.label, way.leaves)
    ends = ((0, way.leaves, places[0]), (len(places) - 3, way.enters, places[-1]))
    for step, channel in enumerate(way.channels):
        low, high = sorted((places[step], places[step + 2]))
        here = [(side, place) for at, side, place in ends if at == step]
        stretch = _Stretch(
            low=low,
            high=high,
            number=number,
            step=step,
            fork=fork,
            join=join,
            above=frozenset(place for side, place in here if side == "bottom"),
            below=frozenset(place for side, place in here if side == "top"),
        )
        yield channel, stretch


def _of_channel(channel: Channel, placing: Placing) -> int:
    """Where a channel is on the grid: across if it is upright, down for the others."""
    if channel.kind == "side":
        return -10 if channel == LEFT else 10 * (placing.columns + 1)
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
    place = placing.cells.get(name) or placing.frames[name]
    if beside and beside[0].kind in {"column", "side"} and isinstance(place, Cell):
        return 10 * place.row + 5
    return 10 * place.column + 5


def _in_turn(stretches: Iterable[_Stretch]) -> list[list[_Stretch]]:
    """The stretches, those of a join together.

    What comes down to the channel at a place is before what goes down from there, so
    that the two are not taken for one arrow that goes straight through.
    """
    joins: dict[int, list[_Stretch]] = {}
    for stretch in sorted(stretches):
        joins.setdefault(stretch.join, []).append(stretch)
    given = list(joins.values())
    falling: dict[int, list[int]] = {}
    for place, held in enumerate(given):
        for end in sorted({end for stretch in held for end in stretch.above}):
            falling.setdefault(end, []).append(place)
    arrows = [
        (first, place)
        for place, held in enumerate(given)
        for end in sorted({end for stretch in held for end in stretch.below})
        for first in falling.get(end, ())
        if _over(given[first], held)
    ]
    return [given[place] for place in in_turn(range(len(given)), arrows)]


def _first_free(rows: list[list[_Stretch]], held: Sequence[_Stretch]) -> int:
    """The first lane where nothing is in the way, after what comes down to its ends."""
    above = [lane for lane, row in enumerate(rows) if _over(row, held)]
    for lane in range(max(above, default=-1) + 1, len(rows)):
        if all(_apart(one, other) for one in rows[lane] for other in held):
            return lane
    rows.append([])
    return len(rows) - 1


def _over(row: Iterable[_Stretch], held: Sequence[_Stretch]) -> bool:
    """Whether one of a row comes down where one of the others goes down."""
    return any(
        not one.together(other) and not one.above.isdisjoint(other.below)
        for one in row
        for other in held
    )


def _apart(one: _Stretch, other: _Stretch) -> bool:
    return one.together(other) or one.high < other.low or other.high < one.low
