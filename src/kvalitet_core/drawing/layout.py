"""Where everything in a drawing stands: the coordinates, whoever found them."""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from kvalitet_core.drawing.graph import Graph, Group, Node
from kvalitet_core.drawing.lettering import balanced, width_of, wrapped
from kvalitet_core.errors import Malformed

__all__ = [
    "COLUMN",
    "HEADING",
    "LABEL",
    "POINT",
    "SMALL",
    "TITLE",
    "Box",
    "Layout",
    "Point",
    "Route",
    "frame_title",
    "label_size",
    "label_text",
    "node_size",
    "node_text",
]

Point: TypeAlias = tuple[float, float]

COLUMN: Final = 172.0
"""How wide an item is."""

TITLE: Final = 13.5
"""The size of letters of an item's title."""

SMALL: Final = 11.5
"""The size of letters of the lines under it."""

LABEL: Final = 11.5
"""The size of letters of an arrow's label."""

HEADING: Final = 14.5
"""The size of letters of a stage's title."""

POINT: Final = 15.0
"""How far the points of a decision reach out of its sides."""

_TITLE_LINES: Final = 5
_LABEL_LINES: Final = 3
_LABEL_WIDTH: Final = 92.0
_TITLE_ASIDE: Final = 40.0
_SIGN_WIDTH: Final = 32.0
_COUNT_WIDTH: Final = 30.0
_INSET: Final = {"task": 26.0, "decision": 44.0, "milestone": 46.0}


@attrs.frozen(kw_only=True)
class Box:
    """A rectangle: its left upper corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


@attrs.frozen(kw_only=True)
class Route:
    """The way of one arrow.

    Attributes:
        points: The corners of the way; of a curve, Bézier points: one, and then three
            for each bend.
        curved: Whether the points are those of a curve.
        label: The middle of the label, where there is one.
    """

    points: tuple[Point, ...]
    curved: bool = False
    label: Point | None = None


@attrs.frozen(kw_only=True)
class Layout:
    """Coordinates for one graph, each part in the order of the graph's own.

    Attributes:
        width: How wide the drawing is.
        height: How high it is.
        nodes: Where the items are.
        groups: Where the frames of the stages are.
        routes: Where the arrows go.
    """

    width: float
    height: float
    nodes: tuple[Box, ...]
    groups: tuple[Box, ...]
    routes: tuple[Route, ...]

    def of(self, graph: Graph) -> Layout:
        """This layout, once it is seen to be of the graph.

        Raises:
            Malformed: It has too many or too few boxes or ways.
        """
        parts = {
            "items": (len(graph.nodes), len(self.nodes)),
            "stages": (len(graph.groups), len(self.groups)),
            "arrows": (len(graph.edges), len(self.routes)),
        }
        problems = [
            f"expected places for {expected} {name}, got {got}"
            for name, (expected, got) in parts.items()
            if expected != got
        ]
        if problems:
            raise Malformed(f"layout of drawing {graph.title!r}", *problems)
        return self


def node_text(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of an item's title, and the small lines under it."""
    room = COLUMN - _INSET.get(node.kind, 40.0)
    title = balanced(node.title, width=room, size=TITLE, lines=_TITLE_LINES, bold=True)
    small = tuple(
        part
        for line in node.lines
        for part in wrapped(line, width=room, size=SMALL, lines=2)
    )
    return title, small


def node_size(node: Node) -> tuple[float, float]:
    """How wide and how high an item is drawn."""
    title, small = node_text(node)
    text = 17 * len(title) + 15 * len(small) + (3 if small else 0)
    if node.kind in {"start", "end"}:
        widest = max(width_of(line, size=TITLE, bold=True) for line in title)
        return max(72.0, min(COLUMN, widest + 34)), text + 14.0
    return COLUMN, max(50.0, text + 24.0)


def frame_title(group: Group, width: float, *, lines: int = 2) -> tuple[str, ...]:
    """The lines of a stage's title, in a frame of a width."""
    room = width - _TITLE_ASIDE - (_SIGN_WIDTH if group.mark != "none" else 0.0)
    room -= _COUNT_WIDTH if group.count is not None else 0.0
    room = max(60.0, room)
    return wrapped(group.title, width=room, size=HEADING, lines=lines, bold=True)


def label_text(label: str) -> tuple[str, ...]:
    """The lines of an arrow's label; none where there is nothing to say."""
    if not label.strip():
        return ()
    return balanced(label, width=_LABEL_WIDTH, size=LABEL, lines=_LABEL_LINES)


def label_size(label: str) -> tuple[float, float]:
    """How wide and how high an arrow's label is drawn."""
    lines = label_text(label)
    widest = max((width_of(line, size=LABEL) for line in lines), default=0.0)
    return widest, 14.0 * len(lines)
