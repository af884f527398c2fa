"""The engine: from a request to a durable commit, or to a refusal on record.

Decide on what was read; then, under the write lock, check that nothing read has moved,
and append. A lost race is decided again; the last attempt holds the lock while it
reads and decides, so that it cannot lose.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from time import monotonic, sleep
from typing import Any, Final, TypeVar

import attrs
import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import (
    ClockBehind,
    CommandIdReused,
    Conflict,
    JournalUnavailable,
    Malformed,
    OutcomeUnknown,
    Refused,
)
from kvalitet_core.ids import (
    CommandId,
    EventId,
    StreamId,
    checked_command_id,
    checked_id,
    time_ordered_id,
)
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.deciding import Proposal, Request, decide, own_target
from kvalitet_core.journal.deployment import Deployment
from kvalitet_core.journal.drafting import TICK, Draft, Drafter, instants, own_draft
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.records import CommandRecord, Receipt
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.remembering import Recent, Remembering
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Row, Store, Uncertain, Writer
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.person import Forget
from kvalitet_core.privacy.person import Forgotten as PersonForgotten
from kvalitet_core.privacy.sealing import Sealer
from kvalitet_core.recorded import Recorded

__all__ = ["Engine", "Settings", "or_refused"]

R = TypeVar("R")

_SEED: Final = 16
_ID: Final = 10
_OPTIMISTIC_ATTEMPTS: Final = 2
_PAUSE_SECONDS: Final = 0.25


@attrs.frozen(kw_only=True)
class Settings:
    """What a host may set for its journal.

    Attributes:
        keep_refusals: Whether refused commands are recorded.
        clock_tolerance: How far the clock may be behind the newest record.
        patience: How long to ask after a commit whose answer was lost.
        seal_within: How long a commit may wait to be sealed and signed, where that is
            done here; nothing has each done before it is answered.
    """

    keep_refusals: bool = True
    clock_tolerance: timedelta = timedelta(minutes=5)
    patience: timedelta = timedelta(minutes=1)
    seal_within: timedelta = timedelta(seconds=1)


class _Last(msgspec.Struct, frozen=True):
    """The row that was appended last: its state, its position, and when."""

    state: bytes
    position: int
    at: datetime


class _Claimed(Exception):
    """The command id is on record already."""


class Engine:
    """Appends commits to one store."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        sealer: Sealer,
        *,
        clock: Clock,
        settings: Settings,
    ) -> None:
        self.store = store
        self.registry = registry
        self.sealer = sealer
        self._clock = clock
        self._settings = settings
        self._stored = Folder(store, registry, sealer)
        self._recent = Recent(store, registry, sealer)
        self._deployed = False
        self._newest: tuple[Sequence[Draft], Receipt] | None = None
        self._last = _Last(b"", 0, datetime.min.replace(tzinfo=UTC))

    @cached_property
    def _deployment(self) -> Deployment:
        """What decides here: worked out when something is decided."""
        return Deployment(self.registry)

    @cached_property
    def _drafter(self) -> Drafter:
        return Drafter(self.registry, self.sealer, self._deployment.digest)

    def folder(self, reader: Reader | None = None) -> Folder:
        """A folder over the store, or over a writer in its transaction."""
        if reader is None:
            return self._stored
        return Folder(reader, self.registry, self.sealer)

    def remembering(self, writer: Writer) -> Remembering:
        """A folder over a writer for as long as its transaction lasts."""
        return Remembering(writer, self.registry, self.sealer, told_of_all=True)

    def new_command_id(self) -> CommandId:
        """An id for a command whose caller has none."""
        return CommandId(time_ordered_id(instant_of(self._clock), os.urandom(_ID)))

    def request(
        self,
        command: Command,
        *,
        by: Actor,
        command_id: str | None,
        correlation: str | None = None,
        cause: str | None = None,
        reaction: str | None = None,
        channel: str | None = None,
        forgetting: bool = False,
    ) -> Request:
        """Draw what a command is decided with: its id, its seed and its time.

        Raises:
            Unknown: No plugin of this journal registers the command's class.
            Malformed: The command does not hold what its class says, or what comes
                with it is not of its form.
        """
        if not isinstance(by, Actor):
            raise Malformed("actor", f"expected an Actor, got {by!r}")
        stored = self.registry.stored(type(command))
        if isinstance(command, Forget) and not forgetting:
            problem = "is given by Journal.forget, or `kvalitet forget`"
            raise Malformed(stored.name, problem)
        if stored.name not in self.registry.commands:
            problem = "is no command, and nothing can be asked with it"
            raise Malformed(stored.name, problem)
        now, random = instant_of(self._clock), os.urandom(_SEED + _ID)
        chosen = (
            CommandId(time_ordered_id(now, random[_SEED:]))
            if command_id is None
            else checked_command_id(command_id)
        )
        return Request(
            command=command,
            stored=stored,
            data=stored.encode(command),
            actor=by,
            command_id=chosen,
            id_is_given=command_id is not None,
            seed=random[:_SEED],
            now=now,
            correlation=checked_command_id(correlation) if correlation else chosen,
            cause=EventId(checked_id("cause", cause)) if cause else None,
            reaction=checked_id("reaction", reaction) if reaction else None,
            channel=checked_id("channel", channel) if channel else None,
        )

    def propose(self, request: Request) -> Receipt:
        """Decide without writing: what would follow now.

        Raises:
            Refused: A rule says no.
        """
        proposal = decide(request, self.folder())
        if proposal.outcome == "refused":
            raise Refused(*proposal.reasons)
        drafts = self._drafter.drafts(proposal, sealing=False)
        return Receipt(
            command_id=request.command_id,
            stream=proposal.target,
            outcome=proposal.outcome,
            events=tuple(draft.recorded(0, request.now) for draft in drafts[1:]),
            position=None,
            recorded_at=None,
        )

    def do(self, request: Request) -> Receipt:
        """Decide and append, until it is durable or refused.

        An id that the caller chose may be on record: then what came of it is given.
        """
        self.ensure_deployed()
        if request.id_is_given and (earlier := self._earlier(request, self.store)):
            return earlier
        for _ in range(_OPTIMISTIC_ATTEMPTS):
            try:
                return self._attempt(request)
            except Conflict:
                continue
            except _Claimed:
                break
            except Uncertain:
                return self.answered(
                    request.command_id, lambda: self._under_lock(request)
                )
        return self._under_lock(request)

    def answered(self, command_id: CommandId, attempt: Callable[[], R]) -> R:
        """Try on after the answer to a commit was lost, until there is one.

        The attempt looks its command id up first, under the lock; the lost commit may
        still claim the id before it does. So a command is never done twice.

        Raises:
            OutcomeUnknown: No answer came for as long as the settings allow.
        """
        patience = monotonic() + self._settings.patience.total_seconds()
        while monotonic() < patience:
            try:
                return attempt()
            except (Uncertain, JournalUnavailable):
                sleep(_PAUSE_SECONDS)
        raise OutcomeUnknown(self.store.place, command_id)

    def _attempt(self, request: Request) -> Receipt:
        """Decide on what is there, and append if nothing has moved since."""
        recent = self._recent
        since = recent.newest
        try:
            proposal = decide(request, recent.folder)
            drafts = self._drafter.drafts(proposal)
            streams = _to_check(proposal, drafts)
            writing = self.store.writing(streams, since=since)
            with writing as (writer, versions, newest):
                recent.look_at(newest, writer)
                outcome = self._commit(writer, proposal, drafts, versions, newest)
                last = self._last
        except BaseException:
            recent.forget_all()
            raise
        if outcome.command_id is None:
            recent.forget_all()
        else:
            events = () if isinstance(outcome, Refused) else outcome.events
            recent.follow(events, last.state, last.position)
        receipt = or_refused(outcome)
        self._newest = drafts, receipt
        return receipt

    @property
    def newest(self) -> Sequence[Recorded]:
        """All rows of a commit of late, as whoever reads the journal is given them.

        So what follows need not read them. They are of a commit that is durable, of
        whichever thread came last; none where something in it is personal.
        """
        if self._newest is None:
            return ()
        drafts, receipt = self._newest
        stored = (self.registry.classes.get(draft.name) for draft in drafts[1:])
        if any(each is None or each.personal for each in stored):
            return ()
        position, at = receipt.position, receipt.recorded_at
        if position is None or at is None:
            return ()
        return drafts[0].recorded(position - len(receipt.events), at), *receipt.events

    def _under_lock(self, request: Request) -> Receipt:
        """Read, decide and append while nobody else can write."""
        with self.store.writing() as (writer, _, _):
            outcome = self.append(request, writer, given_id=True)
        return or_refused(outcome)

    def append(
        self,
        request: Request,
        writer: Writer,
        *,
        given_id: bool,
        folder: Remembering | None = None,
    ) -> Receipt | Refused:
        """Decide and append inside a transaction that is open, under its lock.

        A refusal is returned, not raised, so that the transaction goes on to keep it.
        What a folder remembers holds: nothing that it has read can have moved.
        """
        if given_id and (earlier := self._earlier(request, writer)):
            return earlier
        proposal = decide(request, folder or self.folder(writer))
        drafts = self._drafter.drafts(proposal)
        to_check = _to_check(proposal, drafts) if folder is None else ()
        versions = writer.versions(to_check)
        outcome = self._commit(writer, proposal, drafts, versions, writer.newest())
        if folder is not None and isinstance(outcome, Receipt):
            folder.follow(outcome.events)
        return outcome

    def _commit(
        self,
        writer: Writer,
        proposal: Proposal,
        drafts: Sequence[Draft],
        versions: Mapping[str, int],
        newest: Row | None,
    ) -> Receipt | Refused:
        """Check that nothing read has moved, and append."""
        if versions.get(drafts[0].stream):
            raise _Claimed
        if versions:
            _refuse_moved(proposal.reads, versions)
        if proposal.outcome == "refused" and not self._settings.keep_refusals:
            return Refused(*proposal.reasons)
        first = self._recording_time(newest)
        times = instants(first, len(drafts))
        rows = [draft.row(at) for draft, at in zip(drafts, times, strict=True)]
        positions = writer.insert(rows)
        self._last = _Last(rows[-1].state, positions[-1], times[-1])
        for stream, event in proposal.events:
            if isinstance(event, PersonForgotten):
                writer.erase(stream.partition("/")[2])
        if proposal.outcome == "refused":
            return Refused(*proposal.reasons, command_id=proposal.request.command_id)
        return Receipt(
            command_id=proposal.request.command_id,
            stream=proposal.target,
            outcome=proposal.outcome,
            events=tuple(
                [
                    drafts[number].recorded(positions[number], times[number])
                    for number in range(1, len(drafts))
                ]
            ),
            position=positions[-1],
            recorded_at=first,
            rows=tuple([row[:4] for row in rows]),
        )

    def _recording_time(self, newest: Row | None) -> datetime:
        now = instant_of(self._clock)
        if newest is None:
            return now
        last = self._last.at
        if newest[4] is not self._last.state:
            last = recorded_at(newest[4])
        if now < last - self._settings.clock_tolerance:
            raise ClockBehind(
                now=written(now),
                last=written(last),
                allowed_seconds=int(self._settings.clock_tolerance.total_seconds()),
            )
        return max(now, last + TICK)

    def ensure_deployed(self) -> None:
        """Record once which code and definitions decide from here on."""
        if self._deployed:
            return
        try:
            self._deploy_once()
        except Uncertain:
            self.answered(CommandId(self._deployment.digest), self._deploy_once)
        self._deployed = True

    def _deploy_once(self) -> None:
        stream = StreamId(f"deployment/{self._deployment.digest}")
        if not self.store.versions([stream])[stream]:
            with self.store.writing([stream]) as (writer, versions, newest):
                if not versions[stream]:
                    self.deploy(writer, newest)

    def is_on_record(self, command_id: CommandId) -> bool:
        """Whether a commit whose answer was lost was made, asked under the lock."""
        stream = f"command/{command_id}"

        def look() -> bool:
            with self.store.writing([stream]) as (_, versions, _):
                return bool(versions[stream])

        return self.answered(command_id, look)

    def deploy(self, writer: Writer, newest: Row | None) -> None:
        """Append the deployment's own event."""
        now = instant_of(self._clock)
        stream = StreamId(f"deployment/{self._deployment.digest}")
        draft = own_draft(
            stream, "journal.deployed/1", self._deployment.deployed, now=now
        )
        writer.insert([draft.row(self._recording_time(newest))])

    def _earlier(self, request: Request, reader: Reader) -> Receipt | None:
        """The first receipt of a command that is on record, if this is the same one.

        Raises:
            Refused: It was refused then.
            CommandIdReused: Another command is on record under the id.
        """
        records = Records(self.folder(reader))
        commit = records.commit(request.command_id)
        if commit is None:
            return None
        differs = self._differences(request, commit.record, commit.command, reader)
        if differs:
            raise CommandIdReused(request.command_id, differs=differs)
        if commit.record.outcome == "refused":
            raise Refused(*commit.record.reasons, command_id=request.command_id)
        return commit.receipt()

    def _differences(
        self, request: Request, record: CommandRecord, command: Any, reader: Reader
    ) -> list[str]:
        stored = request.stored
        again = msgspec.structs.replace(
            request, seed=record.seed, now=instant(record.now)
        )
        differs = []
        if record.name != stored.name:
            return ["name"]
        if record.targets != (own_target(again, self.folder(reader)),):
            differs.append("targets")
        if record.actor != request.actor:
            differs.append("actor")
        recorded = bytes(record.data)
        given = stored.encode(request.command, unsealed=stored.unsealed(recorded))
        if not stored.same(given, recorded) or not all(
            _same(getattr(command, field.name), getattr(request.command, field.name))
            for field in stored.personal
        ):
            differs.append("data")
        return differs


def _refuse_moved(reads: Mapping[StreamId, int], now: Mapping[str, int]) -> None:
    """Refuse to write on what was read, if some of it has moved."""
    moved: dict[str, tuple[int, int]] = {
        stream: (read, now[stream])
        for stream, read in reads.items()
        if now.get(stream, read) != read
    }
    if moved:
        raise Conflict(moved)


def _to_check(proposal: Proposal, drafts: Sequence[Draft]) -> list[StreamId]:
    """The streams that someone else may have written to, the command's own id first."""
    claimed = [drafts[0].stream] if proposal.request.id_is_given else []
    return claimed + [stream for stream in proposal.reads if stream not in proposal.new]


def _same(recorded: Any, given: Any) -> bool:
    """Whether two personal values are the same, a forgotten one being like any."""
    content = recorded.reveal()
    return content is Forgotten.FORGOTTEN or bool(content == given.reveal())


def or_refused(outcome: Receipt | Refused) -> Receipt:
    """The receipt, or the refusal raised."""
    if isinstance(outcome, Refused):
        raise outcome
    return outcome
