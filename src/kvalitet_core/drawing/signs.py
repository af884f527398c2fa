"""The signs of the marks, and the number of cases: small, and different in shape."""

from __future__ import annotations

from typing import Final

from kvalitet_core.drawing.graph import Mark
from kvalitet_core.drawing.layout import Point
from kvalitet_core.drawing.lettering import width_of
from kvalitet_core.drawing.looks import MARKS
from kvalitet_core.drawing.markup import element, number, path, words

__all__ = ["count", "sign"]

_RADIUS: Final = 10.0
_COUNT: Final = 11.5


def sign(mark: Mark, *, at: Point) -> str:
    """The sign of a mark, its middle at a point; nothing for `none`."""
    if mark == "none":
        return ""
    look = MARKS[mark]
    x, y = at
    if mark == "late":
        board = path((x, y - 12), (x + 12.5, y + 9.5), (x - 12.5, y + 9.5))
    elif mark == "failed":
        r = _RADIUS
        board = path((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))
    else:
        board = _circle(x, y, _RADIUS)
    back = "#ffffff" if mark in {"waiting", "skipped", "active"} else look.stroke
    ring = look.stroke if back == "#ffffff" else "#ffffff"
    return element(
        "g",
        element(
            "path",
            d=board,
            fill=back,
            stroke=ring,
            stroke_width=1.6,
            stroke_linejoin="round",
        ),
        _inside(mark, x, y),
        fill="none",
    )


def _circle(x: float, y: float, r: float) -> str:
    start, end = f"{number(x - r)},{number(y)}", f"{number(x + r)},{number(y)}"
    arc = f"A{number(r)},{number(r)} 0 1 1"
    return f"M{start} {arc} {end} {arc} {start} Z"


def _inside(mark: Mark, x: float, y: float) -> str:
    """What stands within a sign."""
    ink = MARKS[mark].stroke
    match mark:
        case "waiting":
            dots = " ".join(_circle(x + d, y, 1.5) for d in (-4.6, 0.0, 4.6))
            return element("path", d=dots, fill=ink)
        case "available":
            play = path((x - 3.2, y - 5.2), (x + 5.6, y), (x - 3.2, y + 5.2))
            return element("path", d=play, fill="#ffffff")
        case "active":
            top, foot = f"{number(x)},{number(y - 6)}", f"{number(x)},{number(y + 6)}"
            half = element("path", d=f"M{top} A6,6 0 0 1 {foot} Z", fill=ink)
            ring = _circle(x, y, 6.0)
            return f"{half}\n{element('path', d=ring, stroke=ink, stroke_width=1.5)}"
        case "skipped":
            return _line(path((x - 4.5, y), (x + 4.5, y), closed=False), ink)
        case _:
            return _line(" ".join(_strokes(mark, x, y)))


def _strokes(mark: Mark, x: float, y: float) -> tuple[str, ...]:
    """The white strokes of a tick, a cross, or a mark of exclamation."""
    if mark == "done":
        bend, end = (x - 1.4, y + 3.9), (x + 4.9, y - 3.6)
        return (path((x - 4.8, y + 0.4), bend, end, closed=False),)
    if mark == "failed":
        falling = path((x - 4, y - 4), (x + 4, y + 4), closed=False)
        return falling, path((x + 4, y - 4), (x - 4, y + 4), closed=False)
    stem = path((x, y - 4.5), (x, y + 2), closed=False)
    return stem, path((x, y + 6), (x, y + 6.1), closed=False)


def _line(data: str, ink: str = "#ffffff") -> str:
    return element(
        "path",
        d=data,
        stroke=ink,
        stroke_width=2.4,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def count(cases: int | None, *, right: float, middle: float) -> str:
    """The number of cases as a pill that ends at the right; nothing for None."""
    if cases is None:
        return ""
    written = str(cases)
    width = max(22.0, width_of(written, size=_COUNT, bold=True) + 13)
    return element(
        "g",
        element(
            "rect",
            x=right - width,
            y=middle - 10,
            width=width,
            height=20,
            rx=10,
            fill="#1b2733",
            stroke="#ffffff",
            stroke_width=1.6,
        ),
        element(
            "text",
            words(written),
            x=right - width / 2,
            y=middle + 4,
            text_anchor="middle",
            font_size=_COUNT,
            font_weight="600",
            fill="#ffffff",
        ),
    )
