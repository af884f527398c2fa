"""Keeping attachments: from a file to a value that an event may name, and back.

The bytes are durable before there is a value that names them, so a crash leaves at
most a file that no event knows, and never an event without its file. What is about a
person is sealed with the person's own key, and addressed by what is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.store import (
    CHUNK,
    AttachmentStore,
    digest_of,
    home_of,
    path_of,
)
from kvalitet_core.errors import AttachmentUnavailable, Malformed, Problem, Refused
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.sealing import AttachmentPlace, Sealer
from kvalitet_core.values import Digest, ReasonCode

__all__ = ["LARGEST_SEALED", "Attachments", "Source"]

LARGEST_SEALED: Final = 64 << 20
"""How many bytes a personal attachment may have: it is sealed and opened whole."""

Source: TypeAlias = Path | bytes | BinaryIO
"""What an attachment is made from: a file, some bytes, or what is open for reading."""

_NOTHING: Final = Attachment(
    sha256=Digest(sha256().hexdigest()),
    media_type="application/octet-stream",
    size=0,
    label=ReasonCode("nothing"),
)


class Attachments:
    """The attachments of one open journal."""

    def __init__(
        self,
        open_store: Callable[[], AttachmentStore | None],
        sealer: Sealer,
        *,
        is_forgotten: Callable[[str], bool],
        read_only: bool,
    ) -> None:
        """Join a store to the keys of a journal.

        Args:
            open_store: Gives the store, or None when the journal was given none; asked
                when it is first needed.

            sealer: Seals what is about a person.

            is_forgotten: Whether the journal has a decision to forget a person.

            read_only: Whether to refuse to keep anything.
        """
        self._open_store = open_store
        self._sealer = sealer
        self._read_only = read_only
        self.is_forgotten = is_forgotten

    @cached_property
    def _found(self) -> AttachmentStore | None:
        return self._open_store()

    @property
    def store(self) -> AttachmentStore:
        """Where they are.

        Raises:
            AttachmentUnavailable: The journal was given no store, or it has no way.
        """
        if self._found is None:
            problem = "no place was given: open the journal with attachments=…"
            raise AttachmentUnavailable("none", problem)
        return self._found

    @property
    def given(self) -> bool:
        """Whether the journal was given a store."""
        return self._found is not None

    def attach(
        self,
        source: Source,
        *,
        media_type: str,
        label: str,
        subject: str | None = None,
    ) -> Attachment:
        """Keep a file; see `Journal.attach`."""
        if self._read_only:
            problem = "the journal is open for reading only"
            raise AttachmentUnavailable(self.store.place, problem)
        about = _about(media_type, label, subject)
        if subject is not None:
            return self._sealed(source, about, PersonId(subject))
        kept = self.store.put(_chunks(source))
        return attrs.evolve(about, sha256=kept.sha256, size=kept.size)

    def _sealed(
        self, source: Source, about: Attachment, subject: PersonId
    ) -> Attachment:
        """Keep a person's file, unless the person is, or just then was, forgotten."""
        place = AttachmentPlace(subject, about.label, about.media_type)
        sealed = self._sealer.seal(_whole(source), place)
        if sealed is None:
            raise _was_forgotten(subject)
        try:
            kept = self.store.put([sealed.sealed], subject=subject)
        except AttachmentUnavailable as error:
            if self._sealer.is_destroyed(subject):
                raise _was_forgotten(subject) from error
            raise
        if self._sealer.is_destroyed(subject):
            self.store.remove(subject)
            raise _was_forgotten(subject)
        return attrs.evolve(
            about,
            sha256=kept.sha256,
            size=kept.size,
            subject=subject,
            key=Digest(sealed.key_id),
        )

    def content(self, attachment: Attachment) -> bytes | Forgotten:
        """The content of an attachment; see `Journal.attachment`."""
        subject, key = attachment.subject, attachment.key
        if subject is None or key is None:
            return b"".join(self.chunks(attachment))
        if self.is_forgotten(subject):
            return Forgotten.FORGOTTEN
        try:
            sealed = b"".join(self._as_attached(attachment))
        except AttachmentUnavailable:
            if self.is_forgotten(subject):
                return Forgotten.FORGOTTEN
            raise
        return self._sealer.open(
            AttachmentPlace(
                subject, attachment.label, attachment.media_type, attachment.sha256
            ),
            key_id=key,
            digest=attachment.sha256,
            sealed=sealed,
            forgotten=self.is_forgotten,
        )

    def chunks(self, attachment: Attachment) -> Iterator[bytes]:
        """The content of a plain attachment; see `Journal.attachment_chunks`."""
        if attachment.subject is not None:
            problem = "is sealed, and opened whole: use attachment()"
            raise Malformed(f"attachment {attachment.sha256}", problem)
        return self._as_attached(attachment)

    def _as_attached(self, attachment: Attachment) -> Iterator[bytes]:
        """The bytes kept; the last are held back until all are known to be right."""
        path = path_of(attachment.sha256, attachment.subject)
        digest, size, held = sha256(), 0, b""
        for chunk in self.store.read(path):
            digest.update(chunk)
            size += len(chunk)
            if size > attachment.size:
                break
            if held:
                yield held
            held = chunk
        if size != attachment.size or digest.hexdigest() != attachment.sha256:
            problem = "the bytes kept are not those that were attached"
            raise Malformed(f"attachment {attachment.sha256}", problem)
        yield held

    def files_of(self, subject: str) -> tuple[str, ...]:
        """The files that are kept of a person; none where no store was given.

        Raises:
            AttachmentUnavailable: It cannot be looked at.
        """
        if self._found is None:
            return ()
        return tuple(found.path for found in self._found.walk(subject=subject))

    def subjects(self) -> frozenset[str]:
        """The persons of whom anything may be kept; none where no store was given.

        Raises:
            AttachmentUnavailable: It cannot be looked at.
        """
        return self._found.subjects() if self._found is not None else frozenset()

    def of(self, subject: str) -> tuple[Digest, ...]:
        """The digests of what is kept of a person."""
        paths = self.files_of(subject)
        return tuple(digest for path in paths if (digest := digest_of(path)))

    def remove(self, subject: str) -> str | None:
        """Remove what is kept of a person; gives what prevented it, as a sentence."""
        try:
            if self._found is not None:
                self._found.remove(subject)
        except AttachmentUnavailable as error:
            return f"{error}; it is tried again at the next opening for writing"
        return None


