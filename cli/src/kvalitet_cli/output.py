"""Standard output that says what is wrong with it: nobody reads it, or it is full."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

__all__ = ["ReaderGone", "Unwritable", "checked_output", "put_bytes"]


class ReaderGone(Exception):
    """Whoever reads the output has enough: `kvalitet log | head`."""


class Unwritable(Exception):
    """The output cannot be written; its text says why."""


class _Checked:
    """A stream whose own errors are told apart from those of any other file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write."""
        with _told_apart():
            return self._stream.write(text)

    def flush(self) -> None:
        """Write what was kept back."""
        with _told_apart():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def checked_output() -> Iterator[None]:
    """Check standard output while it is used, to the last byte.

    Raises:
        ReaderGone: Its reader has closed it.
        Unwritable: It is closed, full or broken.
    """
    own: TextIO | None = sys.stdout
    if own is None:
        raise Unwritable("it is closed")
    sys.stdout = cast("TextIO", _Checked(own))
    try:
        yield
        sys.stdout.flush()
    except (ReaderGone, Unwritable):
        _drop(own)
        raise
    finally:
        sys.stdout = own


def put_bytes(content: bytes) -> None:
    """Put bytes out as they are.

    Raises:
        ReaderGone: The reader of standard output has closed it.
        Unwritable: It is closed, full or broken.
    """
    with _told_apart():
        sys.stdout.buffer.write(content)


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        raise Unwritable(error.strerror or str(error)) from error


def _drop(stream: TextIO) -> None:
    """Send what is still to be written nowhere, so that Python's end is quiet too."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
