"""The sections of a stored row that are the journal's own: `m`, `s` and `p`.

Who, when and on which command; the salts of what is plain; what is sealed, and with
whose key. Decodes them strictly: what would be written otherwise is refused. What was
asked and what happened, section `d`, is the business of others.
"""
# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.instants import instant

__all__ = [
    "Metadata",
    "Salts",
    "SealedReference",
    "metadata",
    "recorded_at",
    "salts",
    "sealed_references",
]


class Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `m` section of a row.

    Attributes:
        actor: Who caused it, or null for the journal's own events.
        command: The command that caused it, or null.
        correlation: The first command of the chain that led here, or null.
        event: The event's own id.
        recorded_at: When it was written, six decimals and `Z`; unique in a journal.
    """

    actor: str | None
    command: str | None
    correlation: str | None
    event: str
    recorded_at: str


class Salts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `s` section of a row: sixteen random bytes for each plain section."""

    d: bytes
    m: bytes


class SealedReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the `p` section of a row.

    Attributes:
        key: SHA-256 of the key that sealed it, in hex.
        ordinal: Its number within the row.
        sha256: SHA-256 of the sealed bytes, in hex.
        subject: The id of the person whose data it is.
    """

    key: str
    ordinal: int
    sha256: str
    subject: str


_encode: Final = msgspec.json.Encoder(order="sorted").encode
_metadata: Final = msgspec.json.Decoder(Metadata)
_salts: Final = msgspec.json.Decoder(Salts)
_references: Final = msgspec.json.Decoder(tuple[SealedReference, ...])
_RECORDED_AT: Final = b'"recorded_at":"'
_INSTANT_LENGTH: Final = 27
_SALT_LENGTH: Final = 16
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def metadata(section: bytes) -> Metadata:
    """Decode the `m` section."""
    try:
        found = _metadata.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("metadata of a stored event", str(error)) from error
    _require_canonical("metadata of a stored event", found, section)
    return found


def recorded_at(state: bytes) -> datetime:
    """When a row was written, found without decoding the rest of it.

    No text inside the sections after it can look like the member's name.

    Raises:
        Malformed: It does not say so, or is kept as another type.
    """
    try:
        start = state.rfind(_RECORDED_AT) + len(_RECORDED_AT)
        text = state[start : start + _INSTANT_LENGTH].decode("ascii", "replace")
    except (AttributeError, TypeError) as error:
        raise Malformed("stored event", "its state is of another type") from error
    return instant(text)


def salts(section: bytes) -> Salts:
    """Decode the `s` section: sixteen bytes for `d` and for `m`."""
    try:
        found = _salts.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("salts of a stored event", str(error)) from error
    if len(found.d) != _SALT_LENGTH or len(found.m) != _SALT_LENGTH:
        raise Malformed(
            "salts of a stored event", f"expected {_SALT_LENGTH} bytes each"
        )
    _require_canonical("salts of a stored event", found, section)
    return found


def sealed_references(section: bytes | None) -> tuple[SealedReference, ...]:
    """Decode the `p` section, which is absent when nothing is sealed."""
    if section is None:
        return ()
    try:
        found = _references.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("person sections of a stored event", str(error)) from error
    ordinals = [reference.ordinal for reference in found]
    if not found or ordinals != sorted(set(ordinals)):
        raise Malformed(
            "person sections of a stored event",
            "expected one or more, in the order of their ordinals",
        )
    for reference in found:
        if not (
            _DIGEST.fullmatch(reference.key) and _DIGEST.fullmatch(reference.sha256)
        ):
            subject = "person sections of a stored event"
            raise Malformed(
                subject, "expected 64 hexadecimal digits for key and sha256"
            )
    _require_canonical("person sections of a stored event", found, section)
    return found


def _require_canonical(subject: str, found: object, section: bytes) -> None:
    """Refuse bytes that what they say would not be written as."""
    if _encode(found) != section:
        raise Malformed(subject, "is not in canonical form")
