"""A new file: there whole or not at all, lasting, and never in the place of another.

It is made under another name beside its place and linked there. Knows nothing of what
is in the file, and says nothing of its own where it fails.
"""

from __future__ import annotations

import glob
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["beside", "made_beside", "settle", "write_private"]


@contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """Give a name to make a file under, which takes its place when all is in it.

    Raises:
        FileExistsError: Its place is taken, perhaps since a moment ago.
        OSError: It cannot be made; nothing is left behind.
    """
    with beside(path) as temporary:
        yield temporary
        settle(temporary)
        os.link(temporary, path)
        settle(path.parent)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a name beside a path; what is there in the end, logs too, is removed."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        yield temporary
    finally:
        with suppress(OSError):
            for leftover in path.parent.glob(f"{glob.escape(temporary.name)}*"):
                leftover.unlink()


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, onto the disk.

    Raises:
        OSError: Something is there, or it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def settle(path: Path) -> None:
    """Have what is in a file on the disk, or the names that are in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
