"""Attachments in memory: for journals that live as long as the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from kvalitet_core.attachments.store import PERSONS, Found, Kept, home_of, path_of
from kvalitet_core.errors import AttachmentUnavailable
from kvalitet_core.values import Digest

__all__ = ["MemoryAttachments"]


class MemoryAttachments:
    """Attachments that are gone when the process ends."""

    place = "memory:"

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def made(self) -> bool:
        """Whether there is such a place: always."""
        return True

    def put(self, chunks: Iterable[bytes], *, subject: str | None = None) -> Kept:
        """Keep bytes; again makes no difference."""
        content = b"".join(chunks)
        digest = Digest(sha256(content).hexdigest())
        self._kept[path_of(digest, subject)] = content
        return Kept(digest, len(content))

    def size(self, path: str) -> int | None:
        """How many bytes are kept at a path; None when there is nothing."""
        return len(self._kept[path]) if path in self._kept else None

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes at a path."""
        if path not in self._kept:
            raise AttachmentUnavailable(self.place, f"{path} is not there")
        yield self._kept[path]

    def walk(self, *, subject: str | None = None) -> Iterator[Found]:
        """Every file that is there, or that of one person, in the order of paths."""
        home = home_of(subject)
        for path, content in sorted(self._kept.items()):
            if path.startswith(home):
                yield Found(path, len(content))

    def subjects(self) -> frozenset[str]:
        """The persons of whom anything is kept."""
        parts = (path.split("/") for path in self._kept)
        return frozenset(each[1] for each in parts if each[0] == PERSONS)

    def remove(self, subject: str) -> None:
        """Remove everything of a person."""
        for path in [found.path for found in self.walk(subject=subject)]:
            del self._kept[path]
