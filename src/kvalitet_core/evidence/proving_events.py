"""Proving one event: a file that shows it to be in the journal, and no other."""

from __future__ import annotations

import re
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable, Unknown, Unproved
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.hashing import HASH_SIZE
from kvalitet_core.evidence.making.prooffile import proof_file
from kvalitet_core.evidence.making.tiles import WIDTH
from kvalitet_core.evidence.sequencer import prover_of
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import Signed
from kvalitet_core.journal.whereabouts import row_of_event

__all__ = ["proof_of", "row_of"]

_VERSION: Final = re.compile("[0-9]{1,19}")
_LAST: Final = 2**63


def proof_of(store: Store, event: str, newest: Signed) -> bytes:
    """A proof file that one event is in the journal.

    Args:
        store: The journal.

        event: The event's id, or its stream and version with an `@` between them.

        newest: The checkpoint that it is proved by.

    Raises:
        Unknown: There is no such event.
        Unproved: It is not the one that was sealed.
        EvidenceUnavailable: It is not under the checkpoint yet.
    """
    row = row_of(store, event)
    if row[0] > newest.size:
        problem = f"position {row[0]} is not under a checkpoint yet: seal it"
        raise EvidenceUnavailable(store.place, problem)
    leaf, index = leaf_of(row), row[0] - 1
    number, place = divmod(index, WIDTH)
    tile = store.tile(0, number) or b""
    if tile[place * HASH_SIZE :][:HASH_SIZE] != leaf.hash:
        text = "is not the event that was sealed: tampered"
        raise Unproved(f"{row[1]} version {row[2]}", text)
    path = prover_of(store, newest.size).inclusion(index)
    return proof_file(index, path=path, checkpoint=newest.note, entry=leaf.entry)


def row_of(store: Store, event: str) -> Row:
    """The row of one event, by its id, or by its stream and version.

    Raises:
        Unknown: There is no such event.
    """
    stream, at, version = event.rpartition("@")
    number = int(version) if _VERSION.fullmatch(version) else 0
    if at and 0 < number < _LAST:
        rows = store.stream(stream, after=number - 1, upto=number, limit=1)
        if rows:
            return rows[0]
        raise Unknown("event", event)
    row = row_of_event(store, event)
    if row is not None:
        return row
    raise Unknown("event", event, hint="expected an event's id, or stream@version")
