"""A proof about a tree shows one thing, and is refused for any other."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.evidence import logs

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.tree import check_consistency, check_inclusion
from kvalitet_core.evidence.making.hashing import leaf_hashes, root_of

LOG = logs.log(*[1] * 600)
HASHES = leaf_hashes(LOG.entries)
ROOTS = [root_of(HASHES[:size]) for size in range(601)]


@attrs.frozen
class Inclusion:
    """All that is checked of one entry."""

    leaf: bytes
    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]

    def check(self) -> None:
        """Verify it."""
        check_inclusion(
            self.leaf, index=self.index, size=self.size, root=self.root, path=self.path
        )


@attrs.frozen
class Consistency:
    """All that is checked of one tree that grew."""

    first: int
    old: bytes
    second: int
    new: bytes
    path: tuple[bytes, ...]

    def check(self) -> None:
        """Verify it."""
        check_consistency(
            self.first,
            self.old,
            second=self.second,
            second_root=self.new,
            path=self.path,
        )


def included(index: int, size: int) -> Inclusion:
    """The proof of an entry."""
    path = LOG.prover(size).inclusion(index)
    return Inclusion(HASHES[index], index, size, ROOTS[size], path)


def grown(first: int, second: int) -> Consistency:
    """The proof that one tree grew to another."""
    path = LOG.prover(second).consistency(first)
    return Consistency(first, ROOTS[first], second, ROOTS[second], path)


@st.composite
def inclusions(draw: st.DrawFn) -> Inclusion:
    """Honest proofs of entries."""
    size = draw(st.integers(1, 600))
    return included(draw(st.integers(0, size - 1)), size)


@st.composite
def consistencies(draw: st.DrawFn) -> Consistency:
    """Honest proofs of trees that grew."""
    second = draw(st.integers(1, 600))
    return grown(draw(st.integers(1, second)), second)


@st.composite
def forged(draw: st.DrawFn, proof: Any) -> Any:
    """The proof with one thing changed in one of its hashes, or in their number."""
    names = [field.name for field in attrs.fields(type(proof)) if field.name != "path"]
    what = draw(st.sampled_from([*names, "path", "longer", "shorter", "order"]))
    value = getattr(proof, what, None)
    path = list(proof.path)
    if isinstance(value, bytes):
        return attrs.evolve(proof, **{what: draw(flipped(value))})
    if isinstance(value, int):
        other = draw(st.integers(0, 600).filter(lambda number: number != value))
        return attrs.evolve(proof, **{what: other})
    at = draw(st.integers(0, max(len(path) - 1, 0)))
    if what == "longer" or not path:
        path.insert(at, draw(st.sampled_from([bytes(32), *path])))
    elif what == "shorter":
        del path[at]
    elif what == "order" and path[::-1] != path:
        path.reverse()
    else:
        path[at] = draw(flipped(path[at]))
    return attrs.evolve(proof, path=tuple(path))


@st.composite
def flipped(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one bit changed."""
    bit = draw(st.integers(0, len(data) * 8 - 1))
    return (int.from_bytes(data, "big") ^ 1 << bit).to_bytes(len(data), "big")


@given(proof=inclusions())
@example(proof=included(0, 1))
@example(proof=included(599, 600))
def test_an_honest_proof_of_an_entry_holds(proof: Inclusion) -> None:
    """At any place in a tree of any size."""
    proof.check()


@given(proof=consistencies())
@example(proof=grown(1, 1))
@example(proof=grown(256, 512))
def test_an_honest_proof_that_a_tree_grew_holds(proof: Consistency) -> None:
    """From any size to any other that is no smaller."""
    proof.check()


@given(proof=inclusions(), data=st.data())
def test_a_proof_of_an_entry_with_anything_changed_is_refused(
    proof: Inclusion, data: st.DataObject
) -> None:
    """The leaf, the place, the root, and each hash and their number count.

    The size alone is bound by the checkpoint's signature: a tree's root does not hold
    it, and one path may stand for several.
    """
    bad = data.draw(forged(proof).filter(lambda each: each.size == proof.size))

    with pytest.raises(Unproved):
        bad.check()


