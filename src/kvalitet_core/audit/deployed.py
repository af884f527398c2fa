"""Whether the code that decided is on record: before each command what it names."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

import attrs

from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.store import Reader, Row

__all__ = ["DeploymentsNamed"]


class _First(NamedTuple):
    """The first command that names a deployment."""

    position: int
    stream: str


@attrs.define
class DeploymentsNamed:
    """Which deployments the commands in part of a journal name.

    Attributes:
        first: The first command that names each, by the deployment's digest.
    """

    first: dict[str, _First] = attrs.field(factory=dict)

    def name(self, digest: str, position: int, stream: str) -> None:
        """Take a command that names a deployment; they come in order."""
        if digest not in self.first:
            self.first[digest] = _First(position, stream)

    def add(self, other: DeploymentsNamed) -> None:
        """Take in what another part names."""
        for digest, first in other.first.items():
            self.first[digest] = min(first, self.first.get(digest, first))

    def require(self, reader: Reader, note: Note) -> None:
        """Note each that is not on record before its first command, as it is named.

        Args:
            reader: Reads the journal.

            note: Takes down what is wrong.
        """
        for digest, (position, stream) in self.first.items():
            rows = reader.stream(f"deployment/{digest}", limit=1)
            if not rows or rows[0][0] > position:
                note(position, stream, Wrong.of("undeployed", deployment=digest))
            elif not _is_named_by_content(rows[0], digest):
                note(rows[0][0], rows[0][1], Wrong.of("other_deployment"))


def _is_named_by_content(row: Row, digest: str) -> bool:
    """Whether a deployment has the digest of what it says; not of what is no event."""
    try:
        content = layout.split(row[4]).d
    except Malformed:
        return True
    return sha256(content).hexdigest() == digest
