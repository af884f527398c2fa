"""An SQLite file as this library keeps one: how it is opened, and how it is wiped.

For the journal and for the key store alike. Knows nothing of what is in the file.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

__all__ = ["opened", "with_log_emptied", "without_remnants"]


def opened(
    path: Path | None, *, read_only: bool, busy_seconds: float, create: bool = False
) -> sqlite3.Connection:
    """Open a file, or a database in memory when the path is None.

    What is acknowledged is on the disk, and what is deleted is overwritten. A file on
    a read-only medium is opened as one that nobody changes, if no log says otherwise.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    connection = sqlite3.connect(
        ":memory:"
        if path is None
        else _address(path, read_only=read_only, create=create),
        uri=path is not None,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _address(path: Path, *, read_only: bool, create: bool) -> str:
    text = "file:" + quote(str(path.absolute()))
    if not read_only:
        return f"{text}?mode={'rwc' if create else 'rw'}"
    if _on_read_only_medium(path) and not Path(f"{path}-wal").exists():
        return f"{text}?immutable=1"
    return f"{text}?mode=ro"


def _on_read_only_medium(path: Path) -> bool:
    """Whether nobody can change the file; a folder closed to us alone is not that."""
    if not hasattr(os, "statvfs") or not path.exists():
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def without_remnants(connection: sqlite3.Connection, table: str) -> None:
    """Write a table anew, inside a transaction, so that no page keeps deleted bytes.

    Pages that SQLite splits or joins keep copies of what was moved from them, and
    `secure_delete` overwrites only pages that are let go: so all are let go.
    """
    for statement in (
        f"CREATE TEMP TABLE kept AS SELECT * FROM {table}",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM kept",
        "DROP TABLE kept",
    ):
        connection.execute(statement)


def with_log_emptied(connection: sqlite3.Connection) -> bool:
    """Empty the write-ahead log; False while someone reads from it."""
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
