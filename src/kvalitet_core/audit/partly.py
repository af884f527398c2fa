"""A part of a journal, replayed: what it came to, to be put together with the others.

It has some of the streams, and some of the commits: see `sharing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import attrs

from kvalitet_core.audit.anew import Anew, Stood
from kvalitet_core.audit.collecting import collecting_seldom
from kvalitet_core.audit.fitting import Fitting, Schemas
from kvalitet_core.audit.lying import Asked, Lying
from kvalitet_core.audit.reacting import Answers, Reacting
from kvalitet_core.audit.rereading import Rereading
from kvalitet_core.audit.sharing import Share, spread
from kvalitet_core.audit.timing import TIMERS, Ticks
from kvalitet_core.audit.wrong import Wrong
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.store import Row
from kvalitet_core.personal import unseen

__all__ = ["Flaw", "ReplayedPart", "none_released", "replay_part"]

_PAGE: Final = 1_000


@attrs.frozen(kw_only=True)
class Flaw:
    """One place where the record does not hold together.

    Attributes:
        position: The place in the journal; None where it is a stream's own.
        stream: The stream.
        wrong: What is wrong there.
    """

    position: int | None
    stream: str
    wrong: Wrong

    @property
    def text(self) -> str:
        """What is wrong there, in words."""
        return str(self.wrong)


@attrs.define(kw_only=True)
class ReplayedPart:
    """What one part of a journal came to, to be put together with the others."""

    commands: int = 0
    events: int = 0
    fitted: int = 0
    stood: dict[str, Stood] = attrs.field(factory=dict)
    flaws: set[Flaw] = attrs.field(factory=set)
    unknown: Counter[str] = attrs.field(factory=Counter)
    without: Counter[str] = attrs.field(factory=Counter)
    answers: Answers = attrs.field(factory=Answers)
    ticks: Ticks = attrs.field(factory=Ticks)

    def note(self, position: int | None, stream: str, wrong: Wrong) -> None:
        """Take down what is wrong."""
        self.flaws.add(Flaw(position=position, stream=stream, wrong=wrong))

    def add(self, other: ReplayedPart) -> None:
        """Take in what another part came to."""
        self.commands += other.commands
        self.events += other.events
        self.fitted += other.fitted
        self.stood |= other.stood
        self.flaws |= other.flaws
        self.unknown += other.unknown
        self.without += other.without
        self.answers.add(other.answers)
        self.ticks.add(other.ticks)


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
        return _Replaying(journal, share, check=check, released=released).part()


class _Replaying:
    """The replay of one share."""

    def __init__(
        self, journal: Journal, share: Share, *, check: bool, released: Schemas
    ) -> None:
        self._folder = journal.folder
        self._share = share
        self._check = check
        self._known: dict[str, bool] = {}
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
        self._lying = Lying(self._folder, part.note, self._asked)

    def part(self) -> ReplayedPart:
        """Read the log, fold, compare, and say what it came to."""
        after = 0
        while rows := self._folder.reader.log(
            after=after, upto=self._share.head, limit=_PAGE
        ):
            self._lie(rows)
            self._anew.take(rows)
            after = rows[-1][0]
        self._lying.end()
        self._anew.end()
        if self._check:
            self._anew.compare(upto=self._share.head)
        return self._told()

    def _lie(self, rows: Sequence[Row]) -> None:
        """Look at the rows of the share's commits."""
        after, upto = self._share.commits
        if rows[-1][0] <= after:
            self._lying.pass_over(rows[-1])
        elif rows[0][0] > after and rows[-1][0] <= upto:
            self._lying.take(rows)
        elif rows[0][0] <= upto:
            before = [row for row in rows if row[0] <= after]
            if before:
                self._lying.pass_over(before[-1])
            self._lying.take([row for row in rows if after < row[0] <= upto])

    def _asked(self, position: int, stream: str, record: Asked) -> None:
        """Take a command's record."""
        name = record.name
        if name not in self._known:
            self._known[name] = self._folder.registry.is_known(name)
        if not self._known[name]:
            self._part.unknown[name] += 1
        if not self._check:
            return
        if record.cause is not None or record.reaction is not None:
            self._reacting.command(position, stream, record)
        if name in TIMERS:
            self._part.ticks.command(position, stream, record)

    def _told(self) -> ReplayedPart:
        part, fitting = self._part, self._fitting
        part.commands = self._lying.commands
        part.events = self._anew.events
        part.stood = self._anew.stood
        part.unknown += self._anew.unknown
        part.answers = self._reacting.found
        if fitting is not None:
            part.fitted = fitting.fitted + self._reading.again
            part.without = fitting.without
        return part
