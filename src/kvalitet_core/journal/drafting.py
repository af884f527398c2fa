"""Drafting: from a proposal to the rows of its commit.

All that takes time is done before the write lock is taken; under it, only the time of
recording is filled in.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.ids import EventId, StreamId, derived_ids
from kvalitet_core.journal import layout
from kvalitet_core.journal.deciding import Proposal
from kvalitet_core.journal.records import (
    CommandRecord,
    Metadata,
    Recorded,
    Salts,
    SealedReference,
    written,
)
from kvalitet_core.journal.registry import Registry, StoredClass
from kvalitet_core.journal.store import NewRow, SealedSection
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.sealing import Place, Sealer

__all__ = ["COMMAND", "Draft", "Drafter", "own_draft"]

COMMAND: Final = "journal.command/1"
"""The stored name of a command's record."""

_SALT = 16
_TICK = timedelta(microseconds=1)
_encode = msgspec.json.Encoder(order="sorted").encode


@attrs.frozen(kw_only=True)
class Draft:
    """A row that lacks only the time of its recording."""

    stream: StreamId
    version: int
    name: str
    d: bytes
    actor: str | None
    command: str | None
    correlation: str | None
    event_id: str
    event: Any
    references: tuple[SealedReference, ...] = ()
    sections: tuple[SealedSection, ...] = ()
    salt: bytes = attrs.field(factory=lambda: secrets.token_bytes(2 * _SALT))

    def row(self, recorded_at: datetime) -> NewRow:
        """The row, recorded at this instant."""
        meta = Metadata(
            self.actor,
            self.command,
            self.correlation,
            self.event_id,
            written(recorded_at),
        )
        state = layout.joined(
            layout.Sections(
                self.d,
                _encode(meta),
                _encode(self.references) if self.references else None,
                _encode(Salts(self.salt[:_SALT], self.salt[_SALT:])),
            )
        )
        return NewRow(self.stream, self.version, self.name, state, self.sections)

    def recorded(self, position: int, recorded_at: datetime) -> Recorded:
        """How it stands in the journal."""
        return Recorded(
            position=position,
            stream=self.stream,
            version=self.version,
            name=self.name,
            recorded_at=recorded_at,
            event_id=self.event_id,  # type: ignore[arg-type]
            command_id=self.command,  # type: ignore[arg-type]
            correlation_id=self.correlation,  # type: ignore[arg-type]
            actor_id=self.actor,  # type: ignore[arg-type]
            event=self.event,
        )


def rows_of(drafts: tuple[Draft, ...], first: datetime) -> list[NewRow]:
    """The rows, each a microsecond after the one before."""
    return [draft.row(first + number * _TICK) for number, draft in enumerate(drafts)]


def own_draft(stream: StreamId, name: str, event: Any, *, now: datetime) -> Draft:
    """A row of the journal's own, that no command caused."""
    event_id = next(derived_ids(secrets.token_bytes(_SALT), now, "event"))
    return Draft(
        stream=stream,
        version=1,
        name=name,
        d=_encode(event),
        actor=None,
        command=None,
        correlation=None,
        event_id=event_id,
        event=event,
    )


class Drafter:
    """Writes down proposals, sealing what is personal."""

    def __init__(self, registry: Registry, sealer: Sealer, deployment: str) -> None:
        self._registry = registry
        self._sealer = sealer
        self._deployment = deployment

    def drafts(self, proposal: Proposal, *, sealing: bool = True) -> tuple[Draft, ...]:
        """The command's record, then its events.

        Args:
            proposal: What was decided.

            sealing: Whether to seal, which may make a key; a dry run does not.

        Raises:
            Malformed: A value does not hold what its class says.
            KeyUnavailable: Something is to be sealed, and there is no key for it.
        """
        request = proposal.request
        ids = derived_ids(request.seed, request.now, "event")
        own_id, event_ids = next(ids), [next(ids) for _ in proposal.events]
        versions = dict(proposal.reads)
        events = []
        for event_id, (stream, event) in zip(event_ids, proposal.events, strict=True):
            versions[stream] += 1
            stored = self._registry.classes[self._registry.name_of(type(event))]
            draft = self._draft(
                proposal, stored, stream, versions[stream], event_id, event
            )
            events.append(
                self._with_sealed(proposal, stored, draft) if sealing else draft
            )
        stream = StreamId(f"command/{request.command_id}")
        command = self._draft(
            proposal, request.stored, stream, 1, own_id, request.command
        )
        if sealing:
            command = self._with_sealed(proposal, request.stored, command)
        record = self._record(proposal, command.d, event_ids)
        command = attrs.evolve(command, name=COMMAND, d=_encode(record), event=record)
        return (command, *events)

    def _draft(
        self,
        proposal: Proposal,
        stored: StoredClass,
        stream: StreamId,
        version: int,
        event_id: str,
        value: Any,
    ) -> Draft:
        request = proposal.request
        return Draft(
            stream=stream,
            version=version,
            name=stored.name,
            d=stored.encode(value),
            actor=request.actor.id,
            command=request.command_id,
            correlation=request.correlation,
            event_id=event_id,
            event=value,
        )

    def _with_sealed(
        self, proposal: Proposal, stored: StoredClass, draft: Draft
    ) -> Draft:
        if not stored.personal:
            return draft
        references, sections = self._sealed(
            proposal, stored, draft.stream, draft.version, draft.event
        )
        return attrs.evolve(draft, references=references, sections=sections)

    def _sealed(
        self,
        proposal: Proposal,
        stored: StoredClass,
        stream: StreamId,
        version: int,
        value: Any,
    ) -> tuple[tuple[SealedReference, ...], tuple[SealedSection, ...]]:
        """Seal the personal fields; what was forgotten is left out, and stays so."""
        references, sections = [], []
        for ordinal, field in enumerate(stored.personal):
            subject = getattr(value, field.subject)
            content = getattr(value, field.name).reveal()
            if subject in proposal.forgotten or content is Forgotten.FORGOTTEN:
                continue
            plain = self._registry.codec.encode(content)
            self._registry.codec.decoder(field.type)(plain)
            sealed = self._sealer.seal(plain, Place(stream, version, ordinal, subject))
            if sealed is not None:
                references.append(
                    SealedReference(sealed.key_id, ordinal, sealed.sha256, subject)
                )
                sections.append(SealedSection(ordinal, subject, sealed.sealed))
        return tuple(references), tuple(sections)

    def _record(
        self, proposal: Proposal, data: bytes, event_ids: list[str]
    ) -> CommandRecord:
        request = proposal.request
        return CommandRecord(
            actor=request.actor,
            cause=request.cause,
            channel=request.channel,
            data=msgspec.Raw(data),
            deployment=self._deployment,
            events=tuple(map(EventId, event_ids)),
            name=request.stored.name,
            now=written(request.now),
            outcome=proposal.outcome,
            reaction=request.reaction,
            reads=dict(proposal.reads),  # type: ignore[arg-type]
            reasons=proposal.reasons,
            seed=request.seed,
            targets=(proposal.target,),
        )
