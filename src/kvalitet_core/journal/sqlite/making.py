"""The SQLite store, how a journal's file comes to be: whole, or not at all.

It is made beside its place and linked there. Also says whether a file was cut short.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kvalitet_core import newfile
from kvalitet_core.errors import JournalExists, JournalUnavailable
from kvalitet_core.journal.sqlite.connections import Connections
from kvalitet_core.journal.sqlite.schema import APPLICATION_ID, MIGRATIONS, migrated

__all__ = ["made_whole", "new_journal", "refuse_truncated"]

_HEADER_PAGES: Final = slice(28, 32)
_HEADER_PAGE_SIZE: Final = slice(16, 18)
_MAGIC: Final = b"SQLite format 3\0"


@contextmanager
def new_journal(path: Path) -> Iterator[sqlite3.Connection]:
    """Make an empty journal to be filled, which appears at its path when it is whole.

    Raises:
        JournalUnavailable: The path is taken, or cannot be written.
    """
    with made_whole(path) as temporary:
        made = Connections(temporary, place=str(path), busy_seconds=1, create=True)
        with made.reading() as connection:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute("PRAGMA journal_mode=WAL")
        with made.writing() as connection, made.ours():
            migrated(connection, MIGRATIONS)
            yield connection
        made.close()


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """Make a file whole under another name, then give it its own, if that is free."""
    if path.exists():
        raise JournalExists(str(path))
    if not path.parent.is_dir():
        raise JournalUnavailable(str(path), "cannot be made: no such folder")
    try:
        with newfile.made_beside(path) as temporary:
            yield temporary
            _require_no_log(temporary, path)
    except FileExistsError as error:
        raise JournalExists(str(path)) from error
    except OSError as error:
        problem = f"cannot be made: {error.strerror}"
        raise JournalUnavailable(str(path), problem) from error


def _require_no_log(temporary: Path, path: Path) -> None:
    """The last to close a file removes its log, but only when all of it is in the file.

    SQLite does not say so when the disk is too full for that.
    """
    log = Path(f"{temporary}-wal")
    if log.exists() and log.stat().st_size:
        raise JournalUnavailable(str(path), "the disk is full; nothing was written")


def refuse_truncated(path: Path) -> None:
    """Compare the file's length with what its own header says.

    While a write-ahead log is there the header may be behind, and nothing is said.
    """
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        return
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise JournalUnavailable(str(path), problem) from error
    if not header.startswith(_MAGIC):
        raise JournalUnavailable(str(path), "is no journal: the file is no database")
    size = int.from_bytes(header[_HEADER_PAGE_SIZE], "big")
    pages = int.from_bytes(header[_HEADER_PAGES], "big")
    expected = pages * (65536 if size == 1 else size)
    if path.stat().st_size < expected:
        problem = (
            f"is truncated: {path.stat().st_size} bytes of {expected}; "
            "restore it from a backup"
        )
        raise JournalUnavailable(str(path), problem)
