"""What if something had not been done: what follows from that, by today's rules.

Every command that read what is otherwise is decided again on a branch, with what was
asked, by whom and when as it was: what people chose is held fixed. What a reaction
asked for because of an event that is gone was never asked. Nothing is written.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from typing import Any

import attrs

from kvalitet_core.audit.branching import Branch, as_recorded
from kvalitet_core.audit.comparing import Difference, differences
from kvalitet_core.audit.redeciding import request_of
from kvalitet_core.errors import KvalitetError
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal.deciding import Proposal, decide
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import UnknownEvent

__all__ = ["Fate", "Parted", "Supposed", "Supposition", "whatif"]


class Fate(enum.StrEnum):
    """What becomes of a command where something before it is otherwise.

    Attributes:
        DROPPED: It was not done: that is what is supposed.
        NEVER_ASKED: A reaction asked for it because of an event that is gone.
        OTHERWISE: It comes to something else.
        NOT_DECIDED: It cannot be decided here, so nothing follows from it.
    """

    DROPPED = "dropped"
    NEVER_ASKED = "never_asked"
    OTHERWISE = "otherwise"
    NOT_DECIDED = "not_decided"


@attrs.frozen(kw_only=True)
class Supposed:
    """A command of which something else becomes than was recorded.

    Attributes:
        commit: What was recorded.
        fate: What becomes of it.
        differences: Where it comes to something else.
        why: Why it cannot be decided.
    """

    commit: Commit
    fate: Fate
    differences: tuple[Difference, ...] = ()
    why: str | None = None


@attrs.frozen(kw_only=True)
class Parted:
    """A stream that comes to stand otherwise.

    Attributes:
        stream: The stream.
        recorded: Its state as recorded; None where it has none.
        supposed: Its state on the branch; None where it has none.
    """

    stream: StreamId
    recorded: Any
    supposed: Any


@attrs.frozen(kw_only=True)
class Supposition:
    """What a history comes to where something was not done.

    Attributes:
        commands: How many commands were decided again.
        supposed: Those of which something else becomes, in order.
        parted: The streams that come to stand otherwise.
    """

    commands: int
    supposed: tuple[Supposed, ...]
    parted: tuple[Parted, ...]


def whatif(
    journal: Journal, *, dropped: Collection[str] = (), everything: bool = False
) -> Supposition:
    """Tell what would have followed if some commands had not been done.

    Args:
        journal: The journal; nothing is written to it.

        dropped: The ids of the commands that were not done, with all their events.

        everything: Whether also what read nothing that is otherwise is decided again.
    """
    supposing = _Supposing(journal, frozenset(dropped), everything=everything)
    supposed = tuple(
        found
        for commit in journal.commits()
        if (found := supposing.take(commit)) is not None
    )
    return Supposition(
        commands=supposing.commands, supposed=supposed, parted=supposing.parted()
    )


class _Supposing:
    """One branch, as far as the journal has been read."""

    def __init__(
        self, journal: Journal, dropped: frozenset[str], *, everything: bool
    ) -> None:
        self.commands = 0
        self._folder = journal.folder
        self._branch = Branch(self._folder)
        self._dropped = dropped
        self._everything = everything
        self._gone: set[EventId] = set()

    def take(self, commit: Commit) -> Supposed | None:
        """Let a command come to what it comes to; None where that was recorded."""
        if commit.recorded.command_id in self._dropped:
            return self._undone(commit, Fate.DROPPED)
        if commit.record.cause in self._gone:
            return self._undone(commit, Fate.NEVER_ASKED)
        if self._everything or self._branch.has_parted(commit.record.reads):
            return self._decided(commit)
        self._branch.happen(as_recorded(commit.events))
        return None

    def parted(self) -> tuple[Parted, ...]:
        """The streams that stand otherwise in the end."""
        found = []
        for stream in self._branch.parted:
            aggregate = self._folder.registry.aggregate_at(stream)
            was, _ = self._folder.state(aggregate, stream)
            now, _ = self._branch.state(aggregate, stream)
            found.append(Parted(stream=stream, recorded=was, supposed=now))
        return tuple(found)

    def _undone(
        self, commit: Commit, fate: Fate, *, why: str | None = None
    ) -> Supposed:
        """Let nothing come of a command."""
        for event in commit.events:
            self._branch.part(event.stream)
            self._gone.add(event.event_id)
        return Supposed(commit=commit, fate=fate, why=why)

    def _decided(self, commit: Commit) -> Supposed | None:
        """Decide a command on the branch."""
        if type(commit.command) is UnknownEvent:
            why = f"no installed plugin knows the command {commit.record.name}"
            return self._undone(commit, Fate.NOT_DECIDED, why=why)
        self.commands += 1
        registry = self._folder.registry
        try:
            proposal = decide(request_of(commit, registry), self._branch)
        except KvalitetError as error:
            return self._undone(commit, Fate.NOT_DECIDED, why=str(error))
        found = tuple(
            each
            for each in differences(commit, proposal, registry)
            if not each.path.startswith("reads.")
        )
        if not found:
            self._branch.happen(as_recorded(commit.events))
            return None
        self._part(commit, proposal)
        return Supposed(commit=commit, fate=Fate.OTHERWISE, differences=found)

    def _part(self, commit: Commit, proposal: Proposal) -> None:
        """Let other events come about than were recorded."""
        ids = proposal.ids[1:]
        self._gone.update({each.event_id for each in commit.events} - {*ids})
        for stream in (
            *(each.stream for each in commit.events),
            *(stream for stream, _ in proposal.events),
        ):
            self._branch.part(stream)
        self._branch.happen(
            (stream, event_id, event)
            for event_id, (stream, event) in zip(ids, proposal.events, strict=False)
        )
