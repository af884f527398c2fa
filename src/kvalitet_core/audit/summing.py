"""Sums over where rows stand: the same for the same rows, in any order and process.

So what was read stream by stream, by several processes, can be held against what was
read in the order of the log, without either being kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from kvalitet_core.journal.store import Row

__all__ = ["Summing"]

_KEPT: Final = 1 << 16
"""How many streams and names are known by their numbers at a time."""


class Summing:
    """Gives a sum for rows, which can be added to those of other rows."""

    def __init__(self, salt: bytes) -> None:
        """Begin.

        Args:
            salt: What nobody knew who wrote the rows, so that no sum was foreseen; the
                same for all sums that are held against each other.
        """

        def number(text: str) -> int:
            digest = blake2b(text.encode(), digest_size=7, key=salt).digest()
            return int.from_bytes(digest)

        self._number = lru_cache(_KEPT)(number)

    def of(self, rows: Iterable[Row]) -> int:
        """The sum over positions, streams, versions and names."""
        number = self._number
        return sum(
            hash((position, number(stream), version, number(name)))
            for position, stream, version, name, _ in rows
        )
