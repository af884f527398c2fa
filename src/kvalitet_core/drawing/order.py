"""What comes before what: an order, and how far each is from where it begins."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

__all__ = ["before", "in_turn", "ranks"]

K = TypeVar("K", int, str)


def in_turn(names: Sequence[K], arrows: Iterable[tuple[K, K]]) -> list[K]:
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


def before(names: Sequence[K], arrows: Iterable[tuple[K, K]]) -> dict[K, list[K]]:
    """What each waits for, in turn, leaving out what closes a circle."""
    arrows = list(arrows)
    place = {name: number for number, name in enumerate(in_turn(names, arrows))}
    found: dict[K, list[K]] = {name: [] for name in place}
    for source, target in arrows:
        if place.get(source, len(place)) < place.get(target, -1):
            found[target].append(source)
    return found


def ranks(names: Sequence[K], waits: Mapping[K, Sequence[K]]) -> dict[int, list[K]]:
    """The names by how many steps the longest way to them has."""
    rank: dict[K, int] = {}
    for name in waits:
        rank[name] = 1 + max((rank[each] for each in waits[name]), default=-1)
    found: dict[int, list[K]] = {}
    for name in names:
        found.setdefault(rank[name], []).append(name)
    return found
