"""Leaves: what the tree has of one row of the journal."""

from __future__ import annotations

from typing import NamedTuple

from kvalitet_core.journal.entry import entry, leaf_hash
from kvalitet_core.journal.store import Row

__all__ = ["Leaf", "leaf_of"]

_VERSION = 8


class Leaf(NamedTuple):
    """One row in the tree.

    Attributes:
        stream: The row's stream.
        version: Its version there.
        recorded_at: When it was written, in microseconds since 1970.
        entry: The entry.
        hash: The hash of the entry.
    """

    stream: str
    version: int
    recorded_at: int
    entry: bytes
    hash: bytes


def leaf_of(row: Row) -> Leaf:
    """The leaf of a row.

    Raises:
        Malformed: The row is not laid out as it must be.
    """
    _, stream, version, name, state = row
    made = entry(stream, version, name, state)
    start = 3 + int.from_bytes(made[1:3], "big") + _VERSION
    recorded_at = int.from_bytes(made[start : start + 8], "big")
    return Leaf(stream, version, recorded_at, made, leaf_hash(made))
