"""The tree, verified as the RFCs' text has it, step by step.

RFC 6962, section 2.1, says what a tree is; RFC 9162, sections 2.1.2, 2.1.3.2 and
2.1.4.2, how it is verified, in numbered steps. The names (`fn`, `sn`, `fr`, `sr`) and
the numbers of the steps are theirs.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from kvalitet_core.errors import Unproved
from kvalitet_core.evidence.checking.encoding import HASH_SIZE
from kvalitet_core.evidence.checking.said import Said

__all__ = [
    "EMPTY_ROOT",
    "check_consistency",
    "check_inclusion",
    "hash_of_entry",
    "root_of_entries",
    "root_of_hashes",
]

EMPTY_ROOT: Final = sha256(b"").digest()
"""The hash of an empty list (RFC 6962, section 2.1)."""


def hash_of_entry(entry: bytes) -> bytes:
    """Give the hash of a list with one entry: a leaf's (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def _hash(left: bytes, right: bytes) -> bytes:
    """Give HASH(0x01 || left || right) (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of_entries(entries: Iterable[bytes]) -> bytes:
    """Give the root of a tree from all its entries (RFC 9162, section 2.1.2)."""
    return root_of_hashes(hash_of_entry(entry) for entry in entries)


def root_of_hashes(leaves: Iterable[bytes]) -> bytes:
    """Give the root of a tree from the hashes of its entries (RFC 9162, 2.1.2)."""
    stack: list[bytes] = []  # step 1
    for i, leaf in enumerate(leaves):  # step 2
        stack.append(leaf)  # 2.a
        merge_count = 0  # 2.b
        while i >> merge_count & 1:
            merge_count += 1
        for _ in range(merge_count):  # 2.c
            _merge(stack)
    while len(stack) > 1:  # step 3
        _merge(stack)
    return stack[0] if stack else EMPTY_ROOT  # step 4


def _merge(stack: list[bytes]) -> None:
    """Do the substeps of step 2.c of RFC 9162, section 2.1.2."""
    right = stack.pop()
    left = stack.pop()
    stack.append(_hash(left, right))


def check_inclusion(
    leaf_hash: bytes,
    *,
    index: int,
    size: int,
    root: bytes,
    path: Sequence[bytes],
    subject: str = "inclusion proof",
) -> None:
    """Verify that an entry is at its place in a tree (RFC 9162, section 2.1.3.2).

    Raises:
        Unproved: The proof does not show it; says what fails, and where.
    """
    _of_hashes(subject, (leaf_hash, root, *path))
    if not 0 <= index < size:  # step 1
        raise Unproved(subject, Said.of("proof_index", size=size, got=index))
    fn, sn = index, size - 1  # step 2
    r = leaf_hash  # step 3
    for number, p in enumerate(path, 1):  # step 4
        if sn == 0:  # 4.a
            raise _too_long(subject, number, path)
        if fn & 1 or fn == sn:  # 4.b
            r = _hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = _hash(r, p)
        fn, sn = fn >> 1, sn >> 1  # 4.c
    if sn:  # step 5
        raise _too_short(subject, path)
    _equal(subject, size, r, root)


def check_consistency(
    first: int,
    first_root: bytes,
    *,
    second: int,
    second_root: bytes,
    path: Sequence[bytes],
    subject: str = "consistency proof",
) -> None:
    """Verify that a tree only grew (RFC 9162, section 2.1.4.2).

    A tree of the same size is the same tree, and takes no proof (RFC 6962, 2.1.2). An
    empty tree proves nothing, and is refused.

    Raises:
        Unproved: The proof does not show it; says what fails, and where.
    """
    _of_hashes(subject, (first_root, second_root, *path))
    if not 0 < first <= second:
        problem = f"first size: expected 1 to the second, {second}, got {first}"
        raise Unproved(subject, problem)
    if first == second:
        if path:
            raise _too_long(subject, 1, path)
        _equal(subject, first, second_root, first_root)
        return
    if not path:  # step 1
        raise _too_short(subject, path)
    sn, fr, sr = _walked(first, first_root, second, path, subject)
    if sn:  # step 7
        raise _too_short(subject, path)
    _equal(subject, first, fr, first_root)
    _equal(subject, second, sr, second_root)


def _walked(
    first: int, first_root: bytes, second: int, path: Sequence[bytes], subject: str
) -> tuple[int, bytes, bytes]:
    """Do steps 2 to 6 of RFC 9162, section 2.1.4.2."""
    power = first & (first - 1) == 0  # step 2
    hashes = [first_root, *path] if power else list(path)
    fn, sn = first - 1, second - 1  # step 3
    while fn & 1:  # step 4
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]  # step 5
    for number, c in enumerate(hashes[1:], 1 if power else 2):  # step 6
        if sn == 0:  # 6.a
            raise _too_long(subject, number, path)
        if fn & 1 or fn == sn:  # 6.b
            fr, sr = _hash(c, fr), _hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _hash(sr, c)
        fn, sn = fn >> 1, sn >> 1  # 6.c
    return sn, fr, sr


def _of_hashes(subject: str, hashes: Iterable[bytes]) -> None:
    odd = next((each for each in hashes if len(each) != HASH_SIZE), None)
    if odd is not None:
        facts = {"length": HASH_SIZE, "got": len(odd)}
        raise Unproved(subject, Said.of("proof_hash", **facts))


def _too_long(subject: str, number: int, path: Sequence[bytes]) -> Unproved:
    return Unproved(subject, Said.of("proof_long", number=number, count=len(path)))


def _too_short(subject: str, path: Sequence[bytes]) -> Unproved:
    return Unproved(subject, Said.of("proof_short", count=len(path)))


def _equal(subject: str, size: int, got: bytes, expected: bytes) -> None:
    if got != expected:
        facts = {"expected": expected.hex(), "got": got.hex()}
        what = Said.of("proof_root_at", size=size)
        raise Unproved(subject, Said.of("proof_root", what=what, **facts))
