"""Withholding small numbers in a table, so that no total gives them away.

A number from 1 up to the threshold is withheld; where that is not enough, since what is
left out can be had by taking the rest from a total, further numbers are withheld with
it. What holds of the result: whoever knows every number that is shown, every row's
total and the total of all, and that what is withheld is 1 or more, still has at least
two tables to choose between for each number that is withheld. Where that cannot be had,
the whole table is withheld, its zeros too.

A table is a network: rows and columns are its nodes, what is withheld its arcs. To let
a number be one more, another in its row must be one less, another in that column one
more, and so on round; a number that lies on no such round can be computed. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeAlias

import attrs

__all__ = ["Counts", "Shown", "suppressed"]

Counts: TypeAlias = Sequence[Sequence[int]]
"""How many, by row and column."""

_Place: TypeAlias = tuple[int, int]
_Arc: TypeAlias = tuple[int, int]
"""From a node to another: rows come first, then columns; the last row is the totals."""


@attrs.frozen(kw_only=True)
class Shown:
    """A table as it can be shown; None stands where a number is withheld.

    Attributes:
        cells: The numbers, by row and column.
        totals: The total of each column.
    """

    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


def suppressed(counts: Counts, *, threshold: int) -> Shown:
    """Withhold what is too small to be shown, and what would give it away.

    Every row's total, and the total of all, are taken to be shown beside the table, so
    each of them is 0 or at least the threshold.

    Args:
        counts: How many, by row and column; two columns or more.

        threshold: The least number that is shown, besides 0.
    """
    table = _Table(counts)
    withheld = {place for place, n in table.numbers.items() if 0 < n < threshold}
    for place in sorted(withheld):
        round_ = table.way_round(place, withheld)
        if round_ is None:
            return _nothing(counts)
        withheld |= round_
    *cells, totals = [
        tuple(
            None if (row, column) in withheld else table.numbers[row, column]
            for column in range(table.columns)
        )
        for row in range(table.rows)
    ]
    return Shown(cells=tuple(cells), totals=totals)


def _nothing(counts: Counts) -> Shown:
    """A table that is withheld; of a row without any the total says so already."""
    cells = tuple(tuple(None if any(row) else 0 for _ in row) for row in counts)
    return Shown(cells=cells, totals=(None,) * len(counts[0]))


class _Table:
    """A table with the totals of its columns as its last row."""

    def __init__(self, counts: Counts) -> None:
        self.columns = len(counts[0])
        totals = [sum(column) for column in zip(*counts, strict=True)]
        rows: list[Sequence[int]] = [*counts, totals]
        self.rows = len(rows)
        self.numbers = {
            (row, column): number
            for row, numbers in enumerate(rows)
            for column, number in enumerate(numbers)
        }
        self._all = sum(totals)

    def way_round(self, place: _Place, withheld: set[_Place]) -> set[_Place] | None:
        """The places of the cheapest round through a number; None if there is none.

        What is withheld already costs nothing, else a small number costs little, and
        a total more than all that it counts.
        """
        ways = [
            way
            for start, end in self._arcs(place)
            if (way := self._cheapest(end, start, place, withheld)) is not None
        ]
        return min(ways, key=lambda way: (way[0], sorted(way[1])))[1] if ways else None

    def _arcs(self, place: _Place) -> Iterator[_Arc]:
        """How a number can be another one: it can rise, and fall while it is over 1.

        A total stands on the other side of its column's sum, so there it is reversed.
        """
        row, column = place[0], self.rows + place[1]
        rise, fall = (row, column), (column, row)
        if row == self.rows - 1:
            rise, fall = fall, rise
        yield rise
        if self.numbers[place] > 1:
            yield fall

    def _cheapest(
        self, start: int, end: int, avoid: _Place, withheld: set[_Place]
    ) -> tuple[int, set[_Place]] | None:
        """The cheapest way from a node to another that does not use one number."""
        waiting: list[tuple[int, tuple[int, ...]]] = [(0, (start,))]
        reached: set[int] = set()
        while waiting:
            cost, way = heappop(waiting)
            if way[-1] == end:
                return cost, {self._place(arc) for arc in pairwise(way)}
            if way[-1] in reached:
                continue
            reached.add(way[-1])
            for place, node in self._from(way[-1]):
                if place != avoid:
                    price = 0 if place in withheld else self._price(place)
                    heappush(waiting, (cost + price, (*way, node)))
        return None

    def _from(self, node: int) -> Iterator[tuple[_Place, int]]:
        """Each number that can change by a step from a node, and where that leads."""
        across = range(self.columns) if node < self.rows else range(self.rows)
        for other in across:
            place = (node, other) if node < self.rows else (other, node - self.rows)
            if self.numbers[place]:
                for start, end in self._arcs(place):
                    if start == node:
                        yield place, end

    def _place(self, arc: _Arc) -> _Place:
        row, column = sorted(arc)
        return row, column - self.rows

    def _price(self, place: _Place) -> int:
        number = self.numbers[place]
        return number if place[0] < self.rows - 1 else number + self._all
