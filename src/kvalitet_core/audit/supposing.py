"""What if something had been otherwise: what follows from that, by today's rules.

A command is supposed not to have been given, to have been given with other fields, or
at another time. Every command that read what is otherwise is decided again on a branch,
with what was asked, by whom and when as it was: what people chose is held fixed. What a
reaction asked for is asked as it would have been. Nothing is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from kvalitet_core.audit.acts import Act, acts
from kvalitet_core.audit.answers import Answers
from kvalitet_core.audit.assuming import Otherwise
from kvalitet_core.audit.branching import Branch
from kvalitet_core.audit.comparing import (
    Difference,
    asked_differently,
    differences,
    is_alike,
)
from kvalitet_core.audit.premises import Premise, Premises, premises
from kvalitet_core.audit.redeciding import request_of, said
from kvalitet_core.audit.supposition import Fate, Parted, Supposed, Supposition
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.deciding import Proposal, Request, decide
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.recorded import Recorded

__all__ = ["whatif"]


def whatif(
    journal: Journal,
    *,
    dropped: Collection[str] = (),
    otherwise: Iterable[Otherwise] = (),
    everything: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> Supposition:
    """Tell what would have followed if some commands had been otherwise.

    A command that is given at another time takes its place among the others by that
    time. What a reaction asked for because of it comes no earlier than it; all else
    was given when it was.

    Args:
        journal: The journal; nothing is written to it.

        dropped: The ids of the commands that were not given, with all their events.

        otherwise: What of others was otherwise.

        everything: Whether also what read nothing that is otherwise is decided again.

        progress: Is told which position the branch has come to, again and again.

    Raises:
        Unknown: There is no such command, or it has no such field.
        Malformed: What is supposed contradicts the journal, or itself.
    """
    held = premises(journal, dropped=dropped, otherwise=otherwise)
    supposing = _Supposing(journal, held, everything=everything)
    supposed = tuple(supposing.follow(progress))
    return Supposition(
        commands=supposing.commands,
        supposed=supposed,
        parted=supposing.parted(),
        unasked=tuple(supposing.answers.unasked),
    )


class _Asked(msgspec.Struct):
    """What of a command's record tells whether it may come to something else."""

    cause: EventId | None
    reads: dict[StreamId, int]


_asked = msgspec.json.Decoder(_Asked).decode


