"""Leaves: what the tree has of one row of the journal."""

from __future__ import annotations

from typing import NamedTuple

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.entry import entry_and_time, leaf_hash
from kvalitet_core.journal.layout import damaged
from kvalitet_core.journal.store import Row

__all__ = ["Leaf", "leaf_of"]


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
        Damaged: The row is not laid out as it must be.
    """
    _, stream, version, name, state = row
    try:
        made, recorded_at = entry_and_time(stream, version, name, state)
    except Malformed as error:
        raise damaged(row, error) from error
    return Leaf(stream, version, recorded_at, made, leaf_hash(made))
