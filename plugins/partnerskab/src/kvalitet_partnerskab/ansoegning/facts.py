"""What becomes known while an application is judged."""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import Fact

__all__ = ["ADVANCED", "JOINS"]

ADVANCED: Final = Fact(
    "indstilling.langt_i_udvikling",
    bool,
    da="kommunen er allerede langt i udviklingen",
    en="the municipality is already far in development",
)
"""What the call prefers. It is told for the selection, and no source has its weight."""

JOINS: Final = Fact(
    "reference.deltager",
    bool,
    da="kommunen vil være referencekommune",
    en="the municipality will be a reference municipality",
)
"""What a municipality that was not selected answers."""
