"""Any store's journal as an SQLite file: a copy that can be opened anywhere.

Reads through the store port; the file is made as the SQLite store makes its own.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kvalitet_core.journal.append_signatures import AppendReader
from kvalitet_core.journal.layout import split
from kvalitet_core.journal.sections import sealed_references
from kvalitet_core.journal.sqlite.appends import PUT
from kvalitet_core.journal.sqlite.making import new_journal
from kvalitet_core.journal.sqlite.schema import INSERT_SECTION
from kvalitet_core.journal.store import ProvableReader
from kvalitet_core.journal.tree_store import TreeReader

__all__ = ["copy_to_sqlite"]

_PAGE = 1000


def copy_to_sqlite(reader: ProvableReader, path: Path) -> None:
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
        _copy_tree(reader, connection)
        _copy_append_signatures(reader, connection)


def _copy_tree(reader: TreeReader, connection: sqlite3.Connection) -> None:
    """Copy what was signed, and what others hold; the tree is made from the rows."""
    after = -1
    while signed := reader.all_signed(after=after, limit=_PAGE):
        connection.executemany("INSERT INTO tree_checkpoints VALUES (?, ?, ?)", signed)
        after = signed[-1].size
    connection.executemany(
        "INSERT INTO tree_anchors (size, kind, added_at, content) VALUES (?, ?, ?, ?)",
        reader.anchors(),
    )


def _copy_append_signatures(
    reader: AppendReader, connection: sqlite3.Connection
) -> None:
    after = 0
    while signatures := reader.append_signatures(after=after, limit=_PAGE):
        connection.executemany(PUT, signatures)
        after = signatures[-1].first