def _about(media_type: str, label: str, subject: str | None) -> Attachment:
    """An attachment without content yet.

    Raises:
        Malformed: Something that is said of it has another form; all is named.
    """
    problems = []
    for field, made in (
        ("label", lambda: ReasonCode(label)),
        ("media_type", lambda: attrs.evolve(_NOTHING, media_type=media_type)),
        ("subject", lambda: home_of(subject)),
    ):
        try:
            made()
        except Malformed as error:
            problems.append(Problem(path=f"$.{field}", text=str(error)))
    if problems:
        raise Malformed("attachment", *problems)
    return attrs.evolve(_NOTHING, media_type=media_type, label=ReasonCode(label))


def _was_forgotten(subject: str) -> Refused:
    text = f"person/{subject}: was forgotten by decision; nothing can be attached"
    return Refused.because("person.forgotten", text)


def _chunks(source: Source) -> Iterator[bytes]:
    """The bytes of a source, some at a time."""
    if isinstance(source, Path):
        with source.open("rb") as opened:
            yield from _chunks(opened)
    elif isinstance(source, bytes):
        yield source
    else:
        while chunk := source.read(CHUNK):
            if not isinstance(chunk, bytes):
                problem = "expected a file that is open for reading bytes, got text"
                raise Malformed("attachment", problem)
            yield chunk


def _whole(source: Source) -> bytes:
    """All bytes of a source, if they are few enough to be sealed."""
    whole = bytearray()
    for chunk in _chunks(source):
        whole += chunk
        if len(whole) > LARGEST_SEALED:
            problem = f"a personal one is sealed whole: expected {LARGEST_SEALED} bytes"
            raise Malformed("attachment", f"{problem} at most")
    return bytes(whole)
