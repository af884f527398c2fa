"""Time stamps of checkpoints (RFC 3161): when somebody outside says that one was there.

A token is always kept as it is. What it says is read by `rfc3161-client`, where that is
installed; who signed it is not verified here (`openssl ts -verify` does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import attrs

from kvalitet_core.errors import EvidenceUnavailable
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.journal.instants import written

__all__ = ["TimeStamp", "read_timestamp"]

_HASHES: Final = {32: "sha256", 48: "sha384", 64: "sha512"}
_GRANTED: Final = b"\x30\x03\x02\x01\x00"
_SHORT: Final = 0x80


@attrs.frozen(kw_only=True)
class TimeStamp:
    """What a token says.

    Attributes:
        at: When it was made, in UTC.
        digest: The digest of what it is of.
    """

    at: datetime
    digest: bytes

    @property
    def told(self) -> str:
        """When, and what that is worth, in a sentence."""
        return Said.of("stamp_states", at=written(self.at))

    def stamps(self, contents: Iterable[bytes]) -> bool:
        """Tell whether it is of one of these files."""
        name = _HASHES.get(len(self.digest))
        return name is not None and any(
            hashlib.new(name, each).digest() == self.digest for each in contents
        )


def read_timestamp(token: bytes) -> TimeStamp:
    """Read a token: a response as it was answered, or what stands in one.

    Raises:
        EvidenceUnavailable: It cannot be read, or nothing is there to read it with.
    """
    try:
        from rfc3161_client import decode_timestamp_response  # noqa: PLC0415
    except ImportError as error:
        problem = Said.of("stamp_not_read")
        raise EvidenceUnavailable("time stamp", problem) from error
    try:
        try:
            response = decode_timestamp_response(token)
        except ValueError:
            response = decode_timestamp_response(_answered(token))
        told = response.tst_info
        at, digest = told.gen_time, bytes(told.message_imprint.message)
    except (ValueError, TypeError, AttributeError) as error:
        problem = Said.of("stamp_unreadable", problem=str(error))
        raise EvidenceUnavailable("time stamp", problem) from error
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return TimeStamp(at=utc, digest=digest)


def _answered(token: bytes) -> bytes:
    """A token as a response has it (RFC 3161, section 2.4.2), which is granted."""
    content = _GRANTED + token
    length = len(content)
    if length < _SHORT:
        return bytes([0x30, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x30, _SHORT | len(size)]) + size + content
