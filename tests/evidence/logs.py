"""Logs that the tests are about: entries, tiles, heads, and keys that sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import attrs

from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.checking.tiles import TileName
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.growing import Edge
from kvalitet_core.evidence.making.hashing import leaf_hashes
from kvalitet_core.evidence.making.keys import COSIGNATURE, ML_DSA_44, SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.making.prooffile import proof_file
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import Tile

ORIGIN = "kvalitet.example/journal"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOG = SignerKey(name=ORIGIN, seed=b"log's own seed, of 32 bytes, yes")
DAILY = SignerKey(name=ORIGIN, kind=ML_DSA_44, seed=b"the same log's seed for ML-DSA44")
WITNESS = SignerKey(
    name="auditor.example/w1",
    kind=COSIGNATURE,
    seed=b"a witness's seed, of 32 bytes,ok",
)
ANOTHER = SignerKey(
    name="auditor.example/w2",
    kind=COSIGNATURE,
    seed=b"another witness's, 32 bytes, ok.",
)


def entries(count: int) -> list[bytes]:
    """So many entries, of different lengths, no two the same."""
    return [b"entry %d " % number + b"." * (number % 7) for number in range(count)]


@attrs.frozen
class Log:
    """A log, and the files that it is exported as."""

    entries: list[bytes]
    edge: Edge
    files: dict[str, bytes]

    @property
    def size(self) -> int:
        """How many entries it has."""
        return self.edge.size

    @property
    def root(self) -> bytes:
        """The root of its tree."""
        return self.edge.root

    def tile(self, tile: Tile | TileName) -> bytes:
        """A tile of it."""
        return self.files[tile.path]

    def prover(self, size: int | None = None) -> Prover:
        """What proves things about it as it was at a size."""
        return Prover(self.size if size is None else size, read=self.tile)

    def checkpoint(self, *keys: SignerKey) -> bytes:
        """Its checkpoint, signed."""
        head = Checkpoint(origin=ORIGIN, size=self.size, root=self.root)
        return signed(head, *keys, at=AT)

    def proof(self, index: int, *keys: SignerKey, carried: bool = True) -> bytes:
        """A proof file of one of its entries."""
        return proof_file(
            index,
            path=self.prover().inclusion(index),
            checkpoint=self.checkpoint(*keys),
            entry=self.entries[index] if carried else None,
        )


def log(*batches: int) -> Log:
    """A log that grew by so many entries at a time, and kept every tile."""
    content = entries(sum(batches))
    hashes = leaf_hashes(content)
    edge, files = Edge(), {}
    for count in batches:
        grown = edge.grown(hashes[edge.size : edge.size + count])
        files.update({tile.path: data for tile, data in grown.tiles})
        edge = grown.edge
    return Log(content, edge, files)


def policy(*witnesses: SignerKey, needed: int | None = None) -> Policy:
    """A policy that takes the log's key, and the signatures of witnesses."""
    named = {f"w{n}": each.verifier_key for n, each in enumerate(witnesses)}
    return read_policy(policy_file([LOG.verifier_key], witnesses=named, needed=needed))


def lines(text: Iterable[str]) -> bytes:
    """Lines, each ended, as bytes."""
    return "".join(f"{line}\n" for line in text).encode()
