"""The key-encryption key: 32 random bytes in a file that only its owner may read.

Whoever has this file and the key store can open what is sealed; neither is of use
alone. Lose it, and all personal data of the journal is lost.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.newfile import made_beside, write_private

__all__ = ["KeyEncryptionKey", "KeyFile", "KeyInMemory"]

_LENGTH = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyEncryptionKey(Protocol):
    """The key that every data key is wrapped with."""

    @property
    def place(self) -> str:
        """Where it is kept, fit to print."""

    def key(self) -> bytes:
        """The key itself.

        Raises:
            KeyUnavailable: It cannot be had.
        """


class KeyInMemory:
    """A key that lives as long as the process."""

    place = "memory:"

    def __init__(self, key: bytes) -> None:
        self._key = key

    def key(self) -> bytes:
        """The key itself."""
        return self._key


class KeyFile:
    """A key in a file, read when it is first needed: reading masked needs none."""

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self._path = path
        self._key: bytes | None = None

    def make(self) -> None:
        """Make the file, if it is not there."""
        if not self._path.exists():
            _make(self._path)

    def key(self) -> bytes:
        """The key itself.

        Raises:
            KeyUnavailable: There is no such file, others may read it, or it holds no
                key.
        """
        if self._key is None:
            self._key = _read(self._path)
        return self._key


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        text = path.read_bytes()
    except OSError as error:
        problem = f"the key file cannot be read: {error.strerror}"
        raise KeyUnavailable(str(path), problem) from error
    if os.name == "posix" and mode & _OTHERS:
        problem = f"others may read it (mode {stat.S_IMODE(mode):04o}): chmod 600"
        raise KeyUnavailable(str(path), problem)
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _LENGTH:
        problem = f"holds no key: expected {_LENGTH} bytes in base64"
        raise KeyUnavailable(str(path), problem)
    return key


def _make(path: Path) -> None:
    """Write the file whole under another name first: two starters agree on one key."""
    key = base64.b64encode(secrets.token_bytes(_LENGTH)) + b"\n"
    try:
        with suppress(FileExistsError), made_beside(path) as temporary:
            write_private(temporary, key)
    except OSError as error:
        raise KeyUnavailable(str(path), f"cannot be made: {error.strerror}") from error
