"""The entry: what the evidence tree holds of one stored event, never the payload.

An entry is a pure function of the row, and is the same before and after a person in it
is forgotten. All integers are big-endian, every variable part has its length before it:

    0x01
    u16 length, stream id in UTF-8
    u64 version
    u64 recorded_at, in microseconds since 1970-01-01T00:00:00Z
    u16 length, stored name in UTF-8
    u8  number of plain sections (2), then for each, `d` before `m`:
        u8 kind (0x64 or 0x6d), 32 bytes commitment
    u16 number of person sections, then for each, by ordinal:
        u16 ordinal, 32 bytes key id, 32 bytes SHA-256 of the sealed bytes

    commitment = SHA-256("kvalitet/commit/v1" 0x00 | kind | salt | section bytes)

This format never changes. Another one would begin with another type byte.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from hashlib import sha256

from kvalitet_core.errors import Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.records import instant, metadata, salts, sealed_references

__all__ = ["commitment", "entry", "leaf_hash"]

_DOMAIN = b"kvalitet/commit/v1\0"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def commitment(kind: bytes, salt: bytes, section: bytes) -> bytes:
    """Commit to a section's bytes without showing them."""
    return sha256(b"%b%b%b%b" % (_DOMAIN, kind, salt, section)).digest()


def entry(stream: str, version: int, name: str, state: bytes) -> bytes:
    """The entry of one row, from the row alone.

    Raises:
        Malformed: The row's state is not laid out as it must be.
    """
    sections = layout.split(state)
    salt = salts(sections.s)
    since = instant(metadata(sections.m).recorded_at) - _EPOCH
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    if micros < 0:
        raise Malformed(stream, "was recorded before 1970")
    stream_bytes, name_bytes = stream.encode(), name.encode()
    parts = [
        b"\x01",
        struct.pack(">H", len(stream_bytes)),
        stream_bytes,
        struct.pack(">QQH", version, micros, len(name_bytes)),
        name_bytes,
        b"\x02d",
        commitment(b"d", salt.d, sections.d),
        b"m",
        commitment(b"m", salt.m, sections.m),
    ]
    references = sealed_references(sections.p)
    parts.append(struct.pack(">H", len(references)))
    for reference in references:
        parts += [
            struct.pack(">H", reference.ordinal),
            bytes.fromhex(reference.key),
            bytes.fromhex(reference.sha256),
        ]
    return b"".join(parts)


def leaf_hash(entry_bytes: bytes) -> bytes:
    """The hash of an entry as a leaf of the tree (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry_bytes).digest()