class _Supposing:
    """One branch, as far as the journal has been read."""

    def __init__(self, journal: Journal, held: Premises, *, everything: bool) -> None:
        self.commands = 0
        self.answers = Answers(journal)
        self._journal = journal
        self._folder = journal.folder
        self._premises = held
        self._everything = everything
        self._after = 0 if everything else held.after
        self._branch = Branch(self._folder, after=self._after)
        self._gone: set[EventId] = set()
        self._given: set[str] = set()
        self._waiting: dict[EventId, str] = {}
        self._held: dict[str, list[Commit]] = {}

    def follow(self, progress: Callable[[int], object]) -> Iterator[Supposed]:
        """Go through the journal, each command at its time."""
        moved = deque(self._premises.moved())
        for act in acts(self._journal, after=self._after):
            progress(act.position)
            while moved and _at(moved[0]) <= act.recorded_at:
                yield from self._at_last(moved.popleft())
            if not self._everything and not self._concerns(act):
                self._branch.pass_by(act.events)
                continue
            found = self._take(self._commit(act))
            if found is not None:
                yield found
        for premise in moved:
            yield from self._at_last(premise)

    def _concerns(self, act: Act) -> bool:
        """Whether a command is supposed otherwise, or read or answers what is."""
        if act.command_id in self._premises.commands:
            return True
        asked = _asked(layout.split(act.entry.state).d)
        cause = asked.cause
        return self._branch.has_parted(asked.reads) or (
            cause is not None
            and (
                cause in self._gone
                or cause in self._waiting
                or self.answers.is_otherwise(cause)
            )
        )

    def _commit(self, act: Act) -> Commit:
        commit = self._journal.commit(act.command_id)
        assert commit is not None  # noqa: S101 - it is the one that was just read
        return commit

    def parted(self) -> tuple[Parted, ...]:
        """The streams that stand otherwise in the end."""
        registry, found = self._folder.registry, []
        for stream in self._branch.parted:
            aggregate = registry.aggregate_at(stream)
            was, _ = self._folder.state(aggregate, stream)
            now, _ = self._branch.state(aggregate, stream)
            one, other = map(registry.codec.encode_state, (was, now))
            if one != other:
                found.append(Parted(stream=stream, recorded=was, supposed=now))
        return tuple(found)

    def _take(self, commit: Commit) -> Supposed | None:
        """Let a command come to what it comes to; None where that was recorded."""
        command_id = str(commit.recorded.command_id)
        premise = self._premises.given.get(command_id)
        if command_id in self._premises.dropped:
            return self._undone(commit, Fate.DROPPED)
        if premise is not None and premise.at is not None:
            if command_id not in self._given:
                self._hold(commit, command_id)
            return None
        first = self._waiting.get(commit.record.cause or EventId(""))
        if first is not None:
            self._hold(commit, first)
            return None
        return self._asked(commit, premise)

    def _hold(self, commit: Commit, first: str) -> None:
        """Let a command wait until the one that it follows from is given."""
        self._held.setdefault(first, []).append(commit)
        for event in commit.events:
            self._branch.part(event.stream)
            self._waiting[event.event_id] = first

    def _at_last(self, premise: Premise) -> Iterator[Supposed]:
        """Give a command at its supposed time, and what waited for it."""
        command_id = str(premise.commit.recorded.command_id)
        self._given.add(command_id)
        held = self._held.pop(command_id, [])
        for event in (event for each in held for event in each.events):
            self._waiting.pop(event.event_id, None)
        for commit in (premise.commit, *held[1:]):
            own = premise if commit is premise.commit else None
            now = max(_at(premise), instant(commit.record.now)) if own is None else None
            found = self._asked(commit, own, now=now)
            if found is not None:
                yield found

    def _asked(
        self, commit: Commit, premise: Premise | None, *, now: datetime | None = None
    ) -> Supposed | None:
        """Give a command, if it is asked for."""
        record, command = commit.record, commit.command
        if record.cause in self._gone:
            return self._undone(commit, Fate.NEVER_ASKED)
        if premise is not None:
            command, now = premise.command, premise.at or now
        elif record.cause is not None and self.answers.is_otherwise(record.cause):
            try:
                command = self.answers.asked(record.reaction, record.cause)
            except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
                return self._undone(commit, Fate.NOT_DECIDED, why=said(error))
            if command is None:
                return self._undone(commit, Fate.NEVER_ASKED)
        fate = Fate.OTHERWISE if premise is None else Fate.SUPPOSED
        return self._decided(commit, command, now, fate)

    def _undone(
        self, commit: Commit, fate: Fate, *, why: str | None = None
    ) -> Supposed:
        """Let nothing come of a command."""
        for event in commit.events:
            self._branch.part(event.stream)
            self._gone.add(event.event_id)
        return Supposed(commit=commit, fate=fate, why=why)

    def _decided(
        self, commit: Commit, command: Any, now: datetime | None, fate: Fate
    ) -> Supposed | None:
        """Decide a command on the branch."""
        if type(command) is UnknownEvent:
            why = f"no installed plugin knows the command {commit.record.name}"
            return self._undone(commit, Fate.NOT_DECIDED, why=why)
        self.commands += 1
        registry = self._folder.registry
        try:
            request = _request(commit, command, now, self._journal)
            proposal = decide(request, self._branch)
        except Exception as error:  # noqa: BLE001 - whatever a plugin's code raises
            return self._undone(commit, Fate.NOT_DECIDED, why=said(error))
        found = [*asked_differently(commit, command, registry)]
        if request.now != request.drawn:
            found.append(_given_at(commit, request))
        found += (
            each
            for each in differences(commit, proposal, registry)
            if not each.path.startswith("reads.")
        )
        if not found:
            self._branch.go_on(commit.events)
            return None
        self._part(commit, proposal)
        return Supposed(commit=commit, fate=fate, differences=tuple(found))

    def _part(self, commit: Commit, proposal: Proposal) -> None:
        """Let other events come about than were recorded."""
        was = {each.event_id: each for each in commit.events}
        self._gone.update(was.keys() - {*proposal.ids})
        for stream in (
            *(each.stream for each in commit.events),
            *(stream for stream, _ in proposal.events),
        ):
            self._branch.part(stream)
        registry = self._folder.registry
        for number, (stream, event) in enumerate(proposal.events, start=1):
            event_id = proposal.ids[number]
            self._branch.happen([(stream, event_id, event)])
            then = was.get(event_id)
            if then is None or not is_alike(then, stream, event, registry):
                now = self._recorded(commit, proposal, number)
                self.answers.note(then, now)

    def _recorded(self, commit: Commit, proposal: Proposal, number: int) -> Recorded:
        """An event of the branch as it would stand in the journal."""
        stream, event = proposal.events[number - 1]
        return Recorded(
            position=commit.recorded.position + number,
            stream=stream,
            version=self._branch.version(stream),
            name=self._folder.registry.stored(type(event)).name,
            recorded_at=proposal.request.now,
            event_id=proposal.ids[number],
            command_id=commit.recorded.command_id,
            correlation_id=commit.recorded.correlation_id,
            actor_id=commit.recorded.actor_id,
            event=event,
        )


def _at(premise: Premise) -> datetime:
    assert premise.at is not None  # noqa: S101 - only those that are moved are asked
    return premise.at


def _request(
    commit: Commit, command: Any, now: datetime | None, journal: Journal
) -> Request:
    """What is asked on the branch, with the ids that it was given."""
    asked = request_of(commit, journal.registry)
    stored = journal.registry.stored(type(command))
    return msgspec.structs.replace(
        asked, command=command, stored=stored, now=now or asked.now, drawn=asked.now
    )


def _given_at(commit: Commit, request: Request) -> Difference:
    return Difference("now", commit.record.now, written(request.now))
