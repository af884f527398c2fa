"""The memory store: a journal that lives as long as the process. For tests and trials.

Keeps rows in lists. A writer appends at once, and readers look only as far as the last
commit; what a failed transaction appended is taken off the end again.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from kvalitet_core.errors import JournalUnavailable
from kvalitet_core.journal.append_signatures import (
    Appended,
    AppendSignature,
    AppendSigner,
)
from kvalitet_core.journal.inspecting import KeptPlace, Oddity
from kvalitet_core.journal.memory_tree import MemorySealer, MemoryTree, TreeLists
from kvalitet_core.journal.portable import copy_to_sqlite
from kvalitet_core.journal.store import FORMAT, NewRow, Row, SectionPlace
from kvalitet_core.journal.tree_store import Anchor
from kvalitet_core.journal.turn import Turn

__all__ = ["MemoryStore"]


class _Lists:
    """The rows and sealed bytes themselves."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.streams: dict[str, list[Row]] = {}
        self.names: list[str] = []
        self.sealed: dict[SectionPlace, tuple[str, bytes]] = {}
        self.tree = TreeLists()
        self.signatures: list[AppendSignature] = []

    def append(self, row: NewRow) -> int:
        """Put a row at the end."""
        if row.version != len(self.streams.get(row.stream, ())) + 1:
            problem = f"{row.stream} version {row.version} is not the next one"
            raise JournalUnavailable(MemoryStore.place, problem)
        if row.stream not in self.streams:
            self.streams[row.stream] = []
            insort(self.names, row.stream)
        position = len(self.rows) + 1
        stored: Row = (position, row.stream, row.version, row.name, row.state)
        self.rows.append(stored)
        self.streams[row.stream].append(stored)
        for ordinal, subject, sealed in row.sections:
            self.sealed[row.stream, row.version, ordinal] = (subject, sealed)
        return position

    def cut(self, length: int) -> None:
        """Take rows off the end again."""
        for _, stream, version, _, _ in reversed(self.rows[length:]):
            self.streams[stream].pop()
            for place in [p for p in self.sealed if p[:2] == (stream, version)]:
                del self.sealed[place]
        del self.rows[length:]
        while self.signatures and self.signatures[-1].first > length:
            self.signatures.pop()


class _View(MemoryTree):
    """The lists as far as someone may see."""

    def __init__(self, lists: _Lists) -> None:
        self._lists = lists

    def _tree(self) -> TreeLists:
        return self._lists.tree

    def _length(self) -> int:
        """How many rows may be seen."""
        return len(self._lists.rows)

    def _seen(self, stream: str) -> list[Row]:
        length = self._length()
        rows = self._lists.streams.get(stream, [])[:]
        hidden = 0
        while hidden < len(rows) and rows[-1 - hidden][0] > length:
            hidden += 1
        return rows[: len(rows) - hidden]

    def stream(
        self, stream: str, *, after: int = 0, upto: int | None = None, limit: int
    ) -> Sequence[Row]:
        """Rows of one stream in order."""
        rows = self._seen(stream)
        return rows[after : len(rows) if upto is None else upto][:limit]

    def log(
        self,
        *,
        after: int = 0,
        upto: int | None = None,
        names: Sequence[str] = (),
        limit: int,
    ) -> Sequence[Row]:
        """Rows in order of position."""
        length = self._length()
        last = length if upto is None else min(upto, length)
        rows = (self._lists.rows[index] for index in range(max(after, 0), last))
        return list(islice((r for r in rows if not names or r[3] in names), limit))

    def by_stream(
        self, *, after: tuple[str, int], before: str, limit: int
    ) -> Sequence[Row]:
        """Rows in order of stream and version."""
        stream, version = after
        names = self._lists.names
        chosen = names[bisect_left(names, stream) : bisect_left(names, before)]
        rows = (row for name in chosen for row in self._seen(name))
        return list(
            islice((r for r in rows if (r[1], r[2]) > (stream, version)), limit)
        )

    def newest(self) -> Row | None:
        """The last row of all."""
        length = self._length()
        return self._lists.rows[length - 1] if length else None

    def versions(self, streams: Sequence[str]) -> Mapping[str, int]:
        """The newest version of each stream; 0 where it has no row."""
        return {stream: len(self._seen(stream)) for stream in streams}

    def streams(
        self, *, after: str, before: str, limit: int
    ) -> Sequence[tuple[str, int]]:
        """Stream ids between two texts, with their newest versions."""
        names = self._lists.names
        chosen = names[bisect_left(names, after + "\0") : bisect_left(names, before)]
        counted = ((name, len(self._seen(name))) for name in chosen)
        return list(islice((pair for pair in counted if pair[1]), limit))

    def section(self, place: SectionPlace) -> bytes | None:
        """The sealed bytes at a place, if they are there."""
        found = self._lists.sealed.get(place)
        return found[1] if found and self._sees(place) else None

    def has_sections(self) -> bool:
        """Whether any sealed bytes are there."""
        return bool(self._lists.sealed)

    def oddities(self) -> Sequence[Oddity]:
        """Nothing: nobody else has what is in memory."""
        return []

    def section_count(self) -> int:
        """How many sealed sections are there."""
        return sum(map(self._sees, list(self._lists.sealed)))

    def section_places(self, *, after: Any, limit: int) -> Sequence[KeptPlace]:
        """Where sealed bytes are, and whose they are said to be; `after` None first."""
        sealed = sorted(self._lists.sealed.items())
        beyond = (each for each in sealed if after is None or each[0] > after)
        seen = ((at, *at, whose) for at, (whose, _) in beyond if self._sees(at))
        return list(islice(seen, limit))

    def kept_section(self, place: SectionPlace) -> tuple[str, bytes] | None:
        """Whose sealed bytes at a place are said to be, and the bytes."""
        return self._lists.sealed.get(place) if self._sees(place) else None

    def sections_of(self, subject: str) -> Sequence[SectionPlace]:
        """Every place where sealed bytes of this person are, in order."""
        sealed = list(self._lists.sealed.items())
        places = sorted(place for place, (whose, _) in sealed if whose == subject)
        return [place for place in places if self._sees(place)]

    def append_signatures(self, *, after: int, limit: int) -> Sequence[AppendSignature]:
        """Signatures in order of position."""
        length = self._length()
        seen = (s for s in self._lists.signatures if after < s.first <= length)
        return list(islice(seen, limit))

    def _sees(self, place: SectionPlace) -> bool:
        """Whether the row that sealed bytes belong to may be seen."""
        stream, version, _ = place
        return len(self._seen(stream)) >= version


