"""What the marks and arrows look like and are called, the same in every language.

Colours are told apart by people who see red and green alike, and none carries meaning
alone: each mark has its own sign and border, each kind of arrow its own line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from kvalitet_core.drawing.graph import EdgeKind, Graph, Language, Mark

__all__ = ["EDGES", "GROUND", "MARKS", "EdgeLook", "MarkLook", "marks_in", "words"]


@attrs.frozen(kw_only=True)
class MarkLook:
    """How an item with a mark is drawn.

    Attributes:
        fill: The colour within.
        stroke: The colour of the border and of the sign.
        ink: The colour of the text.
        weight: How thick the border is.
        dash: The border's dashes, as SVG writes them; empty for a whole line.
        sign: One character for the mark, where there are only letters.
        words: What the mark is called, by language.
    """

    fill: str
    stroke: str
    ink: str = "#1b2733"
    weight: float = 1.4
    dash: str = ""
    sign: str = ""
    words: Mapping[Language, str]


MARKS: Final[Mapping[Mark, MarkLook]] = {
    "none": MarkLook(
        fill="#ffffff",
        stroke="#5b6b7b",
        words={"da": "uden status", "en": "no status"},
    ),
    "waiting": MarkLook(
        fill="#f7f8f9",
        stroke="#7c8894",
        ink="#4d5965",
        dash="5 4",
        sign="…",
        words={"da": "venter", "en": "waiting"},
    ),
    "available": MarkLook(
        fill="#e3f1fc",
        stroke="#0067a8",
        weight=2.6,
        sign="▶",
        words={"da": "kan udføres nu", "en": "can be done now"},
    ),
    "active": MarkLook(
        fill="#fdf0cd",
        stroke="#8a5a00",
        weight=2.6,
        sign="◐",
        words={"da": "i gang", "en": "in progress"},
    ),
    "done": MarkLook(
        fill="#d8efe4",
        stroke="#00704f",
        weight=1.6,
        sign="✓",
        words={"da": "udført", "en": "done"},
    ),
    "skipped": MarkLook(
        fill="#eceff1",
        stroke="#77838e",
        ink="#4d5965",
        dash="1.5 4",
        sign="-",
        words={"da": "sprunget over", "en": "skipped"},
    ),
    "failed": MarkLook(
        fill="#f4e3ee",
        stroke="#8f2f68",
        weight=2.2,
        sign="✕",
        words={"da": "mislykket", "en": "failed"},
    ),
    "late": MarkLook(
        fill="#fde2d8",
        stroke="#b83200",
        weight=3.2,
        sign="!",
        words={"da": "over fristen", "en": "overdue"},
    ),
}


@attrs.frozen(kw_only=True)
class EdgeLook:
    """How an arrow of a kind is drawn.

    Attributes:
        stroke: Its colour.
        weight: How thick it is.
        dash: Its dashes, as SVG writes them; empty for a whole line.
        head: Its end: a full arrowhead, an open one, or a dot at both ends.
        words: What the kind is called, by language.
    """

    stroke: str
    weight: float = 1.6
    dash: str = ""
    head: str = "full"
    words: Mapping[Language, str]


EDGES: Final[Mapping[EdgeKind, EdgeLook]] = {
    "flow": EdgeLook(stroke="#44525f", words={"da": "fører til", "en": "leads to"}),
    "return": EdgeLook(
        stroke="#8f2f68",
        dash="7 4",
        words={"da": "sendes tilbage", "en": "sent back"},
    ),
    "obligation": EdgeLook(
        stroke="#0067a8",
        weight=2.2,
        dash="2 3",
        head="open",
        words={"da": "forpligter til", "en": "obliges to"},
    ),
    "four_eyes": EdgeLook(
        stroke="#8a5a00",
        dash="1 4",
        weight=2.4,
        head="dots",
        words={"da": "to personer", "en": "two people"},
    ),
}

GROUND: Final = "#f4f6f8"
"""The colour within a stage's frame."""

_WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "task": {"da": "opgave", "en": "task"},
    "decision": {"da": "afgørelse", "en": "decision"},
    "milestone": {"da": "milepæl", "en": "milestone"},
    "start": {"da": "begyndelse", "en": "start"},
    "end": {"da": "slutning", "en": "end"},
    "count": {"da": "antal sager", "en": "number of cases"},
}


def words(name: str, language: Language) -> str:
    """What something in a drawing is called."""
    return _WORDS[name][language]


def marks_in(graph: Graph) -> tuple[Mark, ...]:
    """The marks that a graph uses, in the order of the legend; `none` is no mark."""
    used = {each.mark for each in graph.parts} - {"none"}
    return tuple(mark for mark in MARKS if mark in used)