@given(proof=consistencies(), data=st.data())
def test_a_proof_that_a_tree_grew_with_anything_changed_is_refused(
    proof: Consistency, data: st.DataObject
) -> None:
    """Both roots, and each hash and their number count; sizes are signed with roots."""
    same = (proof.first, proof.second)
    bad = data.draw(
        forged(proof).filter(lambda each: (each.first, each.second) == same)
    )

    with pytest.raises(Unproved):
        bad.check()


@pytest.mark.parametrize(
    ("proof", "problem"),
    [
        (
            attrs.evolve(included(2, 5), index=5),
            "inclusion proof: index: expected 0 to below the size 5, got 5",
        ),
        (
            attrs.evolve(included(2, 5), index=-1),
            "index: expected 0 to below the size 5, got -1",
        ),
        (
            Inclusion(HASHES[0], 0, 0, ROOTS[0], ()),
            "index: expected 0 to below the size 0, got 0",
        ),
        (
            attrs.evolve(included(2, 5), path=(*included(2, 5).path, bytes(32))),
            "hash 4 of 4: expected no more, the proof is too long",
        ),
        (
            attrs.evolve(included(0, 1), path=(bytes(32),)),
            "hash 1 of 1: expected no more, the proof is too long",
        ),
        (
            attrs.evolve(included(2, 5), path=included(2, 5).path[:-1]),
            "expected more than 2 hashes, it is too short",
        ),
        (
            attrs.evolve(included(2, 5), path=(b"short", *included(2, 5).path[1:])),
            "expected hashes of 32 bytes, got one of 5",
        ),
        (
            attrs.evolve(included(2, 5), root=bytes(32)),
            f"the root at size 5: expected {bytes(32).hex()}, it gives",
        ),
        (
            attrs.evolve(grown(3, 7), first=0),
            "consistency proof: first size: expected 1 to the second, 7, got 0",
        ),
        (
            attrs.evolve(grown(3, 7), first=8),
            "first size: expected 1 to the second, 7, got 8",
        ),
        (
            Consistency(0, ROOTS[0], 0, ROOTS[0], ()),
            "first size: expected 1 to the second, 0, got 0",
        ),
        (
            attrs.evolve(grown(3, 7), path=()),
            "expected more than 0 hashes, it is too short",
        ),
        (
            attrs.evolve(grown(3, 7), path=grown(3, 7).path[:-1]),
            "expected more than 3 hashes, it is too short",
        ),
        (
            attrs.evolve(grown(3, 7), path=(*grown(3, 7).path, bytes(32))),
            "hash 5 of 5: expected no more, the proof is too long",
        ),
        (
            attrs.evolve(grown(4, 7), path=(*grown(4, 7).path, bytes(32))),
            "hash 2 of 2: expected no more, the proof is too long",
        ),
        (
            attrs.evolve(grown(7, 7), path=(bytes(32),)),
            "hash 1 of 1: expected no more, the proof is too long",
        ),
        (
            attrs.evolve(grown(7, 7), old=bytes(32)),
            f"the root at size 7: expected {bytes(32).hex()}, it gives",
        ),
    ],
)
def test_what_is_wrong_with_a_proof_is_said(
    proof: Inclusion | Consistency, problem: str
) -> None:
    """Which hash or number, what was expected, and what it is."""
    with pytest.raises(Unproved) as refused:
        proof.check()

    assert problem in str(refused.value)


@pytest.mark.parametrize("index", [-1, 5, 600])
def test_no_proof_is_made_for_an_entry_that_is_not_there(index: int) -> None:
    """The index and the size are named."""
    with pytest.raises(Malformed, match=f"below the size 5, got {index}"):
        LOG.prover(5).inclusion(index)


@pytest.mark.parametrize("first", [-1, 0, 6])
def test_no_proof_is_made_from_a_size_that_never_was(first: int) -> None:
    """An empty tree is before every other, and shows nothing."""
    with pytest.raises(Malformed, match=f"expected 1 to 5, got {first}"):
        LOG.prover(5).consistency(first)
