"""A share of a journal replayed and checked where all is well, which is most often.

Everything is looked at that `carefully` looks at, and nothing is told of what is wrong:
then all is to be replayed carefully. Each share reads its own part of the log; that all
of them together read the same events there as stream by stream, sums tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kvalitet_core.audit.abreast import Abreast
from kvalitet_core.audit.astray import Astray, astray
from kvalitet_core.audit.commits import Commits
from kvalitet_core.audit.fitting import Fitting, Schemas
from kvalitet_core.audit.laid import Laid
from kvalitet_core.audit.lying import OWN
from kvalitet_core.audit.reacting import Reacting
from kvalitet_core.audit.replayed_part import ReplayedPart
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.sharing import Share
from kvalitet_core.audit.summing import Summing
from kvalitet_core.errors import KvalitetError
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.store import Row

__all__ = ["swiftly"]

_PAGE: Final = 1_000


def swiftly(journal: Journal, share: Share, released: Schemas) -> ReplayedPart | None:
    """Replay a share and check it; None where something is not as it is to be.

    All is well where that is so of every share, and their balances come to 0.

    Args:
        journal: The journal.

        share: One of its shares.

        released: Gives the schema that was released under a stored name.
    """
    try:
        return _Swiftly(journal, share, released).part()
    except (Astray, KvalitetError):
        return None


class _Swiftly:
    """The replay of one share."""

    def __init__(self, journal: Journal, share: Share, released: Schemas) -> None:
        self._folder = journal.folder
        self._share = share
        self._part = part = ReplayedPart()
        self._reacting = Reacting(self._folder)
        self._fitting = Fitting(self._folder.registry, released)
        self._reading = Rereading(self._folder, self._fitting, astray)
        self._summing = Summing(share.salt)
        self._abreast = Abreast(
            self._folder,
            share.streams,
            upto=share.head,
            reading=self._reading,
            summing=self._summing,
            wanted=self._reacting.names,
            told=self._reacting.expect,
            ended=part.ticks.ended,
        )
        self._commits = Commits(
            self._folder,
            share.commits,
            part=part,
            reacting=self._reacting,
            lying=Laid,
        )

    def part(self) -> ReplayedPart:
        """Fold the streams, read the log, and say what both came to."""
        self._abreast.fold()
        part, fitting = self._part, self._fitting
        part.balance = self._abreast.sum - self._log()
        part.events = self._abreast.events
        part.stood = self._abreast.stood
        part.unknown += self._abreast.unknown
        part.answers = self._reacting.found
        part.fitted = fitting.fitted + self._reading.again
        part.without = fitting.without
        return part

    def _log(self) -> int:
        """Look at the commits in the order of the log; the sum over their events."""
        after, total = self._share.commits[0], 0
        if after and (before := self._rows(after - 1, upto=after)):
            self._commits.take(before)
        while rows := self._rows(after, upto=self._share.commits[1]):
            self._commits.take(rows)
            total += self._summing.of(_events(rows))
            after = rows[-1][0]
        self._commits.end()
        return total

    def _rows(self, after: int, *, upto: int) -> Sequence[Row]:
        return self._folder.reader.log(after=after, upto=upto, limit=_PAGE)


def _events(rows: Sequence[Row]) -> Iterator[Row]:
    """Those of some rows that belong to the streams of aggregates."""
    for row in rows:
        if row[3] != COMMAND and not row[1].startswith(OWN):
            yield row
