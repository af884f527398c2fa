"""Drafting: from a proposal to the rows of its commit.

All that takes time is done before the write lock is taken; under it, only the time of
recording is filled in.
"""

from __future__ import annotations

import os
from binascii import b2a_base64
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec

from kvalitet_core.errors import Malformed, PluginError, Problem
from kvalitet_core.ids import ActorId, CommandId, EventId, StreamId, time_ordered_id
from kvalitet_core.journal.codec import Slot, finite
from kvalitet_core.journal.deciding import Proposal, Request
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.records import CommandRecord, KeptReason
from kvalitet_core.journal.registry import Registry, StoredClass
from kvalitet_core.journal.sections import SealedReference
from kvalitet_core.journal.storable import PersonalField
from kvalitet_core.journal.store import NewRow, SealedSection
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.sealing import Place, Sealer
from kvalitet_core.recorded import Recorded

__all__ = [
    "COMMAND",
    "TICK",
    "Draft",
    "Drafter",
    "Origin",
    "instants",
    "own_draft",
]

COMMAND: Final = "journal.command/1"
"""The stored name of a command's record."""

TICK: Final = timedelta(microseconds=1)
"""What lies between two rows of a commit, at least."""

_SALT: Final = 16
_SALTS: Final = 2 * _SALT
_ID: Final = 10
_encode = msgspec.json.Encoder(order="sorted").encode


class Origin(msgspec.Struct, frozen=True):
    """What all rows of a commit have in common, and how their metadata begins."""

    actor: ActorId | None
    command: CommandId | None
    correlation: CommandId | None
    meta: bytes

    @classmethod
    def of(cls, request: Request) -> Origin:
        """Who asked; no id has a letter that JSON would write in another way."""
        actor, command, correlation = (
            ActorId(request.actor.id),
            request.command_id,
            request.correlation,
        )
        meta = (
            f'{{"actor":"{actor}","command":"{command}",'
            f'"correlation":"{correlation}","event":"'
        )
        return cls(actor, command, correlation, meta.encode())

    def head(self, data: bytes, event_id: EventId) -> bytes:
        """How a row of it begins, as far as the time when it is recorded."""
        meta = self.meta
        return b'{"d":%b,"m":%b%b","recorded_at":"' % (data, meta, event_id.encode())


_NOBODY: Final = Origin(
    None, None, None, b'{"actor":null,"command":null,"correlation":null,"event":"'
)


class Draft(msgspec.Struct, frozen=True):
    """A row that lacks only the time of its recording, between `head` and `tail`."""

    stream: StreamId
    version: int
    name: str
    event_id: EventId
    event: Any
    origin: Origin
    head: bytes
    tail: bytes
    sections: tuple[SealedSection, ...]

    def row(self, recorded_at: datetime) -> NewRow:
        """The row, recorded at this instant."""
        state = b"%b%b%b" % (self.head, written(recorded_at).encode(), self.tail)
        return NewRow(self.stream, self.version, self.name, state, self.sections)

    def recorded(self, position: int, recorded_at: datetime) -> Recorded:
        """How it stands in the journal."""
        return Recorded(
            position=position,
            stream=self.stream,
            version=self.version,
            name=self.name,
            recorded_at=recorded_at,
            event_id=self.event_id,
            command_id=self.origin.command,
            correlation_id=self.origin.correlation,
            actor_id=self.origin.actor,
            event=self.event,
        )


class _Sealed(NamedTuple):
    """The sealed sections of one row, what the row says of them, and what has none."""

    references: tuple[SealedReference, ...] = ()
    sections: tuple[SealedSection, ...] = ()
    left_out: tuple[str, ...] = ()


_NOTHING_SEALED: Final = _Sealed()


def instants(first: datetime, count: int) -> list[datetime]:
    """When the rows of a commit are recorded, each a tick after the one before."""
    each = [first]
    while len(each) < count:
        each.append(each[-1] + TICK)
    return each


def own_draft(stream: StreamId, name: str, event: Any, *, now: datetime) -> Draft:
    """A row of the journal's own, that no command caused."""
    event_id = EventId(time_ordered_id(now, os.urandom(_ID)))
    return _draft(
        stream,
        1,
        name=name,
        event_id=event_id,
        event=event,
        origin=_NOBODY,
        data=_encode(event),
        sealed=_NOTHING_SEALED,
        salts=os.urandom(_SALTS),
    )


def _draft(
    stream: StreamId,
    version: int,
    *,
    name: str,
    event_id: EventId,
    event: Any,
    origin: Origin,
    data: bytes,
    sealed: _Sealed,
    salts: bytes,
) -> Draft:
    references = b""
    if sealed.references:
        references = b',"p":%b' % _encode(sealed.references)
    head = origin.head(data, event_id)
    tail = b'"}%b,"s":{"d":"%b","m":"%b"}}' % (
        references,
        b2a_base64(salts[:_SALT], newline=False),
        b2a_base64(salts[_SALT:], newline=False),
    )
    return Draft(
        stream, version, name, event_id, event, origin, head, tail, sealed.sections
    )


