"""The publication of the markers, as commands: begun, with what it builds on.

Who approved it, whether it was in hearing, when the work began, its ISBN and the day
that it came out are not to be found: they are arguments, and never made up.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.aggregate import Command
from kvalitet_core.domain.publication import AddSource, Begin
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ReasonCode
from kvalitet_pejlemaerker.markers import COMPOSITION
from kvalitet_pejlemaerker.sources import BEGINS, MAPPING, NAME, PUBLICATION, TITLE

__all__ = ["KEY", "SOURCES", "STREAM", "begin", "catalogue"]

KEY: Final = "pejlemaerker-bostoette"
STREAM: Final = StreamId(f"publication/{KEY}")
"""The publication's stream."""

SOURCES: Final = (
    AddSource(
        publication=STREAM,
        code="litteraturstudie",
        kind=ReasonCode("literature_study"),
        title="Litteraturstudie, VIVE med SUS",
    ),
    AddSource(
        publication=STREAM,
        code="kortlaegning",
        kind=ReasonCode("mapping"),
        title=MAPPING,
    ),
)
"""The two sources that are known; case descriptions are added by whoever has them."""


def begin(*, approves: frozenset[str], hearing: bool, effective_from: date) -> Begin:
    """The command that begins the publication.

    Args:
        approves: The roles that approve a version.
        hearing: Whether a version goes to hearing first.
        effective_from: The first day of the work.
    """
    return Begin(
        key=KEY,
        title=TITLE,
        purpose="Faglige pejlemærker, som bostøtten kan rette sin indsats efter",
        initiative=NAME,
        hearing=hearing,
        approves=approves,
        composition=COMPOSITION,
        source=PUBLICATION,
        effective_from=effective_from,
    )


def catalogue(
    *,
    approves: frozenset[str] = frozenset({"fagchef"}),
    hearing: bool = False,
    since: date = BEGINS,
) -> tuple[Command, ...]:
    """The commands that begin the publication, with the sources that are known.

    Args:
        approves: The roles that approve a version in your organisation; not to be
            found, so it is the house's own word.

        hearing: Whether a version goes to hearing first; not to be found.

        since: The first day of the work; not to be found, so it is the programme's
            first day, and stands for no more than that.
    """
    return (begin(approves=approves, hearing=hearing, effective_from=since), *SOURCES)
