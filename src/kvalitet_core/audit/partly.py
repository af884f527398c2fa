"""A part of a journal, replayed: swiftly where all is well, else carefully.

It has some of the streams, and some of the commits: see `sharing`.
"""

from __future__ import annotations

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

__all__ = ["carefully", "none_released", "replay_part"]

_PAGE: Final = 1_000


def none_released(_: str) -> None:
    """No schema but those of the classes is at hand."""


def replay_part(
    journal: Journal,
    share: Share,
    *,
    check: bool = False,
    released: Schemas = none_released,
) -> ReplayedPart:
    """Fold one part of a journal: some of its streams, and some of its commands.

    Args:
        journal: The journal.

        share: One of its `shares`.

        check: As in `replay`.

        released: As in `replay`.
    """
    with unseen(), collecting_seldom():
        found = swiftly(journal, share, released) if check else None
        return found or carefully(journal, share, check=check, released=released)


def carefully(
    journal: Journal, share: Share, *, check: bool, released: Schemas
) -> ReplayedPart:
    """Fold one part of a journal in the order of the log, and tell all that is wrong.

    Args:
        journal: The journal.

        share: One of its shares.

        check: As in `replay`.

        released: As in `replay`.
    """
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
