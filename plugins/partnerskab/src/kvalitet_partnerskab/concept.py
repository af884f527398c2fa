"""The concept: its eight principles, and what the guides tell of each.

The names of the eight organisational prerequisites are not to be found: whoever knows
them gives them to the publication as parts.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.errors import Malformed

__all__ = [
    "DIRECTION",
    "GUIDE_PARTS",
    "LEVELS",
    "PREREQUISITES",
    "PRINCIPLES",
    "STAFF_GUIDE_PARTS",
    "TITLE",
    "Principle",
    "principle",
]

TITLE: Final = "Koncept for strategisk udvikling og omlægning af socialpsykiatrien"
"""The umbrella of what came of the partnership."""

DIRECTION: Final = "recovery-orienteret rehabilitering"
"""What socialpsykiatrien is reorganised towards."""

LEVELS: Final = ("strategisk ledelse", "myndighed", "tilbud")
"""Across whom the principles are a shared professional approach."""


@attrs.frozen(kw_only=True)
class Principle:
    """One of the eight professional principles.

    Attributes:
        number: Its place in the official order.
        title: What it is called, letter by letter.
    """

    number: int
    title: str


PRINCIPLES: Final = tuple(
    Principle(number=number, title=title)
    for number, title in enumerate(
        (
            "Tag udgangspunkt i borgernes håb, ønsker og drømme",
            "Fokusér på borgernes ressourcer",
            "Inddrag borgernes netværk og de almene fællesskaber",
            "Mød borgerne med åbenhed, tillid og respekt",
            "Hjælp borgerne så tidligt som muligt",
            "Arbejd koordineret med borgernes samlede livssituation",
            "Følg op, så indsatsen altid er den rette",
            "Brug viden og metoder, der virker",
        ),
        start=1,
    )
)
"""All eight, in the official order; they count only together."""

GUIDE_PARTS: Final = ("Hvad", "Hvorfor", "Hvordan")
"""The parts that a principle has in the guide to practice."""

STAFF_GUIDE_PARTS: Final = (*GUIDE_PARTS, "Dilemmaer og barrierer")
"""The parts that a principle has in the guide for staff and leaders."""

PREREQUISITES: Final = 8
"""How many organisational prerequisites there are, besides the principles."""


def principle(number: int) -> Principle:
    """Give the principle with this number.

    Raises:
        Malformed: There is none.
    """
    for each in PRINCIPLES:
        if each.number == number:
            return each
    raise Malformed(f"principle {number}", f"expected 1 to {len(PRINCIPLES)}")