class Drafter:
    """Writes down proposals, sealing what is personal."""

    def __init__(self, registry: Registry, sealer: Sealer, deployment: str) -> None:
        self._registry = registry
        self._sealer = sealer
        self._deployment = deployment

    def drafts(self, proposal: Proposal, *, sealing: bool = True) -> list[Draft]:
        """The command's record, then its events.

        Args:
            proposal: What was decided.

            sealing: Whether to seal, which may make a key; a dry run does not.

        Raises:
            Malformed: A value does not hold what its class says.
            KeyUnavailable: Something is to be sealed, and there is no key for it.
        """
        request = proposal.request
        origin = Origin.of(request)
        own_id, *event_ids = proposal.ids
        salts = os.urandom(_SALTS * (len(proposal.events) + 1))
        stream = StreamId(f"command/{request.command_id}")
        sealed = _NOTHING_SEALED
        if sealing and request.stored.personal:
            sealed = self._sealed(proposal, request.stored, stream, 1, request.command)
        record = self._record(proposal, sealed)
        drafts = [
            _draft(
                stream,
                1,
                name=COMMAND,
                event_id=own_id,
                event=record,
                origin=origin,
                data=_encode(record),
                sealed=sealed,
                salts=salts[:_SALTS],
            )
        ]
        versions: dict[StreamId, int] = dict(proposal.reads)
        for number, (stream, event) in enumerate(proposal.events, start=1):
            version = versions[stream] = versions[stream] + 1
            stored = self._registry.stored(type(event))
            sealed = _NOTHING_SEALED
            if sealing and stored.personal:
                sealed = self._sealed(proposal, stored, stream, version, event)
            data, back = stored.written(event, unsealed=sealed.left_out)
            drafts.append(
                _draft(
                    stream,
                    version,
                    name=stored.name,
                    event_id=event_ids[number - 1],
                    event=event if stored.personal else back,
                    origin=origin,
                    data=data,
                    sealed=sealed,
                    salts=salts[number * _SALTS : (number + 1) * _SALTS],
                )
            )
        return drafts

    def _record(self, proposal: Proposal, sealed: _Sealed) -> CommandRecord:
        """What the command's own row says."""
        request = proposal.request
        return CommandRecord(
            actor=request.actor,
            cause=request.cause,
            channel=request.channel,
            data=msgspec.Raw(
                request.stored.encode(request.command, unsealed=sealed.left_out)
                if sealed.left_out
                else request.data
            ),
            deployment=self._deployment,
            events=proposal.ids[1:],
            name=request.stored.name,
            now=written(request.now),
            outcome=proposal.outcome,
            reaction=request.reaction,
            reads=proposal.reads,
            kept=tuple(map(KeptReason.of, proposal.reasons)),
            seed=request.seed,
            targets=(proposal.target,),
        )

    def _sealed(
        self,
        proposal: Proposal,
        stored: StoredClass,
        stream: StreamId,
        version: int,
        value: Any,
    ) -> _Sealed:
        """Seal the personal fields; what was forgotten is left out, and stays so."""
        references, sections, left_out = [], [], []
        for ordinal, field in enumerate(stored.personal):
            subject = getattr(value, field.subject)
            personal = getattr(value, field.name)
            if isinstance(personal, Slot) and personal.subject not in (None, subject):
                finding = f"gives what is about {personal.subject} to {subject}"
                raise PluginError(stored.name, f"{field.name}: {finding}")
            content = personal.reveal()
            sealed = None
            if subject not in proposal.forgotten and content is not Forgotten.FORGOTTEN:
                plain = self._plain(stored, field, content)
                place = Place(stream, version, ordinal, subject)
                sealed = self._sealer.seal(plain, place)
            if sealed is None:
                left_out.append(field.name)
                continue
            reference = (sealed.key_id, ordinal, sealed.sha256, subject)
            references.append(SealedReference(*reference))
            sections.append(SealedSection(ordinal, subject, sealed.sealed))
        return _Sealed(tuple(references), tuple(sections), tuple(left_out))

    def _plain(self, stored: StoredClass, field: PersonalField, content: Any) -> bytes:
        """The bytes to be sealed; what is wrong is told without showing it."""
        codec = self._registry.codec
        try:
            plain = codec.encode(content)
            if codec.decoder(field.type)(plain) == content and finite(content):
                return plain
        except (Malformed, ValueError, TypeError):
            pass
        problem = Problem(
            path=f"$.{field.name}", text="does not hold what its type says"
        )
        raise Malformed(stored.name, problem)
