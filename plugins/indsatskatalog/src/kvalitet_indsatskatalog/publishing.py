"""The catalogue as a publication.

Its title, its ISBN, the day that it came out, who approved it and whether it was in
hearing are not to be found: they are arguments, and never made up.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.domain.publication import Begin
from kvalitet_core.ids import StreamId
from kvalitet_indsatskatalog.elements import COMPOSITION
from kvalitet_indsatskatalog.sources import NAME, PLAN

__all__ = ["KEY", "STREAM", "begin"]

KEY: Final = "indsatskatalog-botilbud"
STREAM: Final = StreamId(f"publication/{KEY}")
"""The publication's stream."""


def begin(
    *, title: str, approves: frozenset[str], hearing: bool, effective_from: date
) -> Begin:
    """The command that begins the publication.

    Args:
        title: What it is called while it is made; no source has its title.
        approves: The roles that approve a version.
        hearing: Whether a version goes to hearing first.
        effective_from: The first day of the work.
    """
    return Begin(
        key=KEY,
        title=title,
        purpose="Kerneelementer, metoder og redskaber til god kvalitet på botilbud",
        initiative=NAME,
        hearing=hearing,
        approves=approves,
        composition=COMPOSITION,
        source=PLAN,
        effective_from=effective_from,
    )
