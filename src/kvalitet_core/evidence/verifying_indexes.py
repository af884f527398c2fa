"""Verifying case indexes: each that was logged is that of the rows before it.

It is made again from the rows as they are gone through, by the code that verifies
bundles, apart from what made it. Nothing that is kept of it is looked at.
"""

from __future__ import annotations

from typing import Final

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import Leaf
from kvalitet_core.journal import layout
from kvalitet_core.journal.own_events import Indexed
from kvalitet_core.journal.store import Row

__all__ = ["Indexes"]

_INDEXED: Final = "journal.indexed/1"
_COMMAND: Final = "journal.command/1"
_UNREAD: Final = (Malformed, msgspec.DecodeError, ValueError, RecursionError)


class Indexes:
    """The case index of the rows so far, and each that was logged of them.

    A row that is not the one that was sealed has its own finding, and the index of it
    is another: those after it cannot be made again.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._index = verify.Index()
        self._wrong: list[tuple[str, str]] = []
        self._checked = 0
        self._skipped = 0
        self._odd = False

    def break_off(self) -> None:
        """A row is not what it was: what is indexed after it cannot be made again."""
        self._odd = True

    def take(self, row: Row, leaf: Leaf, place: str) -> None:
        """Take in the next row, and hold it against those before it if it is an index.

        Args:
            row: The row.

            leaf: What the tree has of it.

            place: Where it is, fit to print.
        """
        if row[3] == _INDEXED:
            self._compare(row, place)
        try:
            self._add(row, leaf)
        except _UNREAD:
            self._odd = True

    def _add(self, row: Row, leaf: Leaf) -> None:
        if not leaf.stream.startswith("command/"):
            self._index.of(leaf.stream.encode())[0].add(leaf.hash)
        elif row[3] == _COMMAND:
            for target in verify.targets_of(layout.split(row[4]).d):
                self._index.of(target)[1].add(leaf.hash)

    def _compare(self, row: Row, place: str) -> None:
        if self._odd:
            self._skipped = self._skipped or row[0]
            return
        self._checked += 1
        try:
            logged = msgspec.json.decode(layout.split(row[4]).d, type=Indexed)
        except _UNREAD as error:
            self._wrong.append((place, Said.of("unreadable", problem=str(error))))
            return
        got = (self._index.root().hex(), row[0] - 1, len(self._index.streams))
        if (logged.root, logged.size, logged.streams) != got:
            self._wrong.append((place, Said.of("index_other")))

    def finish(self) -> None:
        """Report each that is false, but for one whose row is found to be another."""
        named = {each.place for each in self._report.found}
        for place, text in self._wrong:
            if place not in named:
                self._report.find(place, text)
        if self._skipped:
            text = Said.of("indexes_not", position=self._skipped)
            self._report.unchecked.append(text)
        elif self._checked and not self._wrong:
            one = Said.of("index_right")
            many = Said.of("indexes_right", count=self._checked)
            self._report.checked.append(one if self._checked == 1 else many)
