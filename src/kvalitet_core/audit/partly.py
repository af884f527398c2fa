"""A part of a journal, replayed: some of its streams and of its commits, see `sharing`.

Where all parts are well they are replayed swiftly, else all of them carefully.
"""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Final

from kvalitet_core.audit.anew import Anew
from kvalitet_core.audit.collecting import collecting_seldom
from kvalitet_core.audit.commits import Commits
from kvalitet_core.audit.fitting import Fitting, Schemas
from kvalitet_core.audit.lying import Lying
from kvalitet_core.audit.reacting import Reacting
from kvalitet_core.audit.replayed_part import ReplayedPart
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.sharing import Share, spread
from kvalitet_core.audit.swiftly import swiftly
from kvalitet_core.journal.journal import Journal
from kvalitet_core.personal import unseen

__all__ = ["Manner", "none_released", "replay_part"]

_PAGE: Final = 1_000


class Manner(Enum):
    """How a part of a journal is replayed."""

    UNCHECKED = "folded once, in the order of the log"
    SWIFTLY = "checked; where something is wrong, nothing is told"
    CAREFULLY = "checked; all that is wrong is told"


def none_released(_: str) -> None:
    """No schema but those of the classes is at hand."""


def replay_part(
    journal: Journal,
    share: Share,
    manner: Manner,
    *,
    released: Schemas = none_released,
) -> ReplayedPart | None:
    """Fold one part of a journal: some of its streams, and some of its commands.

    Args:
        journal: The journal.

        share: One of its shares.

        manner: How it is replayed.

        released: As in `replay`.

    Returns:
        What it came to; None where something is wrong and it was replayed swiftly.
    """
    with unseen(), collecting_seldom():
        if manner is Manner.SWIFTLY:
            return swiftly(journal, share, released)
        check = manner is Manner.CAREFULLY
        return _Carefully(journal, share, check=check, released=released).part()


class _Carefully:
    """The replay of one share, that tells of all that is wrong."""

    def __init__(
        self, journal: Journal, share: Share, *, check: bool, released: Schemas
    ) -> None:
        self._folder = journal.folder
        self._share = share
        self._check = check
        self._part = part = ReplayedPart()
        registry = self._folder.registry
        self._reacting = Reacting(self._folder)
        self._fitting = Fitting(registry, released) if check else None
        self._reading = Rereading(self._folder, self._fitting, part.note)
        self._anew = Anew(
            self._folder,
            share.streams,
            note=part.note,
            heads=spread(journal, share.streams),
            reading=self._reading,
            wanted=self._reacting.names if check else frozenset(),
            told=self._reacting.expect,
            ended=part.ticks.ended,
        )
        self._commits = Commits(
            self._folder,
            share.commits,
            part=part,
            reacting=self._reacting if check else None,
            lying=partial(Lying, note=part.note),
        )

    def part(self) -> ReplayedPart:
        """Read the log, fold, compare, and say what it came to."""
        after = 0
        while rows := self._folder.reader.log(
            after=after, upto=self._share.head, limit=_PAGE
        ):
            self._commits.take(rows)
            self._anew.take(rows)
            after = rows[-1][0]
        self._commits.end()
        self._anew.end()
        if self._check:
            self._anew.compare(upto=self._share.head)
        return self._told()

    def _told(self) -> ReplayedPart:
        part, fitting = self._part, self._fitting
        part.events = self._anew.events
        part.stood = self._anew.stood
        part.unknown += self._anew.unknown
        part.answers = self._reacting.found
        if fitting is not None:
            part.fitted = fitting.fitted + self._reading.again
            part.without = fitting.without
        return part
