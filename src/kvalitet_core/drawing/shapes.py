"""How items and stages are drawn in SVG: each kind has a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kvalitet_core.drawing.graph import Group, Language, Mark, Node
from kvalitet_core.drawing.layout import (
    HEADING,
    POINT,
    SMALL,
    TITLE,
    Box,
    frame_title,
    node_text,
)
from kvalitet_core.drawing.lettering import flat, width_of
from kvalitet_core.drawing.looks import GROUND, MARKS, MarkLook
from kvalitet_core.drawing.markup import element, path, text, words
from kvalitet_core.drawing.signs import count, sign

__all__ = ["frame", "item", "outline"]

_INNER: Final = 4.0
_TWO_LINES: Final = 62.0
_DARK: Final = "#2f3b47"


def item(node: Node, box: Box, language: Language) -> str:
    """One item: its shape, its title and lines, its sign and its number of cases."""
    look = MARKS[node.mark]
    corner = POINT if node.kind == "decision" else 5.0
    parts = (
        element("title", words(_told(node, language))),
        *outline(node.kind, node.mark, box),
        *_text(node, box, look),
        sign(node.mark, at=(box.x + box.width - corner, box.y + 2.0)),
        count(
            node.count, right=box.x + box.width - corner + 9, middle=box.y + box.height
        ),
    )
    return element("g", *(part for part in parts if part))


def _told(node: Node, language: Language) -> str:
    """What is shown when an item is pointed at."""
    marked = f" ({MARKS[node.mark].words[language]})" if node.mark != "none" else ""
    told = f"{flat(node.title)}{marked}"
    return f"{told}\n{node.tooltip}" if node.tooltip else told


def outline(kind: str, mark: Mark, box: Box) -> tuple[str, ...]:
    """The shape of a kind in the colours of a mark."""
    look = MARKS[mark]
    dark = kind == "start" and mark == "none"
    line: dict[str, str | float] = {
        "fill": _DARK if dark else look.fill,
        "stroke": _DARK if dark else look.stroke,
        "stroke_width": look.weight,
        "stroke_dasharray": look.dash,
    }
    thin: dict[str, str | float] = {
        **line,
        "fill": "none",
        "stroke_width": 1.1,
        "stroke_dasharray": "",
    }
    match kind:
        case "decision":
            return (
                element("path", d=_hexagon(box, 0.0), stroke_linejoin="round", **line),
                element(
                    "path", d=_hexagon(box, _INNER), stroke_linejoin="round", **thin
                ),
            )
        case "milestone":
            return (_rounded(box, 0.0, 20.0, line), _diamond(box, look))
        case "end":
            round_ = box.height / 2
            return (_rounded(box, 0.0, round_, line), _rounded(box, 3.5, round_, thin))
        case "start":
            return (_rounded(box, 0.0, box.height / 2, line),)
        case _:
            return (_rounded(box, 0.0, 8.0, line),)


def _rounded(
    box: Box, inset: float, radius: float, line: dict[str, str | float]
) -> str:
    height = box.height - 2 * inset
    return element(
        "rect",
        x=box.x + inset,
        y=box.y + inset,
        width=box.width - 2 * inset,
        height=height,
        rx=min(radius, height / 2),
        **line,
    )


def _hexagon(box: Box, inset: float) -> str:
    inset = min(inset, box.height / 7)
    left, right = box.x + inset * 1.2, box.x + box.width - inset * 1.2
    top, bottom, middle = (
        box.y + inset,
        box.y + box.height - inset,
        box.y + box.height / 2,
    )
    tip = min(POINT, box.height / 2) - inset * 0.25
    return path(
        (left, middle),
        (left + tip, top),
        (right - tip, top),
        (right, middle),
        (right - tip, bottom),
        (left + tip, bottom),
    )


def _diamond(box: Box, look: MarkLook) -> str:
    size = min(9.0, box.height / 2)
    x, y = box.x + min(20.0, box.width / 2), box.y + box.height / 2
    places = ((x - size, y), (x, y - size), (x + size, y), (x, y + size))
    return element("path", d=path(*places), fill=look.stroke)


def _text(node: Node, box: Box, look: MarkLook) -> tuple[str, str]:
    """The title and the lines under it, in the middle of the box."""
    title, small = node_text(node)
    high = 17 * len(title) + 15 * len(small) + (3 if small else 0)
    shift = 13.0 if node.kind == "milestone" else 0.0
    x, top = box.x + box.width / 2 + shift, box.y + (box.height - high) / 2
    white = node.kind == "start" and node.mark == "none"
    ink = "#ffffff" if white else look.ink
    struck = "line-through" if node.mark == "skipped" else ""
    return (
        text(
            title,
            at=(x, top + 13),
            step=17,
            text_anchor="middle",
            font_size=TITLE,
            font_weight="600",
            fill=ink,
            text_decoration=struck,
        ),
        text(
            small,
            at=(x, top + 17 * len(title) + 14),
            step=15,
            text_anchor="middle",
            font_size=SMALL,
            fill="#ffffff" if white else "#4d5965",
        ),
    )


def frame(
    group: Group, box: Box, language: Language, *, indent: float, free: float
) -> str:
    """One stage: its frame and title, its sign and its number of cases.

    Args:
        group: The stage.
        box: Its frame.
        language: The language of the mark's name.
        indent: How far the title is from the side of the frame.
        free: How far the items are from its top: only then are there two lines.
    """
    look = MARKS[group.mark]
    plain = group.mark == "none"
    title = frame_title(group, box.width, lines=2 if free >= _TWO_LINES else 1)
    parts = (
        element("title", words(_named(group, language))),
        element(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=12,
            fill=GROUND,
            stroke="#b8c2cc" if plain else look.stroke,
            stroke_width=1.2 if plain else 1.8,
            stroke_dasharray=look.dash,
        ),
        *_heading(group, box, title, indent),
    )
    return element("g", *(part for part in parts if part))


def _heading(
    group: Group, box: Box, title: Sequence[str], indent: float
) -> tuple[str, str, str]:
    """A stage's title, its sign after it, and its number of cases at the right."""
    right, left = box.x + box.width, box.x + indent
    widest = max(width_of(line, size=HEADING, bold=True) for line in title)
    after = min(left + widest + 20, right - _aside(group))
    return (
        text(
            title,
            at=(left, box.y + 26),
            step=18,
            font_size=HEADING,
            font_weight="700",
            fill=MARKS[group.mark].ink,
        ),
        sign(group.mark, at=(after, box.y + 21)),
        count(group.count, right=right - 14, middle=box.y + 22),
    )


def _named(group: Group, language: Language) -> str:
    """A stage's title, and its mark where it has one."""
    told = flat(group.title)
    return (
        f"{told} ({MARKS[group.mark].words[language]})"
        if group.mark != "none"
        else told
    )


def _aside(group: Group) -> float:
    """How far a sign keeps from the right, where the number of cases is."""
    return 24.0 if group.count is None else 60.0
