"""The record of a command: what was asked, by whom, on what reads, and what came of it.

And the receipt that whoever asked is given. Imports no store.
"""
# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.errors import Reason
from kvalitet_core.ids import CommandId, EventId, StreamId
from kvalitet_core.journal.entry import entry, leaf_hash
from kvalitet_core.recorded import Recorded

__all__ = ["CommandRecord", "KeptReason", "Receipt"]


class KeptReason(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Why a command was refused, as it is stored.

    Attributes:
        because: What that comes from; left out where there is nothing, as it was before
            reasons had any.
        code: The reason's permanent code.
        source: The statute or document that it comes from.
        text: What it says.
    """

    because: tuple[KeptReason, ...] = ()
    code: str
    source: str | None
    text: str

    @classmethod
    def of(cls, reason: Reason) -> KeptReason:
        """Keep a reason, with what it comes from."""
        return cls(
            because=tuple(map(cls.of, reason.because)),
            code=reason.code,
            source=reason.source,
            text=reason.text,
        )

    @property
    def reason(self) -> Reason:
        """The reason that was kept."""
        return Reason(
            code=self.code,
            text=self.text,
            source=self.source,
            because=tuple(each.reason for each in self.because),
        )


class CommandRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, by whom, what was read, and what came of it.

    Attributes:
        actor: Who asked.
        cause: The event that made a reaction ask, if one did.
        channel: How it came in (`cli`, `web`), if that was told.
        data: The command's fields; personal ones stand sealed.
        deployment: Digest of the code and definitions that decided.
        events: The ids of the events that followed, in order.
        name: The command's stored name.
        now: The time that the decision was given.
        outcome: `accepted`, `nothing` (there was nothing to do) or `refused`.
        reaction: The reaction that asked, if one did.
        reads: Every stream that was read, and its version then; 0 is absent.
        kept: Why it was refused, as that is stored, under the name of `reasons`.
        seed: Sixteen random bytes from which all new ids are derived.
        targets: The streams that the command is about.
    """

    actor: Actor
    cause: EventId | None
    channel: str | None
    data: msgspec.Raw
    deployment: str
    events: tuple[EventId, ...]
    name: str
    now: str
    outcome: Literal["accepted", "nothing", "refused"]
    reaction: str | None
    reads: dict[StreamId, int]
    kept: tuple[KeptReason, ...] = msgspec.field(name="reasons")
    seed: bytes
    targets: tuple[StreamId, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it was refused."""
        return tuple(each.reason for each in self.kept)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a command, once it is durable.

    Attributes:
        command_id: The id that the command is on record under.
        stream: The stream that the command was about.
        outcome: `accepted`, or `nothing` when there was nothing to do.
        events: What followed, in order.
        position: The place of the last row of the commit; None after a dry run.
        recorded_at: When the command's record was written; None after a dry run.
        rows: The rows as they are kept, the command's record first: stream, version,
            stored name, state; empty after a dry run.
    """

    command_id: CommandId
    stream: StreamId
    outcome: Literal["accepted", "nothing"]
    events: tuple[Recorded, ...]
    position: int | None
    recorded_at: datetime | None
    rows: tuple[tuple[StreamId, int, str, bytes], ...] = ()

    @property
    def leaf_hashes(self) -> tuple[bytes, ...]:
        """What the journal's tree will have of each row: proof of what was answered."""
        return tuple(leaf_hash(entry(*row)) for row in self.rows)
