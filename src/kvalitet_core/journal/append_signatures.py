"""Append signatures: whoever appends signs what a transaction has appended.

A store keeps one signature for all rows of a transaction, beside them, and gives it
back. It knows no key: who signs is for `evidence`. A row that was put there otherwise
is one that nobody signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.entry import entry, leaf_hash
from kvalitet_core.journal.paging import rows_in

if TYPE_CHECKING:
    from kvalitet_core.journal.store import NewRow, Reader

__all__ = [
    "KEY_CHANGED",
    "AppendReader",
    "AppendSignature",
    "AppendSigner",
    "AppendWriter",
    "Appended",
    "is_begun",
]


KEY_CHANGED: Final = "journal.append_key_changed/1"
"""The stored name of the event that says whose append signatures count."""


class AppendSignature(NamedTuple):
    """A signature of the rows that one transaction appended.

    Attributes:
        first: The position of the first of them.
        rows: How many they are, one after another.
        key: The id of the key that signed.
        value: The signature itself.
    """

    first: int
    rows: int
    key: bytes
    value: bytes


class AppendReader(Protocol):
    """Reading what was signed."""

    def append_signatures(self, *, after: int, limit: int) -> Sequence[AppendSignature]:
        """Signatures in order of position, whose first row is beyond `after`."""


class AppendWriter(Protocol):
    """Keeping what was signed."""

    def put_append_signature(self, signature: AppendSignature) -> None:
        """Keep a signature, with the rows that the same transaction appends."""


class AppendSigner(Protocol):
    """Signs what one process appends to one journal."""

    place: str
    """Where its key is, fit to print."""

    @property
    def stream(self) -> StreamId:
        """The stream in which the journal says whose signatures count."""

    def require_current(self, version: int, reader: Reader) -> None:
        """Look at that stream again, if it has moved since this last looked.

        Args:
            version: The stream's newest version, as of after the lock was taken.

            reader: Reads it.

        Raises:
            KeyUnavailable: This one's signature counts no more.
        """

    def sign(self, first: int, leaves: Sequence[bytes]) -> AppendSignature:
        """Sign rows that stand one after another.

        Args:
            first: The position of the first.

            leaves: The leaf hash of each.

        Raises:
            KeyUnavailable: The key cannot be used.
        """


def is_begun(reader: Reader, journal_id: str) -> bool:
    """Whether a journal says that its rows are signed."""
    own = rows_in(reader, f"journal/{journal_id}")
    return any(row[3] == KEY_CHANGED for row in own)


class Appended:
    """What one transaction has appended so far, to be signed at its end."""

    def __init__(self, signer: AppendSigner) -> None:
        self._signer = signer
        self._leaves: list[bytes] = []
        self._last = 0

    def add(self, positions: Sequence[int], rows: Sequence[NewRow]) -> None:
        """Take in rows that were appended, at these positions."""
        self._leaves += [leaf_hash(entry(*row[:4])) for row in rows]
        self._last = positions[-1]

    def signature(self) -> AppendSignature | None:
        """The signature of all of them; None where nothing was appended."""
        if not self._leaves:
            return None
        return self._signer.sign(self._last - len(self._leaves) + 1, self._leaves)
