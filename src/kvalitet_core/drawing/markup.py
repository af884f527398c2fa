"""How SVG is written: elements, attributes and numbers, escaped in one place."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from kvalitet_core.drawing.layout import Point
from kvalitet_core.drawing.lettering import cleaned

__all__ = ["element", "number", "path", "point", "text", "words"]


def number(value: float) -> str:
    """A number with one decimal at most."""
    return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004


def point(place: Point) -> str:
    """A point as `x,y`."""
    return f"{number(place[0])},{number(place[1])}"


def element(name: str, *children: str, **attributes: str | float) -> str:
    """One element; `_` in an attribute's name stands for `-`."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_quoted(value)}"
        for key, value in attributes.items()
        if value != ""
    )
    if not children:
        return f"<{name}{written}/>"
    if any(child.startswith("<") for child in children):
        inner = "\n".join(children)
        return f"<{name}{written}>\n{inner}\n</{name}>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def _quoted(value: str | float) -> str:
    return quoteattr(cleaned(value)) if isinstance(value, str) else f'"{number(value)}"'


def words(content: str) -> str:
    """Text as an element's content."""
    return escape(cleaned(content))


def text(
    lines: Iterable[str], *, at: Point, step: float, **attributes: str | float
) -> str:
    """Lines of text, the first at a point, each below the one before."""
    parts = [
        element("tspan", words(line), x=at[0], y=at[1] + place * step)
        for place, line in enumerate(lines)
        if line
    ]
    return element("text", *parts, **attributes) if parts else ""


def path(*places: Point, closed: bool = True) -> str:
    """The data of a path with straight sides."""
    return f"M{' L'.join(point(place) for place in places)}{' Z' if closed else ''}"
