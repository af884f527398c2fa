"""The part that the arrows of a fork or join share: there their words stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import dist

from kvalitet_core.drawing.joins import trunk
from kvalitet_core.drawing.labels import Part
from kvalitet_core.drawing.layout import Route
from kvalitet_core.drawing.ways import Way

__all__ = ["shared_parts"]


def shared_parts(
    found: Sequence[Way],
    routes: Sequence[Route],
    *,
    forks: Mapping[int, Sequence[int]],
    joins: Mapping[int, Sequence[int]],
) -> dict[int, Part | None]:
    """On which part the words of each fork and join stand.

    Args:
        found: The way of every arrow.
        routes: Its coordinates.
        forks: The arrows that part, by the number of the first.
        joins: The arrows that come together, likewise.

    Returns:
        The part by the first arrow's number, and None by those of the others. A fork
        that parts at once has none, so each of its arrows has its own words.
    """
    parts: dict[int, Part | None] = {}
    for first, held in forks.items():
        starts = [_first(found[number], routes[number]) for number in held]
        if len({(part[0], _heading(part)) for part in starts}) == 1:
            parts |= dict.fromkeys(held)
            parts[first] = _shortest(starts)
    for first, held in joins.items():
        parts |= dict.fromkeys(held)
        parts[first] = _shortest([_last(found[n], routes[n]) for n in held])
    return parts


def _first(way: Way, route: Route) -> Part:
    """The part of a way in its first channel along a row."""
    step = len(trunk(way))
    return route.points[step], route.points[step + 1]


def _last(way: Way, route: Route) -> Part:
    """The part of a way in its last channel; from a gap, the part after it."""
    step = len(way.channels) + (way.channels[-1].kind == "gap")
    return route.points[step], route.points[step + 1]


def _heading(part: Part) -> int:
    """Whether a part goes left, right, or nowhere."""
    (start, _), (end, _) = part
    return (end > start) - (end < start)


def _shortest(parts: Sequence[Part]) -> Part:
    return min(parts, key=lambda part: dist(*part))
