"""The store port: what the journal asks of whatever keeps its rows.

A store keeps rows and sealed bytes, gives them back in order, and lets one writer at
a time check and append. It knows nothing of commands, events or people. Adapters:
`memory`, `sqlite`, `postgres`; `kvalitet_core.testing` has the contract they pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.append_signatures import (
    AppendReader,
    AppendSigner,
    AppendWriter,
)
from kvalitet_core.journal.inspecting import Inspection
from kvalitet_core.journal.tree_store import AnchorWriter, TreeReader, TreeStore

__all__ = [
    "FORMAT",
    "NewRow",
    "ProvableReader",
    "Reader",
    "Row",
    "SealedSection",
    "SectionPlace",
    "Store",
    "Uncertain",
    "Writer",
]

FORMAT = 3
"""The number of the stored format that this code reads and writes."""

Row: TypeAlias = tuple[int, str, int, str, bytes]
"""A stored row: position, stream, version, stored name, state."""

SectionPlace: TypeAlias = tuple[str, int, int]
"""Where sealed bytes belong: stream, version, ordinal."""


class SealedSection(NamedTuple):
    """Sealed bytes of one person, beside the row that refers to them."""

    ordinal: int
    subject: str
    sealed: bytes


class NewRow(NamedTuple):
    """A row to be appended; the store gives it its position."""

    stream: StreamId
    version: int
    name: str
    state: bytes
    sections: tuple[SealedSection, ...] = ()


class Uncertain(Exception):
    """The answer to a commit was lost: it may be durable, or may not be."""


class Reader(Protocol):
    """Reading. What it gives is committed, but for a writer's own rows."""

    def stream(
        self, stream: str, *, after: int = 0, upto: int | None = None, limit: int
    ) -> Sequence[Row]:
        """Rows of one stream in order: versions above `after`, at most `upto`."""

    def log(
        self,
        *,
        after: int = 0,
        upto: int | None = None,
        names: Sequence[str] = (),
        limit: int,
    ) -> Sequence[Row]:
        """Rows in order of position: above `after`, at most `upto`."""

    def by_stream(
        self, *, after: tuple[str, int], before: str, limit: int
    ) -> Sequence[Row]:
        """Rows in order of stream and version: above `after`, in streams `before`."""

    def newest(self) -> Row | None:
        """The last row of all."""

    def versions(self, streams: Sequence[str]) -> Mapping[str, int]:
        """The newest version of each stream; 0 where it has no row."""

    def streams(
        self, *, after: str, before: str, limit: int
    ) -> Sequence[tuple[str, int]]:
        """Stream ids between two texts, both left out, with their newest versions."""

    def section(self, place: SectionPlace) -> bytes | None:
        """The sealed bytes at a place, if they are there."""

    def has_sections(self) -> bool:
        """Whether any sealed bytes are there."""

    def sections_of(self, subject: str) -> Sequence[SectionPlace]:
        """Every place where sealed bytes of this person are, in order."""


class ProvableReader(Reader, TreeReader, AppendReader, Protocol):
    """Reading the rows, the tree over them, and who signed them."""


class Writer(Reader, AppendWriter, AnchorWriter, Protocol):
    """Writing, alone, until the end of the transaction."""

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""

    def erase(self, subject: str) -> None:
        """Remove the sealed bytes of a person."""


class Store(Reader, TreeStore, AppendReader, Inspection, Protocol):
    """A place that keeps one journal."""

    place: str
    """Where it is, fit to print: without a password."""

    signer: AppendSigner | None
    """Signs what each transaction appends; None where nobody does."""

    tolerant: bool
    """Whether text that is no UTF-8 is read all the same, as who verifies must."""

    def format(self) -> int | None:
        """The format number it is kept in, or None when there is no journal."""

    def create(self, opening: NewRow) -> None:
        """Make the journal with its first row; no effect when one is there."""

    def migrate(self) -> Sequence[str]:
        """Bring an older format up to `FORMAT`, in one step; names what was done."""

    def writing(
        self, streams: Sequence[str] = (), *, since: bytes = b""
    ) -> AbstractContextManager[tuple[Writer, Mapping[str, int], Row | None]]:
        """Be the only writer: a transaction that commits when left without error.

        Gives the writer, the versions of `streams`, and the newest row, all as of
        after the lock was taken.

        Args:
            streams: Whose versions are asked for.

            since: The state of a row. Where it is the newest row still, nothing has
                been written since, and the versions may be left out.

        Raises:
            JournalUnavailable: The lock was not to be had in time, the place cannot
                be written, or it is full; nothing was written.
            Uncertain: The answer to the commit was lost.
        """

    def scrub(self) -> bool:
        """Remove what deleted bytes left behind; False while a reader prevents it."""

    def backup(self, path: Path) -> None:
        """Make a consistent copy as an SQLite journal; refuses to overwrite."""

    def close(self) -> None:
        """Let go of every connection."""
