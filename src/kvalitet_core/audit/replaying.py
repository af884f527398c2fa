"""Replaying: everything in the journal read and folded again, in the order of the log.

Held together, the record gives the same states twice: folded all at once in the order
of the log, and each stream by itself; every event fits its schema; and what follows
from events, by reactions and by timers, is accounted for. Nothing that is sealed is
opened. A journal can be read in several parts, each by a process of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final

import attrs

from kvalitet_core.audit.accounting import Accounting, Followed, Unchecked
from kvalitet_core.audit.anew import Anew, Stood
from kvalitet_core.audit.collecting import collecting_seldom
from kvalitet_core.audit.deployments import Deployments
from kvalitet_core.audit.fitting import Fitting, Schemas
from kvalitet_core.audit.lying import Asked, Lying
from kvalitet_core.audit.reacting import Answers, Reached, Reacting
from kvalitet_core.audit.sharing import Share, shares, spread
from kvalitet_core.audit.timing import Ticks, Timing
from kvalitet_core.audit.wrong import Wrong
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.store import Row
from kvalitet_core.personal import unseen

__all__ = ["Flaw", "Replayed", "ReplayedPart", "replay", "replay_part", "replayed"]

_PAGE: Final = 1_000
_NONE_REACHED: Final[Mapping[str, Reached]] = MappingProxyType({})


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


@attrs.frozen(kw_only=True)
class Replayed:
    """What a journal came to.

    Attributes:
        commands: How many commands are on record.
        events: How many events are folded; the journal's own are not.
        states: How many states each kind of stream has.
        digest: SHA-256 over the states, stream by stream: the same wherever the same
            history is folded by the same code.
        flaws: Where it does not hold together, in the order of the log.
        unknown: The stored names that no installed plugin knows, and how often each
            occurs: their streams are not folded.
        fitted: How many events were held against their schemas.
        followed: What has become of the events that each reaction answers.
        timed: The instant of the newest tick of each timer: what fell due before is
            noted.
        unchecked: What could not be looked at.
    """

    commands: int
    events: int
    states: dict[str, int]
    digest: str
    flaws: tuple[Flaw, ...]
    unknown: dict[str, int]
    fitted: int = 0
    followed: dict[str, Followed] = attrs.field(factory=dict)
    timed: dict[str, str] = attrs.field(factory=dict)
    unchecked: tuple[Unchecked, ...] = ()


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


def _none_released(_: str) -> None:
    """No schema but those of the classes is at hand."""


def replay(
    journal: Journal,
    *,
    check: bool = False,
    released: Schemas = _none_released,
    reached: Mapping[str, Reached] = _NONE_REACHED,
) -> Replayed:
    """Fold a whole journal in the order of its log.

    Args:
        journal: The journal.

        check: Whether each stream is folded by itself as well, and held against that;
            each event held against its schema; and what follows from events accounted
            for.

        released: Gives the schema that was released under a stored name; else that of
            the class is held against.

        reached: How far each reaction has come, by its name.
    """
    (share,) = shares(journal, jobs=1)
    part = replay_part(journal, share, check=check, released=released)
    return replayed(journal, [part], check=check, reached=reached)


def replay_part(
    journal: Journal,
    share: Share,
    *,
    check: bool = False,
    released: Schemas = _none_released,
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


def replayed(
    journal: Journal,
    parts: Iterable[ReplayedPart],
    *,
    check: bool = False,
    reached: Mapping[str, Reached] = _NONE_REACHED,
) -> Replayed:
    """Put together what the parts of a journal came to.

    Args:
        journal: The journal.

        parts: One for each of its shares.

        check: As in `replay`.

        reached: As in `replay`.
    """
    whole = ReplayedPart()
    for part in parts:
        whole.add(part)
    accounting, timing = _accounted(journal, whole, check=check, reached=reached)
    return Replayed(
        commands=whole.commands,
        events=whole.events,
        states=_counted(whole.stood),
        digest=_digest(whole.stood),
        flaws=tuple(sorted(whole.flaws, key=_in_order)),
        unknown=dict(sorted(whole.unknown.items())),
        fitted=whole.fitted,
        followed=accounting.followed,
        timed=timing.until,
        unchecked=(
            *(
                Unchecked(name=name, count=count, why="no_schema")
                for name, count in sorted(whole.without.items())
                if name not in whole.unknown
            ),
            *accounting.unchecked,
            *timing.unchecked,
        ),
    )


def _accounted(
    journal: Journal,
    whole: ReplayedPart,
    *,
    check: bool,
    reached: Mapping[str, Reached],
) -> tuple[Accounting, Timing]:
    """Account for what follows from events, if that is asked for."""
    deployments = Deployments(journal)

    def versions(digest: str) -> Mapping[str, str]:
        deployed = deployments.recorded.get(digest)
        return deployed.plugins if deployed is not None else {}

    accounting = Accounting(
        journal.folder,
        whole.answers,
        reached=reached,
        versions=versions,
        note=whole.note,
    )
    timing = Timing(journal.folder, whole.ticks, whole.note)
    if check:
        accounting.account()
        timing.account()
    return accounting, timing


class _Replaying:
    """The replay of one share."""

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
        self._anew = Anew(
            self._folder,
            share.streams,
            note=part.note,
            heads=spread(journal, share.streams),
            fitting=self._fitting,
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
            if self._check:
                self._expect(rows)
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

    def _expect(self, rows: Sequence[Row]) -> None:
        """Work out what follows from the events of the share's streams."""
        first, before = self._share.streams
        names = self._reacting.names
        for row in rows:
            if row[3] in names and first <= row[1] < before:
                self._reacting.expect(row)

    def _asked(self, position: int, stream: str, record: Asked) -> None:
        """Take a command's record."""
        if not self._folder.registry.is_known(record.name):
            self._part.unknown[record.name] += 1
        if self._check:
            self._reacting.command(position, stream, record)
            self._part.ticks.command(position, stream, record)

    def _told(self) -> ReplayedPart:
        part, fitting = self._part, self._fitting
        part.commands = self._lying.commands
        part.events = self._anew.events
        part.stood = self._anew.stood
        part.unknown += self._anew.unknown
        part.answers = self._reacting.found
        if fitting is not None:
            part.fitted, part.without = fitting.fitted, fitting.without
        return part


def _counted(stood: Mapping[str, Stood]) -> dict[str, int]:
    """How many streams there are of each kind."""
    return dict(sorted(Counter(each.partition("/")[0] for each in stood).items()))


def _digest(stood: Mapping[str, Stood]) -> str:
    """The digest of what all streams came to."""
    whole = sha256()
    for stream, (version, digest) in sorted(stood.items()):
        whole.update(b"%b %d %b\n" % (stream.encode(), version, digest.hex().encode()))
    return whole.hexdigest()


def _in_order(flaw: Flaw) -> tuple[bool, int, str, str]:
    return flaw.position is None, flaw.position or 0, flaw.stream, flaw.text