class _MemoryWriter(_View):
    """Sees and appends everything, alone."""

    def __init__(self, lists: _Lists, signer: AppendSigner | None) -> None:
        super().__init__(lists)
        self.erased: list[str] = []
        self.anchored: list[Anchor] = []
        self._appended = Appended(signer) if signer else None

    def insert(self, rows: Sequence[NewRow]) -> Sequence[int]:
        """Append rows with their sealed sections; gives their positions."""
        positions = [self._lists.append(row) for row in rows]
        if self._appended is not None:
            self._appended.add(positions, rows)
        return positions

    def put_append_signature(self, signature: AppendSignature) -> None:
        """Keep a signature."""
        self._lists.signatures.append(signature)

    def sign(self) -> None:
        """Sign what was appended, if it is to be."""
        signature = self._appended.signature() if self._appended else None
        if signature is not None:
            self.put_append_signature(signature)

    def erase(self, subject: str) -> None:
        """Remove the sealed bytes of a person, at the end of the transaction."""
        self.erased.append(subject)

    def put_anchor(self, anchor: Anchor) -> None:
        """Keep an anchor, at the end of the transaction."""
        self.anchored.append(anchor)


class MemoryStore(_View):
    """A journal in lists, safe to use from several threads."""

    place = "memory:"

    def __init__(self, *, busy_seconds: float = 30.0) -> None:
        super().__init__(_Lists())
        self._committed = 0
        self.signer: AppendSigner | None = None
        self.tolerant = False
        self._turn = Turn(self.place, busy_seconds=busy_seconds)

    def _length(self) -> int:
        return self._committed

    def format(self) -> int | None:
        """The format number, or None before the journal is created."""
        return FORMAT if self._committed else None

    def create(self, opening: NewRow) -> None:
        """Make the journal with its first row; no effect when one is there."""
        with self.writing() as (writer, _, newest):
            if newest is None:
                writer.insert([opening])

    def migrate(self) -> Sequence[str]:
        """Nothing: what lives in memory has today's format."""
        return []

    @contextmanager
    def writing(
        self,
        streams: Sequence[str] = (),
        *,
        since: bytes = b"",  # noqa: ARG002 - looking costs nothing here
    ) -> Iterator[tuple[_MemoryWriter, Mapping[str, int], Row | None]]:
        """Be the only writer: what was inserted is kept when left without error."""
        with self._turn:
            try:
                signer = self.signer
                writer = _MemoryWriter(self._lists, signer)
                if signer is not None:
                    version = writer.versions([signer.stream])[signer.stream]
                    signer.require_current(version, writer)
                yield writer, writer.versions(streams), writer.newest()
                writer.sign()
                for subject in writer.erased:
                    for place in self.sections_of(subject):
                        del self._lists.sealed[place]
                for anchor in writer.anchored:
                    self._lists.tree.put_anchor(anchor)
                self._committed = len(self._lists.rows)
            finally:
                self._lists.cut(self._committed)

    def fence(self) -> int:
        """The position of the newest row."""
        return self._committed

    @contextmanager
    def sealing(self) -> Iterator[MemorySealer]:
        """Write the tree: what was written is kept when left without error."""
        with self._turn:
            sealer = MemorySealer(self._lists.tree.copied())
            yield sealer
            self._lists.tree = sealer.tree

    def scrub(self) -> bool:
        """Nothing is left behind in memory."""
        return True

    def backup(self, path: Path) -> None:
        """Copy the journal to an SQLite file; refuses to overwrite."""
        copy_to_sqlite(self, path)

    def close(self) -> None:
        """Nothing to let go of; the journal stays as long as the store does."""
