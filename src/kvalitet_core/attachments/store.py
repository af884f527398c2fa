"""The attachment store port: what the journal asks of whatever keeps its attachments.

A store keeps bytes under the SHA-256 of what is kept, those of a person apart under
the person's id, so that they can be removed together. Bytes are durable when `put`
returns; they never change. Adapters: `folder`, `remote`, `memory`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import stream_id
from kvalitet_core.values import Digest

__all__ = [
    "CHUNK",
    "PERSONS",
    "AttachmentStore",
    "Found",
    "Kept",
    "any_personal",
    "digest_of",
    "home_of",
    "other_bytes",
    "path_of",
]

CHUNK: Final = 1 << 20
"""How many bytes are read at a time."""

PERSONS: Final = "persons"
"""Below it, each person's own sealed attachments."""

_PATH: Final = re.compile(r"(?:.*/)?([0-9a-f]{2})/([0-9a-f]{62})")


class Kept(NamedTuple):
    """What was put into a store: the digest and the number of the bytes kept."""

    sha256: Digest
    size: int


class Found(NamedTuple):
    """A file in a store: its path there, and its size."""

    path: str
    size: int


class AttachmentStore(Protocol):
    """A place that keeps attachments."""

    place: str
    """Where it is, fit to print: without a password."""

    def made(self) -> bool:
        """Whether there is such a place yet; the first `put` makes a folder."""

    def put(self, chunks: Iterable[bytes], *, subject: str | None = None) -> Kept:
        """Keep bytes, durably; again makes no difference.

        Raises:
            Malformed: Other bytes are kept under their digest: they were altered.
            AttachmentUnavailable: They cannot be kept.
        """

    def size(self, path: str) -> int | None:
        """How many bytes are kept at a path; None when there is nothing."""

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes at a path, some at a time, as they are.

        Raises:
            AttachmentUnavailable: There are none, or they cannot be read.
        """

    def walk(self, *, subject: str | None = None) -> Iterator[Found]:
        """Every file that is there, or that of one person, in the order of paths."""

    def subjects(self) -> frozenset[str]:
        """The persons of whom anything may be kept, by one listing."""

    def remove(self, subject: str) -> None:
        """Remove everything of a person."""


def home_of(subject: str | None) -> str:
    """The folder in a store of what is about a person, or of what is not: ``.

    Raises:
        Malformed: It is no person's id.
    """
    if subject is None:
        return ""
    stream_id("person", subject)
    return f"{PERSONS}/{subject}/"


def path_of(sha256: str, subject: str | None) -> str:
    """Where bytes of this digest are kept: `ab/cdef…`, a person's below their home."""
    return f"{home_of(subject)}{sha256[:2]}/{sha256[2:]}"


def digest_of(path: str) -> Digest | None:
    """The digest that a path names, if it names one."""
    match = _PATH.fullmatch(path)
    return Digest(match[1] + match[2]) if match else None


def other_bytes(sha256: str) -> Malformed:
    """The error for a file whose bytes are not those of its digest."""
    problem = "other bytes are kept under its digest; nothing was overwritten"
    return Malformed(f"attachment {sha256}", problem)


def any_personal(store: AttachmentStore | None) -> bool:
    """Whether anything that is sealed is kept."""
    if store is None:
        return False
    return any(found.path.startswith(f"{PERSONS}/") for found in store.walk())
