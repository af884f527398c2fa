"""Verifying the database itself: what is there is what the journal makes, and no more.

A table that is gone, a view in its place, a trigger of somebody's own; an index that
hides a row; tiles and heads that belong to no tree.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import msgspec

from kvalitet_core.errors import KvalitetError
from kvalitet_core.evidence.case_index import CaseIndex, Growth
from kvalitet_core.evidence.checking.encoding import HASH_SIZE
from kvalitet_core.evidence.checking.said import SAID, Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.kept_index import INDEXED, KeptIndex, kept_at
from kvalitet_core.journal import layout
from kvalitet_core.journal.inspecting import Oddity
from kvalitet_core.journal.own_events import Indexed
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.tree_store import TreeHead

__all__ = ["check_kept", "check_made"]

_OWN: Final = 64
"""Levels from here on are not the tree's: the case index is kept there."""

_LAST: Final = 2**63
_TILES: Final = 4096
"""So many tiles are kept at hand, some 32 MB."""


def check_made(store: Store, report: Report, *, full: bool) -> bool:
    """Tell what is not as the journal makes it; whether every table is there.

    Args:
        store: The journal.

        report: Takes what is found.

        full: Whether to look for indexes that are at odds with their tables, too.
    """
    before, odd = len(report.found), store.oddities()
    for each in odd:
        _tell(each, report)
    beside = [each.name for each in odd if each.how == "beside"]
    if beside:
        report.left_out.append(Said.of("beside", names=", ".join(beside)))
    if any(_is_gone(each) for each in odd):
        report.unchecked.append(Said.of("tables_missing"))
        return False
    for problem in store.disagreements() if full else ():
        text = Said.of("disagrees", problem=problem)
        report.find(Said.of("at_database"), text)
    if full and len(report.found) == before:
        report.checked.append(Said.of("all_made"))
    return True


def _is_gone(each: Oddity) -> bool:
    return each.how == "missing" and each.kind == "table"


def _tell(each: Oddity, report: Report) -> None:
    table = Said.of("at_table", table=each.table)
    if each.how == "beside":
        return
    if _is_gone(each):
        held = Said.of(f"holds_{each.name}")
        report.find(table, Said.of("table_missing", held=held))
    elif each.how == "instead":
        report.find(table, Said.of("table_instead", kind=_kind("view")))
    elif each.kind == "table":
        report.find(table, Said.of("table_changed"))
    else:
        facts = {"kind": _kind(each.kind), "name": each.name, "table": each.table}
        report.find(Said.of("at_part", **facts), Said.of(f"part_{each.how}"))


def _kind(kind: str) -> str:
    code = f"kind_{kind}"
    return Said.of(code if code in SAID else "kind_table")


def check_kept(store: Store, head: TreeHead | None, report: Report) -> None:
    """Tell of heads and tiles that belong to no tree, and of another case index."""
    count = store.head_count()
    if count > 1:
        report.find(Said.of("at_head"), Said.of("heads", count=count))
    _check_levels(store, head or TreeHead(0, b""), report)
    _check_index(store, report)


def _check_levels(store: Store, head: TreeHead, report: Report) -> None:
    """No more tiles than the tree has; it may have grown since its head was read."""
    there, now = store.tile_levels(), store.tree_head()
    size = head.size if now is None else _larger(head.size, now.size)
    if size is None:
        return
    for level, count, last in there:
        wanted = -(-_width(size, level) // 256)
        if level < _OWN and not (0 <= last < wanted and count <= wanted):
            text = Said.of("level_more", count=max(count, last + 1), wanted=wanted)
            report.find(Said.of("at_level", level=level), text)
    for level, _, last in there if now == head else ():
        width = _width(size, level) - last * 256
        tile = store.tile(level, last) if level < _OWN and width > 0 else None
        if tile is not None and len(tile) > width * HASH_SIZE:
            place = Said.of("at_tile", level=level, number=last)
            report.find(place, Said.of("tile_longer", size=size))


def _larger(one: int, other: Any) -> int | None:
    """The larger of two sizes; None where one of them is none, which is told."""
    return max(one, other) if isinstance(other, int) and other >= 0 else None


def _width(size: int, level: int) -> int:
    """How many hashes a level of a tree has in all."""
    return size >> 8 * level if 0 <= level < _OWN else 0


def _check_index(store: Store, report: Report) -> None:
    """The case index that is kept is the one that was logged where it says.

    It may be written anew while it is read: what is odd is looked at once more.
    """
    if not any(level >= _OWN for level, _, _ in store.tile_levels()):
        return
    if not (_is_logged(store) or _is_logged(store)):
        kept = kept_at(store)
        text = Said.of("case_index", position=kept[0] if kept else 0)
        report.find(Said.of("at_case_index"), text)


def _is_logged(store: Store) -> bool:
    kept = kept_at(store)
    if kept is None:
        return False
    position, tiles = kept
    if not 0 < position < _LAST:
        return False
    there = [each for each in store.tile_levels() if each[0] >= _OWN]
    wanted = [(_OWN, tiles, tiles - 1), (_OWN + 1, tiles, tiles - 1), (_OWN + 2, 1, 0)]
    if there != wanted:
        return False
    for row in store.log(after=position - 1, upto=position, limit=1):
        try:
            logged = msgspec.json.decode(layout.split(row[4]).d, type=Indexed)
        except (KvalitetError, msgspec.DecodeError, UnicodeDecodeError, TypeError):
            return False
        index = KeptIndex.read(store, row, logged) if row[3] == INDEXED else None
        made = index.index() if index is not None else None
        return made is not None and _has_commands(store, made)
    return False


def _has_commands(store: Store, index: CaseIndex) -> bool:
    """Whether the records of commands are where the index says that they are."""

    @lru_cache(maxsize=_TILES)
    def tile(number: int) -> bytes:
        return store.tile(0, number) or b""

    for stream in index.streams:
        _, commands, positions = index.grown(stream)
        found = Growth()
        for position in positions:
            number, place = divmod(position - 1, 256)
            if not 0 < position <= index.size:
                return False
            found.add(tile(number)[place * HASH_SIZE :][:HASH_SIZE])
        if found.root() != commands.root():
            return False
    return True
