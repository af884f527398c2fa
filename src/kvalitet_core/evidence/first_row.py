"""The first row, which tells which journal this is: read even where it is damaged.

Who verifies must be able to look at a journal whose first row was changed or removed.
Which journal it was is then told by what was signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from kvalitet_core.errors import JournalUnavailable, Malformed
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.signer import origin_of
from kvalitet_core.evidence.statefile import read_if_there
from kvalitet_core.journal.layout import split
from kvalitet_core.journal.own_events import Opened
from kvalitet_core.journal.store import Row, Store

__all__ = [
    "check_first",
    "journal_signed_for",
    "journal_told",
    "tolerating",
]

_OPENED: Final = "journal.opened/1"
_HASH_SIZE: Final = 32
_ORIGIN: Final = re.compile(rf"{re.escape(origin_of(''))}([A-Za-z0-9_-]+)(?=[/+\s])")


@contextmanager
def tolerating(store: Store) -> Iterator[None]:
    """Read text that is no UTF-8 too: it is another than what was sealed."""
    before = store.tolerant
    store.tolerant = True
    try:
        yield
    finally:
        store.tolerant = before


def journal_told(store: Store) -> str | None:
    """A journal's own id, as its first row has it; None where that is no opening."""
    row = _first(store)
    if row is None or row[3] != _OPENED:
        return None
    try:
        return msgspec.json.decode(split(row[4]).d, type=Opened).journal
    except (Malformed, msgspec.DecodeError, TypeError, UnicodeError):
        return None


def journal_signed_for(store: Store, key: Path | None) -> str | None:
    """A journal's id for who verifies it: as the first row has it, if it was sealed.

    Otherwise as what was signed has it: what the signer remembers, its keys, and the
    newest checkpoint; None where nothing tells.

    Args:
        store: The journal.

        key: The file of the key that signs, where it is known.
    """
    told = None
    with tolerating(store):
        with suppress(JournalUnavailable):
            told = journal_told(store)
            if told is not None and _is_as_sealed(store):
                return told
        return _signed(store, key) or told


def check_first(store: Store, journal_id: str, report: Report) -> None:
    """The first row opens this very journal; what is found of it is found once.

    Args:
        store: The journal.

        journal_id: Which journal it is.

        report: Takes what is found.
    """
    opens = journal_told(store) == journal_id
    if opens and _is_as_sealed(store):
        return
    names = ("position 1 ", "positions 1 to ")
    if any(f"{each.place} ".startswith(names) for each in report.found):
        return
    text = (
        Said.of("changed_row") if opens else Said.of("not_opening", journal=journal_id)
    )
    report.find(Said.of("at", position=1), text)


def _first(store: Store) -> Row | None:
    rows = store.log(upto=1, limit=1)
    return rows[0] if rows else None


def _is_as_sealed(store: Store) -> bool:
    """Whether the first row is the first leaf, where there is a leaf."""
    row, tile = _first(store), store.tile(0, 0)
    if row is None or not tile:
        return row is not None
    try:
        return leaf_of(row).hash == tile[:_HASH_SIZE]
    except Malformed:
        return False


def _signed(store: Store, key: Path | None) -> str | None:
    """The journal that something signed names."""
    newest = None
    with suppress(JournalUnavailable):
        newest = store.signed()
    files = [f"{key}.state", f"{key}.pub"] if key else []
    for content in (
        *(read_if_there(Path(each)) for each in files),
        newest.note if newest else None,
    ):
        named = _ORIGIN.match((content or b"").decode("utf-8", "replace"))
        if named:
            return named[1]
    return None
