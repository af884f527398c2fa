"""How wide channels are, and where in them their lanes: labels need room too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.joins import trunk
from kvalitet_core.drawing.lanes import Lanes
from kvalitet_core.drawing.layout import label_size
from kvalitet_core.drawing.placing import Frame, Placing
from kvalitet_core.drawing.ways import RIGHT, Channel, Way

__all__ = ["Rooms"]

_LANE: Final = 12.0
_LABEL: Final = 24.0
_APART: Final = 20.0
_BESIDE: Final = 6.0
_DROP: Final = 18.0


class Rooms:
    """The rooms of the channels of one grid.

    Args:
        graph: What is drawn.
        placing: Its grid.
        found: The way of every arrow.
        taken: The lanes of the ways.
        joins: The arrows that come together, by the number of the first.
        forks: Those that part, likewise.
        inside: How far an item is from the side of its frame.
    """

    def __init__(
        self,
        graph: Graph,
        placing: Placing,
        found: tuple[Way, ...],
        *,
        taken: Lanes,
        joins: Mapping[int, tuple[int, ...]],
        forks: Mapping[int, tuple[int, ...]],
        inside: float,
    ) -> None:
        self._placing, self._taken, self._inside = placing, taken, inside
        self._labels: dict[Channel, tuple[float, float]] = {}
        self._drops: dict[Channel, float] = {}
        silent = {number for held in joins.values() for number in held[1:]}
        for number, (edge, way) in enumerate(zip(graph.edges, found, strict=True)):
            if number in silent:
                continue
            size = label_size(edge.label)
            if number in joins:
                self._common(way.channels[-1], size)
            else:
                self._widen(_labelled(way) or self._straight(edge.source), size)
            if number in forks:
                self._widen(trunk(way)[-1], size)
        self._between = self._frames()

    def _common(self, channel: Channel, size: tuple[float, float]) -> None:
        """Make room for the words of a join: under the lanes of a gap."""
        if channel.kind != "gap":
            self._widen(channel, size)
        elif size[1]:
            self._drops[channel] = max(self._drops.get(channel, 0.0), size[1] + _DROP)

    def _widen(self, channel: Channel, size: tuple[float, float]) -> None:
        width, height = self._labels.get(channel, (0.0, 0.0))
        self._labels[channel] = (max(width, size[0]), max(height, size[1]))

    def _straight(self, source: str) -> Channel:
        """The channel that an arrow crosses which goes straight to the next column."""
        place = self._placing.cells.get(source) or self._placing.frames[source]
        columns = place.columns if isinstance(place, Frame) else 1
        return Channel("column", place.column + columns)

    def size(self, channel: Channel, least: float) -> float:
        """How wide a channel must be for its lanes and labels."""
        count = self._taken.count.get(channel, 0)
        width, height = self._labels.get(channel, (0.0, 0.0))
        if channel.kind == "side":
            return self._side(channel, count, width)
        if channel.kind == "column" and channel.number in self._placing.borders:
            return 2 * self._inside + self._between
        if channel.kind == "column":
            beside = width + _LABEL if width else 0.0
            return max(least, count * _LANE + 20 + max(0.0, beside - 10))
        pitch = max(_LANE, height + 2)
        lanes = count * pitch + (10 if count else 0)
        return max(least, lanes + self._drops.get(channel, 0.0))

    def _frames(self) -> float:
        """How far apart frames are that stand side by side, all alike."""
        apart = [_APART]
        for number in self._placing.borders:
            channel = Channel("column", number)
            count = self._taken.count.get(channel, 0)
            apart.append(count * _LANE + (8 if count else 0) + self._kept(channel))
        return max(apart)

    @staticmethod
    def _side(channel: Channel, count: int, width: float) -> float:
        """A side has room for lanes with labels on them; the right one only then."""
        if channel == RIGHT and not count:
            return 0.0
        labelled = width + 2 * _BESIDE + (count - 1) * _LANE if width else 0.0
        return max(labelled, count * _LANE + 20)

    def _kept(self, channel: Channel) -> float:
        """How much of a channel lanes leave to labels."""
        if channel.kind == "gap":
            return self._drops.get(channel, 0.0)
        width = self._labels.get(channel, (0.0, 0.0))[0]
        return width + _LABEL if width and channel.kind == "column" else 0.0

    def lane(self, channel: Channel, number: int, size: float) -> float:
        """How far from the channel's beginning a lane is."""
        width = self._labels.get(channel, (0.0, 0.0))[0]
        if channel.kind == "side" and width:
            return max(width / 2 + _BESIDE, _LANE) + number * _LANE
        share = (number + 1) / (self._taken.count[channel] + 1)
        frames = channel.kind == "column" and channel.number in self._placing.borders
        start = self._inside if frames else 0.0
        return start + (size - 2 * start - self._kept(channel)) * share


def _labelled(way: Way) -> Channel | None:
    """The channel where a way's label stands: along a row rather than a column."""
    upright = {"column", "side"}
    level = tuple(each for each in way.channels if each.kind not in upright)
    return next(reversed(level or way.channels), None)
