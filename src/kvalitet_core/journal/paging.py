"""Rows page by page, so that a journal of any length takes the same memory.

Nothing is required of the rows: who must have every version uses `stream_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kvalitet_core.journal.store import Reader, Row

__all__ = ["log_rows", "rows_in"]

_PAGE: Final = 1_000


def log_rows(
    reader: Reader, *, after: int = 0, upto: int | None = None, first: int = _PAGE
) -> Iterator[Row]:
    """The rows of a journal in order.

    Args:
        reader: Reads them.

        after: The position after which they begin.

        upto: The last of them; None for all.

        first: How many are read at once at first, where few may be enough.
    """
    limit = first
    while after != upto and (rows := reader.log(after=after, upto=upto, limit=limit)):
        yield from rows
        after, limit = rows[-1][0], _PAGE


def rows_in(reader: Reader, stream: str, *, after: int = 0) -> Iterator[Row]:
    """The rows of a stream in order, those of them that are there.

    Args:
        reader: Reads them.

        stream: The stream.

        after: The version after which they begin.
    """
    while rows := reader.stream(stream, after=after, limit=_PAGE):
        yield from rows
        after = rows[-1][2]
