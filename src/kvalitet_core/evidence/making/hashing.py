"""Hashes of the tree: of an entry, and of two hashes (RFC 6962, section 2.1).

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "leaf_hash",
    "leaf_hashes",
    "node_hash",
    "paired",
    "parted",
    "root_of",
]

HASH_SIZE: Final = 32
"""How many bytes a hash has."""

EMPTY_ROOT: Final = sha256().digest()
"""The root of the tree that has no entry."""


def leaf_hash(entry: bytes) -> bytes:
    """Give the hash of an entry."""
    return sha256(b"\0" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Give the hash of each entry, in order."""
    return [sha256(b"\0" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of what stands above two hashes."""
    return sha256(b"\1" + left + right).digest()


def paired(hashes: Sequence[bytes]) -> list[bytes]:
    """Give what stands above each pair, in order; a last one without a pair is left."""
    each = iter(hashes)
    pairs = zip(each, each, strict=False)
    return [sha256(b"\1" + left + right).digest() for left, right in pairs]


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Give the root of the tree whose leaves have these hashes."""
    if not hashes:
        return EMPTY_ROOT
    while len(hashes) > 1:
        odd = hashes[-1:] if len(hashes) % 2 else ()
        hashes = [*paired(hashes), *odd]
    return hashes[0]


def parted(data: bytes) -> list[bytes]:
    """Part bytes into the hashes that they are made of."""
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
