"""Anchors in the journal's own order: an event names each one that is taken in.

An anchor lies in a table beside the events, from which whoever owns the database can
take it. The event says what was there, and is sealed like every other.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Final, TypeAlias

import attrs
import msgspec

from kvalitet_core.errors import KvalitetError
from kvalitet_core.evidence.checking.checkpoints import Checkpoint
from kvalitet_core.evidence.own_events import log_every
from kvalitet_core.journal import layout
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.own_events import Anchored
from kvalitet_core.journal.paging import rows_in
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Store, Writer
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["ANCHORED", "NamedAnchor", "NamedAnchors", "named_anchors", "taken_in"]

ANCHORED: Final = "journal.anchored/1"
"""The stored name of the event that names an anchor."""

_Key: TypeAlias = tuple[int, str, str]
"""Of how many rows an anchor is, of what kind, and the digest of its bytes."""


@attrs.frozen(kw_only=True)
class NamedAnchor:
    """An anchor that the journal names, and where.

    Attributes:
        position: The position of the event that names it.
        recorded_at: When that was recorded.
        told: What it says.
    """

    position: int
    recorded_at: datetime
    told: Anchored

    @property
    def key(self) -> _Key:
        """Which anchor it is, byte for byte."""
        return self.told.size, self.told.kind, self.told.digest


class NamedAnchors:
    """Every anchor that a journal names.

    Attributes:
        every: They, in the order of their events.
    """

    def __init__(self, every: Sequence[NamedAnchor] = ()) -> None:
        """Take them in, in the order of their events."""
        self.every = every
        self._first = {each.key: each for each in reversed(every)}

    def of(self, anchor: Anchor) -> NamedAnchor | None:
        """Where an anchor is named; None where it is not."""
        return self._first.get(_key(anchor))

    def gone(self, anchors: Sequence[Anchor]) -> list[NamedAnchor]:
        """What is named, and is not among the anchors that are there."""
        there = set(map(_key, anchors))
        return [each for each in self.every if each.key not in there]


def named_anchors(reader: Reader, journal_id: str) -> NamedAnchors:
    """The anchors that a journal names; an event that cannot be read names none."""
    found = []
    for row in rows_in(reader, f"journal/{journal_id}"):
        if row[3] == ANCHORED:
            with suppress(KvalitetError, msgspec.DecodeError, UnicodeDecodeError):
                found.append(_read(row[0], row[4]))
    return NamedAnchors(tuple(found))


def taken_in(
    store: Store,
    journal_id: str,
    anchors: Sequence[Anchor],
    checkpoint: Checkpoint,
    *,
    clock: Clock,
) -> None:
    """Keep anchors of one checkpoint, each with an event that names it.

    One that is named already makes no second event; where it is gone, it is put back.

    Raises:
        JournalUnavailable: The journal cannot be read or written; nothing is kept.
    """

    def made(writer: Writer) -> list[Anchored]:
        named, fresh = named_anchors(writer, journal_id), []
        for anchor in anchors:
            before = named.of(anchor)
            if before is None:
                writer.put_anchor(anchor)
                fresh.append(_event(anchor, checkpoint))
            else:
                since = written(before.recorded_at)
                writer.put_anchor(anchor._replace(added_at=since))
        return fresh

    log_every(store, journal_id, ANCHORED, made, clock=clock)


def _event(anchor: Anchor, checkpoint: Checkpoint) -> Anchored:
    size, kind, digest = _key(anchor)
    origin, root = checkpoint.origin, checkpoint.root.hex()
    return Anchored(digest=digest, kind=kind, origin=origin, root=root, size=size)


def _key(anchor: Anchor) -> _Key:
    return anchor.size, anchor.kind, sha256(anchor.content).hexdigest()


def _read(position: int, state: bytes) -> NamedAnchor:
    told = msgspec.json.decode(layout.split(state).d, type=Anchored)
    return NamedAnchor(position=position, recorded_at=recorded_at(state), told=told)
