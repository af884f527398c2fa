"""Tiles: how a log is kept and handed out in files (C2SP, tlog-tiles).

A tile is up to 256 hashes side by side at one level of the tree; a bundle is the
entries that one tile of level 0 has the hashes of.

Pure.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["HEIGHT", "WIDTH", "Bundle", "Tile", "bundles_of", "packed", "tiles_of"]

HEIGHT: Final = 8
"""How many levels of the tree one level of tiles spans."""

WIDTH: Final = 256
"""How many hashes, or entries, a full one has."""

_LONGEST: Final = 0xFFFF


def _number(index: int, width: int) -> str:
    """The last part of a path: `x001/x234/067`, and `.p/112` where it is partial."""
    digits = f"{index:03}"
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    *above, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    path = "".join(f"x{each}/" for each in above) + last
    return path if width == WIDTH else f"{path}.p/{width}"


def _within(low: int, high: int) -> Any:
    def check(thing: object, attribute: attrs.Attribute[Any], got: int) -> None:
        if not low <= got <= high:
            raise Malformed(
                type(thing).__name__.lower(),
                f"{attribute.name}: expected {low} to {high}, got {got}",
            )

    return check


@attrs.frozen(kw_only=True, order=True)
class Tile:
    """Hashes side by side at one level of a log's tree.

    Attributes:
        level: 0 for the entries' own hashes; 1 for the roots of full tiles of level 0.
        index: Which tile of its level, from 0.
        width: How many hashes it has: 256, or less at the right edge.
    """

    level: int = attrs.field(validator=_within(0, 63))
    index: int = attrs.field(validator=_within(0, 2**63 - 1))
    width: int = attrs.field(default=WIDTH, validator=_within(1, WIDTH))

    @property
    def path(self) -> str:
        """Where it stands in an export: `tile/0/x001/x234/067`."""
        return f"tile/{self.level}/{_number(self.index, self.width)}"


@attrs.frozen(kw_only=True, order=True)
class Bundle:
    """Entries side by side.

    Attributes:
        index: Which bundle, from 0.
        width: How many entries it has: 256, or less at the right edge.
    """

    index: int = attrs.field(validator=_within(0, 2**63 - 1))
    width: int = attrs.field(default=WIDTH, validator=_within(1, WIDTH))

    @property
    def path(self) -> str:
        """Where it stands in an export: `tile/entries/x001/x234/067`."""
        return f"tile/entries/{_number(self.index, self.width)}"


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a log of this size, by level and index."""
    level, count = 0, size
    while count:
        for index, width in _row(count):
            yield Tile(level=level, index=index, width=width)
        level, count = level + 1, count // WIDTH


def bundles_of(size: int) -> Iterator[Bundle]:
    """Every bundle of a log of this size, in order."""
    return (Bundle(index=index, width=width) for index, width in _row(size))


def _row(count: int) -> Iterator[tuple[int, int]]:
    for index, start in enumerate(range(0, count, WIDTH)):
        yield index, min(WIDTH, count - start)


def packed(entries: Iterable[bytes]) -> bytes:
    """Pack entries into a bundle: two bytes of length before each.

    Raises:
        Malformed: An entry is longer than its length can say.
    """
    parts = []
    for number, entry in enumerate(entries):
        if len(entry) > _LONGEST:
            problem = f"expected {_LONGEST} bytes at most, got {len(entry)}"
            raise Malformed(f"entry {number} of the bundle", problem)
        parts += [struct.pack(">H", len(entry)), entry]
    return b"".join(parts)
