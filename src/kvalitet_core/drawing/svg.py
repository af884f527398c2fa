"""A drawing as SVG: one picture, whoever found the coordinates.

No script, no font and no file is fetched; the words are text, and a reader who cannot
see the picture is told what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from kvalitet_core.drawing.arrows import arrow, label
from kvalitet_core.drawing.graph import Graph, Group, Node
from kvalitet_core.drawing.grid import plain
from kvalitet_core.drawing.layout import Box, Layout, Route
from kvalitet_core.drawing.legend import legend
from kvalitet_core.drawing.lettering import flat, wrapped
from kvalitet_core.drawing.looks import GROUND, MARKS
from kvalitet_core.drawing.markup import element, number, text, words
from kvalitet_core.drawing.shapes import frame, item

__all__ = ["svg"]

_MARGIN: Final = 24.0
_LEAST: Final = 440.0
_TITLE: Final = 18.0
_INDENT: Final = 26.0
_CORNER: Final = 14.0
_FONTS: Final = (
    "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
)


def svg(graph: Graph, *, layout: Layout | None = None) -> str:
    """Draw a graph as a whole SVG document.

    Args:
        graph: What is drawn.
        layout: Where everything stands; None lays it out on a grid of stages.

    Raises:
        Malformed: The layout is of another graph.
    """
    found = (layout or plain(graph)).of(graph)
    width = max(found.width, _LEAST)
    title = wrapped(graph.title, width=width, size=_TITLE, lines=3, bold=True)
    top = _MARGIN + 24.0 * len(title) + 12
    below = top + found.height + 18
    explained, high = legend(graph, at=(_MARGIN, below), width=width)
    wide, tall = width + 2 * _MARGIN, below + high + _MARGIN - 12
    name = f"d{sha256(repr(graph).encode('utf-8', 'replace')).hexdigest()[:8]}"
    ids = (f"{name}-t", f"{name}-d")
    shift = _MARGIN + (width - found.width) / 2
    parts = (
        element("title", words(flat(graph.title)), id=ids[0]),
        element("desc", words(_told(graph)), id=ids[1]),
        element("rect", width=wide, height=tall, fill="#ffffff"),
        text(
            title,
            at=(_MARGIN, _MARGIN + 16),
            step=24,
            font_size=_TITLE,
            font_weight="700",
            fill="#1b2733",
        ),
        _picture(graph, found, left=shift, top=top),
        explained,
    )
    return (
        element(
            "svg",
            *(part for part in parts if part),
            xmlns="http://www.w3.org/2000/svg",
            width=wide,
            height=tall,
            viewBox=f"0 0 {number(wide)} {number(tall)}",
            role="img",
            aria_labelledby=" ".join(ids),
            lang=graph.language,
            font_family=_FONTS,
        )
        + "\n"
    )


def _picture(graph: Graph, layout: Layout, *, left: float, top: float) -> str:
    """Frames first, then arrows, then items, and the labels over all of them."""
    language = graph.language
    routes = list(zip(graph.edges, layout.routes, strict=True))
    boxes = dict(zip((node.id for node in graph.nodes), layout.nodes, strict=True))
    parts = [
        *(
            _frame(graph, group, box, boxes)
            for group, box in zip(graph.groups, layout.groups, strict=True)
        ),
        *(arrow(edge, route) for edge, route in routes),
        *(
            item(node, box, language)
            for node, box in zip(graph.nodes, layout.nodes, strict=True)
        ),
        *(label(edge, way, ground=_ground(way, layout)) for edge, way in routes),
    ]
    move = f"translate({number(left)} {number(top)})"
    drawn = [part for part in parts if part]
    return element("g", *drawn, transform=move) if drawn else ""


def _frame(graph: Graph, group: Group, box: Box, boxes: Mapping[str, Box]) -> str:
    """A stage's frame, its title as far from the side as its items are."""
    held = [boxes[name] for name in group.nodes]
    left = min((each.x - box.x for each in held), default=_INDENT)
    free = min((each.y - box.y for each in held), default=box.height)
    indent = max(_CORNER, min(_INDENT, left))
    return frame(group, box, graph.language, indent=indent, free=free)


def _ground(route: Route, layout: Layout) -> str:
    """The colour that is under a label: a stage's, or the paper's."""
    x, y = route.label or route.points[0]
    within = any(
        box.x < x < box.x + box.width and box.y < y < box.y + box.height
        for box in layout.groups
    )
    return GROUND if within else "#ffffff"


def _told(graph: Graph) -> str:
    """What the picture shows, for whoever cannot see it: stage by stage."""
    return " ".join(_sentences(graph))


def _sentences(graph: Graph) -> Iterator[str]:
    by_id = {node.id: node for node in graph.nodes}
    held = {name for group in graph.groups for name in group.nodes}
    for group in graph.groups:
        items = "; ".join(_named(by_id[name], graph) for name in group.nodes)
        yield f"{_named(group, graph)}: {items or '-'}."
    loose = [node for node in graph.nodes if node.id not in held]
    if loose:
        yield "; ".join(_named(node, graph) for node in loose) + "."


def _named(each: Node | Group, graph: Graph) -> str:
    """A title, with its mark and its number of cases where it has them."""
    more = [] if each.mark == "none" else [MARKS[each.mark].words[graph.language]]
    more += [] if each.count is None else [str(each.count)]
    title = flat(each.title)
    return f"{title} ({', '.join(more)})" if more else title
