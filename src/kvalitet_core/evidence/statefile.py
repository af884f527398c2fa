"""Small files that must be whole or not there, and last through a power cut."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable
from kvalitet_core.newfile import beside, made_beside, settle, write_private

__all__ = ["LARGEST", "alone", "make_once", "read_if_there", "replaced"]


LARGEST: Final = 1_000_000
"""No such file has more bytes; one that has is not read whole."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep others waiting who read and replace the same files.

    Args:
        lock: A file for that alone, which is made and left there.

    Raises:
        EvidenceUnavailable: It cannot be made.
    """
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(lock, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def read_if_there(path: Path) -> bytes | None:
    """The content of a file; None where there is none.

    Raises:
        EvidenceUnavailable: It cannot be read, or is larger than any such file.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise EvidenceUnavailable(str(path), problem) from error
    if len(content) > LARGEST:
        problem = f"is another file: expected {LARGEST} bytes at most"
        raise EvidenceUnavailable(str(path), problem)
    return content


def replaced(path: Path, content: bytes) -> None:
    """Put another content in a file's place; it is on the disk when this returns.

    Raises:
        EvidenceUnavailable: It cannot be written, or what is there is no plain file;
            what was there is there still.
    """
    if path.exists() and not path.is_file():
        raise EvidenceUnavailable(str(path), "is no file, and is not replaced")
    try:
        with beside(path) as temporary:
            write_private(temporary, content)
            temporary.replace(path)
            settle(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def make_once(path: Path, content: bytes) -> bool:
    """Make a file that only its owner may read, if it is not there: False where it is.

    Raises:
        EvidenceUnavailable: It cannot be made.
    """
    try:
        with made_beside(path) as temporary:
            write_private(temporary, content)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    return True


def _unwritable(path: Path, error: OSError) -> EvidenceUnavailable:
    return EvidenceUnavailable(str(path), f"cannot be written: {error.strerror}")
