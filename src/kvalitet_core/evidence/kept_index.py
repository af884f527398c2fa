"""The case index as it was logged last, kept beside the tree in tiles of its own.

So neither the next index nor a bundle of some cases has to read the whole journal.
Nothing rests on it: it is held against the root that was logged, and where it does not
come to that, or is not there, the rows are read instead.

    level 64, a tile for 256 streams: the hashes of their leaves
    level 65, as many: for each stream, u16 length and id, the tree of its events, the
        tree of the commands about it, and the u64 positions of their records; a tree is
        its u64 size and the roots of its whole subtrees, largest first
    level 66, one: which index it is, and the first stream of each tile
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import msgspec

from kvalitet_core.evidence.case_index import (
    Case,
    CaseIndex,
    Growth,
    leaf_of_case,
)
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.hashing import (
    HASH_SIZE,
    leaf_hash,
    parted,
    root_of,
)
from kvalitet_core.evidence.making.tiles import WIDTH
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.journal import layout
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.own_events import Indexed
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.store import ProvableReader, Reader, Row, Store

__all__ = ["INDEXED", "KeptIndex", "kept_at", "logged_index", "newest_index"]

INDEXED: Final = "journal.indexed/1"
"""The stored name of the event that has the root of a case index."""

_HASHES: Final = 64
_STREAMS: Final = 65
_ABOUT: Final = 66
_PAGE: Final = 100
_AT_ONCE: Final = 1000
_BESIDE_COMMANDS: Final = (("", "command/"), ("command0", "~"))
"""Where the ids are of the streams that an index has: a 0 stands right after a /."""

_COUNT: Final = struct.Struct(">Q")
_DAMAGED: Final = (struct.error, UnicodeDecodeError)


class _About(msgspec.Struct):
    """Which index is kept: of so many rows, logged there; where each tile begins."""

    first: list[str]
    position: int
    size: int


class KeptIndex:
    """A case index that is kept, read only as far as it is asked for.

    Attributes:
        position: Where it was logged.
        size: Of how many rows it is.
    """

    def __init__(self, reader: ProvableReader, about: _About) -> None:
        self._reader = reader
        self._first = about.first
        self.position = about.position
        self.size = about.size

    @classmethod
    def read(
        cls, reader: ProvableReader, row: Row, logged: Indexed
    ) -> KeptIndex | None:
        """Take up what is kept; None where it is not of the index logged in that row.

        The hashes of its leaves come to the root that was logged.
        """
        about = _about(reader)
        if about is None:
            return None
        kept = cls(reader, about)
        if (kept.position, kept.size) != (row[0], logged.size):
            return None
        hashes = kept.hashes()
        right = (len(hashes), root_of(hashes).hex()) == (logged.streams, logged.root)
        return kept if right else None

    def hashes(self) -> list[bytes]:
        """The hash of each leaf, in order."""
        tiles = (self._reader.tile(_HASHES, at) for at in range(len(self._first)))
        return parted(b"".join(each or b"" for each in tiles))

    def case(self, stream: str) -> Case | None:
        """What a stream has; None where there is no such stream, or it is damaged."""
        tile = bisect_right([each.encode() for each in self._first], stream.encode())
        with suppress(*_DAMAGED):
            for place, found in enumerate(self._streams(tile - 1), (tile - 1) * WIDTH):
                called, events, _, positions = found
                if called == stream:
                    return Case(place=place, events=events.count, commands=positions)
        return None

    def index(self) -> CaseIndex | None:
        """All of it, to go on from; None where it is not what its hashes say."""
        try:
            return self._made()
        except _DAMAGED:
            return None

    def _made(self) -> CaseIndex | None:
        made, hashes = CaseIndex(), iter(self.hashes())
        for tile in range(len(self._first)):
            for called, events, commands, positions in self._streams(tile):
                made.put(called, events, commands, positions)
                leaf = leaf_hash(leaf_of_case(called, events, commands))
                if leaf != next(hashes, None):
                    return None
        made.size = self.size
        return made if next(hashes, None) is None else None

    def _streams(
        self, tile: int
    ) -> Iterator[tuple[str, Growth, Growth, tuple[int, ...]]]:
        data, at = self._reader.tile(_STREAMS, tile) or b"", 0
        while at < len(data):
            (length,) = struct.unpack_from(">H", data, at)
            called = data[at + 2 : at + 2 + length].decode()
            events, at = _growth(data, at + 2 + length)
            commands, at = _growth(data, at)
            positions = struct.unpack_from(f">{commands.count}Q", data, at)
            at += _COUNT.size * commands.count
            yield called, events, commands, positions


def _about(reader: ProvableReader) -> _About | None:
    """What is said of the index that is kept; None where that cannot be read."""
    try:
        return msgspec.json.decode(reader.tile(_ABOUT, 0) or b"", type=_About)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def kept_at(reader: ProvableReader) -> tuple[int, int] | None:
    """Where the index that is kept was logged, and how many tiles of streams it has.

    None where that cannot be read.
    """
    about = _about(reader)
    return None if about is None else (about.position, len(about.first))


def _growth(data: bytes, at: int) -> tuple[Growth, int]:
    (count,) = _COUNT.unpack_from(data, at)
    start = at + _COUNT.size
    end = start + HASH_SIZE * count.bit_count()
    return Growth(count, parted(data[start:end])), end


def _packed(stream: str, index: CaseIndex) -> bytes:
    events, commands, positions = index.grown(stream)
    called = stream.encode()
    return b"".join(
        [
            struct.pack(">H", len(called)),
            called,
            *(_COUNT.pack(events.count), *events.stack),
            *(_COUNT.pack(commands.count), *commands.stack),
            struct.pack(f">{len(positions)}Q", *positions),
        ]
    )


def _keep(store: Store, index: CaseIndex, position: int) -> None:
    """Keep an index that was logged at a position; what is kept already is left."""
    streams, hashes = index.streams, index.hashes()
    starts = range(0, len(streams), WIDTH)
    about = _About([streams[at] for at in starts], position, index.size)
    tiles = [(_ABOUT, 0, msgspec.json.encode(about))]
    for number, at in enumerate(starts):
        here = b"".join(_packed(each, index) for each in streams[at : at + WIDTH])
        tiles += [
            (_HASHES, number, b"".join(hashes[at : at + WIDTH])),
            (_STREAMS, number, here),
        ]
    fresh = [each for each in tiles if store.tile(*each[:2]) != each[2]]
    with store.sealing() as writer:
        writer.put_tiles(fresh)


def newest_index(
    reader: Reader, journal_id: str, *, upto: int
) -> tuple[Row, Indexed] | None:
    """The newest case index that was logged among the first rows; None without one."""
    stream = f"journal/{journal_id}"
    last = reader.versions([stream])[stream]
    while last > 0:
        rows = reader.stream(stream, after=max(0, last - _PAGE), upto=last, limit=_PAGE)
        for row in reversed(rows):
            if row[3] == INDEXED and row[0] <= upto:
                data = layout.split(row[4]).d
                return row, msgspec.json.decode(data, type=Indexed)
        last -= _PAGE
    return None


def logged_index(store: Store, journal_id: str, *, clock: Clock) -> int:
    """Make the case index of all that is there, and log it; gives its position.

    It goes on from the one that was logged last. The rows are read before the write
    lock is taken, but for the last of them.

    Raises:
        Malformed: A row cannot be read.
        JournalUnavailable: The journal cannot be read or written.
    """
    fence = store.fence()
    index = _last_index(store, journal_id, upto=fence)
    for row in log_rows(store, after=index.size, upto=fence):
        index.add(row, leaf_of(row))

    def finished(reader: Reader) -> Indexed:
        for row in log_rows(reader, after=index.size):
            index.add(row, leaf_of(row))
        return Indexed(
            root=index.root().hex(), size=index.size, streams=len(index.streams)
        )

    position = log_own(store, journal_id, INDEXED, finished, clock=clock)
    _keep(store, index, position)
    return position


def _last_index(store: Store, journal_id: str, *, upto: int) -> CaseIndex:
    """The index that was logged last, to go on from; an empty one where there is none.

    It must be kept, and have the events of every stream that there were by then.
    """
    newest = newest_index(store, journal_id, upto=upto)
    kept = KeptIndex.read(store, *newest) if newest else None
    index = kept.index() if kept else None
    return index if index and _has_events(store, index) else CaseIndex()


def _has_events(store: Store, index: CaseIndex) -> bool:
    """Whether an index has as many events of each stream as its rows have.

    Told by the streams' newest versions, without reading rows; the commands are not.
    """
    counted = {each: index.counts(each)[0] for each in index.streams}
    for stream, version in _newest_versions(store):
        if not _is_all(store, stream, (counted.pop(stream, 0), version), index.size):
            return False
    return not any(counted.values())


def _newest_versions(reader: Reader) -> Iterator[tuple[str, int]]:
    for first, before in _BESIDE_COMMANDS:
        after = first
        while page := reader.streams(after=after, before=before, limit=_AT_ONCE):
            yield from page
            after = page[-1][0]


def _is_all(store: Store, stream: str, counts: tuple[int, int], size: int) -> bool:
    """Whether what a stream has beyond what was counted came after the index."""
    count, version = counts
    if version <= count:
        return version == count
    beyond = store.stream(stream, after=count, upto=count + 1, limit=1)
    return bool(beyond) and beyond[0][0] > size
