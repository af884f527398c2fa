"""Deciding again: would the rules that are installed now have given the same?

Each recorded command is decided by today's code on what it read then, at its own time
and with its own seed. Nothing is written, and nothing that is sealed is opened.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final, Literal

import attrs

from kvalitet_core.audit.comparing import Difference, differences
from kvalitet_core.audit.past import Past
from kvalitet_core.audit.verbatim import Given, Verbatim
from kvalitet_core.errors import KvalitetError, PluginError, PluginMissing
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.deciding import Proposal, Request, decide
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit, Records
from kvalitet_core.journal.registry import Registry, UnknownEvent
from kvalitet_core.journal.store import Row

__all__ = ["Drifted", "Lack", "Redecided", "Verdict", "redecide", "request_of", "said"]

_NOT_INSTALLED: Final = frozenset({"case.definition_unknown"})
"""Refusals that say no more than that what a case runs by is not here."""


class Verdict(enum.StrEnum):
    """What deciding again came to.

    Attributes:
        SAME: What was recorded.
        DRIFT: Something else.
        NOT_CHECKED: Nothing, for want of what it was decided by.
    """

    SAME = "same"
    DRIFT = "drift"
    NOT_CHECKED = "not_checked"


@attrs.frozen
class Lack:
    """What a command cannot be decided again for want of.

    Attributes:
        sort: `command` or `event`, which no installed plugin knows; `plugin`, which is
            not installed; or `definition`, the case type that a case runs by.
        name: Its name; for a definition, what was said of it.
    """

    sort: Literal["command", "event", "plugin", "definition"]
    name: str

    def __str__(self) -> str:
        if self.sort == "plugin":
            return f"plugin {self.name} is not installed"
        if self.sort == "definition":
            return self.name
        return f"no installed plugin knows the {self.sort} {self.name}"


@attrs.frozen(kw_only=True)
class Redecided:
    """One recorded command, decided again.

    Attributes:
        verdict: What it came to.
        differences: Where it comes to something else.
        reads_from: The positions of earlier commands that came to something else, on
            whose events this one was decided: the journal says what followed from
            them, so nothing follows from them anew.
        lack: What it was not checked for want of.
    """

    verdict: Verdict
    _read: Callable[[], Commit] = attrs.field(eq=False, repr=False)
    differences: tuple[Difference, ...] = ()
    reads_from: tuple[int, ...] = ()
    lack: Lack | None = None

    @cached_property
    def commit(self) -> Commit:
        """What was recorded."""
        return self._read()

    @property
    def why(self) -> str | None:
        """Why it was not checked, in words."""
        return None if self.lack is None else str(self.lack)


class Drifted:
    """The events of commands that came to something else, and who read them."""

    def __init__(self) -> None:
        self._written: dict[str, list[tuple[int, int]]] = {}

    def note(self, position: int, wrote: Iterable[tuple[str, int]]) -> None:
        """Keep which events stand in the journal that would be others now, or none.

        Args:
            position: That of the command.

            wrote: The stream and the version of each of its events.
        """
        for stream, version in wrote:
            self._written.setdefault(stream, []).append((version, position))

    def read_by(self, reads: Mapping[StreamId, int]) -> tuple[int, ...]:
        """The positions of the commands some of whose events are among what was read.

        Args:
            reads: The streams that were read, each with its version then.
        """
        positions = {
            position
            for stream, read in reads.items()
            for version, position in self._written.get(stream, ())
            if version <= read
        }
        return tuple(sorted(positions))


def redecide(
    journal: Journal,
    *,
    after: int = 0,
    upto: int | None = None,
    wanted: Callable[[Commit], bool] | None = None,
) -> Iterator[Redecided]:
    """Decide recorded commands again, in the order of the journal.

    Args:
        journal: The journal, open for reading or for writing.

        after: The position after which to begin; what was read before it is read again.

        upto: The last position to look at; None goes on to the newest.

        wanted: Which commands to decide, None for all; the others are read all the
            same.
    """
    redeciding = _Redeciding(journal)
    records = redeciding.records
    for rows in records.in_commits(after=after, upto=upto):
        if wanted is None or wanted(records.commit_of(rows)):
            yield redeciding.take(rows)
        else:
            redeciding.pass_over(rows)


class _Redeciding:
    """One way through a journal, in its order.

    Attributes:
        records: Gives its commits.
    """

    def __init__(self, journal: Journal) -> None:
        self.records = Records(journal.folder)
        self._past = Past(journal.folder)
        self._verbatim = Verbatim(self._past)
        self._drifted = Drifted()

    def pass_over(self, rows: Sequence[Row]) -> None:
        """Read a commit, and do not decide it."""
        self._past.follow(self.records.commit_of(rows).events)

    def take(self, rows: Sequence[Row]) -> Redecided:
        """Decide the command of a commit again.

        Only where that does not come to the very bytes that were recorded is the commit
        read, and looked into.
        """
        asked, again = self._verbatim.asked(rows[0]), None
        if asked is not None:
            again = self._again(asked)
            if isinstance(again, Proposal):
                written = self._verbatim.events(rows, asked, again)
                if written is not None:
                    self._past.follow(written)
                    return Redecided(
                        verdict=Verdict.SAME, read=partial(self.records.commit_of, rows)
                    )
        commit = self.records.commit_of(rows)
        found = self._looked_into(commit, again)
        if found.verdict is Verdict.DRIFT:
            reads = self._drifted.read_by(commit.record.reads)
            found = attrs.evolve(found, reads_from=reads)
            wrote = ((event.stream, event.version) for event in commit.events)
            self._drifted.note(commit.recorded.position, wrote)
        self._past.follow(commit.events)
        return found

    def _again(self, asked: Given) -> Proposal | Exception:
        """Decide a command, and give what it comes to, or what goes wrong."""
        self._past.look_as(asked.record.reads, recorded_at=asked.recorded_at)
        try:
            return decide(asked.request, self._past)
        except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
            return error

    def _looked_into(
        self, commit: Commit, again: Proposal | Exception | None
    ) -> Redecided:
        """Hold what a command comes to against its record; None: not decided yet."""
        if lack := _unknown(commit):
            return _found(Verdict.NOT_CHECKED, commit, lack=lack)
        if again is None:
            request = request_of(commit, self._past.registry)
            at = commit.recorded.recorded_at
            again = self._again(Given(request, commit.record, at))
        if isinstance(again, PluginMissing):
            lack = Lack("event", again.name)
            return _found(Verdict.NOT_CHECKED, commit, lack=lack)
        if isinstance(again, Exception):
            fails = f"fails: {said(again)}"
            failed = Difference("outcome", commit.record.outcome, fails)
            return _found(Verdict.DRIFT, commit, differences=(failed,))
        differ = tuple(differences(commit, again, self._past.registry))
        if differ and (lack := _not_installed(again, self._past)):
            return _found(Verdict.NOT_CHECKED, commit, lack=lack)
        verdict = Verdict.DRIFT if differ else Verdict.SAME
        return _found(verdict, commit, differences=differ)


def _found(
    verdict: Verdict,
    commit: Commit,
    *,
    differences: tuple[Difference, ...] = (),
    lack: Lack | None = None,
) -> Redecided:
    return Redecided(
        verdict=verdict, read=lambda: commit, differences=differences, lack=lack
    )


def _unknown(commit: Commit) -> Lack | None:
    """Say what of a commit no installed class knows."""
    if type(commit.command) is UnknownEvent:
        return Lack("command", commit.command.name)
    for recorded in commit.events:
        if type(recorded.event) is UnknownEvent:
            return Lack("event", recorded.event.name)
    return None


def _not_installed(proposal: Proposal, past: Past) -> Lack | None:
    """Say why it could not be decided by what it was decided by then, if so."""
    if past.missing:
        return Lack("plugin", ", ".join(sorted(past.missing)))
    told = (each.text for each in proposal.reasons if each.code in _NOT_INSTALLED)
    return next((Lack("definition", text) for text in told), None)


def request_of(commit: Commit, registry: Registry) -> Request:
    """What was asked, as it came, with the seed and the time that it was given."""
    record, recorded = commit.record, commit.recorded
    command_id = recorded.command_id
    assert command_id is not None  # noqa: S101 - a command's own row names it
    return Request(
        command=commit.command,
        stored=registry.stored(type(commit.command)),
        data=bytes(record.data),
        actor=record.actor,
        command_id=command_id,
        id_is_given=False,
        seed=record.seed,
        now=instant(record.now),
        correlation=recorded.correlation_id or command_id,
        cause=record.cause,
        reaction=record.reaction,
        channel=record.channel,
    )


def said(error: Exception) -> str:
    """What went wrong with code that decides, in a line."""
    if isinstance(error, PluginError):
        return f"{error.plugin}: {'; '.join(map(str, error.findings))}"
    if isinstance(error, KvalitetError):
        return str(error)
    return f"{type(error).__name__}: {error}"
