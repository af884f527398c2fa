"""Anchors: what somebody outside holds or signed of a journal.

A checkpoint that a witness cosigned, a copy that an auditor keeps, or a time stamp of
one (RFC 3161), which is kept as it is, whether or not it can be read here.
"""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.errors import EvidenceUnavailable, Malformed, Unknown, Unproved
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.tree import check_consistency
from kvalitet_core.evidence.losses import Losses
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.evidence.timestamps import read_timestamp
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import Anchor

__all__ = ["COPY", "COSIGNATURE", "TIMESTAMP", "anchor_of", "kind_of"]

COPY: Final = "copy"
COSIGNATURE: Final = "cosignature"
TIMESTAMP: Final = "rfc3161"


def anchor_of(
    store: Store,
    policy: Policy,
    note: bytes,
    *,
    at: str,
    timestamp: bytes | None = None,
    lost: Losses | None = None,
) -> Anchor:
    """What a checkpoint that comes back from outside is worth to a journal.

    Args:
        store: The journal.

        policy: Whose signatures count.

        note: The checkpoint.

        at: When it came back.

        timestamp: A time stamp of it, kept as it is.

        lost: What the journal declares to be lost, if anything.

    Raises:
        Malformed: It is no checkpoint, or the time stamp is of another file.
        Unproved: The journal did not grow from it.
        EvidenceUnavailable: It is of another journal, or nothing is sealed.
    """
    subject = "anchor"
    try:
        judged = attrs.evolve(policy, quorum=None).judge(note, subject=subject)
    except Unknown as error:
        raise EvidenceUnavailable(subject, str(error)) from error
    earlier, head = judged.checkpoint, store.tree_head()
    if head is None or not earlier.size:
        raise EvidenceUnavailable(store.place, "nothing is sealed")
    if lost is not None and (loss := lost.covers(earlier)):
        problem = f"is of rows that are lost, as is declared: {loss.told}"
        raise EvidenceUnavailable(subject, problem)
    if earlier.size > head.size:
        problem = f"is of {earlier.size} rows, the tree has {head.size}: some are gone"
        raise Unproved(subject, problem)
    grew = earlier.size < head.size
    check_consistency(
        earlier.size,
        earlier.root,
        second=head.size,
        second_root=head.root,
        path=prover_of(store, head.size).consistency(earlier.size) if grew else (),
        subject=subject,
    )
    if timestamp is not None:
        _require_own(timestamp, note)
        return Anchor(earlier.size, TIMESTAMP, at, timestamp)
    return Anchor(earlier.size, kind_of(note), at, note)


def kind_of(note: bytes) -> str:
    """Whether somebody else signed a checkpoint too, or only its own log did.

    Raises:
        Malformed: It is no checkpoint.
    """
    read = read_note(note)
    origin = read_checkpoint(read.text).origin
    names = {each.name for each in read.signatures}
    return COSIGNATURE if names - {origin} else COPY


def _require_own(timestamp: bytes, note: bytes) -> None:
    """Refuse a time stamp that can be read, and is of another file."""
    try:
        stamp = read_timestamp(timestamp)
    except EvidenceUnavailable:
        return
    if not stamp.stamps([note]):
        problem = f"is of another file than this checkpoint, and {stamp.told}"
        raise Malformed("time stamp", problem)
