"""Verifying rows: each is the one that was sealed, in its place and time, and whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.leaves import Leaf, leaf_of
from kvalitet_core.evidence.sections import Sections
from kvalitet_core.evidence.verifying_indexes import Indexes
from kvalitet_core.journal import layout
from kvalitet_core.journal.store import Row, Store

__all__ = ["Rows"]

_FORGOTTEN: Final = ("person.forgotten/1", "person.forgotten/2")

_SEALED: Final = b',"p":['
"""Stands in every row of which something is sealed."""

_FAR: Final = 1_000_000
"""A gap in which each missing row need not be gone through."""


class _Place(msgspec.Struct):
    ordinal: int
    stream: str
    version: int


class _Forgotten(msgspec.Struct):
    covered: tuple[_Place, ...]


_forgotten = msgspec.json.Decoder(_Forgotten)


class Rows:
    """Goes through the rows of a journal in order, and reports what is odd."""

    def __init__(self, store: Store, report: Report) -> None:
        self._report = report
        self._sections = Sections(store, report)
        self._indexes = Indexes(report)
        self._versions: dict[str, int] = {}
        self._last: Leaf | None = None
        self._position = 0

    @property
    def sections(self) -> int:
        """How many sealed sections the rows have, those that are erased among them."""
        return self._sections.count

    def leaves(self, rows: Iterable[Row], *, upto: int) -> Iterator[bytes | None]:
        """The hash of each row up to a position; None for one that is not there.

        Rows that somebody moved far beyond the others are looked at, and have no place.
        """
        far = False
        for row in rows:
            if row[0] < 1:
                self._report.find(_called(row), Said.of("before_first"))
                continue
            if self._position + 1 < row[0] <= upto:
                gap = row[0] - 1 - self._position
                self.missing(upto=row[0] - 1)
                far = far or gap > _FAR
                yield from repeat(None, 0 if far else gap)
            self._position = row[0]
            leaf = self._checked(row)
            if not far:
                yield leaf

    def missing(self, *, upto: int) -> None:
        """What is missing after the last row that was there, up to a position."""
        first = self._position + 1
        if first <= upto:
            self.changed()
        if first == upto:
            self._report.find(Said.of("at", position=first), Said.of("missing_row"))
        elif first < upto:
            place = Said.of("at_rows", first=first, last=upto)
            self._report.find(place, Said.of("missing_rows"))
        self._position = max(self._position, upto)

    def changed(self) -> None:
        """Take note that the row that was read last is not the one that was sealed."""
        self._indexes.break_off()

    def _checked(self, row: Row) -> bytes | None:
        try:
            leaf = leaf_of(row)
        except Malformed as error:
            problem = "; ".join(each.text for each in error.problems)
            self._report.find(_called(row), Said.of("unreadable", problem=problem))
            if isinstance(row[2], int):
                self._versions[row[1]] = row[2]
            self.changed()
            return None
        self._check_order(row, leaf)
        self._indexes.take(row, leaf, _called(row))
        if _SEALED in row[4]:
            self._sections.check(row, layout.split(row[4]))
        if row[3] in _FORGOTTEN:
            self._cover(row, layout.split(row[4]).d)
        return leaf.hash

    def _check_order(self, row: Row, leaf: Leaf) -> None:
        before = self._versions.get(leaf.stream, 0)
        if leaf.version != before + 1:
            text = Said.of("version", version=before + 1, stream=leaf.stream)
            self._report.find(_called(row), text)
        self._versions[leaf.stream] = leaf.version
        if self._last is not None and leaf.recorded_at <= self._last.recorded_at:
            self._report.find(_called(row), Said.of("time"))
        self._last = leaf

    def _cover(self, row: Row, data: bytes) -> None:
        subject = row[1].partition("/")[2]
        try:
            forgotten = _forgotten.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._report.find(_called(row), Said.of("unreadable", problem=str(error)))
            return
        for each in forgotten.covered:
            place = (each.stream, each.version, each.ordinal)
            self._sections.cover(place, subject, _called(row))

    def finish(self) -> None:
        """Hold what is sealed against what the rows say of it, and of its erasure.

        And each case index that was logged against the rows before it.
        """
        self._sections.finish()
        self._indexes.finish()


def _called(row: Row) -> str:
    return Said.of("at_row", position=row[0], stream=row[1], version=row[2])
