"""Tiles and bundles, read strictly and verified (C2SP, tlog-tiles).

Pure: the tiles are read by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import attrs

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.encoding import HASH_SIZE
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import hash_of_entry, root_of_hashes

__all__ = [
    "TileName",
    "check_bundle",
    "check_tiles",
    "entries_of",
    "hashes_of",
    "named_tile",
    "tile_names",
]

_WIDTH: Final = 256
_PATH = re.compile(
    r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
)
_LENGTH: Final = 2


@attrs.frozen(kw_only=True, order=True)
class TileName:
    """Which tile, or which bundle of entries.

    Attributes:
        level: The level of the tiles; None for entries.
        index: Which one of them, from 0.
        width: How many hashes or entries it has.
    """

    level: int | None
    index: int
    width: int

    @property
    def path(self) -> str:
        """Where it stands (tlog-tiles, "Merkle Tree" and "Log entries")."""
        digits = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            digits.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        level = "entries" if self.level is None else self.level
        partial = "" if self.width == _WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(digits)}{partial}"


def named_tile(path: str) -> TileName:
    """Read the path of a tile or bundle.

    Raises:
        Malformed: It is none, or not in its one spelling.
    """
    match = _PATH.fullmatch(path)
    if not match:
        raise Malformed(f"path {path!r}", "expected tile/<level>/<index>[.p/<width>]")
    level, index, width = match.groups()
    name = TileName(
        level=None if level == "entries" else int(level),
        index=int(index.replace("x", "").replace("/", "")),
        width=int(width or _WIDTH),
    )
    if name.path != path:
        raise Malformed(f"path {path!r}", f"expected it spelled {name.path}")
    return name


def tile_names(level: int | None, *, size: int) -> Iterator[TileName]:
    """Every tile of a level of a log of this size (tlog-tiles, "Partial Tiles")."""
    count = size // _WIDTH ** (level or 0)
    for index in range(-(-count // _WIDTH)):
        width = min(_WIDTH, count - index * _WIDTH)
        yield TileName(level=level, index=index, width=width)


def hashes_of(data: bytes, *, name: TileName) -> list[bytes]:
    """Part a tile into its hashes.

    Raises:
        Malformed: It has more or fewer than it should.
    """
    if len(data) != name.width * HASH_SIZE:
        facts = {"wanted": name.width * HASH_SIZE, "got": len(data)}
        raise Malformed(name.path, Said.of("tile_size", width=name.width, **facts))
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def entries_of(data: bytes, *, name: TileName) -> list[bytes]:
    """Part a bundle into its entries (tlog-tiles, "Log entries").

    Raises:
        Malformed: An entry goes beyond the end, or there are more or fewer.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + _LENGTH], "big")
        start, at = at, at + _LENGTH + length
        if start + _LENGTH > len(data) or at > len(data):
            problem = f"entry {len(entries)}: goes beyond the end at byte {len(data)}"
            raise Malformed(name.path, problem)
        entries.append(data[start + _LENGTH : at])
    if len(entries) != name.width:
        problem = f"expected {name.width} entries, got {len(entries)}"
        raise Malformed(name.path, problem)
    return entries


def check_bundle(entries: list[bytes], hashes: list[bytes], *, name: TileName) -> None:
    """Verify that the entries of a bundle are those that a tile has the hashes of.

    Raises:
        Unproved: One is not; every such entry is named by its index in the log.
    """
    first = name.index * _WIDTH
    odd = [
        f"entry {number} of the log is not the one that its tile has the hash of"
        for number, (entry, leaf) in enumerate(zip(entries, hashes, strict=True), first)
        if hash_of_entry(entry) != leaf
    ]
    if odd:
        raise Unproved(name.path, *odd)


def check_tiles(size: int, root: bytes, *, read: Callable[[TileName], bytes]) -> None:
    """Verify every tile of a log against its root (RFC 6962, 2.1, and tlog-tiles).

    What stands right of the last full tile at one level is, as one subtree, the last
    of the hashes of the level above.

    Raises:
        Malformed: A tile has more or fewer hashes than it should.
        Unproved: A tile is not the one that the tile above it has the hash of, or they
            do not come to the root; the tile is named.
    """
    edge: list[bytes] = []
    level = 0
    while size // _WIDTH**level:
        edge = _checked_level(level, size, edge, read)
        level += 1
    got = root_of_hashes(edge)
    if got != root:
        problem = Said.of("tiles_root", expected=root.hex(), got=got.hex())
        raise Unproved(Said.of("at_log", size=size), problem)


def _checked_level(
    level: int, size: int, edge: list[bytes], read: Callable[[TileName], bytes]
) -> list[bytes]:
    """Compare each full tile with the level above; give the root of the right edge."""
    stated = (
        (above, each)
        for above in tile_names(level + 1, size=size)
        for each in hashes_of(read(above), name=above)
    )
    for name in tile_names(level, size=size):
        hashes = hashes_of(read(name), name=name)
        if name.width < _WIDTH:
            return [root_of_hashes([*hashes, *edge])]
        above, expected = next(stated)
        if root_of_hashes(hashes) != expected:
            raise Unproved(name.path, Said.of("tile_hash", above=above.path))
    return edge
