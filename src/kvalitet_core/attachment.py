"""An attachment: a file that an event refers to, by what its bytes are.

The bytes lie outside the journal, in a store that is addressed by their digest; see
`kvalitet_core.attachments`. Get one from `Journal.attach`, which has the bytes safely
kept before any event can name them.

Pure vocabulary.
"""

# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId, stream_id
from kvalitet_core.values import Digest, ReasonCode

__all__ = ["Attachment"]

_TOKEN: Final = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"  # noqa: S105 - a part of a media type
_MEDIA_TYPE: Final = re.compile(rf"{_TOKEN}/{_TOKEN}")


@attrs.frozen
class _MediaType:
    """An attrs validator: a media type as RFC 6838 names them, in lower case."""

    json_schema: ClassVar[Mapping[str, str]] = {
        "pattern": f"^{_MEDIA_TYPE.pattern}$",
        "x-rule": "a media type: type/subtype in lower case, without parameters",
    }

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse what names no media type."""
        if not isinstance(text, str) or not _MEDIA_TYPE.fullmatch(text):
            rule = self.json_schema["x-rule"]
            raise Malformed(f"{attribute.name} {text!r}", f"expected {rule}")


@attrs.frozen
class _Size:
    """An attrs validator: a number of bytes."""

    json_schema: ClassVar[Mapping[str, int]] = {"minimum": 0}

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], size: object) -> None:
        """Refuse what is no number of bytes."""
        if type(size) is not int or size < 0:
            problem = "expected a number of bytes, 0 or more"
            raise Malformed(f"{attribute.name} {size!r}", problem)


def _person(_: Any, __: Any, subject: PersonId | None) -> None:
    if subject is not None:
        stream_id("person", subject)


def _sealed_for(attachment: Attachment, _: Any, key: Digest | None) -> None:
    if (key is None) != (attachment.subject is None):
        missing = "key" if key is None else "subject"
        problem = f"expected subject and key, or neither; {missing} is missing"
        raise Malformed("attachment", problem)


@attrs.frozen(kw_only=True)
class Attachment:
    """A file that was handed in or made, named by the digest of the bytes kept.

    Attributes:
        sha256: The SHA-256 of the bytes as kept; for a sealed one, of what is sealed.
        media_type: What the content is, for programs: `application/pdf`.
        size: How many bytes are kept.
        label: What it is in the case, as a permanent code: `ansoegningsskema`. Never
            the name of a file, which may tell of a person.
        subject: The person whom it is about, if it is about one; it is sealed then.
        key: The id of that person's key, which sealed it.
    """

    sha256: Digest
    media_type: str = attrs.field(validator=_MediaType())
    size: int = attrs.field(validator=_Size())
    label: ReasonCode
    subject: PersonId | None = attrs.field(default=None, validator=_person)
    key: Digest | None = attrs.field(default=None, validator=_sealed_for)
