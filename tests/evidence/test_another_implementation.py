"""Roots and proofs are those that an implementation by others gives (`pymerkle`)."""

from __future__ import annotations

import random

import pytest
from pymerkle import InmemoryTree
from tests.evidence import logs

from kvalitet_core.evidence.checking import tree
from kvalitet_core.evidence.making.growing import Edge
from kvalitet_core.evidence.making.hashing import leaf_hashes

MOST = 4_000
HASHES = leaf_hashes(logs.entries(MOST))


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    """Their tree of the same entries."""
    made = InmemoryTree(algorithm="sha256")
    made.append_entries(logs.entries(MOST))
    return made


@pytest.fixture(scope="module")
def ours() -> logs.Log:
    """Our log, every partial tile of which is kept."""
    return logs.log(*[1] * MOST)


def sizes(count: int, seed: int) -> list[tuple[int, int]]:
    """Pairs of a number and a size that is greater."""
    chance = random.Random(seed)  # noqa: S311 - which sizes, not a secret
    drawn = [chance.randint(1, MOST) for _ in range(count)]
    return [(chance.randrange(size), size) for size in drawn]


def test_the_root_at_every_size_is_theirs(theirs: InmemoryTree) -> None:
    """While the log grows by one entry at a time."""
    edge = Edge()

    for size, leaf in enumerate(HASHES, 1):
        edge = edge.grown([leaf]).edge
        assert edge.root == theirs.get_root(size)


def test_growing_by_any_number_at_a_time_gives_their_root(theirs: InmemoryTree) -> None:
    """One root, however it came about."""
    for before, size in sizes(300, 1):
        edge = Edge().grown(HASHES[:before]).edge.grown(HASHES[before:size]).edge
        assert edge.root == theirs.get_root(size)


def test_the_root_that_a_verifier_finds_is_theirs(theirs: InmemoryTree) -> None:
    """From the hashes of the entries alone."""
    for _, size in sizes(300, 2):
        assert tree.root_of_hashes(HASHES[:size]) == theirs.get_root(size)


def test_a_proof_of_inclusion_is_theirs_and_holds(
    theirs: InmemoryTree, ours: logs.Log
) -> None:
    """Their path begins with the leaf itself; RFC 6962's with its sibling."""
    for index, size in sizes(2_000, 3):
        path = ours.prover(size).inclusion(index)

        assert list(path) == theirs.prove_inclusion(index + 1, size).path[1:]
        tree.check_inclusion(
            HASHES[index],
            index=index,
            size=size,
            root=theirs.get_root(size),
            path=path,
        )


def subproof(
    theirs: InmemoryTree, m: int, start: int, end: int, *, b: bool
) -> list[bytes]:
    """SUBPROOF(m, D[start:end], b) (RFC 6962, section 2.1.2), of their hashes.

    Their own proofs of consistency are of another form than the RFC's.
    """
    n = end - start
    if m == n:
        return [] if b else [theirs._get_root(start, end)]
    k = 1
    while k * 2 < n:
        k *= 2
    if m <= k:
        path = subproof(theirs, m, start, start + k, b=b)
        return [*path, theirs._get_root(start + k, end)]
    path = subproof(theirs, m - k, start + k, end, b=False)
    return [*path, theirs._get_root(start, start + k)]


def test_a_proof_of_consistency_is_of_their_hashes_and_holds(
    theirs: InmemoryTree, ours: logs.Log
) -> None:
    """In the order that RFC 6962 defines, and for their roots."""
    for before, size in sizes(2_000, 4):
        first = max(before, 1)
        path = ours.prover(size).consistency(first)

        assert list(path) == subproof(theirs, first, 0, size, b=True)
        tree.check_consistency(
            first,
            theirs.get_root(first),
            second=size,
            second_root=theirs.get_root(size),
            path=path,
        )
