"""The tree is that of RFC 6962: what it gives for known entries is known.

The eight entries and their hashes are those that Certificate Transparency's own
implementations are tested with; the seven-leaf tree is drawn in RFC 6962, 2.1.3.
"""

from __future__ import annotations

import pytest

from kvalitet_core.evidence.checking import tree
from kvalitet_core.evidence.making.growing import Edge
from kvalitet_core.evidence.making.hashing import (
    EMPTY_ROOT,
    leaf_hash,
    leaf_hashes,
    node_hash,
    root_of,
)
from kvalitet_core.evidence.making.proving import Prover

ENTRIES = [
    bytes.fromhex(each)
    for each in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def prover(size: int) -> Prover:
    """What proves things about the first entries."""
    return Prover(size, read=lambda _: b"".join(leaf_hashes(ENTRIES[:size])))


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_known_entries_is_known(size: int) -> None:
    """Made at once, one entry at a time, or by whoever verifies."""
    edge = Edge()
    for entry in ENTRIES[:size]:
        edge = edge.grown([leaf_hash(entry)]).edge

    roots = {
        edge.root,
        root_of(leaf_hashes(ENTRIES[:size])),
        prover(size).root(),
        tree.root_of_entries(ENTRIES[:size]),
    }
    assert roots == {bytes.fromhex(ROOTS[size])}


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    """RFC 6962, 2.1: the hash of an empty list is the hash of an empty string."""
    assert {EMPTY_ROOT, tree.EMPTY_ROOT} == {bytes.fromhex(ROOTS[0])}


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_proof_that_a_known_entry_is_in_is_known(index: int, size: int) -> None:
    """And it is found to show that."""
    path = prover(size).inclusion(index)

    assert [each.hex() for each in path] == INCLUSION[index, size]
    root = bytes.fromhex(ROOTS[size])
    leaf = tree.hash_of_entry(ENTRIES[index])
    tree.check_inclusion(leaf, index=index, size=size, root=root, path=path)


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_proof_that_a_known_tree_grew_is_known(first: int, second: int) -> None:
    """And it is found to show that."""
    path = prover(second).consistency(first)

    assert [each.hex() for each in path] == CONSISTENCY[first, second]
    old, new = (bytes.fromhex(ROOTS[size]) for size in (first, second))
    tree.check_consistency(first, old, second=second, second_root=new, path=path)


class TestTheTreeThatTheRfcDraws:
    """RFC 6962, 2.1.3: "The binary Merkle Tree with 7 leaves".

    "The audit path for d0 is [b, h, l]. … for d3 is [c, g, l]. … for d4 is [f, j, k].
    … for d6 is [i, k]."  "The consistency proof between hash0 and hash is
    PROOF(3, D[7]) = [c, d, g, l]. … hash1 … PROOF(4, D[7]) = [l]. … hash2 …
    PROOF(6, D[7]) = [i, j, k]."
    """

    a, b, c, d, e, f, j = leaf_hashes([b"d%d" % number for number in range(7)])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - the RFC's own letters

    def prover(self) -> Prover:
        """What proves things about the seven."""
        leaves = [self.a, self.b, self.c, self.d, self.e, self.f, self.j]
        return Prover(7, read=lambda _: b"".join(leaves))

    @pytest.mark.parametrize(
        ("index", "names"), [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")]
    )
    def test_the_audit_paths_are_those_of_the_text(
        self, index: int, names: str
    ) -> None:
        """From the leaf's sibling up to the root's child."""
        assert self.prover().inclusion(index) == tuple(
            getattr(self, name) for name in names
        )

    @pytest.mark.parametrize(
        ("first", "names"), [(3, "cdgl"), (4, "l"), (6, "ijk"), (7, "")]
    )
    def test_the_consistency_proofs_are_those_of_the_text(
        self, first: int, names: str
    ) -> None:
        """Of the trees of three, four and six leaves; the tree itself needs none."""
        assert self.prover().consistency(first) == tuple(
            getattr(self, name) for name in names
        )
