"""Where the facts come from, and what the programme calls itself."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.values import Hjemmel

__all__ = ["BEGINS", "CALL", "NAME", "call"]

NAME: Final = "skabelon"

CALL: Final = "Opslag om Skabelon, 2026 (made up)"
"""The call text. Put the real one here: its title, who published it, and when."""

BEGINS: Final = date(2026, 1, 1)
"""The first day of the programme."""


def call(place: str) -> Hjemmel:
    """The call text as the ground of a rule.

    Args:
        place: What it is called where the text says it.
    """
    return Hjemmel(source=CALL, paragraph=place, valid_from=BEGINS)
