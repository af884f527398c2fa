"""Chance that is an argument: numbers without end, the same from the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")

_BYTES = 8


class Chance:
    """Draws from a seed, evenly enough for made-up people and figures."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._drawn = 0
        self._left = b""

    def below(self, limit: int) -> int:
        """A number from 0 on, below the limit."""
        if not self._left:
            block = self._drawn.to_bytes(_BYTES, "big")
            self._left = blake2b(block, key=self._seed[:64]).digest()
            self._drawn += 1
        number, self._left = self._left[:_BYTES], self._left[_BYTES:]
        return int.from_bytes(number, "big") % limit

    def one_of(self, things: Sequence[T]) -> T:
        """One of several."""
        return things[self.below(len(things))]
