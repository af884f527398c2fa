"""What waits for itself, by way of others or not.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from graphlib import CycleError, TopologicalSorter
from typing import Any, Protocol, TypeVar

__all__ = ["knots", "way_round"]


class _Sortable(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


N = TypeVar("N", bound=_Sortable)


def knots(waits: Mapping[N, AbstractSet[N]]) -> Iterator[frozenset[N]]:
    """Give those that wait for one another, each knot once, the first by name first.

    Args:
        waits: Each, with what it waits for.
    """
    if not _has_knot(waits):
        return
    left = {*waits}
    while left:
        wanted = {other for each in left for other in waits[each]}
        free = {each for each in left if each not in wanted or not waits[each] & left}
        if not free:
            break
        left -= free
    while left:
        start = min(left)
        after = _reached(waits, start, left)
        knot = frozenset(each for each in after if start in _reached(waits, each, left))
        if knot:
            yield knot
        left -= knot or {start}


def _has_knot(waits: Mapping[N, AbstractSet[N]]) -> bool:
    try:
        TopologicalSorter(waits).prepare()
    except CycleError:
        return True
    return False


def _reached(waits: Mapping[N, AbstractSet[N]], start: N, within: set[N]) -> set[N]:
    found: set[N] = set()
    waiting = [start]
    while waiting:
        new = (waits[waiting.pop()] & within) - found
        found |= new
        waiting += new
    return found


def way_round(
    waits: Mapping[N, AbstractSet[N]], start: N, knot: AbstractSet[N]
) -> list[N]:
    """Give the shortest way from one back to itself; of several, the first by name.

    Args:
        waits: Each, with what it waits for.

        start: Where the way begins; it ends before it is there again.

        knot: What waits for one another, the start among it.
    """
    ways: list[list[N]] = [[start]]
    seen: set[N] = set()
    while True:
        longer: list[list[N]] = []
        for way in ways:
            if start in waits[way[-1]]:
                return way
            for each in sorted((waits[way[-1]] & knot) - seen):
                seen.add(each)
                longer.append([*way, each])
        ways = longer
