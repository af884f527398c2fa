"""Any store's journal as an SQLite file: a copy that can be opened anywhere.

Reads through the store port; the file is made as the SQLite store makes its own.
"""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.journal.layout import split
from kvalitet_core.journal.records import sealed_references
from kvalitet_core.journal.sqlite import INSERT_SECTION, new_journal
from kvalitet_core.journal.store import Reader

__all__ = ["copy_to_sqlite"]

_PAGE = 1000


def copy_to_sqlite(reader: Reader, path: Path) -> None:
    """Copy every row at its own position, and the sealed bytes that are there.

    The reader must see one moment throughout.

    Raises:
        JournalUnavailable: The path is taken, or cannot be written.
    """
    with new_journal(path) as connection:
        position = 0
        while rows := reader.log(after=position, limit=_PAGE):
            connection.executemany(
                "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)", rows
            )
            for _, stream, version, _, state in rows:
                for reference in sealed_references(split(state).p):
                    sealed = reader.section((stream, version, reference.ordinal))
                    if sealed is not None:
                        connection.execute(
                            INSERT_SECTION,
                            (
                                stream,
                                version,
                                reference.ordinal,
                                reference.subject,
                                sealed,
                            ),
                        )
            position = rows[-1][0]
