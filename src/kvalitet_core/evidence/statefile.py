"""Small files that must be whole or not there, and last through a power cut."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable

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
    temporary = _written(path, content)
    try:
        temporary.replace(path)
        _settle(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def make_once(path: Path, content: bytes) -> bool:
    """Make a file that only its owner may read, if it is not there: False where it is.

    Raises:
        EvidenceUnavailable: It cannot be made.
    """
    temporary = _written(path, content)
    try:
        os.link(temporary, path)
        _settle(path.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _written(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb", closefd=False) as file:
                file.write(content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    return temporary


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> EvidenceUnavailable:
    return EvidenceUnavailable(str(path), f"cannot be written: {error.strerror}")
