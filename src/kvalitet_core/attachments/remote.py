"""Attachments wherever `fsspec` reaches: `s3://bucket/folder`, `sftp://…`, `memory://`.

A file is written whole under another name and then moved to its own. How durable that
is, and whether a removed file leaves older versions behind, is the matter of the
service behind the address.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOTDIR
from hashlib import sha256
from posixpath import basename, dirname
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from kvalitet_core.attachments.masking import without_passwords
from kvalitet_core.attachments.store import (
    CHUNK,
    PERSONS,
    Found,
    Kept,
    home_of,
    other_bytes,
    path_of,
)
from kvalitet_core.errors import AttachmentUnavailable
from kvalitet_core.values import Digest

__all__ = ["RemoteStore"]

_IN_MEMORY: Final = 16 << 20
_ERRORS: Final = (OSError, ValueError, NotImplementedError, ImportError)


class RemoteStore:
    """Attachments behind an address of `fsspec`."""

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            AttachmentUnavailable: `fsspec` is not installed, or does not know it.
        """
        self.place = without_passwords(address)
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as missing:
            problem = "install kvalitet-core[attachments] to reach it"
            raise AttachmentUnavailable(self.place, problem) from missing
        with self._ours("cannot be reached"):
            self._files, root = url_to_fs(address)
        self._root = root.rstrip("/")

    def made(self) -> bool:
        """Whether there is such a place yet, and it can be looked at."""
        with self._ours("cannot be looked at"):
            self._files.invalidate_cache()
            return bool(self._files.isdir(self._root))

    def put(self, chunks: Iterable[bytes], *, subject: str | None = None) -> Kept:
        """Keep bytes, durably; again makes no difference."""
        with SpooledTemporaryFile(_IN_MEMORY) as spool:
            kept = self._spooled(spool, chunks)
            path = path_of(kept.sha256, subject)
            if self.size(path) is None:
                spool.seek(0)
                with self._ours("cannot be written"):
                    self._send(spool, path, home_of(subject))
            elif self._digest(path) != kept.sha256:
                raise other_bytes(kept.sha256)
        return kept

    def _spooled(self, spool: IO[bytes], chunks: Iterable[bytes]) -> Kept:
        digest, size = sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            with self._ours("cannot be prepared"):
                spool.write(chunk)
        return Kept(Digest(digest.hexdigest()), size)

    def _send(self, spool: IO[bytes], path: str, home: str) -> None:
        final = self._at(path)
        temporary = self._at(f"{home}.new-{secrets.token_hex(8)}")
        self._files.makedirs(dirname(final), exist_ok=True)
        try:
            with self._files.open(temporary, "wb") as target:
                copyfileobj(spool, target, CHUNK)
            self._files.mv(temporary, final)
        except BaseException:
            with suppress(*_ERRORS):
                self._files.rm(temporary)
            raise

    def _digest(self, path: str) -> str:
        digest = sha256()
        for chunk in self.read(path):
            digest.update(chunk)
        return digest.hexdigest()

    def size(self, path: str) -> int | None:
        """How many bytes are kept at a path; None when there is nothing."""
        with self._ours(f"{path} cannot be looked at"):
            self._files.invalidate_cache()
            try:
                return int(self._files.info(self._at(path))["size"])
            except FileNotFoundError:
                return None

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes at a path, some at a time, as they are."""
        with (
            self._ours(f"{path} cannot be read"),
            self._files.open(self._at(path), "rb") as content,
        ):
            while chunk := content.read(CHUNK):
                yield chunk

    def walk(self, *, subject: str | None = None) -> Iterator[Found]:
        """Every file that is there, or that of one person, in the order of paths."""
        with self._ours("cannot be looked at"):
            self._files.invalidate_cache()
            yield from self._below(self._at(home_of(subject)).rstrip("/"))

    def _below(self, folder: str) -> Iterator[Found]:
        """The files below a folder; what goes away meanwhile is left out.

        Some services list a folder among its own entries.
        """
        try:
            entries = self._files.ls(folder, detail=True)
        except FileNotFoundError:
            return
        for entry in sorted(entries, key=_name):
            name = _name(entry)
            if name == folder and entry["type"] != "directory":
                raise NotADirectoryError(ENOTDIR, "is a file, and no folder")
            if name == folder:
                continue
            if entry["type"] == "directory":
                yield from self._below(name)
            else:
                yield Found(name.removeprefix(f"{self._root}/"), int(entry["size"]))

    def subjects(self) -> frozenset[str]:
        """The persons who have a folder there, by one listing."""
        folder = self._at(PERSONS)
        with self._ours("cannot be looked at"):
            self._files.invalidate_cache()
            try:
                names = map(_name, self._files.ls(folder, detail=True))
            except FileNotFoundError:
                return frozenset()
            return frozenset(basename(name) for name in names if name != folder)

    def remove(self, subject: str) -> None:
        """Remove everything of a person."""
        with self._ours(f"{home_of(subject)} cannot be removed"):
            self._files.invalidate_cache()
            try:
                self._files.rm(self._at(home_of(subject)).rstrip("/"), recursive=True)
            except FileNotFoundError:
                return

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _ours(self, problem: str) -> Iterator[None]:
        try:
            yield
        except _ERRORS as error:
            reason = getattr(error, "strerror", None) or str(error)
            text = f"{problem}: {reason or type(error).__name__}"
            raise AttachmentUnavailable(self.place, text) from error


def _name(entry: dict[str, Any]) -> str:
    name: str = entry["name"]
    return name.rstrip("/")
