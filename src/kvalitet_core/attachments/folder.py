"""A folder of attachments: the default, beside an SQLite journal.

A file is written whole under another name, flushed, and then linked to its own name,
which fails when it is taken: so it appears whole or not at all, whoever else puts the
same. The folder must be on a file system that has hard links.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from pathlib import Path

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
from kvalitet_core.newfile import settle
from kvalitet_core.values import Digest

__all__ = ["FolderStore"]


class FolderStore:
    """Attachments as files; safe for many processes."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._root = folder

    def made(self) -> bool:
        """Whether there is such a folder yet."""
        with self._ours("cannot be looked at"):
            return bool(_stat(self._root))

    def put(self, chunks: Iterable[bytes], *, subject: str | None = None) -> Kept:
        """Keep bytes, durably; again makes no difference."""
        home = self._root / home_of(subject)
        temporary = home / f".new-{secrets.token_hex(8)}"
        try:
            with self._ours("cannot be written"):
                self._make(home)
                target = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            kept = self._written(target, chunks)
            self._publish(temporary, self._root / path_of(kept.sha256, subject), kept)
        finally:
            with suppress(OSError):
                temporary.unlink()
        return kept

    def _written(self, target: int, chunks: Iterable[bytes]) -> Kept:
        """Write all of it to the disk; what the source raises is its own."""
        digest, size = sha256(), 0
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                with self._ours("cannot be written"):
                    _write_all(target, chunk)
            with self._ours("cannot be written"):
                os.fsync(target)
        finally:
            os.close(target)
        return Kept(Digest(digest.hexdigest()), size)

    def _publish(self, temporary: Path, final: Path, kept: Kept) -> None:
        """Give the file its name, which then outlives a loss of power."""
        with self._ours("cannot be written"):
            self._make(final.parent)
            try:
                os.link(temporary, final)
                same = True
            except FileExistsError:
                with final.open("rb") as there:
                    same = file_digest(there, "sha256").hexdigest() == kept.sha256
            if same:
                self._flush_folders(final.parent)
        if not same:
            raise other_bytes(kept.sha256)

    def _make(self, folder: Path) -> None:
        """Make a folder below the root; the root itself only in one that is there."""
        self._root.mkdir(exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)

    def _flush_folders(self, folder: Path) -> None:
        """Flush a folder, and those that it is in, as far as the one above the root."""
        while folder != self._root:
            settle(folder)
            folder = folder.parent
        settle(self._root)
        with suppress(PermissionError):
            settle(self._root.absolute().parent)

    def size(self, path: str) -> int | None:
        """How many bytes are kept at a path; None when there is nothing."""
        with self._ours(f"{path} cannot be looked at"):
            found = _stat(self._root / path)
        return found.st_size if found else None

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes at a path, some at a time, as they are."""
        with self._ours(f"{path} cannot be read"), (self._root / path).open("rb") as it:
            while chunk := it.read(CHUNK):
                yield chunk

    def walk(self, *, subject: str | None = None) -> Iterator[Found]:
        """Every file that is there, or that of one person, in the order of paths."""
        start = self._root / home_of(subject)
        with self._ours("cannot be looked at"):
            yield from self._below(start)

    def _below(self, folder: Path) -> Iterator[Found]:
        """The files below a folder; what goes away meanwhile is left out."""
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(Path(entry.path))
            elif found := _stat(Path(entry.path)):
                path = Path(entry.path).relative_to(self._root).as_posix()
                yield Found(path, found.st_size)

    def subjects(self) -> frozenset[str]:
        """The persons who have a folder there."""
        with self._ours("cannot be looked at"):
            return frozenset(each.name for each in _entries(self._root / PERSONS))

    def remove(self, subject: str) -> None:
        """Remove everything of a person."""
        with self._ours(f"{home_of(subject)} cannot be removed"):
            _remove_all(self._root / home_of(subject))
            if _stat(self._root / PERSONS):
                settle(self._root / PERSONS)

    @contextmanager
    def _ours(self, problem: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            text = f"{problem}: {error.strerror or error}"
            raise AttachmentUnavailable(self.place, text) from error


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []


def _remove_all(folder: Path) -> None:
    """Remove a folder and all that is in it, what comes into it meanwhile included."""
    while _stat(folder):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise


def _write_all(target: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(target, rest) :]
