"""The journal, the part about attachments: files that are kept beside what names them.

Appends nothing to the record: a command names what was attached.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.checking import Checked, check
from kvalitet_core.attachments.keeping import Source
from kvalitet_core.journal.journal_reading import JournalReading
from kvalitet_core.journal.mentions import attachments_named
from kvalitet_core.personal import Forgotten

__all__ = ["JournalAttachments"]


class JournalAttachments(JournalReading):
    """What is attached to the cases of a journal."""

    def attach(
        self,
        source: Source,
        *,
        media_type: str,
        label: str,
        subject: str | None = None,
    ) -> Attachment:
        """Keep a file, and give the value that a command may name it by.

        The bytes are durable when it returns. A file that is attached and never named
        does no harm.

        Args:
            source: A file's path, some bytes, or a file that is open for reading.

            media_type: What the content is, for programs: `application/pdf`.

            label: What it is in the case, as a permanent code: `ansoegningsskema`.

            subject: The person whom it is about: it is sealed with that person's key,
                and has 64 MiB at most. What is about nobody is kept as it is.

        Raises:
            Refused: The person was forgotten.
            Malformed: A label, media type or id of another form, or a file too large.
            AttachmentUnavailable: It cannot be kept.
            KeyUnavailable: It could not be sealed.
        """
        return self._rooms.attachments.attach(
            source, media_type=media_type, label=label, subject=subject
        )

    def attachment(self, attachment: Attachment) -> bytes | Forgotten:
        """The content of an attachment, opened where it was sealed.

        Raises:
            Malformed: The bytes are not those that were attached.
            AttachmentUnavailable: They are not there, or cannot be read.
            KeyUnavailable: The person's key is lost, wrong or was not given.
        """
        return self._rooms.attachments.content(attachment)

    def attachment_chunks(self, attachment: Attachment) -> Iterator[bytes]:
        """The content of a plain attachment, some bytes at a time.

        Whatever was altered is found before the last of them is given.

        Raises:
            Malformed: The bytes are not those that were attached, or are sealed.
            AttachmentUnavailable: They are not there, or cannot be read.
        """
        return self._rooms.attachments.chunks(attachment)

    def check_attachments(self) -> Iterator[Checked]:
        """Compare every attachment that is named with what is kept, byte for byte.

        Raises:
            AttachmentUnavailable: They cannot be looked at.
        """
        kept = self._rooms.attachments
        mentions = attachments_named(self.commits())
        return check(mentions, kept.store, is_forgotten=kept.is_forgotten)
